#include "facts/session_cookies.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/byte_class.h"
#include "facts/defects.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"
#include "fields/ip_address.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using base::trim_blanks;
using expr::Value;
using Arguments = std::span<const Value>;

constexpr int kReferenceYear = 2026;
constexpr std::size_t kMostCookies = 256;

struct Target {
  Bytes host;
  Bytes path;
  bool http = false;
  bool https = false;
};

Target target_of(const model::Message& request, model::Scheme scheme, base::Arena& arena) {
  const Bytes uri = target_uri(request, scheme, arena).value_or(Bytes());
  const fields::UriReference parts = fields::split_uri_reference(uri);
  const Bytes name = parts.scheme.in(uri);
  const Bytes path = parts.path.in(uri);
  return {parts.host_port.host.in(uri), path.empty() ? Bytes("/") : path, equals_ignoring_case(name, "http"),
          equals_ignoring_case(name, "https")};
}

Bytes line_value(const model::Message& message, model::FieldId field) {
  const auto found = std::ranges::find(message.lines, field, &model::FieldLine::field);
  return found == message.lines.end() ? Bytes() : found->value;
}

std::optional<std::int64_t> date_of(Bytes text) {
  fields::HttpDate date;
  fields::ParseError error;
  if (text.empty() || !fields::parse_http_date(text, kReferenceYear, date, error)) return std::nullopt;
  return date.seconds;
}

/// A cookie as one Set-Cookie line describes it.
struct Cookie {
  Bytes name;
  Bytes value;
  Bytes domain;  // of the attribute; empty: the host alone
  Bytes path;    // of the attribute, or the default of RFC 6265 §5.1.4
  Bytes same_site;
  Bytes host;  // that set it
  bool secure = false;
  bool http_only = false;
  std::optional<std::int64_t> expires;  // by the clock of the server; in the past: deleted
  std::size_t record = 0;               // that set it
};

// default-path     (RFC 6265 §5.1.4)
Bytes default_path(Bytes path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == Bytes::npos ? Bytes("/") : path.substr(0, slash);
}

void read_attribute(Bytes attribute, std::optional<std::int64_t> now, Cookie& cookie, bool& aged) {
  const std::size_t equals = attribute.find('=');
  const Bytes name = trim_blanks(attribute.substr(0, equals));
  const Bytes value = equals == Bytes::npos ? Bytes() : trim_blanks(attribute.substr(equals + 1));
  if (equals_ignoring_case(name, "secure")) cookie.secure = true;
  if (equals_ignoring_case(name, "httponly")) cookie.http_only = true;
  if (equals_ignoring_case(name, "samesite")) cookie.same_site = value;
  if (equals_ignoring_case(name, "domain")) cookie.domain = value.starts_with('.') ? value.substr(1) : value;
  if (equals_ignoring_case(name, "path") && value.starts_with('/')) cookie.path = value;
  if (equals_ignoring_case(name, "expires") && !aged) cookie.expires = date_of(value);
  if (!equals_ignoring_case(name, "max-age") || value.empty()) return;
  const bool negative = value.front() == '-';
  const Bytes digits = negative ? value.substr(1) : value;
  if (digits.empty() || digits.size() > 12 || !base::all_of(digits, base::kDigit)) return;
  std::int64_t seconds = 0;
  for (const char c : digits) seconds = seconds * 10 + (c - '0');
  aged = true;
  cookie.expires.reset();
  if (negative || seconds == 0) cookie.expires = now.value_or(0);
  if (!negative && seconds > 0 && now) cookie.expires = *now + seconds;
}

std::optional<Cookie> read_set_cookie(Bytes value, const Target& target, std::optional<std::int64_t> now) {
  Bytes rest = value;
  const std::size_t end = rest.find(';');
  const Bytes pair = trim_blanks(rest.substr(0, end));
  const std::size_t equals = pair.find('=');
  if (equals == Bytes::npos || equals == 0) return std::nullopt;
  Cookie cookie;
  cookie.name = trim_blanks(pair.substr(0, equals));
  cookie.value = trim_blanks(pair.substr(equals + 1));
  cookie.host = target.host;
  cookie.path = default_path(target.path);
  bool aged = false;
  rest.remove_prefix(end == Bytes::npos ? rest.size() : end + 1);
  while (!rest.empty()) {
    const std::size_t next = rest.find(';');
    read_attribute(rest.substr(0, next), now, cookie, aged);
    rest.remove_prefix(next == Bytes::npos ? rest.size() : next + 1);
  }
  return cookie;
}

/// All cookies that were set on the connection before this exchange, oldest first.
std::vector<Cookie> cookies_set(Facts& facts) {
  std::vector<Cookie> cookies;
  const auto records = facts.connection_records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& record = *records[i];
    if (line_value(record.response(), id::kSetCookie).empty()) continue;
    const Target target = target_of(record.request(), record.scheme(), facts.arena());
    const auto now = date_of(line_value(record.response(), id::kDate));
    each_line(record.response(), id::kSetCookie, [&](const model::FieldLine& line) {
      auto cookie = read_set_cookie(line.value, target, now);
      if (!cookie || cookies.size() == kMostCookies) return;
      cookie->record = i;
      cookies.push_back(*cookie);
    });
  }
  return cookies;
}

