#include "facts/freshness.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {

using expr::State;
using expr::Value;
namespace id = fields::id;

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

bool is_targeted(Bytes name) {
  constexpr Bytes kSuffix = "-cache-control";
  constexpr std::array<Bytes, 3> kOthers = {"Surrogate-Control", "Edge-Control", "X-Accel-Expires"};
  if (name.size() > kSuffix.size() && base::equals_ignoring_case(name.substr(name.size() - kSuffix.size()), kSuffix)) {
    return true;
  }
  return std::ranges::any_of(kOthers, [name](Bytes other) { return base::equals_ignoring_case(name, other); });
}

bool Policy::has_plain(Bytes name) const {
  const fields::Directive* found = directives.find(text, name);
  return found != nullptr && !found->has_argument;
}

Value Policy::seconds(Bytes name) const {
  const fields::Directive* found = directives.find(text, name);
  if (found == nullptr) return Value::absent();
  const auto number = fields::delta_seconds(*found, text);
  return number ? Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(number->value, INT64_MAX)))
                : Value::malformed();
}

expr::State cache_control(MessageFacts& message, Policy& policy) {
  const Value value = message.value(id::kCacheControl);
  if (!value.known()) return value.state;
  const auto& parsed = object_as<const Parsed<fields::Directives>>(value);
  policy = {parsed.text, parsed.value};
  return State::kKnown;
}

Value expires_after(MessageFacts& message) {
  const Value expires = message.value(id::kExpires);
  if (expires.state == State::kMalformed) return Value::of(std::int64_t{0});
  if (!expires.known()) return expires;
  const Value date = message.value(id::kDate);
  if (!date.known()) return date;
  return Value::of(expires.integer - date.integer);
}

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
  if (state == State::kNotCaptured) return Value::not_captured();
  return expires.known() ? Value::of(std::max<std::int64_t>(expires.integer, 0)) : expires;
}

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

bool heuristically_cacheable(int status) {
  constexpr std::array kCacheable = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501};
  return std::ranges::find(kCacheable, status) != kCacheable.end();
}

}  // namespace httpvet::facts
