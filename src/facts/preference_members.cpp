// Members of preferences: Prefer and Preference-Applied (RFC 7240).
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/arena_list.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
namespace id = fields::id;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const PreferenceFacts& preference_of(const Value& object) { return object_as<const PreferenceFacts>(object); }

Bytes unquoted(Bytes text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// preference = token [ BWS "=" BWS word ] *( OWS ";" [ OWS parameter ] )     (RFC 7240 §2)
PreferenceFacts read_preference(Bytes member, base::Arena& arena) {
  const Bytes text = take_until(member, ';');
  const std::size_t equals = text.find('=');
  const Bytes name = base::trim_blanks(text.substr(0, equals));
  const Bytes value = equals == Bytes::npos ? Bytes() : unquoted(base::trim_blanks(text.substr(equals + 1)));
  return {text, lower_copy(name, arena), value};
}

Value preferences(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.message().evidence.fields) return Value::not_captured();
  const auto field = message.message().part == model::Part::kRequest ? id::kPrefer : id::kPreferenceApplied;
  fields::ArenaList<const void*> found(facts.arena());
  Bytes rest = message.has(field) ? message.combined(field) : Bytes();
  while (!rest.empty()) {
    const Bytes member = take_until(rest, ',');
    if (!member.empty()) found.push_back(facts.arena().make<PreferenceFacts>(read_preference(member, facts.arena())));
  }
  const auto list = found.finish();
  return Value::of_list({list.data(), static_cast<std::uint32_t>(list.size())});
}

Value repeated_preference(Facts& facts, const Value& object, Arguments) {
  const Value all = preferences(facts, object, {});
  if (!all.known()) return all;
  constexpr std::uint32_t kMost = 64;
  const std::span items(static_cast<const void* const*>(all.list.data), std::min(all.list.size, kMost));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Bytes name = preference_of(Value::of_object(items[i])).name;
    for (std::size_t j = 0; j < i; ++j) {
      if (preference_of(Value::of_object(items[j])).name == name) return Value::of(name);
    }
  }
  return Value::absent();
}

Value text(Facts&, const Value& object, Arguments) { return Value::of(preference_of(object).text); }
Value name(Facts&, const Value& object, Arguments) { return Value::of(preference_of(object).name); }
Value plain_name(Facts&, const Value& object, Arguments) {
  constexpr Bytes kPrefix = "odata.";
  const Bytes full = preference_of(object).name;
  return Value::of(full.starts_with(kPrefix) ? full.substr(kPrefix.size()) : full);
}
Value value(Facts&, const Value& object, Arguments) { return Value::of(preference_of(object).value); }

/// What the definition of a registered preference asks of its value, where this one has another; absent else.
Value fault(Facts&, const Value& object, Arguments) {
  const PreferenceFacts& preference = preference_of(object);
  const auto is_one_of = [&preference](Bytes a, Bytes b) {
    return base::equals_ignoring_case(preference.value, a) || base::equals_ignoring_case(preference.value, b);
  };
  if (preference.name == "return" && !is_one_of("minimal", "representation")) {
    return Value::of(Bytes("minimal or representation"));
  }
  if (preference.name == "handling" && !is_one_of("strict", "lenient")) return Value::of(Bytes("strict or lenient"));
  if (preference.name == "wait") {
    const bool digits = !preference.value.empty() && base::all_of(preference.value, base::kDigit);
    return digits ? Value::absent() : Value::of(Bytes("seconds"));
  }
  constexpr std::array<Bytes, 3> kPlain = {"respond-async", "depth-noroot", "safe"};
  const bool plain = std::ranges::find(kPlain, preference.name) != kPlain.end();
  return plain && !preference.value.empty() ? Value::of(Bytes("no value")) : Value::absent();
}

constexpr Object kP = Object::kPreference;

constexpr std::array kMembers = {
    Member{Object::kMessage, "preferences", list_type(kP), preferences,
           "the members of Prefer of a request, of Preference-Applied of a response; read leniently"},
    Member{Object::kMessage, "repeated_preference", expr::kStringType, repeated_preference,
           "a name that comes twice among them; absent without"},
    Member{kP, "text", expr::kStringType, text, "name and value as sent", {}, true},
    Member{kP, "name", expr::kStringType, name, "its name in lower case", {}, true},
    Member{kP, "plain_name", expr::kStringType, plain_name, "its name without the prefix odata.", {}, true},
    Member{kP, "value", expr::kStringType, value, "its value without quotes; empty if it has none", {}, true},
    Member{kP, "fault", expr::kStringType, fault,
           "what value a registered preference takes, where it has another; absent else"},
};

}  // namespace

std::span<const Member> preference_members() { return kMembers; }

}  // namespace httpvet::facts
