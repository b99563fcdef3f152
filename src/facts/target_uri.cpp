#include "facts/target_uri.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "fields/field_ids.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

using fields::UriReference;

Bytes joined(std::initializer_list<Bytes> parts, base::Arena& arena) {
  std::size_t size = 0;
  for (const Bytes part : parts) size += part.size();
  char* const text = static_cast<char*>(arena.allocate(size, 1));
  char* end = text;
  for (const Bytes part : parts) end = std::copy(part.begin(), part.end(), end);
  return {text, size};
}

/// The value of the only line of `field`; nullopt if there are none or several.
std::optional<Bytes> only_value(const model::Message& message, model::FieldId field) {
  std::optional<Bytes> found;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != field) continue;
    if (found) return std::nullopt;
    found = line.value;
  }
  return found;
}

/// The host that the request names in its Host field (RFC 9110 §7.2); empty if it names none that is valid.
Bytes host_of(const model::Message& request) {
  const auto value = only_value(request, fields::id::kHost);
  fields::HostPort host;
  fields::ParseError error;
  return value && fields::parse_host(*value, host, error) ? *value : Bytes();
}

Bytes scheme_prefix(model::Scheme scheme) {
  switch (scheme) {
    case model::Scheme::kHttp:
      return "http:";
    case model::Scheme::kHttps:
      return "https:";
    case model::Scheme::kUnknown:
      break;
  }
  return {};
}

bool is_unreserved(char c) {
  return base::is(c, base::kAlpha | base::kDigit) || c == '-' || c == '.' || c == '_' || c == '~';
}

/// `text` with unreserved characters decoded and the other percent-encodings in upper case (RFC 3986 §6.2.2.1,
/// §6.2.2.2).
Bytes normal_encoding(Bytes text, base::Arena& arena) {
  if (text.find('%') == Bytes::npos) return text;
  const auto octets = arena.make_array<char>(text.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool encoded =
        text[i] == '%' && i + 2 < text.size() && base::hex_value(text[i + 1]) >= 0 && base::hex_value(text[i + 2]) >= 0;
    if (!encoded) {
      octets[used++] = text[i];
      continue;
    }
    const int octet = base::hex_value(text[i + 1]) * 16 + base::hex_value(text[i + 2]);
    i += 2;
    if (is_unreserved(static_cast<char>(octet))) {
      octets[used++] = static_cast<char>(octet);
      continue;
    }
    constexpr Bytes kDigits = "0123456789ABCDEF";
    octets[used++] = '%';
    octets[used++] = kDigits[static_cast<std::size_t>(octet) / 16];
    octets[used++] = kDigits[static_cast<std::size_t>(octet) % 16];
  }
  return {octets.data(), used};
}

/// A URI with its parts.
struct Uri {
  explicit Uri(Bytes octets) : text(octets), parts(fields::split_uri_reference(octets)) {}

  Bytes scheme() const { return parts.scheme.in(text); }
  Bytes host() const { return parts.host_port.host.in(text); }
  Bytes port() const {
    Bytes port = parts.host_port.port.in(text);
    while (port.size() > 1 && port.starts_with('0')) port.remove_prefix(1);
    return port;
  }
  bool scheme_is(Bytes name) const { return base::equals_ignoring_case(scheme(), name); }

  /// The port of `scheme` when it names none.
  Bytes default_port() const {
    if (scheme_is("http")) return "80";
    return scheme_is("https") ? Bytes("443") : Bytes();
  }

  Bytes text;
  UriReference parts;
};

bool is_default_port(Bytes port) { return port == "80" || port == "443"; }

/// Two origins of which the scheme of one is not known, or of neither.
SameUri same_origin_without_scheme(const Uri& a, const Uri& b) {
  const Uri& known = a.parts.has_scheme ? a : b;
  const Uri& other = a.parts.has_scheme ? b : a;
  if (known.parts.has_scheme) {
    if (known.default_port().empty()) return SameUri::kDifferent;  // what was captured is http or https
    // Were the schemes the same, would the ports be?
    const Bytes known_port = known.port().empty() ? known.default_port() : known.port();
    const Bytes other_port = other.port().empty() ? known.default_port() : other.port();
    return known_port == other_port ? SameUri::kUnknown : SameUri::kDifferent;
  }
  if (a.port() == b.port()) return SameUri::kSame;
  const bool one_default =
      (a.port().empty() && is_default_port(b.port())) || (b.port().empty() && is_default_port(a.port()));
  return one_default ? SameUri::kUnknown : SameUri::kDifferent;
}

SameUri same_origin(const Uri& a, const Uri& b) {
  if (a.parts.has_scheme && b.parts.has_scheme && !a.scheme_is(b.scheme())) return SameUri::kDifferent;
  if (!a.parts.has_authority || !b.parts.has_authority) {
    // A URI such as mailto:x has no origin that it could share.
    const bool opaque =
        (a.parts.has_scheme && !a.parts.has_authority) || (b.parts.has_scheme && !b.parts.has_authority);
    return opaque ? SameUri::kDifferent : SameUri::kUnknown;
  }
  if (!base::equals_ignoring_case(a.host(), b.host())) return SameUri::kDifferent;
  if (!a.parts.has_scheme || !b.parts.has_scheme) return same_origin_without_scheme(a, b);
  const Bytes a_port = a.port().empty() ? a.default_port() : a.port();
  const Bytes b_port = b.port().empty() ? b.default_port() : b.port();
  return a_port == b_port ? SameUri::kSame : SameUri::kDifferent;
}

