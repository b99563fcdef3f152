// What an exchange leaves behind for those after it on the same connection.
#pragma once

#include "facts/facts.h"

namespace httpvet::facts {

/// Notes in `state` what the exchange that `facts` is bound to says about the rest of its connection (RFC 9112 §9.3,
/// §9.6).
void remember_exchange(Facts& facts, ConnectionState& state);

}  // namespace httpvet::facts
