// Byte classes of RFC 9110 and RFC 5234, one table look-up each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace httpvet::base {

/// One bit a class; a byte may belong to several.
enum ByteClass : std::uint8_t {
  kDigit = 1 << 0,     // 0-9
  kAlpha = 1 << 1,     // A-Z a-z
  kHexDigit = 1 << 2,  // 0-9 A-F a-f
  kTchar = 1 << 3,     // RFC 9110 §5.6.2
  kBlank = 1 << 4,     // SP HTAB
  kVchar = 1 << 5,     // %x21-7E
  kObsText = 1 << 6,   // %x80-FF
  kControl = 1 << 7,   // %x00-1F and DEL, HTAB included
};

namespace detail {
constexpr std::array<std::uint8_t, 256> make_byte_classes() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    std::uint8_t bits = 0;
    const bool digit = c >= '0' && c <= '9';
    const bool alpha = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (digit) bits |= kDigit | kHexDigit | kTchar;
    if (alpha) bits |= kAlpha | kTchar;
    if ((c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f')) bits |= kHexDigit;
    for (const char special : std::string_view("!#$%&'*+-.^_`|~")) {
      if (c == special) bits |= kTchar;
    }
    if (c == ' ' || c == '\t') bits |= kBlank;
    if (i >= 0x21 && i <= 0x7E) bits |= kVchar;
    if (i >= 0x80) bits |= kObsText;
    if (i < 0x20 || i == 0x7F) bits |= kControl;
    table[i] = bits;
  }
  return table;
}
inline constexpr auto kByteClasses = make_byte_classes();
}  // namespace detail

/// True when `c` belongs to any of the classes in `mask`.
constexpr bool is(char c, unsigned mask) { return (detail::kByteClasses[static_cast<unsigned char>(c)] & mask) != 0; }

/// True when every byte of `text` belongs to `mask`; true for empty text.
constexpr bool all_of(Bytes text, unsigned mask) {
  for (const char c : text) {
    if (!is(c, mask)) return false;
  }
  return true;
}

/// token = 1*tchar (RFC 9110 §5.6.2)
constexpr bool is_token(Bytes text) { return !text.empty() && all_of(text, kTchar); }

/// ASCII lower case; other bytes unchanged.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Equal when ASCII letter case is ignored.
constexpr bool equals_ignoring_case(Bytes a, Bytes b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

/// `text` without leading and trailing SP and HTAB (OWS of RFC 9110 §5.6.3).
constexpr Bytes trim_blanks(Bytes text) {
  while (!text.empty() && is(text.front(), kBlank)) text.remove_prefix(1);
  while (!text.empty() && is(text.back(), kBlank)) text.remove_suffix(1);
  return text;
}

/// Value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

}  // namespace httpvet::base
