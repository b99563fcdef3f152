// Members of messages that list odd field lines, and members of such lines (see line_oddities.h).
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "facts/line_oddities.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"
#include "fields/near_names.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

// Two-digit years mean the century nearest to when the message was sent; see field_values.cpp.
constexpr int kReferenceYear = 2026;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::FieldLine& line_of(const Value& object) { return object_as<const model::FieldLine>(object); }

LineOddities oddities_of_message(const Value& object) {
  MessageFacts& message = message_of(object);
  return oddities_of(message);
}

template <LineOddity kOddity>
Value has_oddity(Facts&, const Value& object, Arguments) {
  if (has(oddities_of_message(object), kOddity)) return Value::of(true);
  return message_of(object).message().evidence.fields ? Value::of(false) : Value::not_captured();
}

/// The lines for which `wanted` holds.
template <typename Wanted>
Value lines_that(MessageFacts& message, Wanted wanted) {
  const auto lines = message.message().lines;
  const auto objects = message.arena().make_array<const void*>(lines.size());
  std::uint32_t count = 0;
  for (const model::FieldLine& line : lines) {
    if (wanted(line)) objects[count++] = &line;
  }
  return Value::of_list({objects.data(), count});
}

template <LineOddity kOddity>
Value odd_lines(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const bool of_request = message.message().part == model::Part::kRequest;
  return lines_that(message, [&](const model::FieldLine& line) {
    return has(oddities_of(line, of_request, message.arena()), kOddity);
  });
}

/// For each singleton on several lines the second of them.
Value repeated_lines(Facts&, const Value& object, Arguments) {
  base::BitSet<kFieldFeatures> seen;
  base::BitSet<kFieldFeatures> repeated;
  return lines_that(message_of(object), [&](const model::FieldLine& line) {
    if (line.field == model::kUnknownField || is_repeatable(line.field)) return false;
    const bool second = seen.test(line.field) && !repeated.test(line.field);
    if (second) repeated.set(line.field);
    seen.set(line.field);
    return second;
  });
}

/// The message, request or response, that `line` stands in; null if it is neither judged nor the request.
MessageFacts* message_with(Facts& facts, const model::FieldLine& line) {
  for (MessageFacts* message : {&facts.judged(), &facts.request()}) {
    if (!message->there()) continue;
    const auto lines = message->message().lines;
    if (!lines.empty() && &line >= lines.data() && &line < lines.data() + lines.size()) return message;
  }
  return nullptr;
}

Value line_repeats_alike(Facts& facts, const Value& object, Arguments) {
  const model::FieldLine& line = line_of(object);
  MessageFacts* message = message_with(facts, line);
  if (message == nullptr) return Value::absent();
  return Value::of(std::ranges::all_of(message->message().lines, [&line](const model::FieldLine& other) {
    return other.field != line.field || other.value == line.value;
  }));
}

/// The date in `line`, which holds one.
fields::HttpDate date_in(const model::FieldLine& line) {
  fields::HttpDate date;
  fields::ParseError error;
  fields::parse_http_date(line.value, kReferenceYear, date, error);
  return date;
}

Value line_date_fault(Facts&, const Value& object, Arguments) {
  if (!holds_date(line_of(object))) return Value::absent();
  switch (date_in(line_of(object)).fault) {
    case fields::DateFault::kForm:
      return Value::of(Bytes("form"));
    case fields::DateFault::kImpossible:
      return Value::of(Bytes("impossible"));
    case fields::DateFault::kZone:
      return Value::of(Bytes("zone"));
    case fields::DateFault::kNone:
      break;
  }
  return Value::of(Bytes("none"));
}

/// Whether the date of `line` was read to its end, if perhaps with another zone.
bool is_read(const fields::HttpDate& date) {
  return date.fault == fields::DateFault::kNone || date.fault == fields::DateFault::kZone;
}

Value line_date_form(Facts&, const Value& object, Arguments) {
  if (!holds_date(line_of(object))) return Value::absent();
  const fields::HttpDate date = date_in(line_of(object));
  if (!is_read(date)) return Value::malformed();
  constexpr std::array<Bytes, 3> kNames = {"IMF-fixdate", "RFC 850", "asctime"};
  return Value::of(kNames[static_cast<std::size_t>(date.form)]);
}

Value line_weekday_ok(Facts&, const Value& object, Arguments) {
  if (!holds_date(line_of(object))) return Value::absent();
  const fields::HttpDate date = date_in(line_of(object));
  return is_read(date) ? Value::of(date.weekday_ok) : Value::malformed();
}

Value line_imf(Facts& facts, const Value& object, Arguments) {
  if (!holds_date(line_of(object))) return Value::absent();
  const fields::HttpDate date = date_in(line_of(object));
  if (!is_read(date)) return Value::malformed();
  return Value::of(facts.arena().copy(fields::imf_fixdate(date.seconds)));
}

Value line_date_mistake(Facts&, const Value& object, Arguments) {
  return holds_date(line_of(object)) ? Value::of(fields::date_mistake(line_of(object).value)) : Value::absent();
}

