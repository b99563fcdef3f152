// Typed field values as objects of rules: what was parsed, beside the text it was parsed from.
#pragma once

#include "expr/value.h"
#include "facts/message_facts.h"
#include "fields/challenges.h"
#include "fields/codings.h"
#include "fields/directives.h"
#include "fields/entity_tag.h"
#include "fields/link.h"
#include "fields/media_type.h"
#include "fields/range.h"
#include "fields/structured_field.h"
#include "fields/tag_or_date.h"
#include "fields/uri_reference.h"
#include "fields/weighted.h"

namespace httpvet::facts {

/// A typed value with the text it was parsed from (typed values hold offsets only).
template <typename T>
struct Parsed {
  T value;
  Bytes text;
};

/// One element of a list value, with the text of the whole list.
struct ChallengeFacts {
  const fields::Challenge* challenge;
  Bytes text;
};
struct CodingFacts {
  const fields::Coding* coding;
  Bytes text;
};
struct WeightedFacts {
  const fields::Weighted* weighted;
  Bytes text;
};
struct LinkFacts {
  const fields::Link* link;
  Bytes text;
};

/// A member of Prefer or Preference-Applied.
struct PreferenceFacts {
  Bytes text;   // name and value as sent
  Bytes name;   // in lower case
  Bytes value;  // without quotes
};

struct SfFacts {
  const fields::SfValue* value;
  Bytes text;
};

/// The relation types of `link` in lower case: those of its first rel parameter (RFC 8288 §3.3).
std::span<const Bytes> relations_of(const fields::Link& link, Bytes text, base::Arena& arena);

/// `values` of a structured field as a list of objects, those left out that a later one with the same key overrides.
expr::Value structured_list(std::span<const fields::SfValue> values, Bytes text, base::Arena& arena);

/// Parses the value of `field` by its type in the registry: known or malformed. Requires a message that has the field.
expr::Value parse_field(MessageFacts& message, model::FieldId field);

/// A lower-case copy of `text` (or `text` itself if it is so already).
Bytes lower_copy(Bytes text, base::Arena& arena);

}  // namespace httpvet::facts
