#include "fields/alt_svc.h"

#include <algorithm>
#include <array>

#include "fields/host.h"

namespace httpvet::fields {
namespace {

// TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs, as IANA lists them.
constexpr auto kAlpnIds = std::to_array<Bytes>(
    {"http/0.9", "http/1.0", "http/1.1",    "spdy/1",      "spdy/2",     "spdy/3", "stun.turn", "stun.nat-discovery",
     "h2",       "h2c",      "webrtc",      "c-webrtc",    "ftp",        "imap",   "pop3",      "managesieve",
     "coap",     "co",       "xmpp-client", "xmpp-server", "acme-tls/1", "mqtt",   "dot",       "ntske/1",
     "sunrpc",   "h3",       "smb",         "irc",         "nntp",       "nnsp",   "doq",       "sip/2",
     "tds/8.0",  "dicom",    "postgresql",  "radius/1.0",  "radius/1.1"});

/// A prefix of ids of drafts and of experiments that have ended.
constexpr auto kDeadPrefixes = std::to_array<Bytes>({"h3-", "hq", "spdy/", "npn-", "h2-", "h1q"});

// alternative = protocol-id "=" alt-authority     (RFC 7838 §3)
bool read_service(Cursor& cursor, AltService& out, ArenaList<Parameter>& parameters) {
  const std::size_t start = cursor.position();
  if (!cursor.token(out.protocol_id, "a protocol id")) return false;
  if (!cursor.take('=')) return cursor.fail("an equals sign");
  if (cursor.peek() != '"') return cursor.fail("an authority in quotes");
  if (!cursor.quoted_string(out.authority) || !read_parameters(cursor, parameters)) return false;
  out.text = cursor.since(start);
  return true;
}

}  // namespace

bool parse_alt_svc(Bytes value, base::Arena& arena, AltSvc& out, ParseError& error) {
  out = {};
  out.clear = value == "clear";
  if (out.clear) return true;
  Cursor cursor(value, error);
  ArenaList<Unfinished<AltService>> services(arena);
  ArenaList<Parameter> parameters(arena);
  ListReader list(cursor);
  while (list.next()) {
    Unfinished<AltService> service{{}, parameters.size()};
    if (!read_service(cursor, service.element, parameters)) return false;
    services.push_back(service);
  }
  if (!list.ok()) return false;
  out.services = finish_elements(services, parameters, arena);
  return !out.services.empty() || cursor.fail("an alternative service");
}

Bytes decode_protocol_id(Bytes id, base::Arena& arena) {
  if (id.find('%') == Bytes::npos) return id;
  const auto octets = arena.make_array<char>(id.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool encoded =
        id[i] == '%' && i + 2 < id.size() && base::hex_value(id[i + 1]) >= 0 && base::hex_value(id[i + 2]) >= 0;
    octets[used++] = encoded ? static_cast<char>(base::hex_value(id[i + 1]) * 16 + base::hex_value(id[i + 2])) : id[i];
    if (encoded) i += 2;
  }
  return {octets.data(), used};
}

bool is_canonical_protocol_id(Bytes id) {
  const auto is_digit = [](char c) { return base::is(c, base::kDigit) || (c >= 'A' && c <= 'F'); };
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (id[i] != '%') continue;
    if (i + 2 >= id.size() || !is_digit(id[i + 1]) || !is_digit(id[i + 2])) return false;
    const char octet = static_cast<char>(base::hex_value(id[i + 1]) * 16 + base::hex_value(id[i + 2]));
    if (octet != '%' && base::is(octet, base::kTchar)) return false;
    i += 2;
  }
  return true;
}

bool is_alt_authority(Bytes authority) {
  HostPort host;
  ParseError error;
  return parse_host(authority, host, error) && host.port_number(authority).value_or(0) > 0;
}

bool is_alpn_id(Bytes id) {
  const bool reserved = id.size() == 2 && id[0] == id[1] && (static_cast<unsigned char>(id[0]) & 0x0F) == 0x0A;
  return reserved || std::ranges::count(kAlpnIds, id) > 0;
}

bool is_dead_alpn_id(Bytes id) {
  return id == "quic" || std::ranges::any_of(kDeadPrefixes, [id](Bytes prefix) { return id.starts_with(prefix); });
}

}  // namespace httpvet::fields
