// The characters of URIs (RFC 3986 §2), for the parsers of hosts and URI references.
#pragma once

#include <array>
#include <cstdint>

#include "fields/cursor.h"

namespace httpvet::fields {

/// One bit for each set of characters; a character may belong to several.
enum UriClass : std::uint8_t {
  kUriUserinfo = 1 << 0,  // unreserved / sub-delims / ":"
  kUriRegName = 1 << 1,   // unreserved / sub-delims
  kUriSegment = 1 << 2,   // pchar = unreserved / sub-delims / ":" / "@"
  kUriPath = 1 << 3,      // pchar / "/"
  kUriQuery = 1 << 4,     // pchar / "/" / "?"
  kUriScheme = 1 << 5,    // ALPHA / DIGIT / "+" / "-" / "."
};

namespace detail {
constexpr std::array<std::uint8_t, 256> make_uri_classes() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    unsigned bits = 0;
    if (base::is(c, base::kAlpha | base::kDigit)) bits |= 0xFF;
    for (const char mark : std::string_view("-._~!$&'()*+,;=")) {
      if (c == mark) bits |= kUriUserinfo | kUriRegName | kUriSegment | kUriPath | kUriQuery;
    }
    if (c == ':') bits |= kUriUserinfo | kUriSegment | kUriPath | kUriQuery;
    if (c == '@') bits |= kUriSegment | kUriPath | kUriQuery;
    if (c == '/') bits |= kUriPath | kUriQuery;
    if (c == '?') bits |= kUriQuery;
    if (c == '+' || c == '-' || c == '.') bits |= kUriScheme;
    table[i] = static_cast<std::uint8_t>(bits);
  }
  return table;
}
inline constexpr auto kUriClasses = make_uri_classes();
}  // namespace detail

constexpr bool is_uri(char c, unsigned mask) {
  return (detail::kUriClasses[static_cast<unsigned char>(c)] & mask) != 0;
}

/// Goes past characters of `mask` and pct-encoded ones (RFC 3986 §2.1). False for a percent sign without its two
/// digits.
inline bool take_uri_chars(Cursor& cursor, unsigned mask, Slice& out) {
  const std::size_t start = cursor.position();
  for (;;) {
    if (is_uri(cursor.peek(), mask)) {
      cursor.move_to(cursor.position() + 1);
    } else if (cursor.take('%')) {
      const Bytes digits = cursor.rest().substr(0, 2);
      if (digits.size() < 2 || !base::all_of(digits, base::kHexDigit)) return cursor.fail("two hexadecimal digits");
      cursor.move_to(cursor.position() + 2);
    } else {
      out = cursor.since(start);
      return true;
    }
  }
}

}  // namespace httpvet::fields
