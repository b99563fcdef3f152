#include "fields/ip_address.h"

#include <algorithm>
#include <array>
#include <string>

namespace httpvet::fields {
namespace {

constexpr std::size_t kLongestIpv6 = 45;  // ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255

HostKind kind_of(Bytes host) {
  HostPort parsed;
  ParseError error;
  return parse_host(host, parsed, error) && !parsed.has_port ? parsed.kind : HostKind::kRegisteredName;
}

bool is_ipv6(Bytes text) {
  if (text.size() > kLongestIpv6) return false;
  return kind_of("[" + std::string(text) + "]") == HostKind::kIpv6;
}

bool is_ipv4(Bytes text) { return kind_of(text) == HostKind::kIpv4; }

Bytes without_zone(Bytes text) { return text.substr(0, text.find('%')); }

/// The octet that `text` begins with, and the rest behind its dot.
int take_octet(Bytes& text) {
  int number = 0;
  while (!text.empty() && base::is(text.front(), base::kDigit)) {
    number = number * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  if (!text.empty()) text.remove_prefix(1);
  return number;
}

bool is_local_ipv4(Bytes text) {
  const int first = take_octet(text);
  const int second = take_octet(text);
  if (first == 0 || first == 10 || first == 127) return true;
  if (first == 172) return second >= 16 && second <= 31;
  if (first == 100) return second >= 64 && second <= 127;
  return (first == 192 && second == 168) || (first == 169 && second == 254);
}

bool is_local_ipv6(Bytes text) {
  if (text == "::1" || text == "::") return true;
  constexpr Bytes kMapped = "::ffff:";
  if (base::equals_ignoring_case(text.substr(0, kMapped.size()), kMapped) && is_ipv4(text.substr(kMapped.size()))) {
    return is_local_ipv4(text.substr(kMapped.size()));
  }
  constexpr std::array<Bytes, 4> kLinkLocal = {"fe8", "fe9", "fea", "feb"};
  std::string start(text.substr(0, 3));
  std::ranges::transform(start, start.begin(), base::lower);
  return start.starts_with("fc") || start.starts_with("fd") || std::ranges::count(kLinkLocal, start) > 0;
}

}  // namespace

bool parses_as_ip(Bytes text) {
  if (is_ipv4(text)) return true;
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  return is_ipv6(without_zone(text));
}

Bytes bare_address(Bytes text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    return end == Bytes::npos ? text : without_zone(text.substr(1, end - 1));
  }
  const std::size_t colon = text.find(':');
  const bool one_colon = colon != Bytes::npos && text.find(':', colon + 1) == Bytes::npos;
  return one_colon ? text.substr(0, colon) : without_zone(text);
}

bool is_local_address(Bytes address) {
  return is_ipv4(address) ? is_local_ipv4(address) : is_ipv6(address) && is_local_ipv6(address);
}

}  // namespace httpvet::fields
