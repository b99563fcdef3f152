// Rule loading: the built-in rules together with those that --rules names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/console.h"
#include "engine/rule_set.h"

namespace httpvet::cli {

/// The rules of a run. `set` points into `own`.
struct LoadedRules {
  engine::RuleFile own;
  engine::RuleSet set;
};

/// Loads the rules of `paths` beside the built-in ones. Null after telling what is wrong with them.
std::unique_ptr<LoadedRules> load_rules(const std::vector<std::string>& paths, Console& console);

}  // namespace httpvet::cli
