// Faults of security fields that are structured fields, and of those that hold JSON; rows of the table in
// value_faults.cpp. Each requires a message that has the field.
#pragma once

#include <string>
#include <vector>

#include "facts/message_facts.h"
#include "fields/fault.h"

namespace httpvet::facts {

/// HTML, "obtain an opener policy" and "obtain an embedder policy": one token, with an optional report-to.
void opener_policy_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);
void embedder_policy_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// HTML, Origin-Agent-Cluster: a boolean.
void agent_cluster_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// Permissions Policy §5.2: features with allowlists.
void permissions_policy_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// Reporting API §3.2: names with URLs; values that do not parse are left to others. Minor: a URL without scheme, which
/// is as secure as the response.
void reporting_endpoints_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// HTML, Speculation-Rules: a list of URLs.
void speculation_rules_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// The legacy Report-To, and NEL (Network Error Logging §4.1); JSON that does not parse is left to others.
void report_to_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);
void nel_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// The names of the groups that the value of a Report-To field defines; none if it is no JSON.
std::vector<std::string> report_to_groups(Bytes value);

/// The group that the value of a NEL field reports to; empty if it names none.
std::string nel_report_to(Bytes value);

}  // namespace httpvet::facts
