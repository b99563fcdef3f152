#include "fields/range.h"

#include <algorithm>

#include "fields/arena_list.h"

namespace httpvet::fields {
namespace {

constexpr Bytes kBytesUnit = "bytes";

bool is_other_range_octet(char c) { return base::is(c, base::kVchar) && c != ','; }

/// True between elements: at the end, a comma or a blank.
bool at_element_end(const Cursor& cursor) {
  return cursor.at_end() || (!base::is(cursor.peek(), base::kVchar | base::kObsText) || cursor.peek() == ',');
}

// int-range    = first-pos "-" [ last-pos ]     (RFC 9110 §14.1.1)
// suffix-range = "-" suffix-length
bool read_positions(Cursor& cursor, RangeSpec& out) {
  if (cursor.take('-')) {
    out.kind = RangeKind::kSuffix;
    if (!cursor.digits(out.suffix)) return false;
  } else {
    if (!cursor.digits(out.first, "a digit or a hyphen")) return false;
    if (!cursor.take('-')) return cursor.fail("a hyphen");
    out.kind = RangeKind::kFrom;
    if (base::is(cursor.peek(), base::kDigit)) {
      out.kind = RangeKind::kFromTo;
      cursor.digits(out.last);
    }
  }
  return at_element_end(cursor) || cursor.fail("a comma");
}

// range-spec  = int-range / suffix-range / other-range
// other-range = 1*( %x21-2B / %x2D-7E )         ; 1*(VCHAR excluding comma)
bool read_spec(Cursor& cursor, bool bytes, RangeSpec& out) {
  const std::size_t start = cursor.position();
  if (!read_positions(cursor, out)) {
    if (bytes) return false;
    cursor.move_to(start);
    while (is_other_range_octet(cursor.peek())) cursor.move_to(cursor.position() + 1);
    if (cursor.position() == start) return cursor.fail("a range");
    out = {};
    out.kind = RangeKind::kOther;
  }
  out.text = cursor.since(start);
  return true;
}

}  // namespace

bool ContentRange::valid() const {
  return unsatisfied || (first.value <= last.value && (!complete_known || last.value < complete.value));
}

std::uint64_t ContentRange::octets() const { return unsatisfied || !valid() ? 0 : last.value - first.value + 1; }

// Content-Range     = range-unit SP ( range-resp / unsatisfied-range )     (RFC 9110 §14.4)
// range-resp        = incl-range "/" ( complete-length / "*" )
// incl-range        = first-pos "-" last-pos
// unsatisfied-range = "*/" complete-length
bool parse_content_range(Bytes value, ContentRange& out, ParseError& error) {
  Cursor cursor(value, error);
  out = {};
  if (!cursor.token(out.unit, "a range unit") || !cursor.single_space()) return false;
  out.unsatisfied = cursor.take('*');
  if (!out.unsatisfied) {
    if (!cursor.digits(out.first, "a digit or an asterisk")) return false;
    if (!cursor.take('-')) return cursor.fail("a hyphen");
    if (!cursor.digits(out.last)) return false;
  }
  if (!cursor.take('/')) return cursor.fail("a slash");
  out.complete_known = out.unsatisfied || !cursor.take('*');
  if (out.complete_known && !cursor.digits(out.complete, out.unsatisfied ? "a digit" : "a digit or an asterisk")) {
    return false;
  }
  return cursor.expect_end();
}

bool Range::in_bytes(Bytes value) const { return base::equals_ignoring_case(unit.in(value), kBytesUnit); }

// Range            = ranges-specifier                (RFC 9110 §14.2)
// ranges-specifier = range-unit "=" range-set        (RFC 9110 §14.1.1)
// range-set        = 1#range-spec
bool parse_range(Bytes value, base::Arena& arena, Range& out, ParseError& error) {
  Cursor cursor(value, error);
  if (!cursor.token(out.unit, "a range unit")) return false;
  if (!cursor.take('=')) return cursor.fail("an equals sign");
  // A list may begin with a comma, but not with a blank.
  if (at_element_end(cursor) && cursor.peek() != ',') return cursor.fail("a range");
  const bool bytes = out.in_bytes(value);
  ListReader list(cursor);
  ArenaList<RangeSpec> specs(arena);
  while (list.next()) {
    RangeSpec spec;
    if (!read_spec(cursor, bytes, spec)) return false;
    specs.push_back(spec);
  }
  if (!list.ok()) return false;
  if (specs.size() == 0) return cursor.fail("a range");
  out.specs = specs.finish();
  out.empty_elements = list.empty_elements();
  return true;
}

std::optional<Selected> resolve(const RangeSpec& spec, std::uint64_t length) {
  if (spec.kind == RangeKind::kOther || !spec.valid()) return std::nullopt;
  if (spec.kind == RangeKind::kSuffix) {
    // The whole representation when it is shorter than the suffix.
    if (spec.suffix.value == 0) return std::nullopt;
    const std::uint64_t octets = std::min(spec.suffix.value, length);
    return Selected{length - octets, octets};
  }
  if (spec.first.value >= length) return std::nullopt;
  const std::uint64_t last = spec.kind == RangeKind::kFrom ? length - 1 : std::min(spec.last.value, length - 1);
  return Selected{spec.first.value, last - spec.first.value + 1};
}

bool satisfiable(const Range& range, std::uint64_t length) {
  return std::any_of(range.specs.begin(), range.specs.end(),
                     [&](const RangeSpec& spec) { return resolve(spec, length).has_value(); });
}

}  // namespace httpvet::fields
