// UriReference: Location, Referer, request targets (RFC 3986).
#pragma once

#include "base/arena.h"
#include "fields/host.h"

namespace httpvet::fields {

/// The parts of a URI reference, without their delimiters. The path is always there, though it may be empty.
struct UriReference {
  bool has_scheme = false;
  bool has_authority = false;
  bool has_userinfo = false;
  bool has_query = false;
  bool has_fragment = false;
  Slice scheme;
  Slice authority;  // userinfo, host and port
  Slice userinfo;
  HostPort host_port;
  Slice path;
  Slice query;
  Slice fragment;

  /// True for a URI: a reference with a scheme. (RFC 3986 §4.3 calls it absolute only without fragment.)
  bool is_absolute() const { return has_scheme; }
};

/// URI-reference. Octets that a URI cannot hold, and percent signs without two hexadecimal digits, do not match.
bool parse_uri_reference(Bytes value, UriReference& out, ParseError& error);

/// The parts of any text, as RFC 3986 Appendix B splits it: never fails, and checks no character. Where the authority
/// is none, all behind its user name counts as host.
UriReference split_uri_reference(Bytes value);

/// The target URI of `reference` as seen from `base` (RFC 3986 §5.2), in the arena. Where neither has a scheme, or an
/// authority, nor has the result. Requires each with the value it was parsed from.
Bytes resolve(const UriReference& base, Bytes base_value, const UriReference& reference, Bytes reference_value,
              base::Arena& arena);

/// scheme "://" host [ ":" port ] in lower case, without the port that is the scheme's default (RFC 9110 §4.3.1); empty
/// when `uri` lacks scheme or authority.
Bytes origin(const UriReference& uri, Bytes value, base::Arena& arena);

/// `path` without "." and ".." segments (RFC 3986 §5.2.4), in the arena.
Bytes remove_dot_segments(Bytes path, base::Arena& arena);

}  // namespace httpvet::fields
