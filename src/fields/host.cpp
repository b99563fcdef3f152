#include "fields/host.h"

#include "fields/uri_chars.h"

namespace httpvet::fields {
namespace {

// dec-octet = 0-255 without leading zeros     (RFC 3986 §3.2.2)
bool take_dec_octet(Cursor& cursor) {
  const std::size_t start = cursor.position();
  const std::size_t count = cursor.take_all(base::kDigit);
  if (count == 0 || count > 3) return false;
  int number = 0;
  const Bytes text = cursor.since(start).in(cursor.value());
  for (const char c : text) number = number * 10 + (c - '0');
  return number <= 255 && (count == 1 || text[0] != '0');
}

// IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet
bool take_ipv4(Cursor& cursor) {
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !cursor.take('.')) return false;
    if (!take_dec_octet(cursor)) return false;
  }
  return true;
}

/// One group of an IPv6 address, or an IPv4 address in place of the last two. Says how many groups it counts for; 0 if
/// neither stands here.
int take_ipv6_group(Cursor& cursor) {
  const std::size_t start = cursor.position();
  if (take_ipv4(cursor)) return 2;
  cursor.move_to(start);
  const std::size_t count = cursor.take_all(base::kHexDigit);
  if (count >= 1 && count <= 4) return 1;
  cursor.move_to(start);
  return 0;
}

// IPv6address: eight groups of h16 (1*4HEXDIG) with colons between them. The last two may be an IPv4address, and "::"
// stands once for one or more groups of zeros     (RFC 3986 §3.2.2)
bool read_ipv6(Cursor& cursor) {
  constexpr Bytes kExpected = "an IPv6 address";
  int groups = 0;
  bool elided = cursor.take("::");
  bool group_needed = !elided;
  while (group_needed || (cursor.peek() != ']' && !cursor.at_end())) {
    const std::size_t start = cursor.position();
    const int count = take_ipv6_group(cursor);
    groups += count;
    if (count == 0 || groups > (elided ? 7 : 8)) return cursor.fail_at(start, kExpected);
    group_needed = false;
    if (count == 2 || cursor.peek() != ':') break;  // an IPv4 address comes last
    cursor.take(':');
    if (!cursor.take(':')) {
      group_needed = true;
    } else if (elided) {
      return cursor.fail_at(cursor.position() - 1, kExpected);
    } else {
      elided = true;
    }
  }
  return (elided ? groups <= 7 : groups == 8) || cursor.fail(kExpected);
}

// IP-literal = "[" ( IPv6address / IPvFuture  ) "]"
// IPvFuture  = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
bool read_ip_literal(Cursor& cursor, HostKind& kind) {
  if (cursor.take('v') || cursor.take('V')) {
    kind = HostKind::kIpFuture;
    if (cursor.take_all(base::kHexDigit) == 0) return cursor.fail("a hexadecimal digit");
    if (!cursor.take('.')) return cursor.fail("a dot");
    const std::size_t start = cursor.position();
    while (is_uri(cursor.peek(), kUriUserinfo)) cursor.move_to(cursor.position() + 1);
    if (cursor.position() == start) return cursor.fail("an IP address");
  } else {
    kind = HostKind::kIpv6;
    if (!read_ipv6(cursor)) return false;
  }
  return cursor.take(']') || cursor.fail("a closing bracket");
}

bool is_ipv4(Bytes text) {
  ParseError error;
  Cursor cursor(text, error);
  return take_ipv4(cursor) && cursor.at_end();
}

}  // namespace

std::optional<std::uint16_t> HostPort::port_number(Bytes value) const {
  if (port.empty()) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : port.in(value)) {
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
    if (number > 0xFFFF) return std::nullopt;
  }
  return static_cast<std::uint16_t>(number);
}

// uri-host = host                                 (RFC 9110 §4.1)
// host     = IP-literal / IPv4address / reg-name  (RFC 3986 §3.2.2)
// reg-name = *( unreserved / pct-encoded / sub-delims )
// port     = *DIGIT
bool read_host_port(Cursor& cursor, HostPort& out) {
  out = {};
  const std::size_t start = cursor.position();
  if (cursor.take('[')) {
    if (!read_ip_literal(cursor, out.kind)) return false;
    out.host = cursor.since(start);
  } else {
    if (!take_uri_chars(cursor, kUriRegName, out.host)) return false;
    if (is_ipv4(out.host.in(cursor.value()))) out.kind = HostKind::kIpv4;
  }
  out.has_port = cursor.take(':');
  const std::size_t port_start = cursor.position();
  if (out.has_port) {
    cursor.take_all(base::kDigit);
    out.port = cursor.since(port_start);
  }
  return true;
}

// Host = uri-host [ ":" port ]     (RFC 9110 §7.2)
bool parse_host(Bytes value, HostPort& out, ParseError& error) {
  Cursor cursor(value, error);
  return read_host_port(cursor, out) && cursor.expect_end(out.has_port ? "a digit" : "a character of a host");
}

}  // namespace httpvet::fields
