#include "engine/selection.h"

#include <algorithm>

#include "expr/compiler.h"
#include "facts/member.h"
#include "facts/schema.h"

namespace httpvet::engine {
namespace {

/// True when `rule` asks whether there is a response: a rule on exchanges that does so speaks of those without one,
/// too.
bool asks_for_response(const Rule& rule) {
  const auto fact =
      facts::schema().find_member(static_cast<expr::ObjectType>(facts::Object::kExchange), "has_response");
  const auto asks = [&fact](const expr::Program& program) {
    return std::ranges::any_of(expr::facts_used(program),
                               [&fact](const expr::FactUse& use) { return use.fact == fact->fact; });
  };
  return asks(rule.when) || asks(rule.require);
}

model::Severity loudest(const Rule& rule) {
  model::Severity severity = rule.info.severity;
  for (const SeverityCase& c : rule.severities) severity = std::max(severity, c.severity);
  return severity;
}

}  // namespace

bool runs_in(const Rule& rule, Stage stage) {
  switch (rule.info.scope) {
    case model::Scope::kMessage:
      return stage == Stage::kRequest || stage == Stage::kResponse;
    case model::Scope::kRequest:
      return stage == Stage::kRequest;
    case model::Scope::kResponse:
      return stage == Stage::kResponse;
    case model::Scope::kExchange:
      return stage == Stage::kResponse || (stage == Stage::kUnanswered && asks_for_response(rule));
    case model::Scope::kSession:
      return stage == Stage::kSession;
    case model::Scope::kHistory:
      return stage == Stage::kHistory;
  }
  return false;
}

bool matches_any(const std::vector<std::string>& patterns, const Rule& rule) {
  return std::ranges::any_of(patterns, [&rule](const std::string& pattern) {
    return glob_matches(pattern, rule.info.id) ||
           std::ranges::any_of(rule.info.aliases, [&pattern](Bytes alias) { return alias == Bytes(pattern); });
  });
}

std::vector<ActiveRule> select(const RuleSet& rules, const Selection& selection) {
  std::vector<ActiveRule> active;
  const auto profile_bit = 1u << static_cast<unsigned>(selection.profile);
  for (std::size_t i = 0; i < rules.rules().size(); ++i) {
    const Rule& rule = *rules.rules()[i];
    if ((rule.info.profiles & profile_bit) == 0 || matches_any(selection.disable, rule)) continue;
    const bool enabled = matches_any(selection.enable, rule);
    if (!enabled && !rule.info.default_on) continue;
    const model::Severity threshold = enabled ? model::Severity::kInfo : selection.severity;
    // A rule that cannot speak loudly enough to be shown need not run, unless it silences others.
    if (loudest(rule) < threshold && rule.info.replaces.empty()) continue;
    active.push_back({&rule, static_cast<std::uint32_t>(i), threshold});
  }
  return active;
}

std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> replaced_ranks(const RuleSet& rules) {
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> ranks;
  for (std::uint32_t i = 0; i < rules.rules().size(); ++i) {
    for (const Bytes id : rules.rules()[i]->info.replaces) {
      const auto found = std::ranges::find(rules.rules(), rules.find(id));
      if (found == rules.rules().end()) continue;
      ranks[i].push_back(static_cast<std::uint32_t>(found - rules.rules().begin()));
    }
  }
  return ranks;
}

bool reads_history(std::span<const ActiveRule> active) {
  const auto reads = [](const expr::Program& program) {
    return std::ranges::any_of(expr::facts_used(program),
                               [](const expr::FactUse& use) { return facts::reads_history(use.fact); });
  };
  return std::ranges::any_of(active, [&reads](const ActiveRule& entry) {
    const Rule& rule = *entry.rule;
    const bool check = rule.check != nullptr && checks::reads_history(rule.check);
    const auto in_case = [&reads](const SeverityCase& c) { return reads(c.when); };
    return check || reads(rule.each) || reads(rule.when) || reads(rule.require) ||
           std::ranges::any_of(rule.severities, in_case) || std::ranges::any_of(rule.arguments, reads);
  });
}

}  // namespace httpvet::engine
