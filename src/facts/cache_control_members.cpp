// Members of Cache-Control (RFC 9111 §5.2): its directives one by one, as far as they can be read.
#include <array>
#include <cstdint>
#include <map>

#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/arena_list.h"
#include "fields/cache_directives.h"
#include "fields/cursor.h"
#include "fields/field_ids.h"
#include "fields/structured_field.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::ArgumentFault;
using Arguments = std::span<const Value>;
namespace id = fields::id;

/// How a directive repeats an earlier one.
enum class Repeats : std::uint8_t { kNo, kSame, kOther };

struct CacheDirectiveFacts {
  fields::LooseDirective directive;
  Bytes value;                                  // of the whole field
  Bytes name;                                   // in lower case
  const fields::DirectiveInfo* info = nullptr;  // null: not registered
  Repeats repeats = Repeats::kNo;
  bool request = false;
  Bytes fault;  // of its argument; empty if nothing is wrong
  Bytes field;  // the targeted field that it stands in; empty for Cache-Control
};

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const CacheDirectiveFacts& directive_of(const Value& object) { return object_as<const CacheDirectiveFacts>(object); }

/// RFC 9111 §5.2.2.4 and §5.2.2.7: several lists of field names add up.
Repeats compare(const CacheDirectiveFacts& first, const CacheDirectiveFacts& again) {
  if (!first.directive.has_argument && !again.directive.has_argument) return Repeats::kSame;
  const bool lists = again.info != nullptr && again.info->in_response == fields::DirectiveArgument::kMayNames;
  const bool both = first.directive.has_argument && again.directive.has_argument;
  if (lists && both) return Repeats::kNo;
  const bool equal = both && first.directive.argument.in(first.value) == again.directive.argument.in(again.value);
  return equal ? Repeats::kSame : Repeats::kOther;
}

Bytes describe(ArgumentFault fault) {
  switch (fault) {
    case ArgumentFault::kNoFault:
      break;
    case ArgumentFault::kMissing:
      return "has no number of seconds";
    case ArgumentFault::kNotSeconds:
      return "is not followed by a whole number of seconds, 0 or more";
    case ArgumentFault::kNotNames:
      return "is not followed by a list of field names";
    case ArgumentFault::kNotAllowed:
      return "takes no argument";
  }
  return {};
}

CacheDirectiveFacts make_facts(const fields::LooseDirective& directive, Bytes value, MessageFacts& message) {
  CacheDirectiveFacts item;
  item.directive = directive;
  item.value = value;
  item.name = lower_copy(directive.name.in(value), message.arena());
  item.request = message.message().part == model::Part::kRequest;
  item.info = fields::find_directive(item.name);
  if (item.info != nullptr) {
    item.fault = describe(fields::argument_fault(directive, value, *item.info, item.request));
  }
  return item;
}

