// Charset names: the labels of the WHATWG Encoding Standard, and the names that IANA registered (RFC 2978).
#pragma once

#include "base/bytes.h"

namespace httpvet::fields {

/// The encoding that browsers take `label` for (Encoding Standard §4.2), in lower case: "windows-1252" for "latin1".
/// Letter case is ignored. Empty if it is no label.
Bytes encoding_of(Bytes label);

/// True when `name` is registered by IANA, as a name or alias, as far as names of its form are known here.
bool is_registered_charset(Bytes name);

}  // namespace httpvet::fields