Value line_tag_fault(Facts&, const Value& object, Arguments) {
  constexpr std::array<Bytes, 7> kNames = {"none", "unquoted", "prefix", "syntax", "backslash", "empty", "inode"};
  return Value::of(kNames[static_cast<std::size_t>(tags_of_line(line_of(object)).fault)]);
}

Value line_faulty_tag(Facts&, const Value& object, Arguments) {
  const fields::TagVerdict verdict = tags_of_line(line_of(object));
  return verdict.fault == fields::TagFault::kNone ? Value::absent() : Value::of(verdict.tag);
}

Value line_leftover(Facts&, const Value& object, Arguments) { return Value::of(is_leftover(line_of(object))); }

Value line_merged(Facts& facts, const Value& object, Arguments) {
  return Value::of(is_merged_list(line_of(object), facts.arena()));
}

Value line_meant(Facts&, const Value& object, Arguments) {
  const model::FieldLine& line = line_of(object);
  if (line.field != model::kUnknownField) return Value::absent();
  const model::FieldId meant = fields::misspelled_field(line.name);
  return meant == model::kUnknownField ? Value::absent() : Value::of(fields::field_info(meant).name);
}

Value line_plain_name(Facts&, const Value& object, Arguments) {
  const Bytes name = line_of(object).name;
  return Value::of(!base::is_token(name) || std::ranges::all_of(name, [](char c) {
    return base::is(c, base::kAlpha | base::kDigit) || c == '-';
  }));
}

Value line_scrambled(Facts&, const Value& object, Arguments) {
  return Value::of(fields::is_scrambled_connection(line_of(object).name));
}

Value line_framing_lookalike(Facts&, const Value& object, Arguments) {
  return Value::of(fields::is_framing_lookalike(line_of(object).name));
}

Value line_direction(Facts&, const Value& object, Arguments) {
  const model::FieldLine& line = line_of(object);
  if (line.field == model::kUnknownField) return Value::absent();
  switch (fields::field_info(line.field).direction) {
    case fields::Direction::kRequest:
      return Value::of(Bytes("request"));
    case fields::Direction::kResponse:
      return Value::of(Bytes("response"));
    case fields::Direction::kBoth:
      break;
  }
  return Value::of(Bytes("both"));
}

Value line_state(Facts&, const Value& object, Arguments) {
  const model::FieldLine& line = line_of(object);
  if (line.field == model::kUnknownField) return Value::absent();
  constexpr std::array<Bytes, 6> kNames = {"permanent", "provisional",  "deprecated",
                                           "obsolete",  "unregistered", "reserved"};
  return Value::of(kNames[static_cast<std::size_t>(fields::field_info(line.field).state)]);
}

Value line_has_trait(Facts&, const Value& object, Arguments arguments) {
  Bytes traits = fields::field_info(line_of(object).field).traits;
  while (!traits.empty()) {
    const std::size_t comma = std::min(traits.find(','), traits.size());
    if (traits.substr(0, comma) == arguments[0].string) return Value::of(true);
    traits.remove_prefix(std::min(comma + 1, traits.size()));
  }
  return Value::of(false);
}

/// What to send in place of retired fields.
struct Successor {
  model::FieldId field;
  Bytes text;
};
constexpr auto kSuccessors = std::to_array<Successor>({
    {id::kAcceptCharset, "nothing: everybody reads UTF-8"},
    {id::kAcceptChLifetime, "Accept-CH alone"},
    {id::kContentMd5, "Content-Digest or Repr-Digest"},
    {id::kDigest, "Content-Digest or Repr-Digest"},
    {id::kWantDigest, "Want-Content-Digest or Want-Repr-Digest"},
    {id::kDpr, "Sec-CH-DPR"},
    {id::kWidth, "Sec-CH-Width"},
    {id::kViewportWidth, "Sec-CH-Viewport-Width"},
    {id::kFeaturePolicy, "Permissions-Policy"},
    {id::kXContentSecurityPolicy, "Content-Security-Policy"},
    {id::kXWebkitCsp, "Content-Security-Policy"},
    {id::kPublic, "Allow"},
    {id::kRatelimitLimit, "RateLimit and RateLimit-Policy"},
    {id::kRatelimitRemaining, "RateLimit and RateLimit-Policy"},
    {id::kRatelimitReset, "RateLimit and RateLimit-Policy"},
    {id::kExpectCt, "nothing: browsers demand certificate transparency by themselves"},
    {id::kPublicKeyPins, "nothing: browsers gave pinning up"},
    {id::kPublicKeyPinsReportOnly, "nothing: browsers gave pinning up"},
    {id::kDnt, "Sec-GPC"},
    {id::kUri, "Content-Location or Link"},
    {id::kContentBase, "Content-Location"},
    {id::kWarning, "nothing: recipients ignore it"},
});

