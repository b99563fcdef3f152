// Helpers for the tests of value parsers.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields::test {

/// A copy of a text in memory of exactly its size, so that sanitizers see a look beyond its end.
class Exact {
 public:
  explicit Exact(std::string_view text) : octets_(std::make_unique<char[]>(text.size())), size_(text.size()) {
    std::copy(text.begin(), text.end(), octets_.get());
  }
  Bytes bytes() const { return {octets_.get(), size_}; }

 private:
  std::unique_ptr<char[]> octets_;
  std::size_t size_;
};

/// A value and what became of it.
template <typename Typed>
struct Parsed {
  explicit Parsed(std::string_view text) : exact(text), value(exact.bytes()) {}

  Exact exact;
  Bytes value;
  base::Arena arena;
  Typed typed{};
  ParseError error;
  bool ok = false;

  std::string operator()(Slice slice) const { return std::string(slice.in(value)); }

  /// "ok", or offset and expectation: "3: a comma".
  std::string outcome() const { return ok ? "ok" : std::to_string(error.offset) + ": " + std::string(error.expected); }
};

template <typename Typed>
Parsed<Typed> parse(bool (*parser)(Bytes, base::Arena&, Typed&, ParseError&), std::string_view text) {
  Parsed<Typed> parsed(text);
  parsed.ok = parser(parsed.value, parsed.arena, parsed.typed, parsed.error);
  return parsed;
}

template <typename Typed>
Parsed<Typed> parse(bool (*parser)(Bytes, Typed&, ParseError&), std::string_view text) {
  Parsed<Typed> parsed(text);
  parsed.ok = parser(parsed.value, parsed.typed, parsed.error);
  return parsed;
}

template <typename Parser>
std::string outcome(Parser parser, std::string_view text) {
  return parse(parser, text).outcome();
}

/// `text` `count` times.
inline std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace httpvet::fields::test
