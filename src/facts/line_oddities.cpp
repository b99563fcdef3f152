#include "facts/line_oddities.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/byte_class.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"
#include "fields/parse.h"
#include "fields/products.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using fields::FieldInfo;
using fields::ValueType;
using model::FieldId;
using model::FieldLine;

/// What one look at a line has to look for, by field.
enum Look : std::uint8_t {
  kLookForDate = 1 << 0,
  kLookForTag = 1 << 1,
  kLookForComma = 1 << 2,
  kNotableInRequest = 1 << 3,
  kNotableInResponse = 1 << 4,
  kSingle = 1 << 5,
  kReservedName = 1 << 6,
  kLookForContext = 1 << 7,
};

bool has_trait(Bytes traits, Bytes trait) {
  while (!traits.empty()) {
    const std::size_t comma = std::min(traits.find(','), traits.size());
    if (traits.substr(0, comma) == trait) return true;
    traits.remove_prefix(std::min(comma + 1, traits.size()));
  }
  return false;
}

template <std::size_t Size>
bool is_one_of(FieldId field, const std::array<FieldId, Size>& fields) {
  return std::ranges::find(fields, field) != fields.end();
}

// Fields without a type whose values are simple enough to see that several were joined.
constexpr std::array kSimpleSingletons = {id::kAccessControlAllowOrigin, id::kAccessControlAllowCredentials,
                                          id::kRetryAfter, id::kUpgradeInsecureRequests, id::kDnt};

/// Singletons in which a comma can only mean that lines were joined.
bool is_listable(FieldId field, const FieldInfo& info) {
  if (info.cardinality != fields::Cardinality::kSingleton || field == id::kXFrameOptions) return false;
  switch (info.type) {
    case ValueType::kDate:
    case ValueType::kInteger:
    case ValueType::kToken:
    case ValueType::kMediaType:
    case ValueType::kEntityTag:
    case ValueType::kTagOrDate:
    case ValueType::kContentRange:
      return true;
    default:
      return is_one_of(field, kSimpleSingletons);
  }
}

/// Singletons that recipients combine before they read them, or whose repetition has a rule of its own.
constexpr std::array kOwnRepetition = {
    id::kContentLength,         id::kXFrameOptions, id::kXContentTypeOptions,     id::kReferrerPolicy,
    id::kContentSecurityPolicy, id::kEarlyData,     id::kStrictTransportSecurity, id::kSetCookie};

std::uint8_t looks_for(FieldId field) {
  const FieldInfo& info = fields::field_info(field);
  std::uint8_t look = 0;
  if (info.type == ValueType::kDate || field == id::kRetryAfter || field == id::kIfRange) look |= kLookForDate;
  if (field == id::kEtag || field == id::kIfMatch || field == id::kIfNoneMatch || field == id::kIfRange ||
      field == id::kIf) {
    look |= kLookForTag;
  }
  if (is_listable(field, info)) look |= kLookForComma;
  using fields::FieldState;
  const bool retired = info.state == FieldState::kDeprecated || info.state == FieldState::kObsolete ||
                       info.state == FieldState::kReserved;
  if (retired || info.direction == fields::Direction::kResponse) look |= kNotableInRequest;
  if (retired || info.direction == fields::Direction::kRequest || has_trait(info.traits, "needless")) {
    look |= kNotableInResponse;
  }
  if (info.state == FieldState::kReserved) look |= kReservedName;
  if (field == id::kFrom || field == id::kMaxForwards) look |= kLookForContext;
  if (info.cardinality == fields::Cardinality::kSingleton && !is_one_of(field, kOwnRepetition)) look |= kSingle;
  return look;
}

const std::vector<std::uint8_t>& looks() {
  static const std::vector<std::uint8_t> all = [] {
    std::vector<std::uint8_t> made(fields::registry().size());
    for (std::size_t i = 1; i < made.size(); ++i) made[i] = looks_for(static_cast<FieldId>(i));
    return made;
  }();
  return all;
}

