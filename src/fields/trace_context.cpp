#include "fields/trace_context.h"

#include <array>

namespace httpvet::fields {
namespace {

bool is_lower_hex(char c) { return base::is(c, base::kDigit) || (c >= 'a' && c <= 'f'); }

template <typename Is>
std::size_t take_while(Cursor& cursor, Is is) {
  const std::size_t start = cursor.position();
  while (!cursor.at_end() && is(cursor.peek())) cursor.move_to(cursor.position() + 1);
  return cursor.position() - start;
}

bool is_trace_key(char c) {
  return (c >= 'a' && c <= 'z') || base::is(c, base::kDigit) || c == '_' || c == '-' || c == '*' || c == '/' ||
         c == '@';
}

bool is_baggage(char c) { return base::is(c, base::kVchar) && c != '"' && c != ',' && c != ';' && c != '\\'; }

}  // namespace

// version "-" trace-id "-" parent-id "-" trace-flags     (Trace Context §3.2)
bool match_traceparent(Cursor& cursor) {
  constexpr std::array<std::size_t, 4> kLengths = {2, 32, 16, 2};
  for (std::size_t part = 0; part < kLengths.size(); ++part) {
    if (part > 0 && !cursor.take('-')) return cursor.fail("a hyphen");
    const std::size_t start = cursor.position();
    const std::size_t length = take_while(cursor, is_lower_hex);
    if (length < kLengths[part]) return cursor.fail("a hexadecimal digit in lower case");
    if (length > kLengths[part]) return cursor.fail_at(start + kLengths[part], "no further digit in this part");
    const Bytes digits = cursor.since(start).in(cursor.value());
    if (part == 0 && digits == "ff") return cursor.fail_at(start, "a version other than ff");
    const bool id = part == 1 || part == 2;
    if (id && digits.find_first_not_of('0') == Bytes::npos) return cursor.fail_at(start, "an id that is not all zero");
  }
  // Later versions may have more parts.
  if (!cursor.value().starts_with("00") && cursor.peek() == '-') return true;
  return cursor.expect_end();
}

// list = list-member *31( OWS "," OWS list-member ), list-member = [ key "=" value ]     (Trace Context §3.3.1)
bool match_tracestate(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    if (take_while(cursor, is_trace_key) == 0) return cursor.fail("a key, which is in lower case");
    if (!cursor.take('=')) return cursor.fail("an equals sign");
    const std::size_t octets =
        take_while(cursor, [](char c) { return c == ' ' || (base::is(c, base::kVchar) && c != ',' && c != '='); });
    if (octets == 0) return cursor.fail("a value");
  }
  return list.ok();
}

// list-member = key OWS "=" OWS value *( OWS ";" OWS property )     (Baggage §3.2.1)
bool match_baggage(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    for (bool member = true;; member = false) {
      Slice key;
      if (!cursor.token(key, member ? "a key" : "a property")) return false;
      cursor.skip_blanks();
      if (cursor.take('=')) {
        cursor.skip_blanks();
        take_while(cursor, is_baggage);
        cursor.skip_blanks();
      } else if (member) {
        return cursor.fail("an equals sign");
      }
      if (!cursor.take(';')) break;
      cursor.skip_blanks();
    }
  }
  return list.ok();
}

}  // namespace httpvet::fields
