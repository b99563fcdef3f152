// Alt-Svc (RFC 7838 §3).
#pragma once

#include <optional>
#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

/// One alternative service.
struct AltService {
  Slice text;         // all of it
  Slice protocol_id;  // percent-encoded
  Text authority;     // what the quotes hold
  std::span<const Parameter> parameters;
};

struct AltSvc {
  bool clear = false;  // the value is just `clear`
  std::span<const AltService> services;
};

/// clear / 1#( protocol-id "=" alt-authority *( OWS ";" OWS parameter ) ). Only what has another form fails: `clear`
/// beside others is an alternative without authority, and authorities without quotes end at the first octet that is no
/// tchar.
bool parse_alt_svc(Bytes value, base::Arena& arena, AltSvc& out, ParseError& error);

/// The octets that `protocol_id` stands for.
Bytes decode_protocol_id(Bytes protocol_id, base::Arena& arena);

/// Whether `protocol_id` is encoded as RFC 7838 §3 says: percent signs with two upper-case digits, and only for octets
/// that a token cannot have, and for the percent sign itself.
bool is_canonical_protocol_id(Bytes protocol_id);

/// [ uri-host ] ":" port, with a port from 1 to 65535.
bool is_alt_authority(Bytes authority);

/// Whether IANA's registry of ALPN protocol ids has `id` (decoded), the reserved ones of RFC 8701 included.
bool is_alpn_id(Bytes id);

/// Whether `id` (decoded) is that of a draft, or of a protocol that nobody speaks any more.
bool is_dead_alpn_id(Bytes id);

}  // namespace httpvet::fields
