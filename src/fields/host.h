// HostPort: the Host field, and the host and port inside of URIs (RFC 9110 §7.2; RFC 3986 §3.2).
#pragma once

#include <cstdint>
#include <optional>

#include "fields/cursor.h"

namespace httpvet::fields {

enum class HostKind : std::uint8_t { kRegisteredName, kIpv4, kIpv6, kIpFuture };

struct HostPort {
  HostKind kind = HostKind::kRegisteredName;
  Slice host;             // IP literals with their brackets; may be empty
  bool has_port = false;  // a colon is there
  Slice port;             // its digits; may be empty

  /// The number of the port; nullopt when there is none, or one above 65535.
  std::optional<std::uint16_t> port_number(Bytes value) const;
};

/// uri-host [ ":" port ]. An empty value is a host too: that of a target without authority.
bool parse_host(Bytes value, HostPort& out, ParseError& error);

/// Reads uri-host [ ":" port ] and stops at the first octet that belongs to neither, for parsers.
bool read_host_port(Cursor& cursor, HostPort& out);

}  // namespace httpvet::fields
