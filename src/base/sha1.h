// SHA-1 (FIPS 180-4), for what is defined with it: Sec-WebSocket-Accept (RFC 6455 §4.2.2). Not for security.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace httpvet::base {

/// The 20 octets of the SHA-1 digest of `octets`.
std::array<std::uint8_t, 20> sha1(Bytes octets);

/// `octets` in base64 with padding (RFC 4648 §4).
std::string base64(Bytes octets);

/// How many octets `text` stands for, if it is base64 with padding (RFC 4648 §4) of whole octets; -1 if it is not.
int base64_octets(Bytes text);

}  // namespace httpvet::base
