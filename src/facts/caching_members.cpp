// Members of caching (RFC 9111): who may store a response, how long it stays fresh, and whether a cache served it.
#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/cursor.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

/// Takes what stands before the first `delimiter` outside quoted strings off `rest`, blanks trimmed.
Bytes take_until(Bytes& rest, char delimiter) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != delimiter); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == '\\' && quoted && end + 1 < rest.size()) ++end;
  }
  const Bytes piece = base::trim_blanks(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

/// RFC 9211 §2.1: a member with the parameter `hit` stands for a cache that answered from what it had stored.
bool says_hit(Bytes cache_status) {
  while (!cache_status.empty()) {
    Bytes member = take_until(cache_status, ',');
    take_until(member, ';');  // the cache
    while (!member.empty()) {
      const Bytes parameter = take_until(member, ';');
      if (parameter == "hit" || parameter == "hit=?1") return true;
    }
  }
  return false;
}

Value served_from_cache(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Value age = message.value(id::kAge);
  if (age.known() && age.integer > 0) return Value::of(true);
  if (message.has(id::kCacheStatus) && says_hit(message.combined(id::kCacheStatus))) return Value::of(true);
  return message.message().evidence.fields ? Value::of(false) : Value::not_captured();
}

Value warns(Facts&, const Value& object, Arguments arguments) {
  MessageFacts& message = message_of(object);
  Bytes rest = message.combined(id::kWarning);
  while (!rest.empty()) {
    const Bytes member = take_until(rest, ',');
    fields::ParseError error;
    fields::Cursor cursor(member, error);
    fields::Number code;
    if (!cursor.digits(code) || !(cursor.at_end() || base::is(cursor.peek(), base::kBlank))) continue;
    if (static_cast<std::int64_t>(code.value) == arguments[0].integer) return Value::of(true);
  }
  return message.message().evidence.fields ? Value::of(false) : Value::not_captured();
}

/// Fields that steer one cache, or one kind of cache, in the place of Cache-Control (RFC 9213 and its forerunners).
bool is_targeted(Bytes name) {
  constexpr Bytes kSuffix = "-cache-control";
  constexpr std::array<Bytes, 3> kOthers = {"Surrogate-Control", "Edge-Control", "X-Accel-Expires"};
  if (name.size() > kSuffix.size() && base::equals_ignoring_case(name.substr(name.size() - kSuffix.size()), kSuffix)) {
    return true;
  }
  return std::ranges::any_of(kOthers, [name](Bytes other) { return base::equals_ignoring_case(name, other); });
}

/// What the directives of one field say about reuse.
struct Policy {
  Bytes text;
  fields::Directives directives;

  bool has(Bytes name) const { return directives.find(text, name) != nullptr; }
  /// Without an argument: with one it is about fields, not about the response (RFC 9111 §5.2.2.4, §5.2.2.7).
  bool has_plain(Bytes name) const {
    const fields::Directive* found = directives.find(text, name);
    return found != nullptr && !found->has_argument;
  }
  /// Absent without the directive, malformed where it is no number of seconds.
  Value seconds(Bytes name) const {
    const fields::Directive* found = directives.find(text, name);
    if (found == nullptr) return Value::absent();
    const auto number = fields::delta_seconds(*found, text);
    return number ? Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(number->value, INT64_MAX)))
                  : Value::malformed();
  }
  /// What is stored may be used again without asking the server.
  bool may_reuse() const { return !has("no-store") && !has_plain("no-cache"); }
};

/// The policy of Cache-Control: known, absent, malformed or not captured.
State cache_control(MessageFacts& message, Policy& policy) {
  const Value value = message.value(id::kCacheControl);
  if (!value.known()) return value.state;
  const auto& parsed = object_as<const Parsed<fields::Directives>>(value);
  policy = {parsed.text, parsed.value};
  return State::kKnown;
}

/// RFC 9111 §4.2.1: Expires minus Date. An Expires that is no date means that it has expired (§5.3).
Value expires_after(MessageFacts& message) {
  const Value expires = message.value(id::kExpires);
  if (expires.state == State::kMalformed) return Value::of(std::int64_t{0});
  if (!expires.known()) return expires;
  const Value date = message.value(id::kDate);
  if (!date.known()) return date;
  return Value::of(std::max<std::int64_t>(expires.integer - date.integer, 0));
}

/// RFC 9111 §4.2.1, for a shared or a private cache that no targeted field steers.
Value lifetime(MessageFacts& message, bool shared) {
  Policy policy;
  const State state = cache_control(message, policy);
  if (state == State::kMalformed) return Value::malformed();
  for (const Bytes directive : {Bytes("s-maxage"), Bytes("max-age")}) {
    if (!shared && directive == "s-maxage") continue;
    const Value seconds = policy.seconds(directive);
    if (seconds.state != State::kAbsent) return seconds;
  }
  const Value expires = expires_after(message);
  // Cache-Control may have been there and not captured.
  return state == State::kNotCaptured ? Value::not_captured() : expires;
}

Value shared_lifetime(Facts&, const Value& object, Arguments) { return lifetime(message_of(object), true); }
Value private_lifetime(Facts&, const Value& object, Arguments) { return lifetime(message_of(object), false); }

/// The longest time for which a cache that some targeted field steers may reuse the response; nullopt without such a
/// field.
std::optional<std::int64_t> targeted_lifetime(MessageFacts& message) {
  std::optional<std::int64_t> longest;
  for (const model::FieldLine& line : message.message().lines) {
    if (!is_targeted(line.name)) continue;
    Policy policy{line.value, {}};
    fields::ParseError error;
    if (!fields::parse_directives(line.value, message.arena(), policy.directives, error)) continue;
    std::int64_t here = 0;
    if (policy.may_reuse()) {
      const Value shared = policy.seconds("s-maxage");
      const Value plain = policy.seconds("max-age");
      here = shared.known() ? shared.integer : plain.known() ? plain.integer : 0;
    }
    longest = std::max(longest.value_or(0), here);
  }
  return longest;
}

