// Link: web links in a header field (RFC 8288 §3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

/// One link-value.
struct Link {
  Slice target;                           // what stands between < and >, possibly empty
  std::span<const Parameter> parameters;  // one without value has an empty, unquoted one
  bool loose = false;                     // an unquoted value holds octets that RFC 5988 allowed there, not RFC 8288

  /// The first parameter called `name` (letter case ignored); null if there is none.
  const Parameter* find_parameter(Bytes value, Bytes name) const {
    return fields::find_parameter(parameters, value, name);
  }
};

struct Links {
  std::span<const Link> links;
  std::uint32_t empty_elements = 0;
};

/// #link-value. The target may hold any visible octet but `<`, `>` and `"`.
bool parse_links(Bytes value, base::Arena& arena, Links& out, ParseError& error);

/// Takes the next relation type off `rest`, the value of a rel parameter without quotes (RFC 8288 §3.3).
/// False when there is none left.
bool next_relation(Bytes& rest, Bytes& relation);

}  // namespace httpvet::fields
