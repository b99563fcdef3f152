// Evidence: which octets a finding points at.
#pragma once

#include "engine/rule.h"
#include "facts/facts.h"
#include "model/finding.h"

namespace httpvet::engine {

/// Points `finding` at the start line of its message.
void point_at_start_line(model::Finding& finding, const model::Message& message);

/// Points `finding` at `octets` within `line` of `message`; at the whole line if `octets` do not lie there.
void point_at_line(model::Finding& finding, const model::Message& message, const model::FieldLine& line, Bytes octets);

/// Points `finding` at an anomaly of `message`, and at the field line around it if there is one.
void point_at_anomaly(model::Finding& finding, const model::Message& message, const model::Anomaly& anomaly);

/// Points `finding` at what `it` stands for (`type` is its type); false if that is no place in `message`.
bool point_at_item(model::Finding& finding, const model::Message& message, const expr::Type& type,
                   const expr::Value& item);

/// Points `finding` at what `path` names in the message of its root, if it is there; false if it is not.
bool point_at_path(model::Finding& finding, facts::Facts& facts, const EvidencePath& path);

}  // namespace httpvet::engine
