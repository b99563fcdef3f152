// Members of caching that look at several fields at once: lifetimes against each other, signs of a cache, what is
// shared though it should not be.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/cache_directives.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

/// `answer` where all field lines are there, else not captured.
Value if_all_seen(const MessageFacts& message, const Value& answer) {
  return message.message().evidence.fields ? answer : Value::not_captured();
}

Value in_arena(const std::string& text, MessageFacts& message) { return Value::of(message.arena().copy(text)); }

Value expires_lifetime(Facts&, const Value& object, Arguments) { return expires_after(message_of(object)); }

/// Directives of Cache-Control before Expires (RFC 9111 §5.3); a cache that a targeted field steers may go by that.
Value longest_of(MessageFacts& message) {
  Policy policy;
  const State state = cache_control(message, policy);
  if (state == State::kMalformed || state == State::kNotCaptured) return Value::unknown(state);
  std::optional<std::int64_t> longest = targeted_lifetime(message);
  for (const Bytes directive : {Bytes("s-maxage"), Bytes("max-age")}) {
    const Value seconds = policy.seconds(directive);
    if (seconds.state == State::kMalformed) return seconds;
    if (seconds.known()) longest = std::max(longest.value_or(0), seconds.integer);
  }
  if (longest) return Value::of(*longest);
  const Value expires = expires_after(message);
  return expires.known() ? Value::of(std::max<std::int64_t>(expires.integer, 0)) : expires;
}

Value longest_lifetime(Facts&, const Value& object, Arguments) { return longest_of(message_of(object)); }

Value stale_for(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Value age = message.value(id::kAge);
  if (!age.known()) return age;
  const Value fresh = longest_of(message);
  return fresh.known() ? Value::of(age.integer - fresh.integer) : fresh;
}

Value stale_window(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  Policy policy;
  const State state = cache_control(message, policy);
  if (state != State::kKnown) return Value::unknown(state);
  std::int64_t longest = -1;
  for (const Bytes directive : {Bytes("stale-while-revalidate"), Bytes("stale-if-error")}) {
    const Value seconds = policy.seconds(directive);
    if (seconds.state == State::kMalformed) return seconds;
    if (seconds.known()) longest = std::max(longest, seconds.integer);
  }
  return longest < 0 ? Value::absent() : Value::of(longest);
}

/// Lifetimes that nobody tells apart: within a minute, or within a tenth of the longer one.
bool nearly_equal(std::int64_t a, std::int64_t b) {
  const std::int64_t gap = a > b ? a - b : b - a;
  return gap <= 60 || gap <= std::max(a, b) / 10;
}

Value lifetimes_agree(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  Policy policy;
  const State state = cache_control(message, policy);
  if (state != State::kKnown) return Value::unknown(state);
  const Value directive = policy.seconds("max-age");
  if (!directive.known()) return directive;
  const Value expires = expires_after(message);
  if (!expires.known()) return expires;
  if (directive.integer <= 0 || expires.integer <= 0) return Value::absent();
  return Value::of(nearly_equal(directive.integer, expires.integer));
}

constexpr std::int64_t kYear = 366LL * 86400;
constexpr std::int64_t kLargestDelta = 1LL << 31;

constexpr Bytes kOverflow = "exceeds 2^31 seconds";
constexpr Bytes kMoreThanYear = "is more than a year";

/// What is odd about a number of seconds, and where it stands.
struct Excess {
  Bytes kind;
  Bytes text;
};

Excess excess_of_directive(const fields::LooseDirective& directive, Bytes value, bool request) {
  const Bytes argument = directive.argument.in(value);
  if (argument.empty() || !base::all_of(argument, base::kDigit)) return {};
  const Bytes name = directive.name.in(value);
  const fields::DirectiveInfo* info = fields::find_directive(name);
  if (info == nullptr) return {};
  using enum fields::DirectiveArgument;
  const auto wants = request ? info->in_request : info->in_response;
  if (wants != kSeconds && wants != kMaySeconds) return {};
  fields::ParseError error;
  fields::Cursor cursor(argument, error);
  fields::Number number;
  if (!cursor.digits(number)) return {};
  const auto seconds = static_cast<std::int64_t>(number.value);
  const Bytes text = directive.text.in(value);
  if (seconds > kLargestDelta) return {kOverflow, text};
  if (seconds > 10LL * 365 * 86400 && seconds % 1000 == 0) return {"looks like milliseconds", text};
  const bool lifetime = base::equals_ignoring_case(name, "max-age") || base::equals_ignoring_case(name, "s-maxage");
  return !request && lifetime && seconds > kYear ? Excess{kMoreThanYear, text} : Excess{};
}

Excess excess_of(MessageFacts& message) {
  const bool request = message.message().part == model::Part::kRequest;
  Excess worst;
  if (message.has(id::kCacheControl)) {
    const Bytes value = message.combined(id::kCacheControl);
    for (const fields::LooseDirective& directive : fields::read_loosely(value, message.arena())) {
      const Excess excess = excess_of_directive(directive, value, request);
      if (worst.kind.empty() || excess.kind == kOverflow) worst = excess.kind.empty() ? worst : excess;
      if (worst.kind == kOverflow) return worst;
    }
  }
  return worst;
}

