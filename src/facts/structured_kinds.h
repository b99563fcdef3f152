// Which kinds of items structured fields are defined to have, as the registry writes it behind their types.
#pragma once

#include "facts/value_scan.h"
#include "fields/structured_field.h"

namespace httpvet::facts {

/// Something in a structured field that is of another kind than its definition asks for.
struct WrongKind {
  fields::Slice place;
  Bytes name;      // of the member or parameter; empty for the item itself, or a member of a list
  Bytes expected;  // "string", "token|string"
};

/// Compares `field`, parsed from `value`, with `kinds`: words such as "token" (the item, or each member of a list),
/// "u=integer" (the member of that key), "*=bytes" (all other members), ";v=string" (a parameter of any of them).
/// Alternatives have a bar between them; "inner" is an inner list; a decimal may be an integer. False if nothing is of
/// another kind.
bool find_wrong_kind(const fields::StructuredField& field, Bytes value, Bytes kinds, WrongKind& out);

}  // namespace httpvet::facts