Value cache_directives(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kCacheControl)) {
    return message.message().evidence.fields ? Value::absent() : Value::not_captured();
  }
  base::Arena& arena = message.arena();
  const Bytes value = message.combined(id::kCacheControl);
  const auto found = fields::read_loosely(value, arena);
  const auto items = arena.make_array<CacheDirectiveFacts>(found.size());
  const auto objects = arena.make_array<const void*>(found.size());
  std::map<Bytes, const CacheDirectiveFacts*> first;
  for (std::size_t i = 0; i < found.size(); ++i) {
    CacheDirectiveFacts& item = items[i];
    item = make_facts(found[i], value, message);
    const auto [place, fresh] = first.try_emplace(item.name, &item);
    if (!fresh) item.repeats = compare(*place->second, item);
    objects[i] = &item;
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

/// RFC 9213 §2.1: what stands behind a directive in a dictionary. A directive alone is the boolean true.
ArgumentFault fault_of_member(const fields::SfValue& member, const fields::DirectiveInfo& info) {
  using enum fields::DirectiveArgument;
  const bool flag = member.kind == fields::SfKind::kBoolean;
  switch (info.in_response) {
    case kNone:
      return flag ? ArgumentFault::kNoFault : ArgumentFault::kNotAllowed;
    case kSeconds:
    case kMaySeconds:
      if (flag && info.in_response == kMaySeconds) return ArgumentFault::kNoFault;
      if (flag) return ArgumentFault::kMissing;
      return member.kind == fields::SfKind::kInteger && member.number >= 0 ? ArgumentFault::kNoFault
                                                                           : ArgumentFault::kNotSeconds;
    case kMayNames:
      return flag || member.kind == fields::SfKind::kString ? ArgumentFault::kNoFault : ArgumentFault::kNotNames;
  }
  return ArgumentFault::kNoFault;
}

/// The directives with a wrong argument of one targeted field that parses as a dictionary.
void add_targeted(const model::FieldLine& line, base::Arena& arena, fields::ArenaList<const void*>& out) {
  const Bytes value = line.value;
  fields::StructuredField dictionary;
  fields::ParseError error;
  if (!fields::parse_sf_dict(value, arena, dictionary, error)) return;
  for (const fields::SfValue& member : dictionary.members) {
    const Bytes key = member.key.in(value);
    const fields::DirectiveInfo* info = fields::find_directive(key);
    if (info == nullptr || member.overridden) continue;
    const Bytes fault = describe(fault_of_member(member, *info));
    if (fault.empty()) continue;
    auto* item = arena.make<CacheDirectiveFacts>();
    item->value = value;
    item->name = key;
    const std::uint32_t end =
        member.source.empty() ? member.key.offset + member.key.length : member.source.offset + member.source.length;
    item->directive.name = member.key;
    item->directive.text = {member.key.offset, end - member.key.offset};
    item->info = info;
    item->fault = fault;
    item->field = line.name;
    out.push_back(item);
  }
}

/// Targeted fields of RFC 9213 are named so; their forerunners are no dictionaries.
bool is_dictionary_name(Bytes name) {
  constexpr Bytes kSuffix = "-cache-control";
  return name.size() > kSuffix.size() && base::equals_ignoring_case(name.substr(name.size() - kSuffix.size()), kSuffix);
}

/// The directives of Cache-Control with a wrong argument.
void add_faulty(MessageFacts& message, fields::ArenaList<const void*>& out) {
  const Bytes value = message.combined(id::kCacheControl);
  for (const fields::LooseDirective& directive : fields::read_loosely(value, message.arena())) {
    // A colon or a blank in the place of = is a fault of its own.
    if (directive.separator == ':' || directive.separator == ' ') continue;
    CacheDirectiveFacts item = make_facts(directive, value, message);
    if (!item.fault.empty()) out.push_back(message.arena().make<CacheDirectiveFacts>(item));
  }
}

Value faulty_directives(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  fields::ArenaList<const void*> faulty(message.arena());
  if (message.has(id::kCacheControl)) add_faulty(message, faulty);
  if (message.message().part != model::Part::kRequest) {
    for (const model::FieldLine& line : message.message().lines) {
      if (!is_targeted(line.name) || !is_dictionary_name(line.name)) continue;
      add_targeted(line, message.arena(), faulty);
    }
  }
  const auto items = faulty.finish();
  if (items.empty() && !message.message().evidence.fields) return Value::not_captured();
  return Value::of_list({items.data(), static_cast<std::uint32_t>(items.size())});
}

Value cache_control_explained(Facts& facts, const Value& object, Arguments arguments) {
  const Value all = cache_directives(facts, object, arguments);
  if (!all.known()) return all;
  const auto* objects = static_cast<const void* const*>(all.list.data);
  for (std::uint32_t i = 0; i < all.list.size; ++i) {
    const auto& item = directive_of(Value::of_object(objects[i]));
    const bool known = item.info != nullptr || !fields::directive_meant(item.name).empty();
    if (!item.fault.empty() || (known && item.directive.separator != '\0')) return Value::of(true);
  }
  return Value::of(false);
}

Value name(Facts&, const Value& object, Arguments) { return Value::of(directive_of(object).name); }
Value written(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  return Value::of(item.directive.name.in(item.value));
}
Value text(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  return Value::of(item.directive.text.in(item.value));
}
Value in_field(Facts&, const Value& object, Arguments) {
  const Bytes field = directive_of(object).field;
  return Value::of(field.empty() ? Bytes("Cache-Control") : field);
}
Value registered(Facts&, const Value& object, Arguments) { return Value::of(directive_of(object).info != nullptr); }
Value extension(Facts&, const Value& object, Arguments) {
  return Value::of(fields::is_directive_extension(directive_of(object).name));
}
Value misplaced(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  return Value::of(item.info != nullptr && !(item.request ? item.info->in_requests : item.info->in_responses));
}
Value alone(Facts&, const Value& object, Arguments) { return Value::of(directive_of(object).directive.alone); }

Value meant(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  if (item.info != nullptr) return Value::absent();
  const Bytes name = fields::directive_meant(item.name);
  return name.empty() ? Value::absent() : Value::of(name);
}

Value separator(Facts&, const Value& object, Arguments) {
  switch (directive_of(object).directive.separator) {
    case ';':
      return Value::of(Bytes("semicolon"));
    case ':':
      return Value::of(Bytes("colon"));
    case ' ':
      return Value::of(Bytes("blank"));
    default:
      return Value::absent();
  }
}

Value argument_fault(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  return item.fault.empty() ? Value::absent() : Value::of(item.fault);
}

Value wrongly_quoted(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  return Value::of(item.info != nullptr &&
                   fields::wrongly_quoted(item.directive, item.value, *item.info, item.request));
}

Value repeats(Facts&, const Value& object, Arguments) {
  switch (directive_of(object).repeats) {
    case Repeats::kNo:
      break;
    case Repeats::kSame:
      return Value::of(Bytes("same"));
    case Repeats::kOther:
      return Value::of(Bytes("other"));
  }
  return Value::absent();
}

Value seconds(Facts&, const Value& object, Arguments) {
  const auto& item = directive_of(object);
  if (!item.directive.has_argument) return Value::absent();
  const Bytes argument = item.directive.argument.in(item.value);
  fields::ParseError error;
  fields::Cursor cursor(argument, error);
  fields::Number number;
  if (!cursor.digits(number) || !cursor.at_end()) return Value::malformed();
  return Value::of(static_cast<std::int64_t>(number.value));
}

const Parsed<fields::Directives>& directives_of(const Value& object) {
  return object_as<const Parsed<fields::Directives>>(object);
}

Value plain(Facts&, const Value& object, Arguments arguments) {
  const auto& all = directives_of(object);
  const fields::Directive* found = all.value.find(all.text, arguments[0].string);
  return Value::of(found != nullptr && !found->has_argument);
}

Value names(Facts& facts, const Value& object, Arguments) {
  const auto& all = directives_of(object);
  const auto items = facts.arena().make_array<Bytes>(all.value.directives.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = lower_copy(all.value.directives[i].name.in(all.text), facts.arena());
  }
  return Value::of(std::span<const Bytes>(items));
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kM = Object::kMessage;
constexpr Object kD = Object::kCacheDirective;
constexpr Object kDr = Object::kDirectives;

constexpr std::array kMembers = {
    Member{kM, "cache_directives", list_type(Object::kCacheDirective), cache_directives,
           "the directives of Cache-Control, read as far as possible where it does not match its grammar"},
    Member{kM, "faulty_directives", list_type(Object::kCacheDirective), faulty_directives,
           "those of Cache-Control, and in responses of CDN-Cache-Control and other targeted fields, whose argument is "
           "wrong or missing"},
    Member{kM, "cache_control_explained", expr::kBoolType, cache_control_explained,
           "some directive of Cache-Control has a fault of separator or argument, which rules about those tell"},
    Member{kD, "name", expr::kStringType, name, "its name in lower case", {}, true},
    Member{kD, "written", expr::kStringType, written, "its name as sent", {}, true},
    Member{kD, "text", expr::kStringType, text, "the whole directive as sent", {}, true},
    Member{kD, "field", expr::kStringType, in_field, "the name of the field that it stands in", {}, true},
    Member{kD, "registered", expr::kBoolType, registered, "IANA's registry has it", {}, true},
    Member{kD, "extension", expr::kBoolType, extension, "it is a known one that is not registered", {}, true},
    Member{kD, "misplaced", expr::kBoolType, misplaced, "it is registered, but not for such a message", {}, true},
    Member{kD, "alone", expr::kBoolType, alone, "nothing but it stands between two commas", {}, true},
    Member{kD, "meant", expr::kStringType, meant,
           "the registered directive that it was probably meant to be; absent if it is one or like none"},
    Member{kD, "separator", expr::kStringType, separator,
           "what stands where a comma belongs: \"semicolon\", \"blank\", or where = does: \"colon\"; absent else"},
    Member{kD, "argument_fault", expr::kStringType, argument_fault,
           "what is wrong with the argument of a registered directive, quotes aside, as the rest of a sentence; absent "
           "if nothing is"},
    Member{kD,
           "wrongly_quoted",
           expr::kBoolType,
           wrongly_quoted,
           "its seconds stand in quotes, or its field name without them",
           {},
           true},
    Member{kD, "repeats", expr::kStringType, repeats,
           "\"same\" if an earlier one is equal, \"other\" if an earlier one has another argument; absent else, and "
           "for lists of field names, which add up"},
    Member{kD, "seconds", expr::kIntType, seconds, "its argument as delta-seconds"},
    Member{kDr, "plain", expr::kBoolType, plain, "the directive is there, without an argument", kOneString, true},
    Member{kDr, "names", expr::kStringList, names, "the names of the directives in lower case", {}, true},
};

}  // namespace

std::span<const Member> cache_control_members() { return kMembers; }

}  // namespace httpvet::facts
