#include "fields/tag_or_date.h"

namespace httpvet::fields {

// If-Range = entity-tag / HTTP-date     (RFC 9110 §13.1.5)
// A tag has a double quote among its first three octets, and a date has none.
bool parse_tag_or_date(Bytes value, int reference_year, TagOrDate& out, ParseError& error) {
  out = {};
  out.is_date = value.substr(0, 3).find('"') == Bytes::npos;
  return out.is_date ? parse_http_date(value, reference_year, out.date, error)
                     : parse_entity_tag(value, out.tag, error);
}

}  // namespace httpvet::fields