/// Calls `visit` with name and value of each pair in Cookie.
template <typename Visit>
void each_pair(const model::Message& request, Visit visit) {
  std::size_t count = 0;
  each_line(request, id::kCookie, [&](const model::FieldLine& line) {
    Bytes rest = line.value;
    while (!rest.empty() && ++count < kMostCookies) {
      const std::size_t end = rest.find(';');
      const Bytes pair = trim_blanks(rest.substr(0, end));
      const std::size_t equals = pair.find('=');
      if (equals != Bytes::npos) visit(pair.substr(0, equals), pair.substr(equals + 1));
      rest.remove_prefix(end == Bytes::npos ? rest.size() : end + 1);
    }
  });
}

// domain-match     (RFC 6265 §5.1.3)
bool domain_matches(Bytes host, const Cookie& cookie) {
  if (cookie.domain.empty()) return equals_ignoring_case(host, cookie.host);
  if (equals_ignoring_case(host, cookie.domain)) return true;
  const Bytes domain = cookie.domain;
  return host.size() > domain.size() && host[host.size() - domain.size() - 1] == '.' &&
         equals_ignoring_case(host.substr(host.size() - domain.size()), domain) && !fields::parses_as_ip(host);
}

// path-match     (RFC 6265 §5.1.4)
bool path_matches(Bytes path, Bytes cookie_path) {
  if (!path.starts_with(cookie_path)) return false;
  return path.size() == cookie_path.size() || cookie_path.ends_with('/') || path[cookie_path.size()] == '/';
}

/// What a capture writes in place of a secret.
bool is_masked(Bytes value) {
  return value.empty() || value.find('*') != Bytes::npos || value.find("...") != Bytes::npos ||
         value.starts_with('[') || value.starts_with('<') || value.find("EDACTED") != Bytes::npos ||
         value.find("edacted") != Bytes::npos;
}

/// Whether the hop is http, and nothing says that TLS ended before it.
bool travels_in_clear(const model::Message& request, const Target& target) {
  const auto says_https = [&request](model::FieldId field) {
    const Bytes value = line_value(request, field);
    return value.find("https") != Bytes::npos;
  };
  const bool local =
      equals_ignoring_case(target.host, "localhost") || fields::is_local_address(fields::bare_address(target.host));
  return target.http && !local && !says_https(id::kXForwardedProto) && !says_https(id::kForwarded);
}

/// Why `cookie` must not be in `request`; empty: it may.
Bytes reason_against(const Cookie& cookie, const model::Message& request, const Target& target,
                     std::optional<std::int64_t> now) {
  constexpr std::int64_t kGrace = 60;
  if (!domain_matches(target.host, cookie)) return "it belongs to another host";
  if (!path_matches(target.path, cookie.path)) return "it belongs to another path";
  if (cookie.secure && travels_in_clear(request, target)) return "it is marked Secure, and this is http";
  if (cookie.expires && now && *now > *cookie.expires + kGrace) return "it has expired";
  return {};
}

bool same_cookie(const Cookie& a, const Cookie& b) {
  return a.name == b.name && equals_ignoring_case(a.domain, b.domain) && a.path == b.path &&
         equals_ignoring_case(a.host, b.host);
}

/// Whether a cookie of that name, domain and path was set again later.
bool is_replaced(const std::vector<Cookie>& cookies, std::size_t index) {
  for (std::size_t i = index + 1; i < cookies.size(); ++i) {
    if (same_cookie(cookies[i], cookies[index])) return true;
  }
  return false;
}

/// The clock of the server when it answered this request.
std::optional<std::int64_t> now_of(Facts& facts) {
  MessageFacts& response = facts.final_response();
  return response.there() ? date_of(line_value(response.message(), id::kDate)) : std::nullopt;
}

bool holds(Bytes text, std::span<const Bytes> words) {
  return std::ranges::any_of(words, [text](Bytes word) {
    const auto same = [](char a, char b) { return base::lower(a) == b; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
  });
}

bool is_session_name(Bytes name) {
  constexpr std::array<Bytes, 2> kWords = {"sess", "sid"};
  return holds(name, kWords);
}

bool is_credential_name(Bytes name) {
  constexpr std::array<Bytes, 8> kWords = {"sess", "sid", "auth", "token", "login", "user", "jwt", "remember"};
  return holds(name, kWords);
}

}  // namespace

Value cookie_out_of_place(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const model::Message& request = facts.request().message();
  const std::vector<Cookie> cookies = cookies_set(facts);
  if (cookies.empty()) return Value::absent();
  const Target target = target_of(request, facts.exchange().connection->scheme, facts.arena());
  if (target.host.empty()) return Value::absent();
  const auto now = now_of(facts);
  Bytes found;
  each_pair(request, [&](Bytes name, Bytes value) {
    if (!found.empty() || is_masked(value)) return;
    Bytes reason;
    for (const Cookie& cookie : cookies) {
      if (cookie.name != name) continue;
      if (cookie.value != value) {
        continue;
      }
      // One that may be sent is enough; one that scripts can write says nothing.
      const Bytes against = reason_against(cookie, request, target, now);
      if (against.empty() || !cookie.http_only) return;
      reason = against;
    }
    found = reason;
  });
  return found.empty() ? Value::absent() : Value::of(found);
}

