// What all value parsers share: places in a value, errors, and one entrance by type.
//
// Parsers take the value of one field line, or of several joined with commas, without OWS at both ends and shorter than
// 4 GiB. A folded value may keep its line breaks: CR and LF count as blanks. They accept what recipients have to accept
// and note it in the typed value; false means that the value does not match its grammar, and that the typed value is
// not to be used.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "base/bytes.h"
#include "fields/registry.h"

namespace httpvet::fields {

/// A part of the value that a typed value was parsed from. The same for equal values, wherever they stand.
struct Slice {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  bool empty() const { return length == 0; }

  /// The octets of this slice. Requires the value it was parsed from, or an equal one.
  Bytes in(Bytes value) const { return value.substr(offset, length); }

  bool operator==(const Slice&) const = default;
};

/// Where a value leaves its grammar: nothing but `expected` would have been right at `offset`.
struct ParseError {
  std::uint32_t offset = 0;  // of the first octet that does not fit; the length of the value if it ends too early
  Bytes expected;            // static, reads on after "expected": "a token", "a closing quote"
};

/// True when `value` matches the grammar of `field`; else says in `error` where it does not. A text matches always.
bool parses(const FieldInfo& field, Bytes value, ParseError& error, base::Arena& arena);

/// True when `value` matches the grammar of `type`; else says in `error` where it does not. Any value is kText and
/// kMatched. Typed values made on the way go to `arena`.
bool parses(ValueType type, Bytes value, ParseError& error, base::Arena& arena);

}  // namespace httpvet::fields
