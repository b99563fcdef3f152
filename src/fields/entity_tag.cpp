#include "fields/entity_tag.h"

#include "fields/arena_list.h"
#include "fields/cursor.h"

namespace httpvet::fields {
namespace {

// entity-tag = [ weak ] opaque-tag                 (RFC 9110 §8.8.3)
// weak       = %s"W/"
// opaque-tag = DQUOTE *etagc DQUOTE
// etagc      = %x21 / %x23-7E / obs-text           ; VCHAR except double quotes, plus obs-text
bool read_entity_tag(Cursor& cursor, EntityTag& out) {
  out.weak = cursor.take("W/");
  if (!cursor.take('"')) return cursor.fail(out.weak ? "an opening quote" : "W/ or an opening quote");
  const std::size_t start = cursor.position();
  while (!cursor.at_end() && cursor.peek() != '"') {
    if (!base::is(cursor.peek(), base::kVchar | base::kObsText)) return cursor.fail("a character of an entity tag");
    cursor.move_to(cursor.position() + 1);
  }
  out.opaque = cursor.since(start);
  return cursor.take('"') || cursor.fail("a closing quote");
}

}  // namespace

bool parse_entity_tag(Bytes value, EntityTag& out, ParseError& error) {
  Cursor cursor(value, error);
  return read_entity_tag(cursor, out) && cursor.expect_end();
}

// If-Match      = "*" / #entity-tag     (RFC 9110 §13.1.1)
// If-None-Match = "*" / #entity-tag     (RFC 9110 §13.1.2)
bool parse_entity_tags(Bytes value, base::Arena& arena, EntityTags& out, ParseError& error) {
  Cursor cursor(value, error);
  out = {};
  out.any = cursor.take('*');
  if (out.any) return cursor.expect_end();
  ListReader list(cursor);
  ArenaList<EntityTag> tags(arena);
  while (list.next()) {
    EntityTag tag;
    if (!read_entity_tag(cursor, tag)) return false;
    tags.push_back(tag);
  }
  out = {false, tags.finish(), list.empty_elements()};
  return list.ok();
}

bool strongly_equal(const EntityTag& a, Bytes a_value, const EntityTag& b, Bytes b_value) {
  return !a.weak && !b.weak && weakly_equal(a, a_value, b, b_value);
}

bool weakly_equal(const EntityTag& a, Bytes a_value, const EntityTag& b, Bytes b_value) {
  return a.opaque.in(a_value) == b.opaque.in(b_value);
}

}  // namespace httpvet::fields
