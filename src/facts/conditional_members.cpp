// Members of conditional requests (RFC 9110 §13): the validators they name, and what those select.
#include <algorithm>
#include <array>
#include <vector>

#include "base/byte_class.h"
#include "facts/conditional.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

using Tag = Parsed<fields::EntityTag>;

const Tag& tag_of(const Value& object) { return object_as<const Tag>(object); }

Value tag_weak(Facts&, const Value& object, Arguments) { return Value::of(tag_of(object).value.weak); }
Value tag_opaque(Facts&, const Value& object, Arguments) {
  return Value::of(tag_of(object).value.opaque.in(tag_of(object).text));
}
Value tag_text(Facts&, const Value& object, Arguments) { return Value::of(tag_of(object).text); }

const Parsed<fields::EntityTags>& tags_of(const Value& object) {
  return object_as<const Parsed<fields::EntityTags>>(object);
}

Value tags_any(Facts&, const Value& object, Arguments) { return Value::of(tags_of(object).value.any); }

Value tags_opaque(Facts& facts, const Value& object, Arguments) {
  const auto& tags = tags_of(object);
  const auto items = facts.arena().make_array<Bytes>(tags.value.tags.size());
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = tags.value.tags[i].opaque.in(tags.text);
  return Value::of(std::span<const Bytes>(items));
}

/// One tag of a list, as if it had been parsed alone.
Tag alone(const fields::EntityTag& tag, Bytes list) {
  const std::uint32_t before = tag.weak ? 3 : 1;  // W/" or "
  const Bytes text = list.substr(tag.opaque.offset - before, before + tag.opaque.length + 1);
  return {{tag.weak, {before, tag.opaque.length}}, text};
}

