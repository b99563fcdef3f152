// Members of a message about the names in its representation metadata: media types, charsets, codings, languages,
// dispositions (RFC 9110 §8.3 to §8.5; RFC 6266).
#include <algorithm>
#include <array>
#include <vector>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/charsets.h"
#include "fields/disposition.h"
#include "fields/field_ids.h"
#include "fields/language_tags.h"
#include "fields/media_names.h"
#include "fields/names.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

/// Reads the first line of `field`: absent without it, not captured where fields may be missing.
template <typename Read>
Value read_line(const Value& object, model::FieldId field, Read read) {
  MessageFacts& message = message_of(object);
  const model::FieldLine* line = message.first_line(field);
  if (line == nullptr) return message.message().evidence.fields ? Value::absent() : Value::not_captured();
  return read(line->value);
}

Value words(Bytes text) { return text.empty() ? Value::absent() : Value::of(text); }

Value media_type_fault(Facts&, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [](Bytes value) { return words(fields::media_type_fault(value)); });
}

Bytes name_in(Bytes value, base::Arena& arena) { return lower_copy(fields::media_type_name(value), arena); }

Value media_name(Facts& facts, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [&](Bytes value) { return words(name_in(value, facts.arena())); });
}

Value media_name_fault(Facts&, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [](Bytes value) {
    const Bytes name = fields::media_type_name(value);
    const Bytes fault = fields::media_name_fault(name);
    if (!fault.empty()) return Value::of(fault);
    const bool too_long = fields::media_type_fault(value).empty() && fields::has_long_media_name(name);
    return too_long ? Value::of(Bytes("it has a part of more than 64 characters")) : Value::absent();
  });
}

Value media_name_legal(Facts&, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [](Bytes value) {
    return Value::of(fields::media_name_fault(fields::media_type_name(value)).empty());
  });
}

Value media_meant(Facts& facts, const Value& object, Arguments) {
  return read_line(object, id::kContentType,
                   [&](Bytes value) { return words(fields::media_type_meant(name_in(value, facts.arena()))); });
}

Value media_obsolete(Facts& facts, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [&facts](Bytes value) {
    const Bytes name = name_in(value, facts.arena());
    const Bytes successor = fields::media_type_successor(name);
    if (!successor.empty()) return Value::of(facts.arena().copy(std::string(successor) + " has taken its place"));
    const bool deprecated =
        fields::name_state(fields::NameRegistry::kMediaTypes, name) == fields::NameState::kDeprecated;
    return deprecated ? Value::of(Bytes("its registration says so")) : Value::absent();
  });
}

Value media_unregistered(Facts& facts, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [&facts](Bytes value) {
    const Bytes name = name_in(value, facts.arena());
    if (!fields::media_type_fault(value).empty()) return Value::absent();
    return words(fields::media_type_doubt(name));
  });
}

/// The charset parameter; malformed where it stands in quotes of a sort that HTTP does not know.
Value charset_in(Bytes value) {
  const auto charset = fields::charset_parameter(value);
  if (!charset) return Value::absent();
  return charset->starts_with('\'') ? Value::malformed() : Value::of(*charset);
}

Value charset(Facts&, const Value& object, Arguments) {
  return read_line(object, id::kContentType, [](Bytes value) { return charset_in(value); });
}

template <typename Read>
Value read_charset(const Value& object, Read read) {
  return read_line(object, id::kContentType, [&read](Bytes value) {
    const Value found = charset_in(value);
    return found.known() ? read(found.string) : found;
  });
}

Value charset_encoding(Facts&, const Value& object, Arguments) {
  return read_charset(object, [](Bytes name) { return words(fields::encoding_of(name)); });
}

Value charset_registered(Facts&, const Value& object, Arguments) {
  return read_charset(
      object, [](Bytes name) { return Value::of(fields::is_registered(fields::NameRegistry::kCharsets, name)); });
}

