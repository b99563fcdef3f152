// Protocols: Upgrade (RFC 9110 §7.8).
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields {

struct Protocol {
  Slice name;
  Slice version;  // empty if there is none
};

struct Protocols {
  std::span<const Protocol> protocols;
  std::uint32_t empty_elements = 0;

  /// True when the list has `name`, in any version; letter case ignored.
  bool contains(Bytes value, Bytes name) const;
};

/// #( token [ "/" token ] )
bool parse_protocols(Bytes value, base::Arena& arena, Protocols& out, ParseError& error);

}  // namespace httpvet::fields
