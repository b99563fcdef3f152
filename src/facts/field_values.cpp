#include "facts/field_values.h"

#include <algorithm>

#include "base/byte_class.h"
#include "fields/http_date.h"
#include "fields/integer.h"
#include "fields/protocols.h"
#include "fields/tokens.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::ParseError;
using fields::ValueType;

// RFC 9110 §5.6.7: two-digit years mean the century nearest to when the message was sent. Without a capture time that
// is the year in which this was written.
constexpr int kReferenceYear = 2026;

template <typename T, typename Parser>
Value object(Bytes text, base::Arena& arena, Parser parse) {
  auto* parsed = arena.make<Parsed<T>>();
  parsed->text = text;
  ParseError error;
  return parse(parsed->value, error) ? Value::of_object(parsed) : Value::malformed();
}

Value string_list(std::span<const Bytes> items) { return Value::of(items); }

Value tokens(Bytes text, bool lower, base::Arena& arena) {
  fields::TokenList list;
  ParseError error;
  if (!fields::parse_tokens(text, arena, list, error)) return Value::malformed();
  const auto items = arena.make_array<Bytes>(list.tokens.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Bytes token = list.tokens[i].in(text);
    items[i] = lower ? lower_copy(token, arena) : token;
  }
  return string_list(items);
}

Value protocols(Bytes text, base::Arena& arena) {
  fields::Protocols list;
  ParseError error;
  if (!fields::parse_protocols(text, arena, list, error)) return Value::malformed();
  const auto items = arena.make_array<Bytes>(list.protocols.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const fields::Protocol& protocol = list.protocols[i];
    const fields::Slice end = protocol.version.empty() ? protocol.name : protocol.version;
    items[i] = text.substr(protocol.name.offset, end.offset + end.length - protocol.name.offset);
  }
  return string_list(items);
}

template <typename Facts, typename Element>
Value element_list(std::span<const Element> elements, Bytes text, base::Arena& arena) {
  const auto facts = arena.make_array<Facts>(elements.size());
  const auto objects = arena.make_array<const void*>(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    facts[i] = {&elements[i], text};
    objects[i] = &facts[i];
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

Value challenges(Bytes text, base::Arena& arena) {
  fields::Challenges list;
  ParseError error;
  if (!fields::parse_challenges(text, arena, list, error)) return Value::malformed();
  return element_list<ChallengeFacts>(list.challenges, text, arena);
}

Value codings(Bytes text, base::Arena& arena) {
  fields::Codings list;
  ParseError error;
  if (!fields::parse_codings(text, arena, list, error)) return Value::malformed();
  return element_list<CodingFacts>(list.codings, text, arena);
}

using ParseWeighted = bool (*)(Bytes, base::Arena&, fields::WeightedList&, ParseError&);

Value weighted(Bytes text, base::Arena& arena, ParseWeighted parse) {
  fields::WeightedList list;
  ParseError error;
  if (!parse(text, arena, list, error)) return Value::malformed();
  return element_list<WeightedFacts>(list.items, text, arena);
}

Value links(Bytes text, base::Arena& arena) {
  fields::Links list;
  ParseError error;
  if (!fields::parse_links(text, arena, list, error)) return Value::malformed();
  return element_list<LinkFacts>(list.links, text, arena);
}

using ParseStructured = bool (*)(Bytes, base::Arena&, fields::StructuredField&, ParseError&);

Value structured(Bytes text, base::Arena& arena, ParseStructured parse, ValueType type) {
  auto* parsed = arena.make<Parsed<fields::StructuredField>>();
  parsed->text = text;
  ParseError error;
  if (!parse(text, arena, parsed->value, error)) return Value::malformed();
  if (type == ValueType::kSfDict) return Value::of_object(parsed);
  if (type == ValueType::kSfList) return structured_list(parsed->value.members, text, arena);
  return Value::of_object(arena.make<SfFacts>(&parsed->value.members.front(), text));
}

Value number(const fields::Number& number) {
  // Above what a 64-bit integer holds the exact value does not matter to any rule.
  return Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(number.value, INT64_MAX)));
}

Value integer(Bytes text) {
  fields::Number out;
  ParseError error;
  return fields::parse_integer(text, out, error) ? number(out) : Value::malformed();
}

Value content_length(Bytes text) {
  fields::ContentLength out;
  ParseError error;
  return fields::parse_content_length(text, out, error) ? number(out.octets) : Value::malformed();
}

Value date(Bytes text) {
  fields::HttpDate out;
  ParseError error;
  return fields::parse_http_date(text, kReferenceYear, out, error) ? Value::of(out.seconds) : Value::malformed();
}

}  // namespace