/// The parts of `value` between commas, cut so that each of them is one value; false if they cannot be cut so. A value
/// that is right alone makes one part.
template <typename IsValue>
bool splits_into_values(Bytes value, IsValue is_value) {
  // Lines are joined by the dozen at most; more would only make hostile values expensive.
  constexpr std::size_t kMostCommas = 24;
  constexpr std::size_t kLongest = 1024;
  if (value.size() > kLongest) return false;
  std::size_t start = 0;
  std::size_t parts = 1;
  std::size_t commas = 0;
  for (std::size_t comma = value.find(','); comma != Bytes::npos; comma = value.find(',', comma + 1)) {
    if (++commas > kMostCommas) return false;
    if (!is_value(base::trim_blanks(value.substr(start, comma - start)))) continue;
    start = comma + 1;
    ++parts;
  }
  return parts > 1 && is_value(base::trim_blanks(value.substr(start)));
}

bool is_simple_value(FieldId field, Bytes value) {
  if (field == id::kAccessControlAllowOrigin) {
    return value == "*" || value == "null" ||
           (value.find("://") != Bytes::npos && value.find_first_of(" ,") == Bytes::npos);
  }
  if (field == id::kAccessControlAllowCredentials) return value == "true";
  if (field == id::kRetryAfter) {
    fields::ParseError error;
    fields::HttpDate date;
    return (!value.empty() && base::all_of(value, base::kDigit)) || fields::parse_http_date(value, 2026, date, error);
  }
  return value == "1" || value == "0";
}

bool is_odd_date(const FieldLine& line) { return holds_date(line) && !fields::is_plain_imf_fixdate(line.value); }

fields::TagPlace place_of(FieldId field) {
  switch (field) {
    case id::kEtag:
      return fields::TagPlace::kEtag;
    case id::kIfRange:
      return fields::TagPlace::kIfRange;
    case id::kIf:
      return fields::TagPlace::kIf;
    default:
      return fields::TagPlace::kList;
  }
}

constexpr std::uint64_t kOddityFlags[] = {flag_bit(Flag::kJudgedOddNames),  flag_bit(Flag::kJudgedOddDates),
                                          flag_bit(Flag::kJudgedOddTags),   flag_bit(Flag::kJudgedOddValues),
                                          flag_bit(Flag::kJudgedNotable),   flag_bit(Flag::kJudgedRepeats),
                                          flag_bit(Flag::kJudgedOddContext)};

}  // namespace

bool holds_date(const FieldLine& line) {
  if (line.field == model::kUnknownField || (looks()[line.field] & kLookForDate) == 0) return false;
  if (line.field == id::kRetryAfter) return line.value.empty() || !base::all_of(line.value, base::kDigit);
  return line.field != id::kIfRange || fields::resembles_date(line.value);
}

bool is_repeatable(FieldId field) { return (looks()[field] & kSingle) == 0; }

fields::TagVerdict tags_of_line(const FieldLine& line) {
  if (line.field == model::kUnknownField || (looks()[line.field] & kLookForTag) == 0) return {};
  return fields::judge_tags(line.value, place_of(line.field));
}

bool has_odd_context(const FieldLine& line) {
  if (line.field != id::kFrom && line.field != id::kMaxForwards) return false;
  if (is_leftover(line)) return false;
  if (line.field == id::kFrom) return !fields::is_mailbox(line.value);
  return line.value.empty() || !base::all_of(line.value, base::kDigit);
}

bool is_leftover(const FieldLine& line) {
  constexpr std::size_t kLongest = 256;
  constexpr std::array<Bytes, 9> kWhole = {"undefined", "null",   "None", "NaN",  "[object Object]",
                                           "%s",        "(null)", "nil",  "<nil>"};
  const Bytes value = line.value;
  if (line.field == model::kUnknownField || value.size() < 2 || value.size() > kLongest) return false;
  switch (value.front()) {
    case 'u':
    case 'n':
    case 'N':
    case '[':
    case '(':
    case '<':
    case '%':
    case '$':
    case '{':
      break;
    default:
      return false;
  }
  const auto between = [value](Bytes open, Bytes close) {
    return value.size() > open.size() + close.size() && value.starts_with(open) && value.ends_with(close);
  };
  if (between("${", "}") || between("{{", "}}") || between("<%=", "%>")) return true;
  if (std::ranges::find(kWhole, value) == kWhole.end()) return false;
  // An opaque origin is `null`, and tags of some fields are called so.
  const bool origin =
      line.field == id::kOrigin || line.field == id::kAccessControlAllowOrigin || line.field == id::kTimingAllowOrigin;
  if (value == "null" && (origin || line.field == id::kDnt)) return false;
  const bool has_none = line.field == id::kAcceptRanges || line.field == id::kXPermittedCrossDomainPolicies ||
                        line.field == id::kSecFetchSite;
  return !(value == "None" && has_none);
}

