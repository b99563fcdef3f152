// Members of problem details (RFC 9457), as JSON.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "content/json_check.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/media_names.h"
#include "fields/status_registry.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

using content::JsonMember;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

constexpr std::array<Bytes, 5> kNames = {"type", "title", "status", "detail", "instance"};

/// Reads a problem document in JSON: absent where the content is none, or does not parse.
template <typename Read>
Value read_problem(const Value& object, Read read) {
  MessageFacts& message = message_of(object);
  const model::FieldLine* line = message.first_line(id::kContentType);
  if (line == nullptr ||
      !base::equals_ignoring_case(fields::media_type_name(line->value), "application/problem+json")) {
    return Value::absent();
  }
  const WholeContent& content = message.whole_content();
  if (!content.there()) return Value::not_captured();
  if (content::check_json(content.text()).state != content::TextState::kValid) return Value::absent();
  return read(message, content::top_level_members(content.text(), kNames));
}

template <typename Read>
Value read_object(const Value& object, Read read) {
  return read_problem(object, [&read](MessageFacts& message, const std::optional<std::vector<JsonMember>>& members) {
    return members ? read(message, *members) : Value::absent();
  });
}

const JsonMember* find(const std::vector<JsonMember>& members, Bytes name) {
  const auto found = std::ranges::find(members, name, [](const JsonMember& m) { return Bytes(m.name); });
  return found == members.end() ? nullptr : &*found;
}

Value no_object(Facts&, const Value& object, Arguments) {
  return read_problem(object, [](MessageFacts&, const std::optional<std::vector<JsonMember>>& members) {
    return Value::of(!members.has_value());
  });
}

Value string_member(const Value& object, Bytes name) {
  return read_object(object, [name](MessageFacts& message, const std::vector<JsonMember>& members) {
    const JsonMember* member = find(members, name);
    if (member == nullptr || member->kind == 'n') return Value::absent();
    return member->kind == '"' ? Value::of(message.arena().copy(member->value)) : Value::malformed();
  });
}

Value type(Facts&, const Value& object, Arguments) { return string_member(object, "type"); }
Value title(Facts&, const Value& object, Arguments) { return string_member(object, "title"); }

Value status(Facts&, const Value& object, Arguments) {
  return read_object(object, [](MessageFacts&, const std::vector<JsonMember>& members) {
    const JsonMember* member = find(members, "status");
    if (member == nullptr || member->kind == 'n') return Value::absent();
    std::int64_t number = 0;
    const Bytes digits = member->value;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = member->kind == '0' && error == std::errc() && end == digits.data() + digits.size();
    return whole ? Value::of(number) : Value::malformed();
  });
}

bool is_integer(const JsonMember& member) {
  return member.kind == '0' && member.value.find_first_of(".eE") == std::string::npos;
}

/// What breaks RFC 9457 §3.1 in `member`, in words; empty if nothing does.
std::string fault_of(const JsonMember& member) {
  if (member.name == "status") return is_integer(member) ? "" : "status is no integer";
  if (member.kind != '"') return member.name + " is no string";
  if (member.name != "type" && member.name != "instance") return {};
  fields::UriReference uri;
  fields::ParseError error;
  return fields::parse_uri_reference(member.value, uri, error) ? "" : member.name + " is no URI reference";
}

Value member_fault(Facts&, const Value& object, Arguments) {
  return read_object(object, [](MessageFacts& message, const std::vector<JsonMember>& members) {
    for (const JsonMember& member : members) {
      const std::string fault = member.kind == 'n' ? "" : fault_of(member);
      if (!fault.empty()) return Value::of(message.arena().copy(fault));
    }
    for (const JsonMember& member : members) {
      if (member.kind == 'n') return Value::of(message.arena().copy(member.name + " is null"));
    }
    return Value::absent();
  });
}

