// The rule loader: one rule of a YAML tree becomes a Rule.
#pragma once

#include "engine/rule.h"
#include "engine/rule_loader_context.h"

namespace httpvet::engine {

struct LoadedRule {
  Rule rule;
  RuleOrigin origin;
  std::size_t id_offset = 0;
};

/// Loads the rule that `node` holds. What is wrong is reported to `context`; then the result is not to be used.
LoadedRule load_rule(LoadContext& context, const YamlNode& node);

}  // namespace httpvet::engine
