#include "fields/protocols.h"

#include <algorithm>

#include "fields/arena_list.h"
#include "fields/cursor.h"

namespace httpvet::fields {

bool Protocols::contains(Bytes value, Bytes name) const {
  return std::any_of(protocols.begin(), protocols.end(), [&](const Protocol& candidate) {
    return base::equals_ignoring_case(candidate.name.in(value), name);
  });
}

// Upgrade          = #protocol                               (RFC 9110 §7.8)
// protocol         = protocol-name ["/" protocol-version]
// protocol-name    = token
// protocol-version = token
bool parse_protocols(Bytes value, base::Arena& arena, Protocols& out, ParseError& error) {
  Cursor cursor(value, error);
  ListReader list(cursor);
  ArenaList<Protocol> protocols(arena);
  while (list.next()) {
    Protocol protocol;
    if (!cursor.token(protocol.name, "a protocol name")) return false;
    if (cursor.take('/') && !cursor.token(protocol.version, "a protocol version")) return false;
    protocols.push_back(protocol);
  }
  out = {protocols.finish(), list.empty_elements()};
  return list.ok();
}

}  // namespace httpvet::fields
