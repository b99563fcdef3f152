// What an exchange leaves behind for those after it on the same connection.
#pragma once

#include "facts/facts.h"

namespace httpvet::facts {

/// Notes in `state` what the exchange that `facts` is bound to says about the rest of its connection (RFC 9112 §9.3,
/// §9.6).
void remember_exchange(Facts& facts, ConnectionState& state);

/// A hash of scheme, host and port of the server that `request` was sent for, else of its connection. A hostile client
/// gains nothing by a collision: only advice depends on it.
std::uint64_t server_of(const model::Exchange& exchange, base::Arena& arena);

/// A hash of the origin that an absolute-form target names (RFC 9112 §3.2.2); 0 for other forms.
std::uint64_t proxied_origin(const model::Message& request, base::Arena& arena);

}  // namespace httpvet::facts
