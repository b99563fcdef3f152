// Value faults: which defects the values of a field have, for fields whose recipients judge them piece by piece.
#pragma once

#include "facts/message_facts.h"
#include "fields/fault.h"

namespace httpvet::facts {

/// Adds what is wrong in the lines of `field`; nothing for fields that nobody judges this way. Requires a message that
/// has the field.
void find_value_faults(MessageFacts& message, model::FieldId field, fields::FaultList& faults);

/// True for fields that find_value_faults() judges.
bool has_value_faults(model::FieldId field);

}  // namespace httpvet::facts
