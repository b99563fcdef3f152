#include "fields/address.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

using Octets = std::array<int, 4>;

/// Four decimal numbers with dots between.
std::optional<Octets> ipv4_octets(Bytes host) {
  Octets octets{};
  std::size_t part = 0;
  int value = -1;
  for (std::size_t i = 0; i <= host.size(); ++i) {
    const char c = i < host.size() ? host[i] : '.';
    if (c == '.') {
      if (value < 0 || part == octets.size()) return std::nullopt;
      octets[part++] = std::exchange(value, -1);
    } else if (base::is(c, base::kDigit)) {
      value = std::max(value, 0) * 10 + (c - '0');
      if (value > 255) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  return part == octets.size() ? std::optional(octets) : std::nullopt;
}

HostReach reach_of_ipv4(const Octets& ip) {
  if (ip[0] == 127) return HostReach::kLoopback;
  const bool rfc1918 = ip[0] == 10 || (ip[0] == 172 && ip[1] >= 16 && ip[1] <= 31) || (ip[0] == 192 && ip[1] == 168);
  const bool link_local = ip[0] == 169 && ip[1] == 254;
  return rfc1918 || link_local ? HostReach::kPrivate : HostReach::kPublic;
}

HostReach reach_of_ipv6(Bytes ip) {
  if (ip == "::1") return HostReach::kLoopback;
  const bool four_digits = ip.size() > 4 && ip[4] == ':' && base::all_of(ip.substr(0, 4), base::kHexDigit);
  if (!four_digits) return HostReach::kPublic;
  const char first = base::lower(ip[0]);
  const char second = base::lower(ip[1]);
  const bool unique_local = first == 'f' && (second == 'c' || second == 'd');
  const int third = base::hex_value(ip[2]);
  const bool link_local = first == 'f' && second == 'e' && third >= 8 && third <= 0xB;
  return unique_local || link_local ? HostReach::kPrivate : HostReach::kPublic;
}

// RFC 6762, RFC 8375, services of Kubernetes, and names that the root zone will never have or that ICANN reserved for
// this use.
constexpr auto kPrivateSuffixes =
    std::to_array<Bytes>({".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp", ".localdomain", ".svc"});

bool ends_with_ignoring_case(Bytes text, Bytes suffix) {
  return text.size() > suffix.size() && base::equals_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

Bytes without_brackets(Bytes host) {
  return host.size() > 2 && host.front() == '[' && host.back() == ']' ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

HostReach reach_of(Bytes host) {
  host = without_brackets(host);
  if (host.empty()) return HostReach::kPublic;
  if (const auto ip = ipv4_octets(host)) return reach_of_ipv4(*ip);
  if (host.find(':') != Bytes::npos) return reach_of_ipv6(host);
  if (host.ends_with('.')) host.remove_suffix(1);
  if (base::equals_ignoring_case(host, "localhost") || ends_with_ignoring_case(host, ".localhost")) {
    return HostReach::kLoopback;
  }
  const auto is_suffix = [host](Bytes suffix) { return ends_with_ignoring_case(host, suffix); };
  if (std::ranges::any_of(kPrivateSuffixes, is_suffix)) return HostReach::kPrivate;
  return host.find('.') == Bytes::npos ? HostReach::kLocal : HostReach::kPublic;
}

bool is_ip_address(Bytes host) {
  host = without_brackets(host);
  return ipv4_octets(host).has_value() || host.find(':') != Bytes::npos;
}

}  // namespace httpvet::fields
