// The built-in rules against the catalogue: what every rule has to say, and what its id promises.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "engine/rule_set.h"
#include "meta/project_files.h"
#include "support/catch.h"

namespace {

using httpvet::Bytes;
using httpvet::engine::builtin_rules;
using httpvet::engine::Rule;

struct CatalogueRow {
  std::string severity;
  std::string scope;
  std::string basis;
};

std::map<std::string, CatalogueRow> read_catalogue() {
  std::map<std::string, CatalogueRow> rows;
  const auto lines = httpvet::meta::lines_of("tests/meta/catalogue.tsv");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::istringstream cells(lines[i]);
    std::string id;
    std::string any_message;
    CatalogueRow row;
    for (std::string* cell : {&id, &row.severity, &row.scope, &row.basis, &any_message}) {
      std::getline(cells, *cell, '\t');
    }
    if (any_message == "y") row.scope = "message";
    rows[id] = row;
  }
  return rows;
}

bool is_kebab_case(Bytes id) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.front() != '-' && id.back() != '-' && std::all_of(id.begin(), id.end(), fits);
}

bool is_sentence(Bytes text) { return text.ends_with('.') || text.ends_with('?') || text.ends_with('`'); }

}  // namespace

TEST_CASE("there are built-in rules") { CHECK_FALSE(builtin_rules().empty()); }

TEST_CASE("every built-in rule explains itself") {
  for (const Rule& rule : builtin_rules()) {
    INFO(rule.info.id);
    CHECK(is_kebab_case(rule.info.id));
    CHECK_FALSE(rule.info.title.empty());
    CHECK(rule.info.title.size() <= 100);
    CHECK_FALSE(rule.info.title.ends_with('.'));
    CHECK_FALSE(rule.info.message.empty());
    CHECK_FALSE(rule.info.spec.empty());
    CHECK(is_sentence(rule.info.why));
    CHECK(is_sentence(rule.info.fix));
    CHECK_FALSE(rule.info.requirement.empty());
    CHECK_FALSE(rule.info.bad.empty());
    CHECK_FALSE(rule.info.good.empty());
  }
}

TEST_CASE("built-in rules are those of the catalogue") {
  const auto catalogue = read_catalogue();
  REQUIRE(catalogue.size() > 700);
  for (const Rule& rule : builtin_rules()) {
    INFO(rule.info.id);
    const auto row = catalogue.find(std::string(rule.info.id));
    REQUIRE(row != catalogue.end());
    CHECK(std::string(name_of(rule.info.severity)) == row->second.severity);
    CHECK(std::string(name_of(rule.info.basis)) == row->second.basis);
    CHECK(std::string(name_of(rule.info.scope)) == row->second.scope);
  }
}

TEST_CASE("built-in rules are sorted by id, and no name is taken twice") {
  std::set<Bytes> names;
  Bytes before;
  for (const Rule& rule : builtin_rules()) {
    INFO(rule.info.id);
    CHECK(before < rule.info.id);
    before = rule.info.id;
    CHECK(names.insert(rule.info.id).second);
    for (const Bytes alias : rule.info.aliases) CHECK(names.insert(alias).second);
  }
}

TEST_CASE("what built-in rules replace are built-in rules") {
  std::set<Bytes> ids;
  for (const Rule& rule : builtin_rules()) ids.insert(rule.info.id);
  for (const Rule& rule : builtin_rules()) {
    for (const Bytes id : rule.info.replaces) {
      INFO(rule.info.id << " replaces " << id);
      CHECK(ids.count(id) == 1);
      CHECK(id != rule.info.id);
    }
  }
}
