// Structured fields: items, lists and dictionaries (RFC 9651).
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields {

/// What an item is (RFC 9651 §3.3), or that it is an inner list of items (§3.1.1).
enum class SfKind : std::uint8_t {
  kInteger,
  kDecimal,
  kString,
  kToken,
  kBytes,
  kBoolean,
  kDate,
  kDisplayString,
  kInnerList,
};

/// The kind as rules write it: "integer", "inner list".
Bytes kind_name(SfKind kind);

/// A member of a list or dictionary, an item of an inner list, or a parameter: a name, a value and parameters, as far
/// as it has them.
struct SfValue {
  SfKind kind = SfKind::kBoolean;
  bool escaped = false;     // a string with backslashes, a display string with percent-encoded octets
  bool overridden = false;  // a later one has the same key, and is the one that counts (§4.2.2, §4.2.3.2)
  Slice key;                // of dictionary members and parameters
  Slice source;             // as it stands there, without parameters; empty where a key alone stands for true
  Slice content;            // of strings: without quotes; of byte sequences: the base64 between the colons
  std::int64_t number = 0;  // integers and dates; decimals in thousandths; booleans: 0 or 1; octets of a byte sequence
  const SfValue* first_item = nullptr;
  const SfValue* first_parameter = nullptr;
  std::uint32_t item_count = 0;
  std::uint32_t parameter_count = 0;

  /// What an inner list holds.
  std::span<const SfValue> items() const { return {first_item, item_count}; }
  std::span<const SfValue> parameters() const { return {first_parameter, parameter_count}; }
};

/// A list, a dictionary, or an item as the only member.
struct StructuredField {
  std::span<const SfValue> members;
};

/// The value called `key`, the last if there are several; null if there is none. Keys are compared with their case.
const SfValue* find_key(std::span<const SfValue> values, Bytes value, Bytes key);

/// The first value whose key comes again later, among the members and the parameters of all of them; null if there is
/// none.
const SfValue* find_overridden(const StructuredField& field);

/// What a string, token or display string stands for: without quotes, backslashes and percent-encoding. What other
/// kinds look like.
Bytes text_of(const SfValue& item, Bytes value, base::Arena& arena);

/// An item with its parameters (§4.2.3).
bool parse_sf_item(Bytes value, base::Arena& arena, StructuredField& out, ParseError& error);

/// A list of items and inner lists, which may be empty (§4.2.1).
bool parse_sf_list(Bytes value, base::Arena& arena, StructuredField& out, ParseError& error);

/// A dictionary, which may be empty (§4.2.2).
bool parse_sf_dict(Bytes value, base::Arena& arena, StructuredField& out, ParseError& error);

}  // namespace httpvet::fields
