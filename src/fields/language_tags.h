// Language tags (RFC 5646) and the ranges that ask for them (RFC 4647 §2.1).
#pragma once

#include "base/bytes.h"

namespace httpvet::fields {

/// Why `tag` is not well-formed (RFC 5646 §2.1), in words that go on after "because"; empty if it is.
Bytes language_tag_fault(Bytes tag);

/// Why `range` is no basic language range (RFC 4647 §2.1: subtags of 1 to 8 letters and digits, the first letters only,
/// or "*"); empty if it is.
Bytes language_range_fault(Bytes range);

/// True when the registry does not have the primary subtag of the well-formed `tag`, nor the whole tag.
bool has_unregistered_language(Bytes tag);

}  // namespace httpvet::fields
