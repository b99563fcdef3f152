#include "fields/integer.h"

namespace httpvet::fields {

bool parse_integer(Bytes value, Number& out, ParseError& error) {
  Cursor cursor(value, error);
  return cursor.digits(out) && cursor.expect_end("a digit");
}

// Content-Length = 1*DIGIT     (RFC 9110 §8.6)
bool parse_content_length(Bytes value, ContentLength& out, ParseError& error) {
  Cursor cursor(value, error);
  out = {};
  if (!cursor.digits(out.octets)) return false;
  for (;; ++out.members) {
    const std::size_t end = cursor.position();
    cursor.skip_blanks();
    if (cursor.at_end()) return true;
    if (!cursor.take(',')) return cursor.fail_at(end, "a digit");
    cursor.skip_blanks();
    const std::size_t start = cursor.position();
    Number again;
    if (!cursor.digits(again)) return false;
    // Saturated numbers are not known to be the same.
    if (again.value != out.octets.value || again.overflow) return cursor.fail_at(start, kSameLength);
  }
}

}  // namespace httpvet::fields
