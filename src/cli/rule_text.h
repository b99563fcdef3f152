// Rules as text and JSON, for `explain` and `rules`.
#pragma once

#include <string>
#include <vector>

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

/// The profiles in which the rule runs.
std::vector<Bytes> profiles_of(const model::RuleInfo& info);

/// What an example states beside its octets, as words.
std::vector<std::string> evidence_of(const model::Example& example);

/// One message of an example, escaped, a line a line behind `marker`; a long one is cut.
std::vector<std::string> example_lines(Bytes octets, Bytes marker);

/// Explains `rule` on `page`.
void explain_rule(Page& page, const engine::Rule& rule);

}  // namespace httpvet::cli
