// Cookies as objects of rules.
#pragma once

#include <span>

#include "facts/facts.h"
#include "fields/arena_list.h"
#include "fields/set_cookie.h"

namespace httpvet::facts {

/// One cookie that a response sets. A line that holds several, joined with commas, makes several.
struct SetCookieFacts {
  const model::FieldLine* line = nullptr;
  Bytes text;  // of this cookie
  fields::SetCookie cookie;
  bool folded = false;      // another cookie follows in the same line
  std::uint32_t index = 0;  // among all of the response
  std::span<const SetCookieFacts> all;

  Bytes name() const { return cookie.name.in(text); }
  Bytes value() const { return cookie.value.in(text); }
  bool has(Bytes attribute) const { return cookie.find(text, attribute) != nullptr; }
  /// Empty without the attribute.
  Bytes attribute(Bytes name) const {
    const fields::CookieAttribute* found = cookie.find(text, name);
    return found == nullptr ? Bytes() : found->value.in(text);
  }
};

/// The cookies that `response` sets, in its arena.
std::span<const SetCookieFacts> cookies_of(MessageFacts& response);

/// Whether the name of a cookie suggests that it stands for a session or a credential.
bool is_sensitive_name(Bytes name);

/// Whether it guards against cross-site requests, so that scripts have to read it.
bool is_csrf_name(Bytes name);

/// What Max-Age says (RFC 6265 §5.2.2): known, absent or malformed.
expr::Value max_age_of(const SetCookieFacts& cookie);

/// What Expires says (RFC 6265 §5.2.1), in seconds since 1970.
expr::Value expires_of(const SetCookieFacts& cookie);

/// Whether user agents delete the cookie at `now` (nullopt: not known).
bool deletes(const SetCookieFacts& cookie, std::optional<std::int64_t> now);

}  // namespace httpvet::facts
