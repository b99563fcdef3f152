// What is odd about single field lines, seen at one look at their names and values: flags of the index, so that rules
// about it need not run for ordinary messages.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "facts/message_facts.h"
#include "fields/tag_fault.h"

namespace httpvet::facts {

enum class LineOddity : std::uint8_t {
  kName = 1 << 0,     // the registry does not know it, or knows it as reserved
  kDate = 1 << 1,     // a date that is no IMF-fixdate with the right day name
  kTag = 1 << 2,      // an entity tag with a fault (fields/tag_fault.h)
  kValue = 1 << 3,    // the value is a leftover of a program, or a list where one value belongs
  kNotable = 1 << 4,  // deprecated, obsolete, reserved, needless, or meant for the other direction
  kContext = 1 << 6,  // From is no mailbox, or Max-Forwards no number
  kRepeat = 1 << 5,   // a singleton that stands on several lines
};
using LineOddities = std::uint8_t;
constexpr bool has(LineOddities oddities, LineOddity oddity) {
  return (oddities & static_cast<std::uint8_t>(oddity)) != 0;
}

/// The oddities of one line of a request, or of a response; all but kRepeat. `arena` takes what parsers make.
LineOddities oddities_of(const model::FieldLine& line, bool of_request, base::Arena& arena);

/// Those of all lines of the header section of `message`.
LineOddities oddities_of(const model::Message& message, bool repeats_fields, base::Arena& arena);

/// The same, worked out once a message. Requires there().
LineOddities oddities_of(MessageFacts& message);

/// The flags of `oddities`, and those of all oddities.
std::uint64_t oddity_flags(LineOddities oddities);
std::uint64_t all_oddity_flags();

/// From is no single mailbox, or Max-Forwards no number; leftovers of programs are something else.
bool has_odd_context(const model::FieldLine& line);

/// The value is what a program left in place of one: `undefined`, `[object Object]`, `${date}`.
bool is_leftover(const model::FieldLine& line);

/// The value of a singleton is a list of values each of which would be right alone.
bool is_merged_list(const model::FieldLine& line, base::Arena& arena);

/// The field holds an HTTP-date: Retry-After and If-Range too, where their value is nothing else.
bool holds_date(const model::FieldLine& line);

/// Another line of the same section has the same singleton field, and that is a fault of its own.
bool is_repeatable(model::FieldId field);

/// What is wrong with the entity tags of `line`; kNone for fields that hold none.
fields::TagVerdict tags_of_line(const model::FieldLine& line);

}  // namespace httpvet::facts
