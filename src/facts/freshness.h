// Freshness: what a message says about storing and reusing it (RFC 9111), for the facts of caching.
#pragma once

#include <cstdint>
#include <optional>

#include "expr/value.h"
#include "facts/message_facts.h"
#include "fields/directives.h"

namespace httpvet::facts {

/// Takes what stands before the first `delimiter` outside quoted strings off `rest`, blanks trimmed.
Bytes take_until(Bytes& rest, char delimiter);

/// Whether a field called `name` steers one cache, or one kind of cache, in the place of Cache-Control: a targeted
/// field (RFC 9213) or one of its forerunners.
bool is_targeted(Bytes name);

/// What the directives of one field say about reuse.
struct Policy {
  Bytes text;
  fields::Directives directives;

  bool has(Bytes name) const { return directives.find(text, name) != nullptr; }
  /// Without an argument: with one it is about fields, not about the response (RFC 9111 §5.2.2.4, §5.2.2.7).
  bool has_plain(Bytes name) const;
  /// Absent without the directive, malformed where it is no number of seconds.
  expr::Value seconds(Bytes name) const;
  /// What is stored may be used again without asking the server.
  bool may_reuse() const { return !has("no-store") && !has_plain("no-cache"); }
};

/// The policy of Cache-Control: known, absent, malformed or not captured.
expr::State cache_control(MessageFacts& message, Policy& policy);

/// Expires minus Date, perhaps below 0 (RFC 9111 §4.2.1). An Expires that is no date means that it has expired (§5.3).
expr::Value expires_after(MessageFacts& message);

/// The explicit freshness lifetime in a shared or a private cache that no targeted field steers (RFC 9111 §4.2.1).
expr::Value lifetime(MessageFacts& message, bool shared);

/// The longest time for which a cache that some targeted field steers may reuse the response; nullopt without such a
/// field.
std::optional<std::int64_t> targeted_lifetime(MessageFacts& message);

/// RFC 9110 §15.1, and 451 of RFC 7725 §3.
bool heuristically_cacheable(int status);

}  // namespace httpvet::facts
