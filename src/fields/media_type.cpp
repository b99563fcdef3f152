#include "fields/media_type.h"

namespace httpvet::fields {

bool MediaType::is(Bytes value, Bytes wanted_type, Bytes wanted_subtype) const {
  return base::equals_ignoring_case(type.in(value), wanted_type) &&
         base::equals_ignoring_case(subtype.in(value), wanted_subtype);
}

// media-type = type "/" subtype parameters     (RFC 9110 §8.3.1)
// type       = token
// subtype    = token
bool parse_media_type(Bytes value, base::Arena& arena, MediaType& out, ParseError& error) {
  Cursor cursor(value, error);
  if (!cursor.token(out.type, "a media type")) return false;
  if (!cursor.take('/')) return cursor.fail("a slash and a subtype");
  if (!cursor.token(out.subtype, "a subtype")) return false;
  ArenaList<Parameter> parameters(arena);
  if (!read_parameters(cursor, parameters)) return false;
  out.parameters = parameters.finish();
  return cursor.expect_end("a semicolon");
}

}  // namespace httpvet::fields
