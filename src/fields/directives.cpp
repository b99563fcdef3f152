#include "fields/directives.h"

#include "fields/arena_list.h"

namespace httpvet::fields {

const Directive* Directives::find(Bytes value, Bytes name) const {
  for (const Directive& directive : directives) {
    if (base::equals_ignoring_case(directive.name.in(value), name)) return &directive;
  }
  return nullptr;
}

// Cache-Control   = #cache-directive                                  (RFC 9111 §5.2)
// cache-directive = token [ "=" ( token / quoted-string ) ]
bool parse_directives(Bytes value, base::Arena& arena, Directives& out, ParseError& error) {
  Cursor cursor(value, error);
  ListReader list(cursor);
  ArenaList<Directive> directives(arena);
  while (list.next()) {
    Directive directive;
    if (!cursor.token(directive.name, "a directive")) return false;
    directive.has_argument = cursor.take('=');
    if (directive.has_argument && !cursor.text(directive.argument)) return false;
    directives.push_back(directive);
  }
  out = {directives.finish(), list.empty_elements()};
  return list.ok();
}

std::optional<Number> delta_seconds(const Directive& directive, Bytes value) {
  if (!directive.has_argument) return std::nullopt;
  ParseError error;
  Cursor cursor(directive.argument.slice.in(value), error);
  Number seconds;
  if (!cursor.digits(seconds) || !cursor.at_end()) return std::nullopt;
  return seconds;
}

}  // namespace httpvet::fields
