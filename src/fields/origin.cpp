#include "fields/origin.h"

#include "base/byte_class.h"
#include "fields/host.h"

namespace httpvet::fields {
namespace {

bool has_upper(Bytes text) {
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') return true;
  }
  return false;
}

/// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )     (RFC 3986 §3.1)
bool is_scheme(Bytes text) {
  if (text.empty() || !base::is(text.front(), base::kAlpha)) return false;
  for (const char c : text) {
    if (!base::is(c, base::kAlpha | base::kDigit) && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

Bytes default_port(Bytes scheme) {
  if (scheme == "http" || scheme == "ws") return "80";
  if (scheme == "https" || scheme == "wss") return "443";
  return {};
}

Bytes authority_fault(Bytes scheme, Bytes authority) {
  // What Android's WebView sends for local files.
  if (authority.empty()) return scheme == "file" ? Bytes() : Bytes("it has no host");
  if (authority.find('*') != Bytes::npos) return "it has a wildcard, which only stands alone";
  if (authority.find('@') != Bytes::npos) return "it has user information";
  if (has_upper(authority)) return "its host is not in lower case";
  ParseError error;
  HostPort host;
  if (!parse_host(authority, host, error)) return "its host is malformed";
  if (!host.has_port) return {};
  const auto port = host.port_number(authority);
  if (!port || *port == 0) return "its port is no number from 1 to 65535";
  const Bytes digits = host.port.in(authority);
  if (digits == default_port(scheme)) return "it names the default port of its scheme";
  return digits.front() == '0' ? Bytes("its port has a leading zero") : Bytes();
}

}  // namespace

Bytes origin_fault(Bytes text) {
  if (text.empty()) return "it is empty";
  if (text.find_first_of(", \t") != Bytes::npos) return "it lists more than one";
  const std::size_t colon = text.find("://");
  if (colon == Bytes::npos) {
    if (text.find('*') != Bytes::npos) return "it has a wildcard, which only stands alone";
    return "it has no scheme";
  }
  const Bytes scheme = text.substr(0, colon);
  if (!is_scheme(scheme)) return "its scheme is malformed";
  if (has_upper(scheme)) return "its scheme is not in lower case";
  const Bytes rest = text.substr(colon + 3);
  const std::size_t end = rest.find_first_of("/?#");
  if (end != Bytes::npos) return end + 1 == rest.size() ? "it ends in a slash" : "it has a path";
  return authority_fault(scheme, rest);
}

}  // namespace httpvet::fields
