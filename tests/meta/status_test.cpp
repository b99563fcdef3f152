// The table of status codes against the rules: a demand that no rule checks, and a rule on a status code that the table
// does not speak of, are both mistakes.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/rule_set.h"
#include "fields/status_registry.h"
#include "support/catch.h"
#include "support/process.h"

namespace {

using httpvet::Bytes;
using httpvet::engine::builtin_rules;
using httpvet::engine::Rule;
using httpvet::fields::DemandPart;
using httpvet::fields::status_codes;
using httpvet::fields::status_demands;
using httpvet::fields::StatusDemand;

const std::vector<std::string> kTables = {"status-classes.csv", "status-codes.csv", "status-texts.csv",
                                          "status-demands.csv"};

/// Ids of rules that the demands name.
std::set<Bytes> linked_rules() {
  std::set<Bytes> ids;
  for (const StatusDemand& demand : status_demands()) ids.insert(demand.rules.begin(), demand.rules.end());
  return ids;
}

/// The built-in rule called `id`; null if there is none.
const Rule* find_rule(Bytes id) {
  const auto rules = builtin_rules();
  const auto found = std::find_if(rules.begin(), rules.end(), [id](const Rule& rule) { return rule.info.id == id; });
  return found == rules.end() ? nullptr : &*found;
}

/// `405-missing-allow`, `1xx-has-body`, `status-unofficial`.
bool is_about_status(Bytes id) { return (id.front() >= '1' && id.front() <= '5') || id.starts_with("status-"); }

/// What status_compiler says of the tables with one piece of one of them replaced.
httpvet::testing::ProcessResult compile_with(const std::string& table, const std::string& piece,
                                             const std::string& instead) {
  const httpvet::testing::TemporaryFolder folder;
  for (const std::string& name : kTables) {
    std::string text = httpvet::testing::read_file(HTTPVET_SOURCE_DIR "/rules/registry/" + name);
    if (name == table) {
      const std::size_t at = text.find(piece);
      REQUIRE(at != std::string::npos);
      text.replace(at, piece.size(), instead);
    }
    folder.write(name, text);
  }
  return httpvet::testing::run_process({HTTPVET_STATUS_COMPILER, folder.path(), folder.path() + "/table.inc"});
}

}  // namespace

TEST_CASE("every demand on a status code is checked by a rule") {
  REQUIRE(status_demands().size() > 200);
  for (const StatusDemand& demand : status_demands()) {
    INFO(demand.text.en);
    CHECK_FALSE(demand.rules.empty());
    for (const Bytes id : demand.rules) {
      INFO(id << ", which rules/registry/status-demands.csv names, is no rule");
      CHECK(find_rule(id) != nullptr);
    }
  }
}

TEST_CASE("every rule on a status code stands beside a demand") {
  const std::set<Bytes> linked = linked_rules();
  for (const Rule& rule : builtin_rules()) {
    if (!is_about_status(rule.info.id)) continue;
    INFO(rule.info.id << ": no row of rules/registry/status-demands.csv names it");
    CHECK(linked.count(rule.info.id) == 1);
  }
}

TEST_CASE("a rule whose id begins with a status code or a class stands beside a demand on it") {
  for (const StatusDemand& demand : status_demands()) {
    for (const Bytes id : demand.rules) {
      if (id.front() < '1' || id.front() > '5') continue;
      const bool fits = std::any_of(demand.codes.begin(), demand.codes.end(), [id](std::uint16_t code) {
        const std::string digits = std::to_string(code);
        return id.starts_with(digits + "-") || id.starts_with(digits.substr(0, 1) + "xx-");
      });
      INFO(id << ": " << demand.text.en);
      CHECK(fits);
    }
  }
}

TEST_CASE("a demand on what a message carries is made on codes that its rules look at") {
  for (const StatusDemand& demand : status_demands()) {
    // When a code is right, and what clients do then, shows in other messages.
    if (demand.part == DemandPart::kUse || demand.part == DemandPart::kClient) continue;
    for (const Bytes id : demand.rules) {
      const Rule* rule = find_rule(id);
      if (rule == nullptr || rule->needs.statuses.empty()) continue;
      INFO(id << ": " << demand.text.en);
      const auto& ranges = rule->needs.statuses;
      for (const auto& info : status_codes()) {
        const bool looked_at = std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) {
          return info.code >= range.first && info.code <= range.last;
        });
        INFO(info.code << ": the rule does not look at it; see rules/registry/status-demands.csv");
        CHECK((looked_at || !demand.applies_to(info.code)));
      }
    }
  }
}

TEST_CASE("every status code has a demand") {
  for (const auto& info : status_codes()) {
    INFO(info.code);
    CHECK(std::any_of(status_demands().begin(), status_demands().end(),
                      [&](const StatusDemand& demand) { return demand.applies_to(info.code); }));
  }
}

TEST_CASE("sentences of the table end like sentences, in both languages") {
  const auto check = [](const httpvet::fields::BothLanguages& text) {
    INFO(text.en);
    CHECK(text.en.ends_with('.'));
    CHECK(text.zh_tw.ends_with("。"));
  };
  for (const auto& row : httpvet::fields::status_classes()) check(row.meaning);
  for (const auto& row : status_codes()) check(row.meaning);
  for (const auto& row : status_demands()) check(row.text);
}

TEST_CASE("a mistake in the table of status codes breaks the build, with file and line") {
  struct Mistake {
    std::string table;
    std::string piece;
    std::string instead;
    std::string said;
  };
  const std::vector<Mistake> mistakes = {
      {"status-codes.csv", ",in_seed,", ",seed,", "status-codes.csv:1: the first line has to be code,phrase,"},
      {"status-codes.csv", "100,Continue", "99,Continue", "status-codes.csv:2: '99' is no status code"},
      {"status-codes.csv", "101,Switching", "100,Switching", "status-codes.csv:3: the codes have to rise"},
      {"status-codes.csv", ",temporary,", ",soon,", ": unknown registered 'soon'"},
      {"status-codes.csv", ",RFC 9110 §15.2.1,", ",,", "status-codes.csv:2: a registered code needs its specification"},
      {"status-codes.csv", "Laravel,", ",", ": a code that is not registered needs its inventor"},
      {"status-texts.csv", "\n404,", "\n499,", ": here the text of 404 has to stand"},
      {"status-texts.csv", "code,meaning,", "code,sense,", "status-texts.csv:1: the first line has to be"},
      {"status-classes.csv", "2xx", "3xx", "status-classes.csv:3: the classes are 1xx to 5xx"},
      {"status-demands.csv", ",405-method-in-allow", ",", ": a demand needs all its cells, and at least one rule"},
      {"status-demands.csv", "405,response-must", "405,response", ": unknown part 'response'"},
      {"status-demands.csv", "\n405,", "\n459,", ": applies_to does not know '459'"},
      {"status-demands.csv", "5xx -505", "5xx -405", ": '405' is taken away from what is not there"},
  };
  for (const Mistake& mistake : mistakes) {
    const auto result = compile_with(mistake.table, mistake.piece, mistake.instead);
    INFO(mistake.said << "\n" << result.err);
    CHECK(result.code == 1);
    CHECK(result.err.find(mistake.said) != std::string::npos);
  }
  CHECK(compile_with("status-codes.csv", "code", "code").code == 0);
}
