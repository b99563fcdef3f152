// Members about compression dictionaries (RFC 9842).
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::SfKind;
using fields::SfValue;
using Arguments = std::span<const Value>;
namespace id = fields::id;

/// The members of a dictionary, or an item as the only one, with their text; none where it is absent or does not parse.
struct Structured {
  std::span<const SfValue> members;
  Bytes text;
};

Structured read_dictionary(MessageFacts& message, model::FieldId field) {
  const Value value = message.value(field);
  if (!value.known()) return {};
  const auto& parsed = object_as<const Parsed<fields::StructuredField>>(value);
  return {parsed.value.members, parsed.text};
}

Structured read_item(MessageFacts& message, model::FieldId field) {
  const Value value = message.value(field);
  if (!value.known()) return {};
  const auto& item = object_as<const SfFacts>(value);
  return {{item.value, 1}, item.text};
}

bool offers_dictionary_coding(MessageFacts& request) {
  const Value accepted = request.value(id::kAcceptEncoding);
  if (!accepted.known()) return false;
  const auto* items = static_cast<const void* const*>(accepted.list.data);
  for (std::uint32_t i = 0; i < accepted.list.size; ++i) {
    const auto& item = object_as<const WeightedFacts>(Value::of_object(items[i]));
    const Bytes name = item.weighted->name.in(item.text);
    if (base::equals_ignoring_case(name, "dcb") || base::equals_ignoring_case(name, "dcz")) return true;
  }
  return false;
}

/// Whether a URL pattern holds a regular expression: a parenthesis that no backslash escapes.
bool has_regexp_group(Bytes pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '(') {
      return true;
    }
  }
  return false;
}

/// Scheme and authority of an absolute URI; empty of others.
Bytes origin_of(Bytes uri) {
  const std::size_t scheme = uri.find("://");
  if (scheme == Bytes::npos || uri.substr(0, scheme).find_first_of("/?#") != Bytes::npos) return {};
  return uri.substr(0, std::min(uri.find_first_of("/?#", scheme + 3), uri.size()));
}

/// Host and port of Host or of an absolute target.
Bytes authority_of(MessageFacts& request) {
  const Bytes origin = origin_of(request.message().target);
  return origin.empty() ? request.combined(id::kHost) : origin.substr(origin.find("://") + 3);
}

std::string member_fault(const SfValue& member, Bytes text, Facts& facts) {
  constexpr std::size_t kLongestId = 1024;
  const Bytes key = member.key.in(text);
  const auto value = [&] { return fields::text_of(member, text, facts.arena()); };
  if (key == "match") {
    if (member.kind != SfKind::kString) return "match is no string";
    if (has_regexp_group(value())) return "match holds a regular expression";
    const Bytes origin = origin_of(value());
    if (origin.empty() || !facts.request().there()) return {};
    const Bytes host = authority_of(facts.request());
    const bool same = host.empty() || base::equals_ignoring_case(origin.substr(origin.find("://") + 3), host);
    return same ? "" : "match names another origin";
  }
  if (key == "match-dest") {
    const bool strings =
        std::ranges::all_of(member.items(), [](const SfValue& i) { return i.kind == SfKind::kString; });
    return member.kind == SfKind::kInnerList && strings ? "" : "match-dest is no list of strings";
  }
  if (key == "id") {
    if (member.kind != SfKind::kString) return "id is no string";
    return value().size() > kLongestId ? "id has more than 1024 characters" : "";
  }
  if (key == "type") return member.kind == SfKind::kToken ? "" : "type is no token";
  return {};
}

std::string offer_fault(Facts& facts) {
  MessageFacts& response = facts.judged();
  if (!response.there() || !response.has(id::kUseAsDictionary)) return {};
  if (!response.value(id::kUseAsDictionary).known()) return {};
  const Structured offer = read_dictionary(response, id::kUseAsDictionary);
  bool match = false;
  for (const SfValue& member : offer.members) {
    if (member.overridden) continue;
    match = match || member.key.in(offer.text) == "match";
    const std::string fault = member_fault(member, offer.text, facts);
    if (!fault.empty()) return "in Use-As-Dictionary, " + fault;
  }
  return match ? "" : "Use-As-Dictionary has no match";
}

