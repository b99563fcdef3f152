// Members of Range and Content-Range (RFC 9110 §14): what was asked for, what was delivered, and whether they fit.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/parse.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

Value of_number(const fields::Number& number) {
  return Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(number.value, INT64_MAX)));
}

const Parsed<fields::ContentRange>& content_range(const Value& object) {
  return object_as<const Parsed<fields::ContentRange>>(object);
}

Value range_unit(Facts& facts, const Value& object, Arguments) {
  const auto& range = content_range(object);
  return Value::of(lower_copy(range.value.unit.in(range.text), facts.arena()));
}
Value range_satisfied(Facts&, const Value& object, Arguments) {
  return Value::of(!content_range(object).value.unsatisfied);
}
Value range_valid(Facts&, const Value& object, Arguments) { return Value::of(content_range(object).value.valid()); }
Value range_first(Facts&, const Value& object, Arguments) {
  const auto& range = content_range(object).value;
  return range.unsatisfied ? Value::absent() : of_number(range.first);
}
Value range_last(Facts&, const Value& object, Arguments) {
  const auto& range = content_range(object).value;
  return range.unsatisfied ? Value::absent() : of_number(range.last);
}
Value range_complete(Facts&, const Value& object, Arguments) {
  const auto& range = content_range(object).value;
  return range.complete_known ? of_number(range.complete) : Value::absent();
}
Value range_octets(Facts&, const Value& object, Arguments) {
  const auto& range = content_range(object).value;
  if (range.unsatisfied || !range.valid()) return Value::absent();
  return Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(range.octets(), INT64_MAX)));
}

const Parsed<fields::Range>& range_of(const Value& object) { return object_as<const Parsed<fields::Range>>(object); }

Value requested_unit(Facts& facts, const Value& object, Arguments) {
  const auto& range = range_of(object);
  return Value::of(lower_copy(range.value.unit.in(range.text), facts.arena()));
}
Value requested_count(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(range_of(object).value.specs.size()));
}
Value requested_satisfiable(Facts&, const Value& object, Arguments arguments) {
  const auto& range = range_of(object);
  if (arguments[0].integer < 0 || !range.value.in_bytes(range.text)) return Value::absent();
  return Value::of(fields::satisfiable(range.value, static_cast<std::uint64_t>(arguments[0].integer)));
}

/// Positions from first through last.
struct Interval {
  std::uint64_t first;
  std::uint64_t last;
};

bool in_order(const Interval& a, const Interval& b) { return a.first < b.first; }

Value requested_valid(Facts&, const Value& object, Arguments) {
  return Value::of(std::ranges::all_of(range_of(object).value.specs, &fields::RangeSpec::valid));
}

/// The spec as positions where the complete length is not known: open at its end, and a suffix at the very end.
Interval unresolved(const fields::RangeSpec& spec) {
  switch (spec.kind) {
    case fields::RangeKind::kFromTo:
      return {spec.first.value, spec.last.value};
    case fields::RangeKind::kSuffix:
      return {UINT64_MAX - spec.suffix.value, UINT64_MAX};
    case fields::RangeKind::kFrom:
    case fields::RangeKind::kOther:
      break;
  }
  return {spec.first.value, UINT64_MAX};
}

// RFC 9110 §14.2 says "many" without a number. Players and download managers ask for few at once.
constexpr std::size_t kManyRanges = 6;

Value requested_refusable(Facts&, const Value& object, Arguments) {
  const auto& range = range_of(object);
  if (!range.value.in_bytes(range.text)) return Value::absent();
  const auto specs = range.value.specs;
  if (specs.size() >= kManyRanges) return Value::of(true);
  if (!std::ranges::all_of(specs, &fields::RangeSpec::valid)) return Value::of(true);
  std::vector<Interval> asked(specs.size());
  std::ranges::transform(specs, asked.begin(), unresolved);
  std::ranges::sort(asked, in_order);
  const auto overlap = [](const Interval& a, const Interval& b) { return b.first <= a.last; };
  return Value::of(std::ranges::adjacent_find(asked, overlap) != asked.end());
}

