// Directives: Cache-Control and what looks like it (RFC 9111 §5.2).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/arena.h"
#include "fields/cursor.h"

namespace httpvet::fields {

struct Directive {
  Slice name;
  bool has_argument = false;
  Text argument;
};

struct Directives {
  std::span<const Directive> directives;
  std::uint32_t empty_elements = 0;

  /// The first directive called `name`, letter case ignored; null if there is none.
  const Directive* find(Bytes value, Bytes name) const;
};

/// #( token [ "=" ( token / quoted-string ) ] )
bool parse_directives(Bytes value, base::Arena& arena, Directives& out, ParseError& error);

/// The argument as delta-seconds (RFC 9111 §1.2.2), quoted or not; nullopt when it is missing or not 1*DIGIT.
std::optional<Number> delta_seconds(const Directive& directive, Bytes value);

}  // namespace httpvet::fields
