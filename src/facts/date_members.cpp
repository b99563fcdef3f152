// Members that set dates against the capture time and against each other.
#include <array>
#include <optional>
#include <string>

#include "base/byte_class.h"
#include "facts/dates.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/session.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

constexpr int kReferenceYear = 2026;
constexpr std::int64_t kNanoseconds = 1'000'000'000;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

Value captured_at(const MessageFacts& message) {
  const auto& time = message.message().time_ns;
  return time ? Value::of(*time / kNanoseconds) : Value::not_captured();
}

Value captured(Facts&, const Value& object, Arguments) { return captured_at(message_of(object)); }

Value timed(Facts&, const Value& object, Arguments) {
  return Value::of(message_of(object).message().time_ns.has_value());
}

/// Fields that show that a cache may have answered from its store.
bool shows_cache(MessageFacts& message) {
  const Value age = message.value(id::kAge);
  return (age.known() && age.integer > 0) || message.has(id::kCacheStatus) || message.has(id::kXCache) ||
         message.has(id::kXCacheLookup) || message.has(id::kWarning);
}

Value date_skew(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Value date = message.value(id::kDate);
  if (!date.known()) return date;
  const Value now = captured_at(message);
  if (!now.known()) return now;
  const std::int64_t skew = date.integer - now.integer;
  return skew < 0 && shows_cache(message) ? Value::absent() : Value::of(skew);
}

Value seen_at(Facts&, const Value& object, Arguments) {
  const Value now = captured_at(message_of(object));
  return now.known() ? now : message_of(object).value(id::kDate);
}

/// Why there is not one line of `field`.
Value without_one(MessageFacts& message, model::FieldId field) {
  return message.has(field) ? Value::malformed() : message.value(field);
}

/// The value of Retry-After, if it is on one line.
std::optional<Bytes> retry_after(MessageFacts& message) {
  const auto lines = message.lines_of(id::kRetryAfter);
  if (lines.size() != 1) return std::nullopt;
  return static_cast<const model::FieldLine*>(lines[0])->value;
}

Value retry_after_seconds(Facts&, const Value& object, Arguments) {
  const auto value = retry_after(message_of(object));
  if (!value) return without_one(message_of(object), id::kRetryAfter);
  if (value->empty() || !base::all_of(*value, base::kDigit)) return Value::absent();
  std::int64_t seconds = 0;
  constexpr std::int64_t kEnough = std::int64_t{1} << 53;
  for (const char c : *value) seconds = seconds > kEnough ? seconds : seconds * 10 + (c - '0');
  return Value::of(seconds);
}

Value retry_after_date(Facts&, const Value& object, Arguments) {
  const auto value = retry_after(message_of(object));
  if (!value) return without_one(message_of(object), id::kRetryAfter);
  if (value->empty() || base::all_of(*value, base::kDigit)) return Value::absent();
  fields::HttpDate date;
  fields::ParseError error;
  return fields::parse_http_date(*value, kReferenceYear, date, error) ? Value::of(date.seconds) : Value::malformed();
}

Value deprecated_at(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kDeprecation)) return without_one(message, id::kDeprecation);
  const auto seconds = structured_date(message.combined(id::kDeprecation));
  return seconds ? Value::of(*seconds) : Value::malformed();
}

Value sent_before(Facts& facts, const Value&, Arguments arguments) {
  const model::FieldId field = fields::find_field(arguments[0].string);
  for (const RecordPtr& record : facts.earlier_records()) {
    for (const model::FieldLine& line : record->response().lines) {
      if (line.field == field && field != model::kUnknownField) return Value::of(true);
    }
  }
  return Value::of(false);
}

Value deprecation_mistake(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kDeprecation)) return Value::absent();
  const Bytes value = message.combined(id::kDeprecation);
  if (structured_date(value)) return Value::absent();
  if (value.empty()) return Value::of(Bytes("it is empty"));
  if (value == "?1" || value == "?0" || base::equals_ignoring_case(value, "true")) {
    return Value::of(Bytes("a boolean is what early drafts had"));
  }
  if (fields::resembles_date(value)) return Value::of(Bytes("an HTTP-date is what early drafts had"));
  if (base::all_of(value, base::kDigit)) return Value::of(Bytes("the @ before the number is missing"));
  return Value::of(Bytes("it is no @ with an integer of seconds behind it"));
}

Value deprecation_date(Facts& facts, const Value& object, Arguments arguments) {
  const Value at = deprecated_at(facts, object, arguments);
  return at.known() ? Value::of(facts.arena().copy(fields::imf_fixdate(at.integer))) : at;
}

/// Whether a Link of the message says what becomes of the resource (RFC 9745 §3, RFC 8594 §6, RFC 5829).
bool explains_deprecation(MessageFacts& message) {
  if (message.has(id::kSunset)) return true;
  const Value links = message.value(id::kLink);
  if (!links.known()) return message.has(id::kLink);
  const std::span items(static_cast<const void* const*>(links.list.data), links.list.size);
  for (const void* item : items) {
    const auto& link = object_as<const LinkFacts>(Value::of_object(item));
    for (const Bytes relation : relations_of(*link.link, link.text, message.arena())) {
      for (const Bytes useful : {"deprecation", "successor-version", "latest-version", "sunset"}) {
        if (relation == useful) return true;
      }
    }
  }
  return false;
}