Bytes normal_path(const Uri& uri, base::Arena& arena) {
  const Bytes path = fields::remove_dot_segments(normal_encoding(uri.parts.path.in(uri.text), arena), arena);
  return path.empty() && (uri.parts.has_authority || !uri.parts.has_scheme) ? Bytes("/") : path;
}

bool same_path_and_query(const Uri& a, const Uri& b, base::Arena& arena) {
  if (a.parts.has_query != b.parts.has_query) return false;
  if (normal_encoding(a.parts.query.in(a.text), arena) != normal_encoding(b.parts.query.in(b.text), arena))
    return false;
  return normal_path(a, arena) == normal_path(b, arena);
}

bool is_within_origin(const Uri& reference) { return !reference.parts.has_scheme && !reference.parts.has_authority; }

}  // namespace

// request-target = origin-form / absolute-form / authority-form / asterisk-form     (RFC 9112 §3.2)
std::optional<TargetForm> target_form(const model::Message& request) {
  const Bytes target = request.target;
  if (target.empty()) return std::nullopt;
  if (target == "*") return TargetForm::kAsterisk;
  if (target.front() == '/') return TargetForm::kOrigin;
  const UriReference parts = fields::split_uri_reference(target);
  if (parts.has_scheme && parts.has_authority) return TargetForm::kAbsolute;
  fields::HostPort host;
  fields::ParseError error;
  const bool is_authority = fields::parse_host(target, host, error) && !host.host.empty();
  if (is_authority && (host.has_port || request.method == "CONNECT")) return TargetForm::kAuthority;
  // Proxies are asked for URIs without authority too, such as urn:isbn:0451450523.
  return parts.has_scheme ? std::optional(TargetForm::kAbsolute) : std::nullopt;
}

std::optional<Bytes> target_uri(const model::Message& request, model::Scheme scheme, base::Arena& arena) {
  const auto form = target_form(request);
  if (!form) return std::nullopt;
  const Bytes target = request.target.substr(0, request.target.find('#'));
  switch (*form) {
    case TargetForm::kAbsolute:
      return target;
    case TargetForm::kAuthority:
      return joined({"//", target}, arena);
    case TargetForm::kOrigin:
    case TargetForm::kAsterisk:
      break;
  }
  const Bytes path = *form == TargetForm::kOrigin ? target : Bytes();
  const Bytes host = host_of(request);
  if (!host.empty()) return joined({scheme_prefix(scheme), "//", host, path}, arena);
  // Behind no host the path must not begin like one.
  return path.starts_with("//") ? joined({"/.", path}, arena) : path;
}

Bytes resolve_uri(Bytes base, Bytes reference, base::Arena& arena) {
  return fields::resolve(fields::split_uri_reference(base), base, fields::split_uri_reference(reference), reference,
                         arena);
}

std::optional<Bytes> location_uri(const model::Message& response, Bytes target, base::Arena& arena) {
  const auto value = only_value(response, fields::id::kLocation);
  if (!value || value->empty()) return std::nullopt;
  return resolve_uri(target, *value, arena);
}

SameUri same_uri(Bytes a, Bytes b, base::Arena& arena) {
  const Uri first(a);
  const Uri second(b);
  const SameUri origin = same_origin(first, second);
  if (origin == SameUri::kDifferent) {
    // URIs without authority have no origin, but may be equal.
    const bool opaque = !first.parts.has_authority && !second.parts.has_authority && first.parts.has_scheme &&
                        first.scheme_is(second.scheme());
    if (!opaque) return SameUri::kDifferent;
    return same_path_and_query(first, second, arena) ? SameUri::kSame : SameUri::kDifferent;
  }
  if (!same_path_and_query(first, second, arena)) return SameUri::kDifferent;
  if (first.parts.userinfo.in(a) != second.parts.userinfo.in(b)) return SameUri::kDifferent;
  return origin;
}

Bytes schemeless_uri(Bytes text, base::Arena& arena) {
  const Uri uri(text);
  const bool named_port = !uri.port().empty() && !is_default_port(uri.port());
  const Bytes port = named_port ? uri.port() : Bytes();
  const Bytes path = normal_path(uri, arena);
  const Bytes query = normal_encoding(uri.parts.query.in(text), arena);
  return joined(
      {lower_copy(uri.host(), arena), named_port ? ":" : "", port, path, uri.parts.has_query ? "?" : "", query}, arena);
}

SameUri same_origin(Bytes a, Bytes b) { return same_origin(Uri(a), Uri(b)); }

SameUri refers_to(Bytes target, Bytes reference, base::Arena& arena) {
  const Bytes resolved = resolve_uri(target, reference, arena);
  if (!is_within_origin(Uri(reference))) return same_uri(target, resolved, arena);
  return same_path_and_query(Uri(target), Uri(resolved), arena) ? SameUri::kSame : SameUri::kDifferent;
}

SameUri stays_at_origin(Bytes target, Bytes reference, base::Arena& arena) {
  if (is_within_origin(Uri(reference))) return SameUri::kSame;
  return same_origin(target, resolve_uri(target, reference, arena));
}

SameUri leads_to(const model::Message& redirected, const model::Message& redirect, const model::Message& request,
                 model::Scheme scheme, base::Arena& arena) {
  const auto from = target_uri(redirected, scheme, arena);
  const auto to = target_uri(request, scheme, arena);
  if (!from || !to) return SameUri::kUnknown;
  const auto location = location_uri(redirect, *from, arena);
  return location ? same_uri(*location, *to, arena) : SameUri::kDifferent;
}

}  // namespace httpvet::facts
