// Codings: Transfer-Encoding, TE, Content-Encoding (RFC 9112 §6.1, §7; RFC 9110 §8.4, §10.1.4).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

struct Coding {
  Slice name;
  std::span<const Parameter> parameters;  // "q" among them
  std::optional<std::uint16_t> weight;    // of "q", in thousandths
};

struct Codings {
  std::span<const Coding> codings;
  std::uint32_t empty_elements = 0;

  /// True when the list names `coding`, letter case ignored.
  bool contains(Bytes value, Bytes coding) const;
};

/// #( token *( OWS ";" OWS parameter ) ). A parameter "q" has to be a weight. Content-Encoding has no parameters: that
/// is left to its rules.
bool parse_codings(Bytes value, base::Arena& arena, Codings& out, ParseError& error);

/// The thousandths of a qvalue (RFC 9110 §12.4.2): 0 or 1 with up to three decimals, at most 1.
std::optional<std::uint16_t> parse_qvalue(Bytes text);

}  // namespace httpvet::fields
