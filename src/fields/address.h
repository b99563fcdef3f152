// Hosts that only a private network knows.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace httpvet::fields {

enum class HostReach : std::uint8_t {
  kPublic,
  kLoopback,  // 127.0.0.0/8, ::1, localhost and names below it
  kPrivate,   // RFC 1918, fc00::/7, link-local addresses, and names that end in .local, .internal and the like
  kLocal,     // a name without a dot: what a search list or a hosts file knows
};

/// Who can reach `host` (an IPv6 address with or without brackets), by its looks. Empty hosts are public.
HostReach reach_of(Bytes host);

/// True when `host` is an IP address.
bool is_ip_address(Bytes host);

}  // namespace httpvet::fields
