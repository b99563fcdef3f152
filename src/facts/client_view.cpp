#include "facts/client_view.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
namespace id = fields::id;

/// The first element of a list, blanks and quotes trimmed.
Bytes first_element(Bytes value) {
  value = base::trim_blanks(value.substr(0, value.find(',')));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  return value;
}

/// The value of `name` in the first element of a Forwarded field (RFC 7239 §4); empty without it.
Bytes forwarded_parameter(Bytes forwarded, Bytes name) {
  Bytes rest = forwarded.substr(0, forwarded.find(','));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const Bytes parameter = base::trim_blanks(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = parameter.find('=');
    if (equals == Bytes::npos || !base::equals_ignoring_case(parameter.substr(0, equals), name)) continue;
    return first_element(parameter.substr(equals + 1));
  }
  return {};
}

bool is_scheme_name(Bytes name) {
  constexpr std::array<Bytes, 4> kNames = {"x-forwarded-scheme", "x-url-scheme", "cloudfront-forwarded-proto",
                                           "x-scheme"};
  return std::ranges::any_of(kNames, [name](Bytes known) { return base::equals_ignoring_case(name, known); });
}

bool is_switch_name(Bytes name) {
  constexpr std::array<Bytes, 3> kNames = {"x-forwarded-ssl", "front-end-https", "x-arr-ssl"};
  return std::ranges::any_of(kNames, [name](Bytes known) { return base::equals_ignoring_case(name, known); });
}

struct Schemes {
  bool http = false;
  bool https = false;

  void note(Bytes scheme) {
    https = https || base::equals_ignoring_case(scheme, "https") || base::equals_ignoring_case(scheme, "wss");
    http = http || base::equals_ignoring_case(scheme, "http") || base::equals_ignoring_case(scheme, "ws");
  }
};

void note_forwarded(const model::Message& request, Schemes& schemes) {
  for (const model::FieldLine& line : request.lines) {
    if (line.field == id::kXForwardedProto || (line.field == model::kUnknownField && is_scheme_name(line.name))) {
      schemes.note(first_element(line.value));
    } else if (line.field == id::kForwarded) {
      schemes.note(forwarded_parameter(line.value, "proto"));
    } else if (line.field == model::kUnknownField && is_switch_name(line.name)) {
      schemes.https = schemes.https || !base::equals_ignoring_case(line.value, "off");
    }
  }
}

/// Host without port and brackets, in lower case.
Bytes bare_host(Bytes authority, base::Arena& arena) {
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    return end == Bytes::npos ? Bytes() : lower_copy(authority.substr(1, end - 1), arena);
  }
  return lower_copy(authority.substr(0, authority.find(':')), arena);
}

bool has_label(Bytes host, std::span<const Bytes> labels) {
  const std::size_t dot = host.rfind('.');
  return dot != Bytes::npos && std::ranges::find(labels, host.substr(dot + 1)) != labels.end();
}

}  // namespace

Value client_scheme(Facts& facts) {
  Schemes schemes;
  const model::Scheme scheme = facts.exchange().connection->scheme;
  schemes.https = scheme == model::Scheme::kHttps;
  schemes.http = scheme == model::Scheme::kHttp;
  if (facts.request().there()) {
    const model::Message& request = facts.request().message();
    note_forwarded(request, schemes);
    const std::size_t colon = request.target.find("://");
    if (colon != Bytes::npos && !request.target.starts_with('/')) schemes.note(request.target.substr(0, colon));
  }
  if (schemes.https) return Value::of(Bytes("https"));
  return schemes.http ? Value::of(Bytes("http")) : Value::not_captured();
}

