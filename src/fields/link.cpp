#include "fields/link.h"

#include <algorithm>

namespace httpvet::fields {
namespace {

bool is_target_octet(char c) { return base::is(c, base::kVchar) && c != '<' && c != '>' && c != '"'; }

// What RFC 5988 §5 allowed in values without quotes: type=text/css.
bool is_loose_octet(char c) { return is_target_octet(c) && c != ',' && c != ';' && c != '\\'; }

/// link-param = token BWS [ "=" BWS ( token / quoted-string ) ]
bool read_link_parameter(Cursor& cursor, Parameter& out, bool& loose) {
  if (!cursor.token(out.name, "a parameter name")) return false;
  const std::size_t name_end = cursor.position();
  const bool blank_before = cursor.skip_blanks() > 0;
  if (!cursor.take('=')) {
    cursor.move_to(name_end);
    return true;
  }
  const bool blank_behind = cursor.skip_blanks() > 0;
  out.bad_whitespace = blank_before || blank_behind;
  if (cursor.peek() == '"') return cursor.quoted_string(out.value);
  const std::size_t start = cursor.position();
  while (is_loose_octet(cursor.peek())) cursor.move_to(cursor.position() + 1);
  out.value.slice = cursor.since(start);
  if (out.value.slice.empty()) return cursor.fail("a token or a quoted string");
  loose = loose || !base::is_token(out.value.slice.in(cursor.value()));
  return true;
}

}  // namespace

// Link       = #link-value                                                 (RFC 8288 §3)
// link-value = "<" URI-Reference ">" *( OWS ";" OWS [ link-param ] )
bool parse_links(Bytes value, base::Arena& arena, Links& out, ParseError& error) {
  Cursor cursor(value, error);
  ListReader list(cursor);
  ArenaList<Unfinished<Link>> links(arena);
  ArenaList<Parameter> parameters(arena);
  while (list.next()) {
    links.push_back({{}, parameters.size()});
    Link& link = links.back().element;
    if (!cursor.take('<')) return cursor.fail("an opening angle bracket");
    const std::size_t start = cursor.position();
    while (is_target_octet(cursor.peek())) cursor.move_to(cursor.position() + 1);
    link.target = cursor.since(start);
    if (!cursor.take('>')) return cursor.fail("a closing angle bracket");
    for (cursor.skip_blanks(); cursor.take(';'); cursor.skip_blanks()) {
      cursor.skip_blanks();
      if (cursor.at_end() || cursor.peek() == ';' || cursor.peek() == ',') continue;
      Parameter parameter;
      if (!read_link_parameter(cursor, parameter, link.loose)) return false;
      parameters.push_back(parameter);
    }
  }
  if (!list.ok()) return false;
  out = {finish_elements(links, parameters, arena), list.empty_elements()};
  return true;
}

// rel-value = relation-type *( 1*SP relation-type )                        (RFC 8288 §3.3)
bool next_relation(Bytes& rest, Bytes& relation) {
  constexpr Bytes kBlanks = " \t\r\n";
  const std::size_t start = rest.find_first_not_of(kBlanks);
  if (start == Bytes::npos) return false;
  rest.remove_prefix(start);
  relation = rest.substr(0, std::min(rest.find_first_of(kBlanks), rest.size()));
  rest.remove_prefix(relation.size());
  return true;
}

}  // namespace httpvet::fields
