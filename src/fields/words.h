// Splitting values of the web platform's fields, which know no quoted strings: at commas, semicolons or white space.
#pragma once

#include "base/byte_class.h"
#include "base/bytes.h"

namespace httpvet::fields {

/// ASCII whitespace of the Infra standard.
constexpr bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

constexpr Bytes trim_white(Bytes text) {
  while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes the next piece before a `separator` from `rest`, trimmed; false when none is left. Begin with `rest.data()`
/// not null: "a,," has three pieces, an empty text one.
constexpr bool next_piece(Bytes& rest, char separator, Bytes& piece) {
  if (rest.data() == nullptr) return false;
  const std::size_t end = rest.find(separator);
  piece = trim_white(rest.substr(0, end));
  rest = end == Bytes::npos ? Bytes() : rest.substr(end + 1);
  return true;
}

/// Takes the next word from `rest`; false when only white space is left.
constexpr bool next_word(Bytes& rest, Bytes& word) {
  while (!rest.empty() && is_white(rest.front())) rest.remove_prefix(1);
  if (rest.empty()) return false;
  std::size_t end = 0;
  while (end < rest.size() && !is_white(rest[end])) ++end;
  word = rest.substr(0, end);
  rest.remove_prefix(end);
  return true;
}

constexpr bool starts_with_ignoring_case(Bytes text, Bytes prefix) {
  return text.size() >= prefix.size() && base::equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

/// True when one of `words` equals `word`, letter case ignored.
template <typename Words>
constexpr bool is_one_of(Bytes word, const Words& words) {
  for (const Bytes candidate : words) {
    if (base::equals_ignoring_case(word, candidate)) return true;
  }
  return false;
}

}  // namespace httpvet::fields
