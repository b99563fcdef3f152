// TagOrDate: If-Range (RFC 9110 §13.1.5), an entity tag or a date.
#pragma once

#include "fields/entity_tag.h"
#include "fields/http_date.h"
#include "fields/parse.h"

namespace httpvet::fields {

struct TagOrDate {
  bool is_date = false;
  EntityTag tag;  // unless is_date
  HttpDate date;  // if is_date
};

/// entity-tag / HTTP-date. Two-digit years are read as parse_http_date() reads them.
bool parse_tag_or_date(Bytes value, int reference_year, TagOrDate& out, ParseError& error);

}  // namespace httpvet::fields
