// Pages about the rules in Markdown, for `httpvet docs`.
#pragma once

#include <map>
#include <string>

#include "engine/rule_set.h"

namespace httpvet::cli {

/// Text of each page by file name: `<id>.md` for every rule of `rules`; README.md, which lists them by group; and
/// by-field.md, by-status.md, by-section.md. The same rules give the same octets.
std::map<std::string, std::string> rule_pages(const engine::RuleSet& rules);

}  // namespace httpvet::cli
