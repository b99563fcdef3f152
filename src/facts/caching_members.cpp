// Members of caching (RFC 9111): who may store a response, how long it stays fresh, and whether a cache served it.
#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_class.h"
#include "facts/freshness.h"
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

Value shared_lifetime(Facts&, const Value& object, Arguments) { return lifetime(message_of(object), true); }
Value private_lifetime(Facts&, const Value& object, Arguments) { return lifetime(message_of(object), false); }

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