Value line_successor(Facts&, const Value& object, Arguments) {
  const model::FieldId field = line_of(object).field;
  const auto found = std::ranges::find(kSuccessors, field, &Successor::field);
  return Value::of(found == kSuccessors.end() ? Bytes("nothing: recipients ignore it") : found->text);
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kM = Object::kMessage;
constexpr Object kL = Object::kLine;

/// A member that is always known.
constexpr Member total(Object owner, Bytes name, expr::Type type, ReadFunction read, Bytes doc) {
  return {owner, name, type, read, doc, {}, true};
}

constexpr std::array kMembers = {
    Member{kM, "odd_names", expr::kBoolType, has_oddity<LineOddity::kName>,
           "it has a field that the registry does not know, or knows as reserved"},
    Member{kM, "odd_dates", expr::kBoolType, has_oddity<LineOddity::kDate>,
           "it has a date that is no IMF-fixdate with the right day name"},
    Member{kM, "odd_tags", expr::kBoolType, has_oddity<LineOddity::kTag>,
           "ETag, If-Match, If-None-Match, If-Range or If has an entity tag with a fault"},
    Member{kM, "odd_values", expr::kBoolType, has_oddity<LineOddity::kValue>,
           "a value is a leftover of a program, or a list where one value belongs"},
    Member{kM, "notable_fields", expr::kBoolType, has_oddity<LineOddity::kNotable>,
           "it has a field that is retired, reserved, needless, or meant for the other direction"},
    Member{kM, "repeats_singletons", expr::kBoolType, has_oddity<LineOddity::kRepeat>,
           "it has a field of one value on several lines; without those that have rules of their own"},
    total(kM, "odd_name_lines", list_type(kL), odd_lines<LineOddity::kName>, "the lines behind odd_names"),
    total(kM, "odd_date_lines", list_type(kL), odd_lines<LineOddity::kDate>, "the lines behind odd_dates"),
    total(kM, "odd_tag_lines", list_type(kL), odd_lines<LineOddity::kTag>, "the lines behind odd_tags"),
    total(kM, "odd_value_lines", list_type(kL), odd_lines<LineOddity::kValue>, "the lines behind odd_values"),
    total(kM, "notable_lines", list_type(kL), odd_lines<LineOddity::kNotable>, "the lines behind notable_fields"),
    total(kM, "repeated_lines", list_type(kL), repeated_lines,
          "for each field behind repeats_singletons the second of its lines"),
    Member{kL, "repeats_alike", expr::kBoolType, line_repeats_alike, "all lines of its field have the same value"},
    Member{kL, "date_fault", expr::kStringType, line_date_fault,
           "what is wrong with its date: \"form\", \"impossible\", \"zone\" or \"none\"; absent if it holds no date"},
    Member{kL, "date_form", expr::kStringType, line_date_form, "\"IMF-fixdate\", \"RFC 850\" or \"asctime\""},
    Member{kL, "date_mistake", expr::kStringType, line_date_mistake, "what is wrong with its date, in words"},
    Member{kL, "weekday_ok", expr::kBoolType, line_weekday_ok, "the day name fits the date"},
    Member{kL, "imf", expr::kStringType, line_imf, "its date as it should be written"},
    total(kL, "tag_fault", expr::kStringType, line_tag_fault,
          "what is wrong with its entity tags: \"unquoted\", \"prefix\", \"syntax\", \"backslash\", \"empty\", "
          "\"inode\" or \"none\""),
    Member{kL, "faulty_tag", expr::kStringType, line_faulty_tag, "the tag with that fault"},
    total(kL, "leftover", expr::kBoolType, line_leftover,
          "its value is what a program left in place of one: undefined, [object Object], ${date}"),
    total(kL, "merged", expr::kBoolType, line_merged, "its value is a list where one value belongs"),
    Member{kL, "meant", expr::kStringType, line_meant,
           "the registered field that its unknown name was probably meant to be"},
    total(kL, "plain_name", expr::kBoolType, line_plain_name,
          "its name is made of letters, digits and hyphens, or is no token at all"),
    total(kL, "scrambled", expr::kBoolType, line_scrambled,
          "its name is Connection with its letters in another order, as load balancers write it"),
    total(kL, "framing_lookalike", expr::kBoolType, line_framing_lookalike,
          "its name is Content-Length, Transfer-Encoding or Host with underscores"),
    Member{kL, "direction", expr::kStringType, line_direction,
           "where the field belongs: \"request\", \"response\" or \"both\"; absent if unregistered"},
    Member{kL, "state", expr::kStringType, line_state,
           "\"permanent\", \"provisional\", \"deprecated\", \"obsolete\", \"unregistered\" or \"reserved\"; absent for "
           "fields that the registry does not know"},
    Member{kL, "has_trait", expr::kBoolType, line_has_trait, "the registry gives the field that trait", kOneString,
           true},
    total(kL, "successor", expr::kStringType, line_successor, "what to send in place of a retired field"),
};

}  // namespace

std::span<const Member> line_members() { return kMembers; }

}  // namespace httpvet::facts