Value only_null(Facts&, const Value& object, Arguments) {
  return read_object(object, [](MessageFacts&, const std::vector<JsonMember>& members) {
    const bool other = std::ranges::any_of(
        members, [](const JsonMember& member) { return member.kind != 'n' && !fault_of(member).empty(); });
    const bool null = std::ranges::any_of(members, [](const JsonMember& member) { return member.kind == 'n'; });
    return Value::of(null && !other);
  });
}

/// True for the phrase of the response's status, as the registry has it or had it, and for titles in another language.
Value title_standard(Facts&, const Value& object, Arguments) {
  return read_object(object, [](MessageFacts& message, const std::vector<JsonMember>& members) {
    const JsonMember* title = find(members, "title");
    if (title == nullptr || title->kind != '"') return Value::absent();
    const auto beyond_ascii = [](char c) { return base::is(c, base::kObsText); };
    if (std::ranges::any_of(title->value, beyond_ascii)) return Value::of(true);
    const Bytes language = message.combined(id::kContentLanguage);
    if (!language.empty() && !base::equals_ignoring_case(language.substr(0, 2), "en")) return Value::of(true);
    const fields::StatusInfo* info = fields::find_status(message.message().status);
    if (info == nullptr) return Value::absent();
    const auto same = [title](Bytes phrase) { return base::equals_ignoring_case(phrase, title->value); };
    return Value::of(same(info->name.en) || std::ranges::any_of(info->other_phrases, same) ||
                     same(message.message().reason));
  });
}

/// RFC 9457 §3.1.1 recommends absolute URIs; some of them are placeholders.
Value type_doubt(Facts& facts, const Value& object, Arguments arguments) {
  const Value found = type(facts, object, arguments);
  if (!found.known()) return found;
  fields::UriReference uri;
  fields::ParseError error;
  if (!fields::parse_uri_reference(found.string, uri, error)) return Value::malformed();
  if (!uri.has_scheme) return Value::of(Bytes("is a relative reference"));
  const Bytes rest = found.string.substr(found.string.find(':') + 1);
  if (!rest.starts_with("//")) return Value::absent();
  const Bytes host = rest.substr(2, rest.find_first_of(":/?#", 2) - 2);
  constexpr std::array<Bytes, 8> kPlaceholders = {"example.com",     "example.org",     "example.net", "localhost",
                                                  "www.example.com", "www.example.org", "127.0.0.1",   "example"};
  const auto same = [host](Bytes name) { return base::equals_ignoring_case(name, host); };
  return std::ranges::any_of(kPlaceholders, same) ? Value::of(Bytes("is a placeholder")) : Value::absent();
}

constexpr ContentKinds kReads = whole_content(kJsonContent) | kCodedContent;

constexpr Member of_content(Bytes name, expr::Type type, ReadFunction read, Bytes doc) {
  return {Object::kContent, name, type, read, doc, {}, false, false, kReads};
}

constexpr std::array kMembers = {
    of_content("problem_no_object", expr::kBoolType, no_object,
               "it is valid application/problem+json, but no JSON object"),
    of_content("problem_type", expr::kStringType, type, "type of application/problem+json; absent if it has none"),
    of_content("problem_type_doubt", expr::kStringType, type_doubt,
               "why type of application/problem+json leads nowhere; absent if it may lead somewhere"),
    of_content("problem_title", expr::kStringType, title, "title of application/problem+json; absent if it has none"),
    of_content("problem_status", expr::kIntType, status, "status of application/problem+json; absent if it has none"),
    of_content(
        "problem_member_fault", expr::kStringType, member_fault,
        "which of the five members of application/problem+json has a value of the wrong kind; absent if none has"),
    of_content("problem_only_null", expr::kBoolType, only_null, "its `problem_member_fault` is nothing but a null"),
    of_content("problem_title_standard", expr::kBoolType, title_standard,
               "title of application/problem+json is the phrase of the status, or in another language"),
};

}  // namespace

std::span<const Member> problem_members() { return kMembers; }

}  // namespace httpvet::facts
