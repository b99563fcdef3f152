// Cookies over the exchanges of one connection (RFC 6265 §5): which were set, and which come back.
#pragma once

#include <span>

#include "facts/facts.h"

namespace httpvet::facts {

/// Why a pair of Cookie that was set with HttpOnly earlier on the connection must not be in this request: absent if all
/// may. Scripts cannot have written it.
expr::Value cookie_out_of_place(Facts& facts, const expr::Value& object, std::span<const expr::Value> arguments);

/// The name of a cookie that was set on the connection and that the two matching requests since, this one the second,
/// lack; absent if there is none.
expr::Value cookie_missing(Facts& facts, const expr::Value& object, std::span<const expr::Value> arguments);

/// The name of the cookie that looks like a session and has the same value before and after this login; absent if this
/// is no login, or its response sets what looks like a credential.
expr::Value session_kept_at_login(Facts& facts, const expr::Value& object, std::span<const expr::Value> arguments);

/// SameSite ("Strict", "Lax", "none") of a cookie in this cross-site request that should not have it; absent if there
/// is none.
expr::Value cookie_cross_site(Facts& facts, const expr::Value& object, std::span<const expr::Value> arguments);

}  // namespace httpvet::facts
