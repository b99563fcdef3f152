// IP addresses as they stand in forwarding fields: X-Forwarded-For, Forwarded, Via.
#pragma once

#include "fields/host.h"

namespace httpvet::fields {

/// IPv4address, or an IPv6address with or without brackets and zone (RFC 3986 §3.2.2, RFC 6874).
bool parses_as_ip(Bytes text);

/// `text` without brackets, zone and port: `[2001:db8::1]:80` -> `2001:db8::1`, `192.0.2.1:80` -> `192.0.2.1`. Anything
/// else comes back as it is.
Bytes bare_address(Bytes text);

/// True for an address (bare, see bare_address) that anybody may use at home: loopback, private, link-local and shared
/// addresses (RFC 6890).
bool is_local_address(Bytes address);

}  // namespace httpvet::fields
