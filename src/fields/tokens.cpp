#include "fields/tokens.h"

#include <algorithm>

#include "fields/arena_list.h"
#include "fields/cursor.h"

namespace httpvet::fields {

bool TokenList::contains(Bytes value, Bytes token) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](Slice candidate) { return candidate.in(value) == token; });
}

bool TokenList::contains_ignoring_case(Bytes value, Bytes token) const {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](Slice candidate) { return base::equals_ignoring_case(candidate.in(value), token); });
}

// token = 1*tchar     (RFC 9110 §5.6.2)
bool parse_token(Bytes value, Slice& out, ParseError& error) {
  Cursor cursor(value, error);
  return cursor.token(out) && cursor.expect_end();
}

// #token     (RFC 9110 §5.6.1)
bool parse_tokens(Bytes value, base::Arena& arena, TokenList& out, ParseError& error) {
  Cursor cursor(value, error);
  ListReader list(cursor);
  ArenaList<Slice> tokens(arena);
  while (list.next()) {
    Slice token;
    if (!cursor.token(token)) return false;
    tokens.push_back(token);
  }
  out = {tokens.finish(), list.empty_elements()};
  return list.ok();
}

}  // namespace httpvet::fields
