// EntityTag: ETag, and the lists of If-Match and If-None-Match (RFC 9110 §8.8.3, §13.1).
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields {

struct EntityTag {
  bool weak = false;
  Slice opaque;  // without its quotes
};

/// [ "W/" ] opaque-tag
bool parse_entity_tag(Bytes value, EntityTag& out, ParseError& error);

struct EntityTags {
  bool any = false;  // "*"
  std::span<const EntityTag> tags;
  std::uint32_t empty_elements = 0;
};

/// "*" or a list of entity tags.
bool parse_entity_tags(Bytes value, base::Arena& arena, EntityTags& out, ParseError& error);

/// Strong comparison (RFC 9110 §8.8.3.2): the same octets, and neither is weak. Each tag with the value it was parsed
/// from.
bool strongly_equal(const EntityTag& a, Bytes a_value, const EntityTag& b, Bytes b_value);

/// Weak comparison (RFC 9110 §8.8.3.2): the same octets.
bool weakly_equal(const EntityTag& a, Bytes a_value, const EntityTag& b, Bytes b_value);

}  // namespace httpvet::fields
