// Values that name who is speaking: products and comments of Server and User-Agent, the mailbox of From.
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"

namespace httpvet::fields {

/// Where `value` leaves product *( RWS ( product / comment ) ) (RFC 9110 §10.1.5, §10.2.4); nullopt if it does not.
std::optional<std::size_t> product_fault(Bytes value);

/// True when `value` is one mailbox with a domain (RFC 5322 §3.4; RFC 9110 §10.1.2), as far as that can be told at a
/// glance: comments within addresses are not read.
bool is_mailbox(Bytes value);

}  // namespace httpvet::fields
