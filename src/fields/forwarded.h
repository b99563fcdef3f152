// Forwarded (RFC 7239 §4).
#pragma once

#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

/// What one hop wrote: its pairs, separated by semicolons.
struct ForwardedElement {
  Slice text;
  std::span<const Parameter> parameters;
};

struct Forwarded {
  std::span<const ForwardedElement> elements;
};

/// 1#( [ token "=" ( token / quoted-string ) ] *( ";" [ pair ] ) ). Blanks around semicolons are taken. Fails at the
/// first octet that does not fit.
bool parse_forwarded(Bytes value, base::Arena& arena, Forwarded& out, ParseError& error);

/// node = nodename [ ":" node-port ] (RFC 7239 §6): what `for` and `by` hold, without quotes.
bool is_forwarded_node(Bytes node);

/// scheme (RFC 3986 §3.1): what `proto` holds.
bool is_scheme(Bytes text);

}  // namespace httpvet::fields
