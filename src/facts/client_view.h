// How the client saw the exchange, where a gateway passed it on: which scheme and host it had asked for.
#pragma once

#include "facts/facts.h"

namespace httpvet::facts {

/// "https" where the connection, the target or a forwarding field (X-Forwarded-Proto, Forwarded and their kin) says so,
/// else "http" where one of them says that; not captured else.
expr::Value client_scheme(Facts& facts);

/// The host of X-Forwarded-Host, else of the target URI, in lower case, without port and brackets; empty where none is
/// known.
Bytes client_host(Facts& facts);

enum class Reach : std::uint8_t { kPublic, kPrivate, kLoopback };

/// Private: addresses of RFC 1918 and the like, names of one label, and names below local, internal, lan, test and
/// their kin. `host` is in lower case, without port and brackets.
Reach reach_of(Bytes host);

/// True when `host` is an IPv4 or IPv6 address.
bool is_address(Bytes host);

/// True when nobody can own all names below `domain`: one label, or one of the commonest public suffixes.
bool is_public_suffix(Bytes domain);

}  // namespace httpvet::facts
