// Members of faults, and the faults of values whose grammar is judged piece by piece.
#include <algorithm>
#include <array>

#include "facts/fault_values.h"
#include "facts/member.h"
#include "facts/value_faults.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

const fields::Fault& fault_of(const Value& object) { return object_as<const fields::Fault>(object); }

Value fault_text(Facts&, const Value& object, Arguments) { return Value::of(fault_of(object).text); }
Value fault_what(Facts&, const Value& object, Arguments) { return Value::of(fault_of(object).what); }
Value fault_minor(Facts&, const Value& object, Arguments) { return Value::of(fault_of(object).minor); }

Value faults_of_field(Facts& facts, const Value& object, Arguments arguments) {
  auto& message = object_as<MessageFacts>(object);
  const model::FieldId field = fields::find_field(arguments[0].string);
  if (!message.there() || field == model::kUnknownField) return missing_field(message);
  const model::FieldId twin = report_only_twin(field);
  if (!message.has(field) && (twin == model::kUnknownField || !message.has(twin))) return missing_field(message);
  fields::FaultList faults(facts.arena());
  find_value_faults(message, field, faults);
  return fault_list(faults);
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kF = Object::kFault;

constexpr std::array kMembers = {
    Member{
        kF, "text", expr::kStringType, fault_text, "the octets at fault; empty where something is missing", {}, true},
    Member{kF, "what", expr::kStringType, fault_what, "what is wrong with them, to go on a sentence", {}, true},
    Member{kF, "minor", expr::kBoolType, fault_minor, "recipients get along with it", {}, true},
    Member{Object::kMessage, "faults", list_type(kF), faults_of_field,
           "what is wrong in the value of that field and its report-only twin, place by place, for fields of the web "
           "platform; absent without it",
           kOneString},
};

}  // namespace

std::span<const Member> fault_members() { return kMembers; }

}  // namespace httpvet::facts
