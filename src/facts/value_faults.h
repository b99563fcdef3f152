// Value faults: which defects the values of a field have, for fields whose recipients judge them piece by piece.
#pragma once

#include "facts/message_facts.h"
#include "fields/fault.h"

namespace httpvet::facts {

/// Adds what is wrong in the lines of `field`, and of its report-only twin; nothing for fields that nobody judges this
/// way. Requires a message that has one of them.
void find_value_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// The field called as `field` with -Report-Only behind it, whose values are judged alike; kUnknownField if there is
/// none.
model::FieldId report_only_twin(model::FieldId field);

/// True for fields that find_value_faults() judges.
bool has_value_faults(model::FieldId field);

}  // namespace httpvet::facts
