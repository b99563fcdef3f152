// Integer: 1*DIGIT (Age, Max-Forwards, Content-Length).
#pragma once

#include <cstdint>

#include "fields/cursor.h"

namespace httpvet::fields {

/// 1*DIGIT, nothing else: no sign, no fraction. Delta-seconds (RFC 9111 §1.2.2) too.
bool parse_integer(Bytes value, Number& out, ParseError& error);

/// Content-Length. Recipients may accept a list whose members are all the same number (RFC 9110 §8.6).
struct ContentLength {
  Number octets;
  std::uint32_t members = 1;  // above 1 for such a list
};

/// A list of different numbers fails at the first that differs, with kSameLength as what was expected.
bool parse_content_length(Bytes value, ContentLength& out, ParseError& error);

inline constexpr Bytes kSameLength = "the same length again";

}  // namespace httpvet::fields
