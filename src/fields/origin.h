// Origins as browsers serialize them (RFC 6454 §6.2; HTML, ASCII serialization of an origin).
#pragma once

#include "base/bytes.h"

namespace httpvet::fields {

/// What keeps `text` from being one serialized origin: "it has a path", … (static); empty when it is one. `null` and
/// `*` are none. Any scheme will do.
Bytes origin_fault(Bytes text);

}  // namespace httpvet::fields