Bytes client_host(Facts& facts) {
  if (!facts.request().there()) return {};
  const model::Message& request = facts.request().message();
  for (const model::FieldLine& line : request.lines) {
    if (line.field == id::kXForwardedHost) return bare_host(first_element(line.value), facts.arena());
    if (line.field != id::kForwarded) continue;
    const Bytes host = forwarded_parameter(line.value, "host");
    if (!host.empty()) return bare_host(host, facts.arena());
  }
  const auto uri = target_uri(request, facts.exchange().connection->scheme, facts.arena());
  if (!uri) return {};
  const std::size_t slashes = uri->find("//");
  if (slashes == Bytes::npos || uri->substr(0, slashes).find_first_of("/?#") != Bytes::npos) return {};
  Bytes authority = uri->substr(slashes + 2);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  const std::size_t at = authority.rfind('@');
  return bare_host(at == Bytes::npos ? authority : authority.substr(at + 1), facts.arena());
}

bool is_address(Bytes host) {
  if (host.find(':') != Bytes::npos) return true;
  const auto dots = std::ranges::count(host, '.');
  return dots == 3 && host.find_first_not_of("0123456789.") == Bytes::npos;
}

Reach reach_of(Bytes host) {
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return Reach::kLoopback;
  if (is_address(host)) {
    if (host.starts_with("127.")) return Reach::kLoopback;
    const bool link = host.starts_with("169.254.") || host.starts_with("fe80:");
    const bool local =
        host.starts_with("10.") || host.starts_with("192.168.") || host.starts_with("fc") || host.starts_with("fd");
    if (link || local) return Reach::kPrivate;
    if (!host.starts_with("172.") || host.size() < 7) return Reach::kPublic;
    const Bytes second = host.substr(4, host.find('.', 4) - 4);
    return second.size() == 2 && second >= "16" && second <= "31" ? Reach::kPrivate : Reach::kPublic;
  }
  constexpr std::array<Bytes, 8> kPrivateLabels = {"local", "internal", "lan",     "home",
                                                   "corp",  "intranet", "private", "localdomain"};
  const bool single = host.find('.') == Bytes::npos;
  return single || has_label(host, kPrivateLabels) ? Reach::kPrivate : Reach::kPublic;
}

bool is_public_suffix(Bytes domain) {
  if (domain.empty() || domain == "localhost" || is_address(domain)) return false;
  if (domain.find('.') == Bytes::npos) return true;
  // The commonest of those with several labels; the whole list has ten thousand, and changes every week.
  static constexpr auto kSuffixes = std::to_array<Bytes>({
      "ac.jp",
      "ac.nz",
      "ac.uk",
      "appspot.com",
      "azurewebsites.net",
      "blogspot.com",
      "cloudfront.net",
      "co.id",
      "co.il",
      "co.in",
      "co.jp",
      "co.ke",
      "co.kr",
      "co.nz",
      "co.th",
      "co.uk",
      "co.za",
      "com.ar",
      "com.au",
      "com.br",
      "com.cn",
      "com.co",
      "com.eg",
      "com.hk",
      "com.mx",
      "com.my",
      "com.ng",
      "com.pe",
      "com.ph",
      "com.pk",
      "com.pl",
      "com.sa",
      "com.sg",
      "com.tr",
      "com.tw",
      "com.ua",
      "com.vn",
      "edu.au",
      "edu.cn",
      "edu.tw",
      "firebaseapp.com",
      "fly.dev",
      "github.io",
      "githubusercontent.com",
      "gitlab.io",
      "go.jp",
      "gob.mx",
      "gov.au",
      "gov.br",
      "gov.cn",
      "gov.in",
      "gov.tw",
      "gov.uk",
      "herokuapp.com",
      "idv.tw",
      "me.uk",
      "ne.jp",
      "net.au",
      "net.br",
      "net.cn",
      "net.nz",
      "net.tw",
      "netlify.app",
      "ngrok.io",
      "nhs.uk",
      "onrender.com",
      "or.jp",
      "or.kr",
      "org.au",
      "org.br",
      "org.cn",
      "org.nz",
      "org.tw",
      "org.uk",
      "pages.dev",
      "s3.amazonaws.com",
      "vercel.app",
      "web.app",
      "workers.dev",
  });
  return std::ranges::find(kSuffixes, domain) != kSuffixes.end();
}

}  // namespace httpvet::facts