/// How many ranges overlap at least one other. Sorted, a range overlaps one before it if it begins before all of those
/// end, and the next one if that begins before it ends.
Value requested_overlapping(Facts&, const Value& object, Arguments) {
  const auto& range = range_of(object);
  if (!range.value.in_bytes(range.text)) return Value::absent();
  std::vector<Interval> asked(range.value.specs.size());
  std::ranges::transform(range.value.specs, asked.begin(), unresolved);
  std::ranges::sort(asked, in_order);
  std::int64_t count = 0;
  std::uint64_t reach = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const bool before = i > 0 && asked[i].first <= reach;
    const bool after = i + 1 < asked.size() && asked[i + 1].first <= asked[i].last;
    count += before || after ? 1 : 0;
    reach = std::max(reach, asked[i].last);
  }
  return Value::of(count);
}

Value requested_ascending(Facts&, const Value& object, Arguments) {
  const auto& range = range_of(object);
  if (!range.value.in_bytes(range.text)) return Value::absent();
  std::vector<Interval> asked(range.value.specs.size());
  std::ranges::transform(range.value.specs, asked.begin(), unresolved);
  return Value::of(std::ranges::is_sorted(asked, in_order));
}

/// Why the value of `field` does not match the grammar of `type`, in words; absent if it does.
Value grammar_fault(Facts& facts, MessageFacts& message, model::FieldId field) {
  const Value parsed = message.value(field);
  if (parsed.state != expr::State::kMalformed) return parsed.known() ? Value::absent() : parsed;
  fields::ParseError error;
  const Bytes value = message.combined(field);
  if (fields::parses(fields::field_info(field).type, value, error, facts.arena())) return Value::absent();
  std::string text = "expected ";
  text += error.expected;
  text += error.offset >= value.size() ? " at its end" : " at octet " + std::to_string(error.offset + 1);
  return Value::of(facts.arena().copy(text));
}

Value range_fault(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  const Value fault = grammar_fault(facts, message, id::kRange);
  if (fault.state != expr::State::kAbsent || !message.has(id::kRange)) return fault;
  const bool valid = std::ranges::all_of(range_of(message.value(id::kRange)).value.specs, &fields::RangeSpec::valid);
  return valid ? Value::absent() : Value::of(Bytes("the last position of a range lies before its first"));
}

Value content_range_fault(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  const Value fault = grammar_fault(facts, message, id::kContentRange);
  if (fault.state != expr::State::kAbsent || !message.has(id::kContentRange)) return fault;
  const auto& range = content_range(message.value(id::kContentRange)).value;
  if (range.valid()) return Value::absent();
  if (range.last.value < range.first.value) return Value::of(Bytes("its last position lies before the first"));
  return Value::of(Bytes("its last position lies beyond the complete length"));
}

/// The range units that a message names in Range, Content-Range and Accept-Ranges, but for bytes and none.
Value odd_range_units(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  std::vector<Bytes> units;
  const auto add = [&units](Bytes unit) {
    if (!base::equals_ignoring_case(unit, "bytes")) units.push_back(unit);
  };
  if (const Value range = message.value(id::kRange); range.known()) {
    add(range_of(range).value.unit.in(range_of(range).text));
  }
  if (const Value range = message.value(id::kContentRange); range.known()) {
    add(content_range(range).value.unit.in(content_range(range).text));
  }
  if (const Value offered = message.value(id::kAcceptRanges); offered.known()) {
    const auto* names = static_cast<const Bytes*>(offered.list.data);
    for (std::uint32_t i = 0; i < offered.list.size; ++i) {
      if (!base::equals_ignoring_case(names[i], "none")) add(names[i]);
    }
  }
  return Value::of(facts.arena().copy_array(std::span<const Bytes>(units)));
}

// RFC 9110 §15.3.7.2: parts that overlap or are nearer than the framing of a part, about 80 octets, may be joined.
constexpr std::uint64_t kNear = 80;

/// The positions that `range` asks for, near ones joined. `open` is set where a suffix cannot be resolved because the
/// complete length is not known.
std::vector<Interval> asked_for(const fields::Range& range, std::optional<std::uint64_t> complete, bool& open) {
  std::vector<Interval> asked;
  for (const fields::RangeSpec& spec : range.specs) {
    if (complete) {
      const auto selected = fields::resolve(spec, *complete);
      if (selected && selected->octets > 0) {
        asked.push_back({selected->first, selected->first + selected->octets - 1});
      }
    } else if (spec.kind == fields::RangeKind::kSuffix) {
      open = true;
    } else {
      asked.push_back(unresolved(spec));
    }
  }
  std::ranges::sort(asked, in_order);
  std::vector<Interval> joined;
  for (const Interval& next : asked) {
    const bool near = !joined.empty() && (next.first <= joined.back().last || next.first - joined.back().last <= kNear);
    if (near) {
      joined.back().last = std::max(joined.back().last, next.last);
    } else {
      joined.push_back(next);
    }
  }
  return joined;
}

