// Tokens: one token, or a list of tokens (Allow, Connection, Vary, Trailer …).
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields {

/// #token
struct TokenList {
  std::span<const Slice> tokens;
  std::uint32_t empty_elements = 0;  // which senders must not send (RFC 9110 §5.6.1.1)

  /// True when `token` is in the list in this letter case (methods). Requires the value it was parsed from.
  bool contains(Bytes value, Bytes token) const;

  /// True when `token` is in the list in any letter case (field names, connection options).
  bool contains_ignoring_case(Bytes value, Bytes token) const;
};

/// One token: Access-Control-Request-Method …
bool parse_token(Bytes value, Slice& out, ParseError& error);

/// A list of tokens, which may be empty: Allow, Connection, Vary (where "*" is a token too) …
bool parse_tokens(Bytes value, base::Arena& arena, TokenList& out, ParseError& error);

}  // namespace httpvet::fields
