// The generated tables say what the files say.
#include <algorithm>
#include <vector>

#include "engine/rule_set.h"
#include "rules/rule_files.h"
#include "support/catch.h"

namespace httpvet {
namespace {

using engine::EvidencePath;
using engine::Rule;
using engine::SeverityCase;

template <typename T, typename Same>
bool same_list(std::span<const T> a, std::span<const T> b, Same same) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

template <typename T>
bool same_values(std::span<const T> a, std::span<const T> b) {
  return same_list(a, b, [](const T& x, const T& y) { return x == y; });
}

bool same_program(const expr::Program& a, const expr::Program& b) {
  const auto same_node = [](const expr::Node& x, const expr::Node& y) {
    return x.op == y.op && x.operand_kind == y.operand_kind && x.index == y.index && x.integer == y.integer &&
           x.text == y.text && same_values(x.operands, y.operands);
  };
  return a.type == b.type && same_list(a.nodes, b.nodes, same_node);
}

bool same_path(const EvidencePath& a, const EvidencePath& b) { return a.root == b.root && a.fact == b.fact; }

bool same_example(const model::Example& a, const model::Example& b) {
  const auto same_exchange = [](const model::ExampleExchange& x, const model::ExampleExchange& y) {
    return x.request == y.request && x.response == y.response;
  };
  return same_list(a.exchanges, b.exchanges, same_exchange) && same_values(a.also, b.also) && a.tls == b.tls &&
         a.plain == b.plain && a.structured == b.structured && a.cut == b.cut &&
         a.has_request_stream == b.has_request_stream && a.has_response_stream == b.has_response_stream &&
         a.time == b.time && a.profile == b.profile;
}

void check_info(const model::RuleInfo& a, const model::RuleInfo& b) {
  CHECK(a.severity == b.severity);
  CHECK(a.basis == b.basis);
  CHECK(a.confidence == b.confidence);
  CHECK(a.scope == b.scope);
  CHECK(a.status == b.status);
  CHECK(a.default_on == b.default_on);
  CHECK(a.profiles == b.profiles);
  CHECK(same_values(a.spec, b.spec));
  CHECK(same_values(a.tags, b.tags));
  CHECK(same_values(a.aliases, b.aliases));
  CHECK(a.since == b.since);
  CHECK(a.title == b.title);
  CHECK(a.message == b.message);
  CHECK(a.why == b.why);
  CHECK(a.fix == b.fix);
  CHECK(a.requirement == b.requirement);
  CHECK(same_list(a.bad, b.bad, same_example));
  CHECK(same_list(a.good, b.good, same_example));
}

void check_rule(const Rule& a, const Rule& b) {
  const auto same_case = [](const SeverityCase& x, const SeverityCase& y) {
    return same_program(x.when, y.when) && x.severity == y.severity;
  };
  const auto same_range = [](const expr::StatusRange& x, const expr::StatusRange& y) {
    return x.first == y.first && x.last == y.last;
  };
  CHECK(same_program(a.each, b.each));
  CHECK(same_program(a.when, b.when));
  CHECK(same_program(a.require, b.require));
  CHECK(same_list(a.severities, b.severities, same_case));
  CHECK(same_list(a.arguments, b.arguments, same_program));
  CHECK(same_path(a.at, b.at));
  CHECK(same_list(a.evidence, b.evidence, same_path));
  CHECK(a.check == b.check);
  CHECK(same_values(a.needs.present, b.needs.present));
  CHECK(same_values(a.needs.absent, b.needs.absent));
  CHECK(same_list(a.needs.statuses, b.needs.statuses, same_range));
}

TEST_CASE("the built-in tables equal the rule files") {
  std::vector<const Rule*> loaded;
  for (const Rule& rule : tests::rule_files().rules()) loaded.push_back(&rule);
  std::ranges::sort(loaded, {}, [](const Rule* rule) { return rule->info.id; });
  const auto builtin = engine::builtin_rules();
  REQUIRE(builtin.size() == loaded.size());
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    INFO(std::string(loaded[i]->info.id));
    REQUIRE(builtin[i].info.id == loaded[i]->info.id);
    check_info(builtin[i].info, loaded[i]->info);
    check_rule(builtin[i], *loaded[i]);
  }
}

}  // namespace
}  // namespace httpvet
