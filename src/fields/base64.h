// Base64 and base64url (RFC 4648 §4, §5), as credentials and tokens hold them.
#pragma once

#include <string>

#include "base/bytes.h"

namespace httpvet::fields {

/// Appends to `out` what `text` stands for in Base64 with its padding (RFC 4648 §4). False, with `out` as it was, for
/// other octets, and where padding is missing or too long. Bits behind the last octet may be anything.
bool decode_base64(Bytes text, std::string& out);

/// The same for base64url without padding (RFC 4648 §5; RFC 7515 §2).
bool decode_base64url(Bytes text, std::string& out);

}  // namespace httpvet::fields