Value reusable_for(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const std::int64_t targeted = targeted_lifetime(message).value_or(0);
  Policy policy;
  const State state = cache_control(message, policy);
  if (state == State::kMalformed || state == State::kNotCaptured) return Value::unknown(state);
  if (!policy.may_reuse()) return Value::of(targeted);
  std::int64_t longest = targeted;
  for (const bool shared : {true, false}) {
    if (shared && policy.has_plain("private")) continue;
    const Value seconds = lifetime(message, shared);
    // Expires without Date says nothing.
    if (seconds.known()) longest = std::max(longest, seconds.integer);
    if (seconds.state == State::kNotCaptured || seconds.state == State::kMalformed) return seconds;
  }
  return Value::of(longest);
}

Value explicitly_storable(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const model::Message& raw = message.message();
  const bool steered = std::ranges::any_of(raw.lines, is_targeted, &model::FieldLine::name);
  if (steered || message.has(id::kExpires)) return Value::of(true);
  Policy policy;
  const State state = cache_control(message, policy);
  if (state == State::kAbsent) return Value::of(false);
  if (state != State::kKnown) return Value::unknown(state);
  constexpr std::array<Bytes, 4> kAllowing = {"max-age", "s-maxage", "public", "private"};
  return Value::of(std::ranges::any_of(kAllowing, [&policy](Bytes name) { return policy.has(name); }));
}

/// RFC 9110 §15.1, and 451 of RFC 7725 §3.
bool heuristically_cacheable(int status) {
  constexpr std::array kCacheable = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501};
  return std::ranges::find(kCacheable, status) != kCacheable.end();
}

Value heuristically_cacheable_member(Facts&, const Value& object, Arguments) {
  const model::Message& message = message_of(object).message();
  if (message.part == model::Part::kRequest) return Value::absent();
  return message.status == 0 ? Value::malformed() : Value::of(heuristically_cacheable(message.status));
}

/// RFC 9111 §3, for GET and HEAD; other methods need more than what this says.
Value storable(Facts& facts, bool shared) {
  MessageFacts& response = facts.judged();
  MessageFacts& request = facts.request();
  if (!response.there()) return Value::unknown(response.why_missing());
  if (!request.there()) return Value::unknown(request.why_missing());
  const int status = response.message().status;
  const bool answers_read = request.message().method == "GET" || request.message().method == "HEAD";
  if (!answers_read || status < 200 || status == 304) return Value::of(false);
  Policy asked;
  Policy policy;
  for (const State state : {cache_control(request, asked), cache_control(response, policy)}) {
    if (state == State::kMalformed || state == State::kNotCaptured) return Value::unknown(state);
  }
  if (asked.has("no-store") || policy.has("no-store")) return Value::of(false);
  if (shared && policy.has_plain("private")) return Value::of(false);
  const bool for_all = policy.has("public") || policy.has("must-revalidate") || policy.has("s-maxage");
  if (shared && request.has(id::kAuthorization) && !for_all) return Value::of(false);
  const bool allowed = policy.has("public") || policy.has("max-age") || response.has(id::kExpires) ||
                       policy.has(shared ? "s-maxage" : "private") || targeted_lifetime(response).has_value();
  return Value::of(allowed || heuristically_cacheable(status));
}

Value storable_shared(Facts& facts, const Value&, Arguments) { return storable(facts, true); }
Value storable_private(Facts& facts, const Value&, Arguments) { return storable(facts, false); }

constexpr std::array kOneInt = {expr::kIntType};
constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;

constexpr std::array kMembers = {
    Member{kM, "served_from_cache", expr::kBoolType, served_from_cache,
           "a cache answered: Age is above 0, or a member of Cache-Status says hit; vendor fields prove nothing"},
    Member{kM, "warns", expr::kBoolType, warns, "a member of Warning has that code", kOneInt},
    Member{kM, "shared_lifetime", expr::kIntType, shared_lifetime,
           "explicit freshness lifetime in seconds in a shared cache: s-maxage, else max-age, else Expires minus Date "
           "(RFC 9111 §4.2.1); absent without any"},
    Member{kM, "private_lifetime", expr::kIntType, private_lifetime,
           "the same in a private cache: max-age, else Expires minus Date"},
    Member{kM, "reusable_for", expr::kIntType, reusable_for,
           "the longest explicit time in seconds for which any cache may reuse it without asking, targeted fields such "
           "as CDN-Cache-Control counted; 0 with no-store or no-cache"},
    Member{kM, "explicitly_storable", expr::kBoolType, explicitly_storable,
           "max-age, s-maxage, public, private, Expires or a targeted field allows storing it whatever its status "
           "(RFC 9111 §3)"},
    Member{kM, "heuristically_cacheable", expr::kBoolType, heuristically_cacheable_member,
           "caches may choose a lifetime for its status (RFC 9110 §15.1)"},
    Member{kX, "storable_shared", expr::kBoolType, storable_shared,
           "a shared cache may store the answer to this GET or HEAD (RFC 9111 §3); false for other methods"},
    Member{kX, "storable_private", expr::kBoolType, storable_private, "a private cache may"},
};

}  // namespace

std::span<const Member> caching_members() { return kMembers; }

}  // namespace httpvet::facts
