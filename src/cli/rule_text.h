// Rules as text and JSON, for `explain` and `rules`.
#pragma once

#include <string>

#include "cli/page.h"
#include "engine/rule.h"
#include "report/json_writer.h"

namespace httpvet::cli {

/// All that is known about `rule`, as one JSON object.
void append_rule_json(report::JsonWriter& json, const engine::Rule& rule, bool with_examples);

/// "error", or "warning (in some cases info)" where the rule speaks at several severities.
std::string severity_words(const engine::Rule& rule);

/// The message template with a placeholder for each captured value.
std::string message_words(Bytes message);

/// Explains `rule` on `page`.
void explain_rule(Page& page, const engine::Rule& rule);

}  // namespace httpvet::cli
