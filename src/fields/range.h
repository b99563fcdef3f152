// Range and Content-Range (RFC 9110 §14).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/arena.h"
#include "fields/cursor.h"

namespace httpvet::fields {

/// Content-Range: `unit first-last/complete`, `unit first-last/*`, or `unit */complete` (unsatisfied).
struct ContentRange {
  Slice unit;
  bool unsatisfied = false;
  bool complete_known = true;
  Number first;  // these two unless unsatisfied
  Number last;
  Number complete;  // if known

  /// False when last < first or complete <= last: then recipients have to ignore the field (RFC 9110 §14.4).
  bool valid() const;

  /// Octets in the range; 0 when unsatisfied or not valid.
  std::uint64_t octets() const;
};

bool parse_content_range(Bytes value, ContentRange& out, ParseError& error);

enum class RangeKind : std::uint8_t {
  kFromTo,  // first-last
  kFrom,    // first-
  kSuffix,  // -length
  kOther,   // of another unit than bytes, in a form of its own
};

struct RangeSpec {
  RangeKind kind = RangeKind::kFromTo;
  Slice text;
  Number first;   // kFromTo, kFrom
  Number last;    // kFromTo
  Number suffix;  // kSuffix

  /// False when last < first: then recipients have to ignore the field (RFC 9110 §14.1.1).
  bool valid() const { return kind != RangeKind::kFromTo || first.value <= last.value; }
};

struct Range {
  Slice unit;
  std::span<const RangeSpec> specs;
  std::uint32_t empty_elements = 0;

  /// True for the unit `bytes` (range units are compared without letter case, RFC 9110 §14.1).
  bool in_bytes(Bytes value) const;
};

/// unit "=" 1#range-spec. With the unit bytes, kOther does not match.
bool parse_range(Bytes value, base::Arena& arena, Range& out, ParseError& error);

/// What a range-spec selects of a representation.
struct Selected {
  std::uint64_t first = 0;
  std::uint64_t octets = 0;
};

/// The octets that `spec` selects of `length`; nullopt when it is not satisfiable (RFC 9110 §14.1.2), not valid, or
/// kOther.
std::optional<Selected> resolve(const RangeSpec& spec, std::uint64_t length);

/// True when at least one spec of `range` is satisfiable for a representation of `length` octets.
bool satisfiable(const Range& range, std::uint64_t length);

}  // namespace httpvet::fields