Value tags_list(Facts& facts, const Value& object, Arguments) {
  const auto& tags = tags_of(object);
  const auto items = facts.arena().make_array<Tag>(tags.value.tags.size());
  const auto objects = facts.arena().make_array<const void*>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = alone(tags.value.tags[i], tags.text);
    objects[i] = &items[i];
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

const Parsed<fields::TagOrDate>& either_of(const Value& object) {
  return object_as<const Parsed<fields::TagOrDate>>(object);
}

Value either_tag(Facts& facts, const Value& object, Arguments) {
  const auto& either = either_of(object);
  if (either.value.is_date) return Value::absent();
  return Value::of_object(facts.arena().make<Tag>(either.value.tag, either.text));
}

Value either_date(Facts&, const Value& object, Arguments) {
  const auto& either = either_of(object);
  return either.value.is_date ? Value::of(either.value.date.seconds) : Value::absent();
}

/// What servers append inside the quotes to tell codings of one representation apart; longer ones first.
constexpr std::array<Bytes, 8> kCodingSuffixes = {"--gzip", ";gzip", "-gzip", "--br",
                                                  ";br",    "-br",   "-zstd", "-deflate"};

Bytes without_coding(Bytes opaque) {
  for (const Bytes suffix : kCodingSuffixes) {
    if (opaque.ends_with(suffix)) return opaque.substr(0, opaque.size() - suffix.size());
  }
  return opaque;
}

using Comparison = bool (*)(const Tag& a, const Tag& b);

bool strongly(const Tag& a, const Tag& b) { return fields::strongly_equal(a.value, a.text, b.value, b.text); }
bool weakly(const Tag& a, const Tag& b) { return fields::weakly_equal(a.value, a.text, b.value, b.text); }
bool but_for_coding(const Tag& a, const Tag& b) {
  return without_coding(a.value.opaque.in(a.text)) == without_coding(b.value.opaque.in(b.text));
}

/// Whether the response's ETag is among the tags that the request's `field` lists; `*` selects whatever there is.
Value selected(Facts& facts, model::FieldId field, Comparison equal) {
  const Value list = facts.request().value(field);
  if (!list.known()) return list;
  const Value etag = facts.judged().value(id::kEtag);
  if (!etag.known()) return etag;
  const auto& tags = tags_of(list);
  if (tags.value.any) return Value::of(true);
  return Value::of(std::ranges::any_of(
      tags.value.tags, [&](const fields::EntityTag& tag) { return equal(alone(tag, tags.text), tag_of(etag)); }));
}

Value if_none_match_selects(Facts& facts, const Value&, Arguments) { return selected(facts, id::kIfNoneMatch, weakly); }
Value if_none_match_selects_coding(Facts& facts, const Value&, Arguments) {
  return selected(facts, id::kIfNoneMatch, but_for_coding);
}
Value if_match_selects(Facts& facts, const Value&, Arguments) { return selected(facts, id::kIfMatch, strongly); }

Value if_range_holds(Facts& facts, const Value&, Arguments) { return if_range_holds_for(facts, facts.judged()); }

/// RFC 9110 §8.8.2.2: a date is a strong validator where the response that carries it was made a second later at least.
bool made_later(std::int64_t date, std::int64_t modified) { return date > modified; }

Value if_range_strong(Facts& facts, const Value&, Arguments) {
  const Value wanted = facts.request().value(id::kIfRange);
  if (!wanted.known()) return wanted;
  const auto& either = either_of(wanted);
  if (!either.value.is_date) return Value::of(!either.value.tag.weak);
  const Value date = facts.judged().value(id::kDate);
  return date.known() ? Value::of(made_later(date.integer, either.value.date.seconds)) : date;
}

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

Value last_modified_strong(Facts&, const Value& object, Arguments) {
  const Value modified = message_of(object).value(id::kLastModified);
  if (!modified.known()) return modified;
  const Value date = message_of(object).value(id::kDate);
  return date.known() ? Value::of(made_later(date.integer, modified.integer)) : date;
}

Value validator(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  for (const model::FieldId field : {id::kEtag, id::kLastModified}) {
    if (message.has(field)) return Value::of(message.combined(field));
  }
  return Value::absent();
}

bool has_trait(Bytes traits, Bytes wanted) {
  while (true) {
    const std::size_t comma = traits.find(',');
    if (traits.substr(0, comma) == wanted) return true;
    if (comma == Bytes::npos) return false;
    traits.remove_prefix(comma + 1);
  }
}

/// Fields that the registry knows as preconditions, and what extensions call theirs: conditions of object stores have
/// `-if-` in their names, and tus answers a version that it does not speak with 412.
bool is_precondition(const model::FieldLine& line, Bytes lower_name) {
  if (line.field == id::kOverwrite) return base::equals_ignoring_case(line.value, "F");
  if (has_trait(fields::field_info(line.field).traits, "precondition")) return true;
  return lower_name.find("-if-") != Bytes::npos || lower_name == "tus-resumable";
}

/// The names of query parameters that object stores read as preconditions: `ifGenerationMatch`.
void add_query_preconditions(Bytes target, std::vector<Bytes>& names) {
  const std::size_t question = target.find('?');
  if (question == Bytes::npos) return;
  Bytes rest = target.substr(question + 1);
  while (true) {
    const std::size_t end = rest.find_first_of("&;");
    const Bytes parameter = rest.substr(0, end);
    const Bytes name = parameter.substr(0, parameter.find('='));
    if (name.size() > 2 && name.starts_with("if") && name[2] >= 'A' && name[2] <= 'Z') names.push_back(name);
    if (end == Bytes::npos) return;
    rest.remove_prefix(end + 1);
  }
}

std::vector<Bytes> find_preconditions(MessageFacts& message) {
  std::vector<Bytes> names;
  for (const model::FieldLine& line : message.message().lines) {
    const Bytes name = lower_copy(line.name, message.arena());
    if (is_precondition(line, name) && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  add_query_preconditions(message.message().target, names);
  return names;
}

Value preconditions(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.message().evidence.fields) return Value::not_captured();
  const std::vector<Bytes> names = find_preconditions(message);
  return Value::of(std::span<const Bytes>(message.arena().copy_array(std::span<const Bytes>(names))));
}

Value conditional(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!find_preconditions(message).empty()) return Value::of(true);
  return message.message().evidence.fields ? Value::of(false) : Value::not_captured();
}

Value present(Facts& facts, const Value& object, Arguments arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.message().evidence.fields) return Value::not_captured();
  const std::span names(static_cast<const Bytes*>(arguments[0].list.data), arguments[0].list.size);
  const auto found = facts.arena().make_array<Bytes>(names.size());
  std::size_t count = 0;
  for (const Bytes name : names) {
    const model::FieldId field = fields::find_field(name);
    if (field != model::kUnknownField && message.has(field)) found[count++] = name;
  }
  return Value::of(std::span<const Bytes>(found.first(count)));
}