Value excess_kind(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Excess excess = excess_of(message);
  return excess.kind.empty() ? if_all_seen(message, Value::absent()) : Value::of(excess.kind);
}

Value excess_note(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Excess excess = excess_of(message);
  if (excess.kind.empty()) return in_arena("Expires " + std::string(kMoreThanYear) + " after Date", message);
  return in_arena(std::string(excess.text) + " " + std::string(excess.kind), message);
}

/// Fields of caches that tell of a hit in words.
bool is_verdict(Bytes name) {
  constexpr std::array<Bytes, 5> kNames = {"X-Cache", "X-Cache-Status", "CF-Cache-Status", "X-Proxy-Cache",
                                           "CDN-Cache"};
  return std::ranges::any_of(kNames, [name](Bytes known) { return base::equals_ignoring_case(name, known); });
}

/// What one verdict says: words, whatever stands between them.
struct Verdict {
  bool hit = false;
  bool validated = false;
};

Verdict verdict_of(Bytes text) {
  Verdict verdict;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    while (end < text.size() && base::is(text[end], base::kAlpha)) ++end;
    const Bytes word = text.substr(at, end - at);
    const auto is = [word](Bytes known) { return base::equals_ignoring_case(word, known); };
    if (is("hit")) verdict.hit = true;
    if (is("refresh") || is("refreshhit") || is("revalidated") || is("expired") || is("updating") || is("pass")) {
      verdict.validated = true;
    }
    at = std::max(end, at + 1);
  }
  return verdict;
}

/// The name of the first such field that says so; empty if none does.
Bytes any_verdict(const model::Message& message, bool Verdict::* wanted) {
  for (const model::FieldLine& line : message.lines) {
    if (!is_verdict(line.name)) continue;
    Bytes rest = line.value;
    while (!rest.empty()) {
      const Verdict verdict = verdict_of(take_until(rest, ','));
      if (wanted == &Verdict::hit ? verdict.hit && !verdict.validated : verdict.*wanted) return line.name;
    }
  }
  return {};
}

Value vendor_hit(Facts&, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!any_verdict(message.message(), &Verdict::hit).empty()) return Value::of(true);
  return if_all_seen(message, Value::of(false));
}

/// Whether some member of Cache-Status has a parameter that `fits`.
template <typename Fits>
bool cache_status_says(MessageFacts& message, Fits fits) {
  Bytes rest = message.combined(id::kCacheStatus);
  while (!rest.empty()) {
    Bytes member = take_until(rest, ',');
    take_until(member, ';');
    while (!member.empty()) {
      if (fits(take_until(member, ';'))) return true;
    }
  }
  return false;
}

Value validated_by_cache(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const bool said = cache_status_says(message, [](Bytes parameter) {
    return parameter == "fwd=stale" || parameter == "fwd-status=304" || parameter == "fwd=request";
  });
  if (said || !any_verdict(message.message(), &Verdict::validated).empty()) return Value::of(true);
  return if_all_seen(message, Value::of(false));
}

Value forwarded_by_cache(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const bool said = cache_status_says(message, [](Bytes parameter) { return parameter.starts_with("fwd="); });
  return said ? Value::of(true) : if_all_seen(message, Value::of(false));
}

/// RFC 9211 §2.1: `hit` without a later member of the same cache that says it forwarded the request after all.
bool last_word_is_hit(MessageFacts& message) {
  Bytes rest = message.combined(id::kCacheStatus);
  Bytes hit_of;
  bool hit = false;
  while (!rest.empty()) {
    Bytes member = take_until(rest, ',');
    const Bytes cache = take_until(member, ';');
    while (!member.empty()) {
      const Bytes parameter = take_until(member, ';');
      if (parameter == "hit" || parameter == "hit=?1") {
        hit = true;
        hit_of = cache;
      } else if (hit && parameter.starts_with("fwd=") && cache == hit_of) {
        hit = false;
      }
    }
  }
  return hit;
}

constexpr std::int64_t kNanoseconds = 1'000'000'000;
constexpr std::int64_t kOldDate = 60;

Value stored_by_sign(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (message.has(id::kCacheStatus) && last_word_is_hit(message)) return Value::of(Bytes("Cache-Status"));
  const Bytes verdict = any_verdict(message.message(), &Verdict::hit);
  if (!verdict.empty()) return Value::of(verdict);
  if (message.has(id::kWarning) && message.combined(id::kWarning).starts_with("110 ")) {
    return Value::of(Bytes("Warning"));
  }
  const Value date = message.value(id::kDate);
  const auto& now = message.message().time_ns;
  if (message.has(id::kVia) && date.known() && now && *now / kNanoseconds - date.integer > kOldDate) {
    return Value::of(Bytes("Date"));
  }
  return if_all_seen(message, Value::absent());
}

Value has_targeted(Facts&, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  const bool found = std::ranges::any_of(message.message().lines, is_targeted, &model::FieldLine::name);
  return found ? Value::of(true) : if_all_seen(message, Value::of(false));
}