bool is_merged_list(const FieldLine& line, base::Arena& arena) {
  if (line.field == model::kUnknownField || (looks()[line.field] & kLookForComma) == 0) return false;
  if (line.value.find(',') == Bytes::npos) return false;
  const ValueType type = fields::field_info(line.field).type;
  fields::ParseError error;
  if (type == ValueType::kText) {
    return splits_into_values(line.value, [&line](Bytes part) { return is_simple_value(line.field, part); });
  }
  return !fields::parses(type, line.value, error, arena) &&
         splits_into_values(line.value, [&](Bytes part) { return fields::parses(type, part, error, arena); });
}

LineOddities oddities_of(const FieldLine& line, bool of_request, base::Arena& arena) {
  const auto bit = [](LineOddity oddity, bool there) {
    return static_cast<LineOddities>(there ? static_cast<unsigned>(oddity) : 0U);
  };
  if (line.field == model::kUnknownField) return bit(LineOddity::kName, true);
  const std::uint8_t look = looks()[line.field];
  LineOddities oddities =
      bit(LineOddity::kValue, is_leftover(line)) | bit(LineOddity::kName, (look & kReservedName) != 0);
  if ((look & kLookForContext) != 0) oddities |= bit(LineOddity::kContext, has_odd_context(line));
  if ((look & (of_request ? kNotableInRequest : kNotableInResponse)) != 0) {
    oddities |= bit(LineOddity::kNotable, true);
  }
  const bool plain = (look & kLookForDate) != 0 && fields::is_plain_imf_fixdate(line.value);
  if (plain || has(oddities, LineOddity::kValue)) return oddities;
  if ((look & kLookForComma) != 0 && is_merged_list(line, arena)) return oddities | bit(LineOddity::kValue, true);
  if ((look & kLookForDate) != 0) oddities |= bit(LineOddity::kDate, is_odd_date(line));
  if ((look & kLookForTag) != 0) {
    oddities |= bit(LineOddity::kTag, tags_of_line(line).fault != fields::TagFault::kNone);
  }
  return oddities;
}

LineOddities oddities_of(const model::Message& message, bool repeats_fields, base::Arena& arena) {
  LineOddities oddities = 0;
  const bool of_request = message.part == model::Part::kRequest;
  for (const FieldLine& line : message.lines) oddities |= oddities_of(line, of_request, arena);
  if (!repeats_fields) return oddities;
  // A line is repeated if the same field stands on one before it: a bit a field.
  base::BitSet<kFieldFeatures> seen;
  for (const FieldLine& line : message.lines) {
    if (line.field == model::kUnknownField || is_repeatable(line.field)) continue;
    if (seen.test(line.field)) oddities |= static_cast<LineOddities>(LineOddity::kRepeat);
    seen.set(line.field);
  }
  return oddities;
}

LineOddities oddities_of(MessageFacts& message) {
  if (const auto noted = message.line_oddities()) return *noted;
  const LineOddities oddities = oddities_of(message.message(), message.repeats_fields(), message.arena());
  message.note_line_oddities(oddities);
  return oddities;
}

std::uint64_t oddity_flags(LineOddities oddities) {
  std::uint64_t flags = 0;
  for (std::size_t i = 0; i < std::size(kOddityFlags); ++i) {
    if ((oddities >> i & 1) != 0) flags |= kOddityFlags[i];
  }
  return flags;
}

std::uint64_t all_oddity_flags() { return oddity_flags(0x7F); }

}  // namespace httpvet::facts