Value fields_as_sent(Facts&, const Value& object, Arguments) {
  const model::Evidence& evidence = message_of(object).message().evidence;
  // What a tool printed is what it received; in files that hold LF alone somebody may have left out lines.
  const bool authored = evidence.start_line && !evidence.line_ends;
  return evidence.fields && !authored ? Value::of(true) : Value::not_captured();
}

constexpr std::array kOneList = {expr::kStringList};
constexpr Object kEt = Object::kEntityTag;
constexpr Object kEs = Object::kEntityTags;
constexpr Object kTd = Object::kTagOrDate;
constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;

constexpr std::array kMembers = {
    Member{kEt, "weak", expr::kBoolType, tag_weak, "it begins with W/", {}, true},
    Member{kEt, "opaque", expr::kStringType, tag_opaque, "what stands between its quotes", {}, true},
    Member{kEt, "text", expr::kStringType, tag_text, "the whole tag as sent", {}, true},
    Member{kEs, "any", expr::kBoolType, tags_any, "it is *", {}, true},
    Member{kEs, "opaque_tags", expr::kStringList, tags_opaque, "what stands between the quotes of each tag", {}, true},
    Member{kEs, "tags", list_type(Object::kEntityTag), tags_list, "the tags; none if it is *", {}, true},
    Member{kTd, "tag", object_type(Object::kEntityTag), either_tag, "the entity tag; absent if it is a date"},
    Member{kTd, "date", expr::kIntType, either_date, "the date in seconds since 1970; absent if it is a tag"},
    Member{kM, "last_modified_strong", expr::kBoolType, last_modified_strong,
           "Date is a second or more after Last-Modified, which makes that a strong validator (RFC 9110 §8.8.2.2)"},
    Member{kM, "validator", expr::kStringType, validator, "its ETag as sent, else its Last-Modified"},
    Member{kM, "preconditions", expr::kStringList, preconditions,
           "the names, in lower case, of the fields that make the request conditional: those of RFC 9110 §13, WebDAV "
           "and CalDAV, names with -if- in them, Tus-Resumable, Overwrite: F; then query parameters such as "
           "ifGenerationMatch"},
    Member{kM, "conditional", expr::kBoolType, conditional, "it has one of `preconditions`"},
    Member{kM, "present", expr::kStringList, present, "those of the named fields that it has", kOneList},
    Member{
        kM, "fields_as_sent", expr::kBoolType, fields_as_sent,
        "all field lines that were sent are there; not captured where some may be missing, as in text fixtures, whose "
        "authors leave out what is of no interest"},
    Member{kX, "if_none_match_selects", expr::kBoolType, if_none_match_selects,
           "the ETag of the response weakly matches a tag of If-None-Match, or that is * (RFC 9110 §13.1.2)"},
    Member{kX, "if_none_match_selects_coding", expr::kBoolType, if_none_match_selects_coding,
           "the same, with suffixes such as -gzip and --br left out of all tags"},
    Member{kX, "if_match_selects", expr::kBoolType, if_match_selects,
           "the ETag of the response strongly matches a tag of If-Match, or that is * (RFC 9110 §13.1.1)"},
    Member{kX, "if_range_holds", expr::kBoolType, if_range_holds,
           "If-Range strongly matches the ETag of the response, or is the date of its Last-Modified; absent without "
           "such a validator (RFC 9110 §13.1.5)"},
    Member{kX, "if_range_strong", expr::kBoolType, if_range_strong,
           "If-Range is a strong tag, or a date before that of the response (RFC 9110 §8.8.2.2)"},
};

}  // namespace

Value if_range_holds_for(Facts& facts, MessageFacts& response) {
  const Value wanted = facts.request().value(id::kIfRange);
  if (!wanted.known()) return wanted;
  const auto& either = either_of(wanted);
  const Value current = response.value(either.value.is_date ? id::kLastModified : id::kEtag);
  if (!current.known()) return current;
  if (either.value.is_date) return Value::of(either.value.date.seconds == current.integer);
  return Value::of(strongly(Tag{either.value.tag, either.text}, tag_of(current)));
}

std::span<const Member> conditional_members() { return kMembers; }

}  // namespace httpvet::facts