/// The id of the only dictionary that earlier exchanges of the connection offered; nullopt where there are none,
/// several, or one without id.
std::optional<Bytes> offered_id(Facts& facts) {
  const Value session = facts.session();
  if (!session.known()) return std::nullopt;
  const auto* objects = static_cast<const void* const*>(session.list.data);
  std::optional<Bytes> found;
  for (std::uint32_t i = 0; i < session.list.size; ++i) {
    MessageFacts& response = object_as<EarlierFacts>(Value::of_object(objects[i])).res;
    if (!response.there() || !response.has(id::kUseAsDictionary)) continue;
    const Structured offer = read_dictionary(response, id::kUseAsDictionary);
    const SfValue* name = fields::find_key(offer.members, offer.text, "id");
    if (name == nullptr || name->kind != SfKind::kString || found) return std::nullopt;
    found = fields::text_of(*name, offer.text, facts.arena());
  }
  return found;
}

std::string request_fault(Facts& facts) {
  MessageFacts& request = facts.request();
  if (!request.there() || !request.message().evidence.fields) return {};
  const bool available = request.has(id::kAvailableDictionary);
  if (available && request.lines_of(id::kAvailableDictionary).size() > 1) return "Available-Dictionary occurs twice";
  if (available && request.value(id::kAvailableDictionary).known()) {
    const Structured hash = read_item(request, id::kAvailableDictionary);
    const bool fits =
        hash.members.size() == 1 && hash.members[0].kind == SfKind::kBytes && hash.members[0].number == 32;
    if (!fits) return "Available-Dictionary is no byte sequence of 32 octets";
  }
  if (!available && offers_dictionary_coding(request)) return "dcb or dcz is accepted without Available-Dictionary";
  if (!request.has(id::kDictionaryId)) return {};
  if (!available) return "Dictionary-ID comes without Available-Dictionary";
  const Structured name = read_item(request, id::kDictionaryId);
  if (name.members.size() != 1) return {};
  if (name.members[0].kind != SfKind::kString) return "Dictionary-ID is no string";
  const auto offered = offered_id(facts);
  const bool other = offered && *offered != fields::text_of(name.members[0], name.text, facts.arena());
  return other ? "Dictionary-ID is not the id that the dictionary came with" : "";
}

bool is_idle(Facts& facts) {
  return facts.request().there() && facts.request().has(id::kAvailableDictionary) &&
         !offers_dictionary_coding(facts.request());
}

std::string fault_of(Facts& facts) {
  const std::string fault = request_fault(facts);
  return fault.empty() ? offer_fault(facts) : fault;
}

Value dictionary_fault(Facts& facts, const Value&, Arguments) {
  const std::string fault = fault_of(facts);
  if (!fault.empty()) return Value::of(facts.arena().copy(fault));
  return is_idle(facts) ? Value::of(Bytes("Available-Dictionary comes without dcb or dcz in Accept-Encoding"))
                        : Value::absent();
}

Value dictionary_idle(Facts& facts, const Value&, Arguments) {
  return Value::of(fault_of(facts).empty() && is_idle(facts));
}

constexpr std::array kMembers = {
    Member{Object::kExchange,
           "dictionary_fault",
           expr::kStringType,
           dictionary_fault,
           "what is wrong with the fields for compression dictionaries; absent if nothing is",
           {},
           false,
           false,
           kNoContent,
           true},
    Member{Object::kExchange, "dictionary_idle", expr::kBoolType, dictionary_idle,
           "its `dictionary_fault` is nothing but a dictionary that no accepted coding uses"},
};

}  // namespace

std::span<const Member> dictionary_members() { return kMembers; }

}  // namespace httpvet::facts