Value list_of(const std::vector<Bytes>& found, base::Arena& arena) {
  return Value::of(arena.copy_array(std::span<const Bytes>(found)));
}

/// Calls `take` with each non-empty list member of all lines of `field`, up to its first semicolon or blank.
template <typename Take>
void for_each_member(const MessageFacts& message, model::FieldId field, Take take) {
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != field) continue;
    Bytes rest = line.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      const Bytes member = base::trim_blanks(rest.substr(0, end));
      const Bytes name = base::trim_blanks(member.substr(0, member.find(';')));
      if (!name.empty()) take(name);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

bool is_coding(Bytes name) { return fields::is_registered(fields::NameRegistry::kContentCodings, name); }

Value unknown_codings(Facts& facts, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  std::vector<Bytes> found;
  for_each_member(message, id::kContentEncoding, [&found](Bytes name) {
    if (base::is_token(name) && !is_coding(name)) found.push_back(name);
  });
  for_each_member(message, id::kAcceptEncoding, [&found](Bytes name) {
    if (base::is_token(name) && name != "*" && !is_coding(name)) found.push_back(name);
  });
  return list_of(found, facts.arena());
}

/// The members of Content-Language and Accept-Language with the reasons for which `fault` finds them wrong.
struct OddLanguage {
  Bytes tag;
  Bytes fault;  // breaks the grammar; or
  Bytes doubt;  // does not, but will do no good
};

std::vector<OddLanguage> odd_languages_of(const MessageFacts& message) {
  constexpr std::size_t kMost = 64;  // tags to compare with each other
  std::vector<OddLanguage> found;
  for (const auto field : {id::kContentLanguage, id::kAcceptLanguage}) {
    std::vector<Bytes> seen;
    for_each_member(message, field, [&](Bytes tag) {
      const bool range = field == id::kAcceptLanguage;
      const Bytes fault = range ? fields::language_range_fault(tag) : fields::language_tag_fault(tag);
      const auto same = [tag](Bytes other) { return base::equals_ignoring_case(other, tag); };
      if (!fault.empty()) {
        found.push_back({tag, fault, {}});
      } else if (tag != "*" && fields::has_unregistered_language(tag)) {
        found.push_back({tag, {}, "its language is not registered"});
      } else if (std::ranges::any_of(seen, same)) {
        found.push_back({tag, {}, "it is given twice"});
      }
      if (seen.size() < kMost) seen.push_back(tag);
    });
  }
  return found;
}

Value odd_languages(Facts& facts, const Value& object, Arguments) {
  std::vector<Bytes> tags;
  for (const OddLanguage& odd : odd_languages_of(message_of(object))) tags.push_back(odd.tag);
  return list_of(tags, facts.arena());
}

Value bad_languages(Facts& facts, const Value& object, Arguments) {
  std::vector<Bytes> tags;
  for (const OddLanguage& odd : odd_languages_of(message_of(object))) {
    if (!odd.fault.empty()) tags.push_back(odd.tag);
  }
  return list_of(tags, facts.arena());
}

Value language_oddity(Facts&, const Value& object, Arguments arguments) {
  for (const OddLanguage& odd : odd_languages_of(message_of(object))) {
    if (odd.tag == arguments[0].string) return Value::of(odd.fault.empty() ? odd.doubt : odd.fault);
  }
  return Value::absent();
}

/// Reads Content-Disposition; malformed where it leaves its grammar.
template <typename Read>
Value read_disposition(const Value& object, Read read) {
  return read_line(object, id::kContentDisposition, [&read](Bytes value) {
    fields::Disposition disposition;
    fields::ParseError error;
    return fields::parse_disposition(value, disposition, error) ? read(value, disposition) : Value::malformed();
  });
}

Value disposition_broken(Facts&, const Value& object, Arguments) {
  return read_line(object, id::kContentDisposition, [](Bytes value) {
    fields::Disposition disposition;
    fields::ParseError error;
    return Value::of(!fields::parse_disposition(value, disposition, error));
  });
}

