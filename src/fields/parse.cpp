#include "fields/parse.h"

#include "fields/challenges.h"
#include "fields/codings.h"
#include "fields/directives.h"
#include "fields/entity_tag.h"
#include "fields/host.h"
#include "fields/http_date.h"
#include "fields/integer.h"
#include "fields/link.h"
#include "fields/matchers.h"
#include "fields/media_type.h"
#include "fields/protocols.h"
#include "fields/range.h"
#include "fields/structured_field.h"
#include "fields/tag_or_date.h"
#include "fields/tokens.h"
#include "fields/uri_reference.h"
#include "fields/weighted.h"

namespace httpvet::fields {
namespace {

/// Whether a value matches does not depend on it, but for 29 February in years of two digits.
constexpr int kReferenceYear = 2025;

template <typename Typed>
bool matches(bool (*parse)(Bytes, Typed&, ParseError&), Bytes value, ParseError& error) {
  Typed typed{};
  return parse(value, typed, error);
}

template <typename Typed>
bool matches(bool (*parse)(Bytes, base::Arena&, Typed&, ParseError&), Bytes value, ParseError& error,
             base::Arena& arena) {
  Typed typed{};
  return parse(value, arena, typed, error);
}

bool matches_date(Bytes value, ParseError& error) {
  HttpDate date;
  return parse_http_date(value, kReferenceYear, date, error);
}

bool matches_tag_or_date(Bytes value, ParseError& error) {
  TagOrDate either;
  return parse_tag_or_date(value, kReferenceYear, either, error);
}

}  // namespace

bool parses(const FieldInfo& field, Bytes value, ParseError& error, base::Arena& arena) {
  if (field.type != ValueType::kMatched) return parses(field.type, value, error, arena);
  return matches(field.matcher, field.arguments, value, error, arena);
}

bool parses(ValueType type, Bytes value, ParseError& error, base::Arena& arena) {
  switch (type) {
    case ValueType::kText:
    case ValueType::kMatched:
      return true;
    case ValueType::kToken:
      return matches(parse_token, value, error);
    case ValueType::kTokens:
    case ValueType::kNames:
      return matches(parse_tokens, value, error, arena);
    case ValueType::kInteger:
      return matches(parse_integer, value, error);
    case ValueType::kContentLength:
      return matches(parse_content_length, value, error);
    case ValueType::kDate:
      return matches_date(value, error);
    case ValueType::kMediaType:
      return matches(parse_media_type, value, error, arena);
    case ValueType::kEntityTag:
      return matches(parse_entity_tag, value, error);
    case ValueType::kEntityTags:
      return matches(parse_entity_tags, value, error, arena);
    case ValueType::kTagOrDate:
      return matches_tag_or_date(value, error);
    case ValueType::kContentRange:
      return matches(parse_content_range, value, error);
    case ValueType::kRange:
      return matches(parse_range, value, error, arena);
    case ValueType::kChallenges:
      return matches(parse_challenges, value, error, arena);
    case ValueType::kCodings:
      return matches(parse_codings, value, error, arena);
    case ValueType::kProtocols:
      return matches(parse_protocols, value, error, arena);
    case ValueType::kDirectives:
      return matches(parse_directives, value, error, arena);
    case ValueType::kUriReference:
      return matches(parse_uri_reference, value, error);
    case ValueType::kMediaRanges:
      return matches(parse_media_ranges, value, error, arena);
    case ValueType::kWeightedTokens:
      return matches(parse_weighted_tokens, value, error, arena);
    case ValueType::kLanguageRanges:
      return matches(parse_language_ranges, value, error, arena);
    case ValueType::kHost:
      return matches(parse_host, value, error);
    case ValueType::kLinks:
      return matches(parse_links, value, error, arena);
    case ValueType::kSfItem:
      return matches(parse_sf_item, value, error, arena);
    case ValueType::kSfList:
      return matches(parse_sf_list, value, error, arena);
    case ValueType::kSfDict:
      return matches(parse_sf_dict, value, error, arena);
  }
  return true;
}

}  // namespace httpvet::fields
