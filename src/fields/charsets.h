// Charset names as browsers know them: the labels of the WHATWG Encoding Standard.
#pragma once

#include "base/bytes.h"

namespace httpvet::fields {

/// The encoding that browsers take `label` for (Encoding Standard §4.2), in lower case: "windows-1252" for "latin1".
/// Letter case is ignored. Empty if it is no label.
Bytes encoding_of(Bytes label);

}  // namespace httpvet::fields