Value requested_covers(Facts&, const Value& object, Arguments arguments) {
  const auto& range = range_of(object);
  const auto& delivered = content_range(arguments[0]);
  const bool bytes =
      range.value.in_bytes(range.text) && base::equals_ignoring_case(delivered.value.unit.in(delivered.text), "bytes");
  const bool whole = std::ranges::all_of(range.value.specs, &fields::RangeSpec::valid);
  if (!bytes || !whole || delivered.value.unsatisfied || !delivered.value.valid()) return Value::absent();
  std::optional<std::uint64_t> complete;
  if (delivered.value.complete_known) complete = delivered.value.complete.value;
  bool open = false;
  const std::vector<Interval> asked = asked_for(range.value, complete, open);
  const bool covered = std::ranges::any_of(asked, [&](const Interval& interval) {
    return interval.first <= delivered.value.first.value && delivered.value.last.value <= interval.last;
  });
  return !covered && open ? Value::absent() : Value::of(covered);
}

/// A part whose octets were kept, with the range it says it holds.
struct Piece {
  Interval positions;
  const PartFacts* part;
};

/// Two parts that name different complete lengths (RFC 9110 §14.4), in words; empty if none do.
std::string different_lengths(std::span<const void* const> parts) {
  std::optional<std::uint64_t> known;
  for (const void* object : parts) {
    const Value range = object_as<PartFacts>(Value::of_object(object)).head.value(id::kContentRange);
    if (!range.known() || !content_range(range).value.complete_known) continue;
    const std::uint64_t complete = content_range(range).value.complete.value;
    if (known && *known != complete) {
      return "complete lengths " + std::to_string(*known) + " and " + std::to_string(complete);
    }
    known = complete;
  }
  return {};
}

/// The parts whose body is as long as their Content-Range says, in the order of their positions.
std::vector<Piece> pieces_of(std::span<const void* const> parts) {
  std::vector<Piece> pieces;
  for (const void* object : parts) {
    auto& part = object_as<PartFacts>(Value::of_object(object));
    const Value range = part.head.value(id::kContentRange);
    if (!range.known()) continue;
    const fields::ContentRange& names = content_range(range).value;
    if (names.unsatisfied || !names.valid() || names.octets() != part.part->octets) continue;
    pieces.push_back({{names.first.value, names.last.value}, &part});
  }
  std::ranges::sort(pieces, in_order, &Piece::positions);
  return pieces;
}

/// The octets of `piece` at the positions of `overlap`; nullopt where they were not kept.
std::optional<Bytes> octets_at(const Piece& piece, const Interval& overlap, Bytes kept) {
  const std::uint64_t begin = piece.part->part->body_offset + (overlap.first - piece.positions.first);
  const std::uint64_t count = overlap.last - overlap.first + 1;
  if (begin > kept.size() || count > kept.size() - begin) return std::nullopt;
  return kept.substr(begin, count);
}

/// Overlapping parts that hold different octets, in words; empty if none do. `open` is set where octets that have to be
/// compared were not kept. Each piece is compared with the one before it that reaches furthest, so the work is linear.
std::string different_octets(std::span<const Piece> pieces, Bytes kept, bool& open) {
  const Piece* furthest = nullptr;
  for (const Piece& piece : pieces) {
    if (furthest != nullptr && piece.positions.first <= furthest->positions.last) {
      const Interval overlap{piece.positions.first, std::min(piece.positions.last, furthest->positions.last)};
      const auto before = octets_at(*furthest, overlap, kept);
      const auto here = octets_at(piece, overlap, kept);
      if (!before || !here) {
        open = true;
      } else if (*before != *here) {
        const auto at = std::ranges::mismatch(*before, *here).in1 - before->begin();
        return "different octets at position " + std::to_string(overlap.first + static_cast<std::uint64_t>(at));
      }
    }
    if (furthest == nullptr || piece.positions.last > furthest->positions.last) furthest = &piece;
  }
  return {};
}

Value disagreement(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  const Value list = message.parts();
  if (!list.known()) return list;
  const std::span parts(static_cast<const void* const*>(list.list.data), list.list.size);
  std::string what = different_lengths(parts);
  bool open = false;
  if (what.empty()) what = different_octets(pieces_of(parts), message.message().body.content->prefix, open);
  if (!what.empty()) return Value::of(facts.arena().copy(what));
  return open ? Value::not_captured() : Value::absent();
}

