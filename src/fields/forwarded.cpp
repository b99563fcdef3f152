#include "fields/forwarded.h"

#include <algorithm>

#include "fields/host.h"
#include "fields/ip_address.h"

namespace httpvet::fields {
namespace {

// obfnode = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" ), and obfport alike     (RFC 7239 §6)
bool is_obfuscated(Bytes text) {
  return text.size() > 1 && text.front() == '_' && std::ranges::all_of(text.substr(1), [](char c) {
           return base::is(c, base::kAlpha | base::kDigit) || c == '.' || c == '_' || c == '-';
         });
}

// node-port = 1*5DIGIT / obfport
bool is_node_port(Bytes text) {
  return is_obfuscated(text) || (!text.empty() && text.size() <= 5 && base::all_of(text, base::kDigit));
}

}  // namespace

bool parse_forwarded(Bytes value, base::Arena& arena, Forwarded& out, ParseError& error) {
  Cursor cursor(value, error);
  ArenaList<Unfinished<ForwardedElement>> elements(arena);
  ArenaList<Parameter> parameters(arena);
  ListReader list(cursor);
  while (list.next()) {
    Unfinished<ForwardedElement> element{{}, parameters.size()};
    const std::size_t start = cursor.position();
    do {
      cursor.skip_blanks();
      if (cursor.at_end() || cursor.peek() == ';' || cursor.peek() == ',') continue;
      Parameter parameter;
      if (!read_parameter(cursor, BadWhitespace::kRefused, parameter)) return false;
      parameters.push_back(parameter);
      element.element.text = cursor.since(start);
      cursor.skip_blanks();
    } while (cursor.take(';'));
    elements.push_back(element);
  }
  if (!list.ok()) return false;
  out.elements = finish_elements(elements, parameters, arena);
  return true;
}

// nodename = IPv4address / "[" IPv6address "]" / "unknown" / obfnode
bool is_forwarded_node(Bytes node) {
  const std::size_t bracket = node.starts_with('[') ? node.find(']') : 0;
  if (bracket == Bytes::npos) return false;
  const std::size_t colon = node.find(':', bracket);
  const Bytes name = node.substr(0, colon);
  if (colon != Bytes::npos && !is_node_port(node.substr(colon + 1))) return false;
  return base::equals_ignoring_case(name, "unknown") || is_obfuscated(name) || parses_as_ip(name);
}

bool is_scheme(Bytes text) {
  if (text.empty() || !base::is(text.front(), base::kAlpha)) return false;
  return std::ranges::all_of(
      text, [](char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '+' || c == '-' || c == '.'; });
}

}  // namespace httpvet::fields
