// Rule inputs: the values that decide about a rule beyond what the index knows of an exchange.
#pragma once

#include <optional>
#include <vector>

#include "engine/rule.h"
#include "facts/settled.h"

namespace httpvet::engine {

/// The value of one field, or the reason phrase, of one message.
struct RuleInput {
  bool of_request = false;  // of the request; else of the response
  facts::Settled::By by = facts::Settled::By::kField;
  model::FieldId field = model::kUnknownField;

  bool operator==(const RuleInput&) const = default;
};

/// What decides about a rule.
struct RuleInputs {
  std::vector<RuleInput> values;
  std::uint64_t unless = 0;  // provided that none of these flags of the exchange is set
  // Parts of `when`: the inputs decide about these alone, and with one that does not hold the rule has nothing to say.
  // Empty: they decide about the whole rule.
  std::vector<expr::Program> guards;
};

/// More inputs than this make no guard: they seldom come together twice.
inline constexpr std::size_t kMostInputs = 3;

/// The inputs of `rule` where it judges the request (or the response) of an exchange as facts::what_settles() describes
/// it: with the same inputs, and all that the index looks at being the same, it (or each of the guards) comes to the
/// same. nullopt: something else decides.
std::optional<RuleInputs> rule_inputs(const Rule& rule, bool judges_request);

}  // namespace httpvet::engine
