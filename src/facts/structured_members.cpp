// Members of structured fields (RFC 9651): dictionaries, and what stands in them, in lists and as items.
#include <algorithm>
#include <array>

#include "facts/field_values.h"
#include "facts/member.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::SfKind;
using fields::SfValue;
using Arguments = std::span<const Value>;

const SfFacts& facts_of(const Value& object) { return object_as<const SfFacts>(object); }
const SfValue& value_of(const Value& object) { return *facts_of(object).value; }
const Parsed<fields::StructuredField>& dictionary_of(const Value& object) {
  return object_as<const Parsed<fields::StructuredField>>(object);
}

Value found(const SfValue* value, Bytes text, Facts& facts) {
  return value == nullptr ? Value::absent() : Value::of_object(facts.arena().make<SfFacts>(value, text));
}

Value keys_of(std::span<const SfValue> values, Bytes text, bool overridden, base::Arena& arena) {
  fields::ArenaList<Bytes> keys(arena);
  for (const SfValue& value : values) {
    if (value.overridden == overridden) keys.push_back(value.key.in(text));
  }
  return Value::of(std::span<const Bytes>(keys.finish()));
}

Value dictionary_member(Facts& facts, const Value& object, Arguments arguments) {
  const auto& dictionary = dictionary_of(object);
  return found(fields::find_key(dictionary.value.members, dictionary.text, arguments[0].string), dictionary.text,
               facts);
}
Value dictionary_has(Facts&, const Value& object, Arguments arguments) {
  const auto& dictionary = dictionary_of(object);
  return Value::of(fields::find_key(dictionary.value.members, dictionary.text, arguments[0].string) != nullptr);
}
Value dictionary_members(Facts& facts, const Value& object, Arguments) {
  return structured_list(dictionary_of(object).value.members, dictionary_of(object).text, facts.arena());
}
Value dictionary_keys(Facts& facts, const Value& object, Arguments) {
  return keys_of(dictionary_of(object).value.members, dictionary_of(object).text, false, facts.arena());
}
Value dictionary_repeated_keys(Facts& facts, const Value& object, Arguments) {
  return keys_of(dictionary_of(object).value.members, dictionary_of(object).text, true, facts.arena());
}

Value key(Facts&, const Value& object, Arguments) {
  const SfValue& value = value_of(object);
  return value.key.empty() ? Value::absent() : Value::of(value.key.in(facts_of(object).text));
}
Value kind(Facts&, const Value& object, Arguments) { return Value::of(fields::kind_name(value_of(object).kind)); }
Value text(Facts& facts, const Value& object, Arguments) {
  return Value::of(fields::text_of(value_of(object), facts_of(object).text, facts.arena()));
}
Value source(Facts&, const Value& object, Arguments) {
  const SfValue& value = value_of(object);
  return Value::of(value.source.empty() ? Bytes("?1") : value.source.in(facts_of(object).text));
}

Value number_if(const Value& object, std::initializer_list<SfKind> kinds, std::int64_t factor = 1) {
  const SfValue& value = value_of(object);
  if (std::ranges::find(kinds, value.kind) == kinds.end()) return Value::malformed();
  return Value::of(value.number * factor);
}
Value integer(Facts&, const Value& object, Arguments) { return number_if(object, {SfKind::kInteger, SfKind::kDate}); }
Value thousandths(Facts&, const Value& object, Arguments) {
  const std::int64_t factor = value_of(object).kind == SfKind::kInteger ? 1000 : 1;
  return number_if(object, {SfKind::kInteger, SfKind::kDecimal}, factor);
}
Value octets(Facts&, const Value& object, Arguments) { return number_if(object, {SfKind::kBytes}); }
Value boolean(Facts&, const Value& object, Arguments) {
  const SfValue& value = value_of(object);
  return value.kind == SfKind::kBoolean ? Value::of(value.number != 0) : Value::malformed();
}

Value is_inner_list(Facts&, const Value& object, Arguments) {
  return Value::of(value_of(object).kind == SfKind::kInnerList);
}
Value items(Facts& facts, const Value& object, Arguments) {
  return structured_list(value_of(object).items(), facts_of(object).text, facts.arena());
}

Value parameter(Facts& facts, const Value& object, Arguments arguments) {
  const SfFacts& item = facts_of(object);
  return found(fields::find_key(item.value->parameters(), item.text, arguments[0].string), item.text, facts);
}
Value has_parameter(Facts&, const Value& object, Arguments arguments) {
  const SfFacts& item = facts_of(object);
  return Value::of(fields::find_key(item.value->parameters(), item.text, arguments[0].string) != nullptr);
}
Value parameters(Facts& facts, const Value& object, Arguments) {
  return structured_list(value_of(object).parameters(), facts_of(object).text, facts.arena());
}
Value parameter_keys(Facts& facts, const Value& object, Arguments) {
  return keys_of(value_of(object).parameters(), facts_of(object).text, false, facts.arena());
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kDy = Object::kDictionary;
constexpr Object kSv = Object::kStructured;

constexpr std::array kMembers = {
    Member{kDy, "member", object_type(kSv), dictionary_member, "the member of that key; absent if there is none",
           kOneString},
    Member{kDy, "has", expr::kBoolType, dictionary_has, "there is a member of that key", kOneString, true},
    Member{kDy,
           "members",
           list_type(kSv),
           dictionary_members,
           "its members, in order; the last of several of one key",
           {},
           true},
    Member{kDy, "keys", expr::kStringList, dictionary_keys, "the keys of its members", {}, true},
    Member{kDy,
           "repeated_keys",
           expr::kStringList,
           dictionary_repeated_keys,
           "keys that come again later: their values here do not count",
           {},
           true},
    Member{kSv, "key", expr::kStringType, key,
           "the key of a member of a dictionary or of a parameter; absent otherwise"},
    Member{kSv,
           "kind",
           expr::kStringType,
           kind,
           "integer, decimal, string, token, bytes, boolean, date, display string or inner list",
           {},
           true},
    Member{kSv,
           "text",
           expr::kStringType,
           text,
           "what a string, token or display string stands for; other kinds as they stand there",
           {},
           true},
    Member{kSv,
           "source",
           expr::kStringType,
           source,
           "as it stands there, without parameters; ?1 for a key alone",
           {},
           true},
    Member{kSv, "integer", expr::kIntType, integer, "an integer, or the seconds of a date; malformed for other kinds"},
    Member{kSv, "thousandths", expr::kIntType, thousandths,
           "an integer or decimal in thousandths; malformed for other kinds"},
    Member{kSv, "boolean", expr::kBoolType, boolean, "a boolean; malformed for other kinds"},
    Member{kSv, "octets", expr::kIntType, octets, "the length of a byte sequence; malformed for other kinds"},
    Member{kSv, "is_inner_list", expr::kBoolType, is_inner_list, "it is an inner list", {}, true},
    Member{kSv, "items", list_type(kSv), items, "what an inner list holds; empty for other kinds", {}, true},
    Member{kSv, "parameter", object_type(kSv), parameter, "the parameter of that key; absent if there is none",
           kOneString},
    Member{kSv, "has_parameter", expr::kBoolType, has_parameter, "there is a parameter of that key", kOneString, true},
    Member{kSv,
           "parameters",
           list_type(kSv),
           parameters,
           "its parameters, in order; the last of several of one key",
           {},
           true},
    Member{kSv, "parameter_keys", expr::kStringList, parameter_keys, "the keys of its parameters", {}, true},
};

}  // namespace

std::span<const Member> structured_members() { return kMembers; }

}  // namespace httpvet::facts
