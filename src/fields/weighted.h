// Weighted lists: Accept, Accept-Charset, Accept-Encoding, Accept-Language (RFC 9110 §12.5).
#pragma once

#include <cstdint>
#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

/// One alternative: what would do, and how well.
struct Weighted {
  Slice name;                             // as sent: `text/*`, `gzip`, `de-AT`, `*`
  std::span<const Parameter> parameters;  // without "q"
  std::uint16_t weight = 1'000;           // in thousandths; 1000 without "q" (RFC 9110 §12.4.2)
};

struct WeightedList {
  std::span<const Weighted> items;
  std::uint32_t empty_elements = 0;
};

/// Accept: media ranges with parameters and a weight (RFC 9110 §12.5.1). Parameters may follow the weight, with or
/// without a value, as the accept-ext of RFC 7231 §5.3.2 did.
bool parse_media_ranges(Bytes value, base::Arena& arena, WeightedList& out, ParseError& error);

/// Accept-Charset, Accept-Encoding: tokens or `*`, with no parameter but a weight (RFC 9110 §12.5.2, §12.5.3).
bool parse_weighted_tokens(Bytes value, base::Arena& arena, WeightedList& out, ParseError& error);

/// Accept-Language: basic language ranges, with no parameter but a weight (RFC 9110 §12.5.4, RFC 4647 §2.1).
bool parse_language_ranges(Bytes value, base::Arena& arena, WeightedList& out, ParseError& error);

}  // namespace httpvet::fields
