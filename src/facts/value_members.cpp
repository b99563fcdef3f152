// Members of typed field values.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

template <typename T>
const Parsed<T>& parsed(const Value& object) {
  return object_as<const Parsed<T>>(object);
}

Value of_number(const fields::Number& number) {
  return Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(number.value, INT64_MAX)));
}

Value media_name(Facts& facts, const Value& object, Arguments) {
  const auto& type = parsed<fields::MediaType>(object);
  const std::size_t end = type.value.subtype.offset + type.value.subtype.length;
  return Value::of(lower_copy(type.text.substr(type.value.type.offset, end - type.value.type.offset), facts.arena()));
}

Value media_parameter(Facts& facts, const Value& object, Arguments arguments) {
  const auto& type = parsed<fields::MediaType>(object);
  const fields::Parameter* parameter = type.value.find_parameter(type.text, arguments[0].string);
  if (parameter == nullptr) return Value::absent();
  return Value::of(fields::parameter_value(*parameter, type.text, facts.arena()));
}

Value challenge_scheme(Facts& facts, const Value& object, Arguments) {
  const auto& challenge = object_as<const ChallengeFacts>(object);
  return Value::of(lower_copy(challenge.challenge->scheme.in(challenge.text), facts.arena()));
}

Value challenge_parameter(Facts& facts, const Value& object, Arguments arguments) {
  const auto& item = object_as<const ChallengeFacts>(object);
  const auto* parameter = fields::find_parameter(item.challenge->parameters, item.text, arguments[0].string);
  if (parameter == nullptr) return Value::absent();
  return Value::of(fields::parameter_value(*parameter, item.text, facts.arena()));
}

Value challenge_parameters(Facts& facts, const Value& object, Arguments arguments) {
  const auto& item = object_as<const ChallengeFacts>(object);
  const std::span<const fields::Parameter> all = item.challenge->parameters;
  const auto values = facts.arena().make_array<Bytes>(all.size());
  std::size_t count = 0;
  for (const fields::Parameter& parameter : all) {
    if (!base::equals_ignoring_case(parameter.name.in(item.text), arguments[0].string)) continue;
    values[count++] = fields::parameter_value(parameter, item.text, facts.arena());
  }
  return Value::of(std::span<const Bytes>(values.first(count)));
}

Value coding_name(Facts& facts, const Value& object, Arguments) {
  const auto& coding = object_as<const CodingFacts>(object);
  return Value::of(lower_copy(coding.coding->name.in(coding.text), facts.arena()));
}
Value coding_parameters(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(object_as<const CodingFacts>(object).coding->parameters.size()));
}

Value coding_q(Facts&, const Value& object, Arguments) {
  return Value::of(std::int64_t{object_as<const CodingFacts>(object).coding->weight.value_or(1000)});
}

Value weighted_name(Facts& facts, const Value& object, Arguments) {
  const auto& item = object_as<const WeightedFacts>(object);
  return Value::of(lower_copy(item.weighted->name.in(item.text), facts.arena()));
}
Value weighted_q(Facts&, const Value& object, Arguments) {
  return Value::of(std::int64_t{object_as<const WeightedFacts>(object).weighted->weight});
}
Value weighted_parameter(Facts& facts, const Value& object, Arguments arguments) {
  const auto& item = object_as<const WeightedFacts>(object);
  const auto* parameter = fields::find_parameter(item.weighted->parameters, item.text, arguments[0].string);
  if (parameter == nullptr) return Value::absent();
  return Value::of(fields::parameter_value(*parameter, item.text, facts.arena()));
}

Value directive_has(Facts&, const Value& object, Arguments arguments) {
  const auto& directives = parsed<fields::Directives>(object);
  return Value::of(directives.value.find(directives.text, arguments[0].string) != nullptr);
}
Value directive_seconds(Facts&, const Value& object, Arguments arguments) {
  const auto& directives = parsed<fields::Directives>(object);
  const fields::Directive* directive = directives.value.find(directives.text, arguments[0].string);
  if (directive == nullptr) return Value::absent();
  const auto seconds = fields::delta_seconds(*directive, directives.text);
  return seconds ? of_number(*seconds) : Value::malformed();
}