Value cookie_missing(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const model::Message& request = facts.request().message();
  if (!request.evidence.fields) return Value::not_captured();
  const auto records = facts.connection_records();
  const std::vector<Cookie> cookies = cookies_set(facts);
  if (cookies.empty()) return Value::absent();
  const auto now = now_of(facts);
  const auto has = [](const model::Message& message, Bytes name) {
    bool found = false;
    each_pair(message, [&](Bytes other, Bytes) { found = found || other == name; });
    return found;
  };
  const auto asks = [&](const model::Message& message, model::Scheme scheme, const Cookie& cookie) {
    const Target target = target_of(message, scheme, facts.arena());
    if (cookie.secure && !target.https) return false;
    return !target.host.empty() && domain_matches(target.host, cookie) && path_matches(target.path, cookie.path);
  };
  const Target here = target_of(request, facts.exchange().connection->scheme, facts.arena());
  for (std::size_t i = 0; i < cookies.size(); ++i) {
    const Cookie& cookie = cookies[i];
    const bool cross =
        equals_ignoring_case(cookie.same_site, "strict") || equals_ignoring_case(cookie.same_site, "lax");
    if (is_replaced(cookies, i) || is_masked(cookie.value)) continue;
    if (cookie.expires && (!now || *now >= *cookie.expires)) continue;
    if (cross && equals_ignoring_case(line_value(request, id::kSecFetchSite), "cross-site")) continue;
    if (!asks(request, facts.exchange().connection->scheme, cookie) || has(request, cookie.name)) continue;
    // The server has to be the one that set it; what a parent domain set may be refused.
    if (!equals_ignoring_case(here.host, cookie.host)) continue;
    std::size_t before = 0;
    bool returned = false;
    for (std::size_t r = cookie.record + 1; r < records.size(); ++r) {
      if (!asks(records[r]->request(), records[r]->scheme(), cookie)) continue;
      ++before;
      returned = returned || has(records[r]->request(), cookie.name);
    }
    if (before == 1 && !returned) return Value::of(facts.arena().copy(cookie.name));
  }
  return Value::absent();
}

Value session_kept_at_login(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const model::Message& message = request.message();
  const std::uint16_t status = response.message().status;
  if (message.method != "POST" || (status != 302 && status != 303)) return Value::absent();
  if (message.body.content == nullptr) return Value::not_captured();
  constexpr std::array<Bytes, 4> kPasswords = {"password=", "passwd=", "pwd=", "pass="};
  const Bytes form = message.body.content->prefix;
  if (!holds(form, kPasswords)) return Value::absent();
  const Bytes uri = target_uri(message, facts.exchange().connection->scheme, facts.arena()).value_or(Bytes());
  const auto location = location_uri(response.message(), uri, facts.arena());
  if (!location) return Value::absent();
  const auto path_of = [](Bytes text) { return fields::split_uri_reference(text).path.in(text); };
  if (path_of(*location) == path_of(uri)) return Value::absent();
  bool renewed = false;
  each_line(response.message(), id::kSetCookie, [&](const model::FieldLine& line) {
    renewed = renewed || is_credential_name(line.value.substr(0, line.value.find('=')));
  });
  if (renewed) return Value::absent();
  Bytes found;
  each_pair(message, [&](Bytes name, Bytes value) {
    if (found.empty() && is_session_name(name) && !is_masked(value)) found = name;
  });
  return found.empty() ? Value::absent() : Value::of(found);
}

Value cookie_cross_site(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const model::Message& message = request.message();
  if (!equals_ignoring_case(line_value(message, id::kSecFetchSite), "cross-site")) return Value::absent();
  if (facts.redirected_by().known()) return Value::absent();
  const bool safe = message.method == "GET" || message.method == "HEAD";
  const bool navigation = safe && equals_ignoring_case(line_value(message, id::kSecFetchMode), "navigate");
  const std::vector<Cookie> cookies = cookies_set(facts);
  int worst = 0;
  each_pair(message, [&](Bytes name, Bytes value) {
    const Cookie* last = nullptr;
    for (const Cookie& cookie : cookies) {
      if (cookie.name == name && cookie.value == value) last = &cookie;
    }
    if (last == nullptr) return;
    if (equals_ignoring_case(last->same_site, "strict")) worst = std::max(worst, 3);
    if (equals_ignoring_case(last->same_site, "lax") && !navigation) worst = std::max(worst, 2);
    if (last->same_site.empty() && !navigation) worst = std::max(worst, 1);
  });
  constexpr std::array<Bytes, 4> kNames = {"", "none", "Lax", "Strict"};
  return worst == 0 ? Value::absent() : Value::of(kNames[static_cast<std::size_t>(worst)]);
}

}  // namespace httpvet::facts