Value disposition_fault(Facts& facts, const Value& object, Arguments) {
  return read_line(object, id::kContentDisposition, [&facts](Bytes value) {
    fields::Disposition disposition;
    fields::ParseError error;
    if (!fields::parse_disposition(value, disposition, error)) {
      std::string text = "expected ";
      text += error.expected;
      text += " at octet " + std::to_string(error.offset + 1);
      return Value::of(facts.arena().copy(text));
    }
    if (disposition.filename && fields::parameter_value(*disposition.filename, value, facts.arena()).empty()) {
      return Value::of(Bytes("its filename is empty"));
    }
    return disposition.stray_semicolon ? Value::of(Bytes("it has a semicolon with no parameter")) : Value::absent();
  });
}

Value disposition_type(Facts& facts, const Value& object, Arguments) {
  return read_disposition(object, [&facts](Bytes value, const fields::Disposition& disposition) {
    return Value::of(lower_copy(disposition.type.in(value), facts.arena()));
  });
}

Value disposition_filename(Facts& facts, const Value& object, Arguments) {
  return read_disposition(object, [&facts](Bytes value, const fields::Disposition& disposition) {
    if (!disposition.filename) return Value::absent();
    return Value::of(fields::parameter_value(*disposition.filename, value, facts.arena()));
  });
}

Value disposition_name(Facts& facts, const Value& object, Arguments) {
  return read_disposition(object, [&facts](Bytes value, const fields::Disposition& disposition) {
    if (!disposition.name) return Value::absent();
    return Value::of(fields::parameter_value(*disposition.name, value, facts.arena()));
  });
}

Value disposition_extended(Facts& facts, const Value& object, Arguments) {
  return read_disposition(object, [&facts](Bytes value, const fields::Disposition& disposition) {
    if (!disposition.extended) return Value::absent();
    const Bytes coded = fields::parameter_value(*disposition.extended, value, facts.arena());
    return Value::of(fields::decode_ext_value(coded, facts.arena()).value_or(coded));
  });
}

Value disposition_extended_first(Facts&, const Value& object, Arguments) {
  return read_disposition(object, [](Bytes, const fields::Disposition& disposition) {
    return Value::of(disposition.extended && disposition.extended_first);
  });
}

bool has_percent_escape(Bytes text) {
  for (std::size_t at = 0; (at = text.find('%', at)) != Bytes::npos; ++at) {
    const Bytes digits = text.substr(at + 1, 2);
    if (digits.size() == 2 && base::all_of(digits, base::kHexDigit)) return true;
  }
  return false;
}

Value filename_oddity(Facts& facts, const Value& object, Arguments) {
  return read_disposition(object, [&facts](Bytes value, const fields::Disposition& disposition) {
    if (!disposition.filename) return Value::absent();
    const Bytes name = fields::parameter_value(*disposition.filename, value, facts.arena());
    const auto above_ascii = [](char c) { return base::is(c, base::kObsText); };
    if (std::ranges::any_of(name, above_ascii)) return Value::of(Bytes("octets above 0x7F"));
    if (name.starts_with("=?") && name.find("?=") != Bytes::npos) return Value::of(Bytes("an encoded word of e-mail"));
    return has_percent_escape(name) ? Value::of(Bytes("percent-encoding")) : Value::absent();
  });
}

/// The types in Accept-Patch of the latest earlier response of the resource that has it (RFC 5789 §3.1).
Value accepted_patches(Facts& facts, const Value&, Arguments) {
  const Value earlier = facts.earlier();
  if (!earlier.known()) return earlier;
  const auto* objects = static_cast<const void* const*>(earlier.list.data);
  for (std::uint32_t i = 0; i < earlier.list.size; ++i) {
    const MessageFacts& response = object_as<EarlierFacts>(Value::of_object(objects[i])).res;
    if (!response.there() || !response.has(id::kAcceptPatch)) continue;
    std::vector<Bytes> types;
    for_each_member(response, id::kAcceptPatch, [&](Bytes type) { types.push_back(lower_copy(type, facts.arena())); });
    return list_of(types, facts.arena());
  }
  return Value::absent();
}