Value expires_invalid(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Value value = message.value(id::kExpires);
  if (value.state != State::kMalformed) return value.known() ? Value::of(false) : value;
  const Bytes text = message.combined(id::kExpires);
  constexpr int kReferenceYear = 2026;
  fields::HttpDate date;
  fields::ParseError error;
  fields::parse_http_date(text, kReferenceYear, date, error);
  if (date.fault == fields::DateFault::kZone) return Value::of(false);
  // Several dates were lines of their own once; that is another fault. A date has one comma at most.
  return Value::of(std::ranges::count(text, ',') < 2);
}

Value guess(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Value modified = message.value(id::kLastModified);
  const Value date = message.value(id::kDate);
  if (!modified.known() || !date.known() || modified.integer > date.integer) {
    return Value::of(Bytes("caches and browsers guess one, or ask again each time"));
  }
  return in_arena("caches usually guess 10 % of the time since Last-Modified, " +
                      std::to_string((date.integer - modified.integer) / 10) + " seconds here",
                  message);
}

/// Internet Explorer's directives: after post-check seconds it showed a copy and fetched a new one behind it, after
/// pre-check seconds it asked first.
Value check_extensions(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  Policy policy;
  const State state = cache_control(message, policy);
  // A value that cannot be read has none that could be told.
  if (state == State::kMalformed) return Value::absent();
  if (state != State::kKnown) return Value::unknown(state);
  const bool pre = policy.has("pre-check");
  const bool post = policy.has("post-check");
  if (!pre && !post) return Value::absent();
  if (!pre || !post) return Value::of(Bytes("one is there without the other, and then neither had any effect"));
  const Value before = policy.seconds("pre-check");
  const Value after = policy.seconds("post-check");
  if (!before.known() || !after.known()) return Value::of(Bytes("their arguments are no seconds"));
  if (before.integer == 0 && after.integer == 0) return Value::of(Bytes("both are 0, which never did anything"));
  if (after.integer > before.integer) return Value::of(Bytes("post-check exceeds pre-check, which made no sense"));
  if (after.integer == 0) return Value::of(Bytes("a post-check of 0 made the browser fetch everything twice"));
  return Value::of(Bytes("no current browser knows them"));
}

constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kM, "expires_lifetime", expr::kIntType, expires_lifetime,
           "Expires minus Date in seconds, perhaps below 0; 0 if Expires is no date"},
    Member{kM, "longest_lifetime", expr::kIntType, longest_lifetime,
           "the largest of s-maxage, max-age and what targeted fields say; without any of them Expires minus Date"},
    Member{kM, "stale_for", expr::kIntType, stale_for, "Age minus longest_lifetime; above 0 it is stale everywhere"},
    Member{kM, "stale_window", expr::kIntType, stale_window,
           "the larger of stale-while-revalidate and stale-if-error; absent without both"},
    Member{kM, "lifetimes_agree", expr::kBoolType, lifetimes_agree,
           "max-age and Expires minus Date differ by no more than 60 seconds or 10 %; absent unless both are above 0"},
    Member{
        kM, "lifetime_excess", expr::kStringType, excess_kind,
        "\"exceeds 2^31 seconds\", \"looks like milliseconds\" (a multiple of 1000 above 10 years) or \"is more than a "
        "year\", of seconds in Cache-Control; absent else"},
    Member{kM, "lifetime_excess_note", expr::kStringType, excess_note,
           "the directive and its lifetime_excess, or Expires and that it is more than a year ahead"},
    Member{kM, "vendor_hit", expr::kBoolType, vendor_hit,
           "X-Cache, CF-Cache-Status or a like field says HIT, and nothing of a refresh"},
    Member{kM, "validated_by_cache", expr::kBoolType, validated_by_cache,
           "Cache-Status has fwd=stale, fwd=request or fwd-status=304, or X-Cache tells of a refresh"},
    Member{kM, "forwarded_by_cache", expr::kBoolType, forwarded_by_cache, "a member of Cache-Status has fwd"},
    Member{kM, "stored_by_sign", expr::kStringType, stored_by_sign,
           "what shows, besides Age, that it came from a cache: \"Cache-Status\", X-Cache or a like field, \"Warning\" "
           "with 110 or "
           "a \"Date\" over 60 seconds before the capture, behind Via; absent if nothing does"},
    Member{kM, "has_targeted", expr::kBoolType, has_targeted,
           "it has a field for some caches only, such as CDN-Cache-Control or Surrogate-Control"},
    Member{kM, "expires_invalid", expr::kBoolType, expires_invalid,
           "Expires is no HTTP-date, but not for its zone alone or because it is several"},
    Member{kM, "lifetime_guess", expr::kStringType, guess,
           "what caches do without an explicit lifetime, as part of a sentence"},
    Member{kM, "check_extensions", expr::kStringType, check_extensions,
           "what there is to say of pre-check and post-check in Cache-Control; absent without both"},
};

}  // namespace

std::span<const Member> freshness_members() { return kMembers; }

}  // namespace httpvet::facts