const LinkFacts& link_of(const Value& object) { return object_as<const LinkFacts>(object); }

Value link_target(Facts&, const Value& object, Arguments) {
  const LinkFacts& link = link_of(object);
  return Value::of(link.link->target.in(link.text));
}
Value link_rel(Facts& facts, const Value& object, Arguments) {
  return Value::of(relations_of(*link_of(object).link, link_of(object).text, facts.arena()));
}
Value link_parameter(Facts& facts, const Value& object, Arguments arguments) {
  const LinkFacts& link = link_of(object);
  const fields::Parameter* parameter = link.link->find_parameter(link.text, arguments[0].string);
  if (parameter == nullptr) return Value::absent();
  return Value::of(fields::parameter_value(*parameter, link.text, facts.arena()));
}
Value link_has_parameter(Facts&, const Value& object, Arguments arguments) {
  const LinkFacts& link = link_of(object);
  return Value::of(link.link->find_parameter(link.text, arguments[0].string) != nullptr);
}
Value link_loose(Facts&, const Value& object, Arguments) { return Value::of(link_of(object).link->loose); }

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kMt = Object::kMediaType;
constexpr Object kCd = Object::kCoding;
constexpr Object kWt = Object::kWeighted;
constexpr Object kDr = Object::kDirectives;
constexpr Object kLk = Object::kLink;

constexpr std::array kMembers = {
    Member{kMt, "name", expr::kStringType, media_name, "type/subtype in lower case", {}, true},
    Member{kMt, "parameter", expr::kStringType, media_parameter,
           "the value of a parameter, unquoted; absent if there is none", kOneString},
    Member{Object::kChallenge, "scheme", expr::kStringType, challenge_scheme, "the scheme in lower case", {}, true},
    Member{Object::kChallenge, "parameter", expr::kStringType, challenge_parameter,
           "the value of a parameter, unquoted; absent if there is none", kOneString},
    Member{Object::kChallenge, "parameters", expr::kStringList, challenge_parameters,
           "the values of that parameter, unquoted; empty if there is none", kOneString, true},
    Member{kCd, "name", expr::kStringType, coding_name, "the coding in lower case", {}, true},
    Member{kCd, "q", expr::kIntType, coding_q, "its weight in thousandths; 1000 without one", {}, true},
    Member{kCd, "parameters", expr::kIntType, coding_parameters, "how many parameters it has", {}, true},
    Member{kWt, "name", expr::kStringType, weighted_name, "what is accepted, in lower case", {}, true},
    Member{kWt, "q", expr::kIntType, weighted_q, "its weight in thousandths; 1000 without one", {}, true},
    Member{kWt, "parameter", expr::kStringType, weighted_parameter,
           "the value of a parameter, unquoted; absent if there is none", kOneString},
    Member{kDr, "has", expr::kBoolType, directive_has, "the directive is there", kOneString, true},
    Member{kDr, "seconds", expr::kIntType, directive_seconds, "its argument as delta-seconds", kOneString},
    Member{kLk, "target", expr::kStringType, link_target, "what stands between its angle brackets", {}, true},
    Member{kLk, "rel", expr::kStringList, link_rel, "its relation types in lower case, possibly none", {}, true},
    Member{kLk, "parameter", expr::kStringType, link_parameter,
           "the value of a parameter, unquoted, empty if it has none; absent without the parameter", kOneString},
    Member{kLk, "has_parameter", expr::kBoolType, link_has_parameter, "the parameter is there", kOneString, true},
    Member{kLk,
           "loose",
           expr::kBoolType,
           link_loose,
           "a value without quotes holds octets that RFC 5988 allowed there and RFC 8288 does not",
           {},
           true},
};

}  // namespace

std::span<const Member> value_members() { return kMembers; }

}  // namespace httpvet::facts
