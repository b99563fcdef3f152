// Members of the smaller fields of caching: the retired Warning (RFC 7234 §5.5), and the groups of RFC 9875.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/cursor.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

constexpr int kReferenceYear = 2026;
constexpr std::int64_t kDay = 86400;

/// What is wrong with one member of Warning; empty if nothing is.
Bytes fault_of_warning(Bytes member, MessageFacts& message) {
  fields::ParseError error;
  fields::Cursor cursor(member, error);
  fields::Number code;
  if (!cursor.digits(code) || code.value < 100 || code.value > 299) return "has a code outside 100 to 299";
  const bool request = message.message().part == model::Part::kRequest;
  if (request && code.value < 200) return "tells in a request of a stored response";
  const Value date = message.value(id::kDate);
  if (!date.known() || !member.ends_with('"')) return {};
  const std::size_t open = member.substr(0, member.size() - 1).rfind('"');
  if (open == Bytes::npos) return {};
  const Bytes last = member.substr(open + 1, member.size() - open - 2);
  fields::HttpDate warned;
  // The last string is the text where there is no date.
  if (!fields::parse_http_date(last, kReferenceYear, warned, error)) return {};
  return warned.seconds == date.integer ? Bytes() : Bytes("has a date other than that of the message");
}

bool has_code(MessageFacts& message, Bytes code) {
  Bytes rest = message.combined(id::kWarning);
  while (!rest.empty()) {
    if (take_until(rest, ',').starts_with(code)) return true;
  }
  return false;
}

/// RFC 7234 §4.2.4, §5.5.4: what a cache had to say of the response that it gave.
Bytes missing_warning(MessageFacts& message) {
  const Value age = message.value(id::kAge);
  if (!age.known() || age.integer <= 0) return {};
  Policy policy;
  const State state = cache_control(message, policy);
  if (state != State::kKnown && state != State::kAbsent) return {};
  const Value explicit_lifetime = lifetime(message, true);
  if (explicit_lifetime.known()) {
    const bool stale = age.integer > explicit_lifetime.integer && !targeted_lifetime(message);
    return stale && !has_code(message, "110") ? Bytes("lacks code 110 on a stale response") : Bytes();
  }
  const bool guessed = explicit_lifetime.state == State::kAbsent && age.integer > kDay;
  return guessed && !has_code(message, "113")
             ? Bytes("lacks code 113 on a response older than a day whose lifetime was guessed")
             : Bytes();
}

Value warning_fault(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  Bytes rest = message.combined(id::kWarning);
  while (!rest.empty()) {
    const Bytes fault = fault_of_warning(take_until(rest, ','), message);
    if (!fault.empty()) return Value::of(fault);
  }
  const Bytes missing = message.message().part == model::Part::kRequest ? Bytes() : missing_warning(message);
  if (!missing.empty() && message.message().evidence.fields) return Value::of(missing);
  return message.message().evidence.fields ? Value::absent() : Value::not_captured();
}

/// RFC 9875 §2: caches have to support that many groups, and names of that length.
constexpr std::size_t kMostGroups = 32;
constexpr std::size_t kLongestGroup = 32;

Bytes fault_of_groups(MessageFacts& message, model::FieldId field) {
  const Value list = message.value(field);
  if (!list.known()) return {};
  const auto* members = static_cast<const void* const*>(list.list.data);
  Bytes fault;
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    const auto& member = object_as<const SfFacts>(Value::of_object(members[i]));
    if (member.value->kind != fields::SfKind::kString) return "has a member that is no string";
    if (member.value->content.length > kLongestGroup) fault = "has a name of more than 32 characters";
  }
  return list.list.size > kMostGroups ? Bytes("has more than 32 members") : fault;
}

Value cache_groups_fault(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  for (const model::FieldId field : {id::kCacheGroups, id::kCacheGroupInvalidation}) {
    const Bytes fault = fault_of_groups(message, field);
    if (!fault.empty()) return Value::of(fault);
  }
  return message.message().evidence.fields ? Value::absent() : Value::not_captured();
}

constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kM, "warning_fault", expr::kStringType, warning_fault,
           "what is wrong with Warning by RFC 7234 §5.5, or which code of it is missing, as the rest of a sentence; "
           "absent if nothing is"},
    Member{kM, "cache_groups_fault", expr::kStringType, cache_groups_fault,
           "what is wrong with Cache-Groups or Cache-Group-Invalidation, or more than caches have to support, as the "
           "rest of a sentence; absent if nothing is"},
};

}  // namespace

std::span<const Member> cache_field_members() { return kMembers; }

}  // namespace httpvet::facts