Bytes lower_copy(Bytes text, base::Arena& arena) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::ranges::none_of(text, is_upper)) return text;
  char* const copy = static_cast<char*>(arena.allocate(text.size(), 1));
  std::ranges::transform(text, copy, base::lower);
  return {copy, text.size()};
}

std::span<const Bytes> relations_of(const fields::Link& link, Bytes text, base::Arena& arena) {
  const fields::Parameter* rel = link.find_parameter(text, "rel");
  if (rel == nullptr) return {};
  fields::ArenaList<Bytes, 4> relations(arena);
  Bytes rest = lower_copy(fields::parameter_value(*rel, text, arena), arena);
  Bytes relation;
  while (fields::next_relation(rest, relation)) relations.push_back(relation);
  return relations.finish();
}

Value structured_list(std::span<const fields::SfValue> values, Bytes text, base::Arena& arena) {
  fields::ArenaList<const void*> objects(arena);
  for (const fields::SfValue& value : values) {
    if (!value.overridden) objects.push_back(arena.make<SfFacts>(&value, text));
  }
  const std::span<const void* const> all = objects.finish();
  return Value::of_list({all.data(), static_cast<std::uint32_t>(all.size())});
}

Value parse_field(MessageFacts& message, model::FieldId field) {
  base::Arena& arena = message.arena();
  const Bytes text = message.combined(field);
  switch (fields::field_info(field).type) {
    case ValueType::kText:
      return Value::of(text);
    case ValueType::kToken: {
      fields::Slice slice;
      ParseError error;
      return fields::parse_token(text, slice, error) ? Value::of(text) : Value::malformed();
    }
    case ValueType::kMatched: {
      ParseError error;
      return fields::parses(fields::field_info(field), text, error, arena) ? Value::of(text) : Value::malformed();
    }
    case ValueType::kHost: {
      fields::HostPort host;
      ParseError error;
      return fields::parse_host(text, host, error) ? Value::of(text) : Value::malformed();
    }
    case ValueType::kTokens:
      return tokens(text, false, arena);
    case ValueType::kNames:
      return tokens(text, true, arena);
    case ValueType::kInteger:
      return integer(text);
    case ValueType::kContentLength:
      return content_length(text);
    case ValueType::kDate:
      return date(text);
    case ValueType::kMediaType:
      return object<fields::MediaType>(
          text, arena, [&](auto& out, ParseError& error) { return fields::parse_media_type(text, arena, out, error); });
    case ValueType::kEntityTag:
      return object<fields::EntityTag>(
          text, arena, [&](auto& out, ParseError& error) { return fields::parse_entity_tag(text, out, error); });
    case ValueType::kEntityTags:
      return object<fields::EntityTags>(text, arena, [&](auto& out, ParseError& error) {
        return fields::parse_entity_tags(text, arena, out, error);
      });
    case ValueType::kTagOrDate:
      return object<fields::TagOrDate>(text, arena, [&](auto& out, ParseError& error) {
        return fields::parse_tag_or_date(text, kReferenceYear, out, error);
      });
    case ValueType::kContentRange:
      return object<fields::ContentRange>(
          text, arena, [&](auto& out, ParseError& error) { return fields::parse_content_range(text, out, error); });
    case ValueType::kRange:
      return object<fields::Range>(
          text, arena, [&](auto& out, ParseError& error) { return fields::parse_range(text, arena, out, error); });
    case ValueType::kChallenges:
      return challenges(text, arena);
    case ValueType::kCodings:
      return codings(text, arena);
    case ValueType::kMediaRanges:
      return weighted(text, arena, fields::parse_media_ranges);
    case ValueType::kWeightedTokens:
      return weighted(text, arena, fields::parse_weighted_tokens);
    case ValueType::kLanguageRanges:
      return weighted(text, arena, fields::parse_language_ranges);
    case ValueType::kLinks:
      return links(text, arena);
    case ValueType::kSfItem:
      return structured(text, arena, fields::parse_sf_item, ValueType::kSfItem);
    case ValueType::kSfList:
      return structured(text, arena, fields::parse_sf_list, ValueType::kSfList);
    case ValueType::kSfDict:
      return structured(text, arena, fields::parse_sf_dict, ValueType::kSfDict);
    case ValueType::kProtocols:
      return protocols(text, arena);
    case ValueType::kDirectives:
      return object<fields::Directives>(
          text, arena, [&](auto& out, ParseError& error) { return fields::parse_directives(text, arena, out, error); });
    case ValueType::kUriReference:
      return object<fields::UriReference>(
          text, arena, [&](auto& out, ParseError& error) { return fields::parse_uri_reference(text, out, error); });
  }
  return Value::malformed();
}

}  // namespace httpvet::facts