constexpr std::array kOneString = {expr::kStringType};

constexpr Member of_message(Bytes name, expr::Type type, ReadFunction read, Bytes doc,
                            std::span<const expr::Type> parameters = {}) {
  return {Object::kMessage, name, type, read, doc, parameters};
}

constexpr std::array kMembers = {
    of_message("media_type_fault", expr::kStringType, media_type_fault,
               "why Content-Type does not begin with type/subtype; absent if it does, or is a list of types"),
    of_message("media_name", expr::kStringType, media_name,
               "type/subtype of Content-Type in lower case, though its parameters may be malformed"),
    of_message("media_name_fault", expr::kStringType, media_name_fault,
               "why type or subtype breaks the rules for names (RFC 6838 §4.2); absent if neither does"),
    of_message("media_name_legal", expr::kBoolType, media_name_legal, "at most, it is longer than recommended"),
    of_message("media_meant", expr::kStringType, media_meant,
               "the type that is meant by the non-existent one of Content-Type; absent for others"),
    of_message("media_obsolete", expr::kStringType, media_obsolete,
               "why the type of Content-Type is obsolete; absent for others"),
    of_message(
        "media_unregistered", expr::kStringType, media_unregistered,
        "why the registry of IANA cannot tell what the type of Content-Type is; absent if it can, or for types under "
        "vnd., prs. and x. with a registered suffix"),
    of_message("charset", expr::kStringType, charset, "the charset parameter of Content-Type, possibly empty"),
    of_message("charset_encoding", expr::kStringType, charset_encoding,
               "the encoding that browsers take `charset` for; absent if they do not know it"),
    of_message("charset_registered", expr::kBoolType, charset_registered, "`charset` is registered by IANA"),
    of_message("unknown_codings", expr::kStringList, unknown_codings,
               "members of Content-Encoding and Accept-Encoding that are no registered content coding"),
    of_message("odd_languages", expr::kStringList, odd_languages,
               "members of Content-Language and Accept-Language with a `language_oddity`"),
    of_message("bad_languages", expr::kStringList, bad_languages,
               "members of Content-Language that are no language tag, and of Accept-Language that are no range"),
    of_message("language_oddity", expr::kStringType, language_oddity,
               "why that member is no language tag or range, or of no use", kOneString),
    of_message("disposition_broken", expr::kBoolType, disposition_broken,
               "Content-Disposition leaves its grammar (RFC 6266 §4.1), stray semicolons and empty names aside"),
    of_message("disposition_fault", expr::kStringType, disposition_fault,
               "what is wrong with Content-Disposition; absent if nothing is"),
    of_message("disposition_type", expr::kStringType, disposition_type, "the disposition type in lower case"),
    of_message("disposition_name", expr::kStringType, disposition_name,
               "name of Content-Disposition, which fields of forms have; absent without it"),
    of_message("disposition_filename", expr::kStringType, disposition_filename,
               "filename of Content-Disposition, unescaped; absent without it"),
    of_message("disposition_extended", expr::kStringType, disposition_extended,
               "filename* of Content-Disposition, decoded; absent without it"),
    of_message("disposition_extended_first", expr::kBoolType, disposition_extended_first,
               "filename* stands before filename, or without it"),
    Member{Object::kExchange,
           "accepted_patches",
           expr::kStringList,
           accepted_patches,
           "the types in Accept-Patch of the latest earlier response of the resource that has it, in lower case",
           {},
           false,
           false,
           kNoContent,
           true},
    of_message("filename_oddity", expr::kStringType, filename_oddity,
               "what the plain filename holds that recipients read in different ways; absent if nothing"),
};

}  // namespace

std::span<const Member> media_members() { return kMembers; }

}  // namespace httpvet::facts