/// The Content-Range of each part of a multipart/byteranges body, else that of the header section.
Value delivered(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  std::vector<const void*> ranges;
  const Value own = message.value(id::kContentRange);
  if (own.known()) {
    ranges.push_back(own.object);
  } else {
    const Value parts = message.parts();
    if (!parts.known()) return own.state == expr::State::kAbsent ? parts : own;
    const auto* objects = static_cast<const void* const*>(parts.list.data);
    for (std::uint32_t i = 0; i < parts.list.size; ++i) {
      const Value range = object_as<PartFacts>(Value::of_object(objects[i])).head.value(id::kContentRange);
      if (range.known()) ranges.push_back(range.object);
    }
  }
  const auto copy = facts.arena().copy_array(std::span<const void* const>(ranges));
  return Value::of_list({copy.data(), static_cast<std::uint32_t>(copy.size())});
}

constexpr std::array kOneInt = {expr::kIntType};
constexpr std::array kOneContentRange = {object_type(Object::kContentRange)};
constexpr Object kCr = Object::kContentRange;
constexpr Object kRg = Object::kRange;

constexpr std::array kMembers = {
    Member{kCr, "unit", expr::kStringType, range_unit, "the range unit in lower case", {}, true},
    Member{kCr, "satisfied", expr::kBoolType, range_satisfied, "it names positions, not */length", {}, true},
    Member{kCr, "valid", expr::kBoolType, range_valid, "first <= last < complete length", {}, true},
    Member{kCr, "first", expr::kIntType, range_first, "first position; absent if unsatisfied"},
    Member{kCr, "last", expr::kIntType, range_last, "last position; absent if unsatisfied"},
    Member{kCr, "complete", expr::kIntType, range_complete, "the complete length; absent if it is *"},
    Member{kCr, "octets", expr::kIntType, range_octets, "last - first + 1; absent if unsatisfied or not valid"},
    Member{kRg, "unit", expr::kStringType, requested_unit, "the range unit in lower case", {}, true},
    Member{kRg, "count", expr::kIntType, requested_count, "how many ranges are asked for", {}, true},
    Member{kRg, "satisfiable", expr::kBoolType, requested_satisfiable,
           "one of the ranges lies within a representation of that many octets; absent for units other than bytes",
           kOneInt},
    Member{kRg, "valid", expr::kBoolType, requested_valid, "no range ends before it begins", {}, true},
    Member{
        kRg, "refusable", expr::kBoolType, requested_refusable,
        "a server may refuse it (RFC 9110 §14.2): six ranges or more, ranges that overlap, or one that is not valid; "
        "absent for units other than bytes"},
    Member{kRg, "overlapping", expr::kIntType, requested_overlapping,
           "how many of its ranges overlap another; absent for units other than bytes"},
    Member{kRg, "ascending", expr::kBoolType, requested_ascending,
           "its ranges stand in the order of their first positions; absent for units other than bytes"},
    Member{Object::kMessage, "range_fault", expr::kStringType, range_fault,
           "what is wrong with its Range; absent if nothing is"},
    Member{Object::kMessage, "content_range_fault", expr::kStringType, content_range_fault,
           "what is wrong with its Content-Range; absent if nothing is"},
    Member{Object::kMessage, "odd_range_units", expr::kStringList, odd_range_units,
           "units other than bytes in its Range, Content-Range and Accept-Ranges"},
    Member{kRg, "covers", expr::kBoolType, requested_covers,
           "what the Content-Range delivers was asked for, gaps of less than 80 octets filled; absent where either is "
           "not valid or of another unit than bytes, or a suffix cannot be resolved",
           kOneContentRange},
    Member{Object::kMessage,
           "delivered",
           list_type(Object::kContentRange),
           delivered,
           "its Content-Range or, of a multipart/byteranges body, those of its parts",
           {},
           false,
           false,
           kMultipartContent},
    Member{Object::kContent,
           "disagreement",
           expr::kStringType,
           disagreement,
           "how parts of a multipart body contradict each other: in complete lengths, or in octets where they overlap; "
           "absent if they do not",
           {},
           false,
           false,
           kMultipartContent},
};

}  // namespace

std::span<const Member> range_members() { return kMembers; }

}  // namespace httpvet::facts
