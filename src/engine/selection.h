// Selection: which rules run, and at which stage of an exchange.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/index.h"
#include "engine/linter.h"
#include "engine/shape_cache.h"

namespace httpvet::engine {

/// True when `rule` is run at `stage`, by its scope.
bool runs_in(const Rule& rule, Stage stage);

/// True when one of `patterns`, ids or globs, is `rule`, by its id or an alias.
bool matches_any(const std::vector<std::string>& patterns, const Rule& rule);

/// The rules that `selection` switches on, with the level from which each is shown.
std::vector<ActiveRule> select(const RuleSet& rules, const Selection& selection);

/// Which rules each rule replaces, both by rank.
std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> replaced_ranks(const RuleSet& rules);

/// Whether one of `active` looks at earlier exchanges.
bool reads_history(std::span<const ActiveRule> active);

}  // namespace httpvet::engine
