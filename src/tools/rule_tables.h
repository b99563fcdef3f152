// Rules as C++ source: constant tables that need no code to run at start-up.
#pragma once

#include <span>
#include <string>

#include "engine/rule.h"

namespace httpvet::tools {

/// The source file that defines engine::builtin_rules() as `rules`, in their order.
std::string write_rule_tables(std::span<const engine::Rule* const> rules);

}  // namespace httpvet::tools