Value deprecation_explained(Facts&, const Value& object, Arguments) {
  return Value::of(explains_deprecation(message_of(object)));
}

/// The clocks that earlier exchanges showed, and the origin of this one; nullopt without request.
struct Witness {
  const Clocks* clocks;
  std::uint64_t origin;
};
std::optional<Witness> witness(Facts& facts) {
  const SourceState* source = facts.connection().source;
  if (source == nullptr || facts.exchange().request == nullptr) return std::nullopt;
  return Witness{&source->clocks, server_of(facts.exchange(), facts.arena())};
}

Value clock_confirmed(Facts& facts, const Value&, Arguments) {
  const auto by = witness(facts);
  return Value::of(by && by->clocks->confirmed(by->origin));
}

Value clock_shared(Facts& facts, const Value& object, Arguments arguments) {
  const auto by = witness(facts);
  if (!by) return Value::of(false);
  const Value skew = date_skew(facts, object, arguments);
  return Value::of(skew.known() && by->clocks->shared(by->origin, skew.integer));
}

Value future_age_before(Facts& facts, const Value&, Arguments) {
  const auto by = witness(facts);
  return Value::of(by && by->clocks->had_future_age(by->origin));
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kM, "captured", expr::kIntType, captured, "when it was captured, in seconds since 1970"},
    Member{kM, "timed", expr::kBoolType, timed, "its capture time is known", {}, true},
    Member{
        kM, "date_skew", expr::kIntType, date_skew,
        "by how many seconds Date is later than the capture time (negative: earlier); absent where it is earlier and "
        "a cache may have answered"},
    Member{kM, "seen_at", expr::kIntType, seen_at, "its capture time, else its Date, in seconds since 1970"},
    Member{kM, "retry_after_seconds", expr::kIntType, retry_after_seconds,
           "the delay of Retry-After; absent if that is a date"},
    Member{kM, "retry_after_date", expr::kIntType, retry_after_date,
           "the date of Retry-After in seconds since 1970; absent if that is a delay"},
    Member{kM, "deprecated_at", expr::kIntType, deprecated_at,
           "the date of Deprecation in seconds since 1970 (RFC 9745)"},
    Member{kM, "deprecation_mistake", expr::kStringType, deprecation_mistake,
           "what is wrong with Deprecation, in words; absent if nothing is"},
    Member{kM, "deprecation_date", expr::kStringType, deprecation_date, "deprecated_at as an IMF-fixdate"},
    Member{kM,
           "deprecation_explained",
           expr::kBoolType,
           deprecation_explained,
           "Sunset, or a Link of relation deprecation, successor-version, latest-version or sunset, is there",
           {},
           true},
    // Not marked as remembered: rules of scope response may ask it.
    Member{kM, "sent_before", expr::kBoolType, sent_before,
           "an earlier response of the same resource, as far as it is remembered, had that field", kOneString, true},
    Member{kM,
           "clock_confirmed",
           expr::kBoolType,
           clock_confirmed,
           "at least two other origins showed a clock within five seconds of the capture time",
           {},
           true},
    Member{kM,
           "clock_shared",
           expr::kBoolType,
           clock_shared,
           "most other origins, and at least two, are off by as much: the clock of the capture is wrong",
           {},
           true},
    Member{kM,
           "future_age_before",
           expr::kBoolType,
           future_age_before,
           "an earlier response of the origin had a Date and Age that lie in the future together",
           {},
           true},
};

}  // namespace

std::optional<std::int64_t> structured_date(Bytes value) {
  constexpr std::size_t kMostDigits = 15;
  if (!value.starts_with('@')) return std::nullopt;
  value.remove_prefix(1);
  const bool negative = value.starts_with('-');
  if (negative) value.remove_prefix(1);
  const std::size_t end = std::min(value.find(';'), value.size());
  const Bytes digits = base::trim_blanks(value.substr(0, end));
  if (digits.empty() || digits.size() > kMostDigits || !base::all_of(digits, base::kDigit)) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : digits) seconds = seconds * 10 + (c - '0');
  return negative ? -seconds : seconds;
}

void remember_clock(Facts& facts, Clocks& clocks) {
  MessageFacts& response = facts.judged();
  if (!response.there() || !facts.request().there() || !response.message().time_ns) return;
  const Value date = response.value(id::kDate);
  if (!date.known()) return;
  const std::int64_t offset = date.integer - *response.message().time_ns / kNanoseconds;
  const std::uint64_t origin = server_of(facts.exchange(), facts.arena());
  const Value age = response.value(id::kAge);
  if (age.known() && offset + age.integer > kFutureAge) clocks.note_future_age(origin);
  if (!shows_cache(response)) clocks.note(origin, offset);
}

std::span<const Member> date_members() { return kMembers; }

}  // namespace httpvet::facts
