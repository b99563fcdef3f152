// Members about the security fields of responses, and about who is asking.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/fault_values.h"
#include "facts/field_lines.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/schemes.h"
#include "facts/target_uri.h"
#include "fields/address.h"
#include "fields/field_ids.h"
#include "fields/hsts.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

Value hsts(Facts& facts, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const model::FieldLine* line = message.first_line(fields::id::kStrictTransportSecurity);
  if (line == nullptr) return missing_field(message);
  auto* policy = facts.arena().make<fields::Hsts>();
  return fields::parse_hsts(line->value, facts.arena(), *policy) ? Value::of_object(policy) : Value::malformed();
}

const fields::Hsts& hsts_of(const Value& object) { return object_as<const fields::Hsts>(object); }
Value hsts_max_age(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(hsts_of(object).max_age.value, INT64_MAX)));
}
Value hsts_subdomains(Facts&, const Value& object, Arguments) { return Value::of(hsts_of(object).include_subdomains); }
Value hsts_preload(Facts&, const Value& object, Arguments) { return Value::of(hsts_of(object).preload); }

/// Fetch, "determine nosniff": the first value counts, letter case does not.
Value nosniff(Facts&, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const model::FieldLine* line = message.first_line(fields::id::kXContentTypeOptions);
  if (line == nullptr) return missing_field(message);
  const Bytes first = fields::trim_white(line->value.substr(0, line->value.find(',')));
  return Value::of(base::equals_ignoring_case(first, "nosniff"));
}

// MIME Sniffing §4.6.
constexpr auto kJavaScript = std::to_array<Bytes>(
    {"application/ecmascript", "application/javascript", "application/x-ecmascript", "application/x-javascript",
     "text/ecmascript", "text/javascript", "text/javascript1.0", "text/javascript1.1", "text/javascript1.2",
     "text/javascript1.3", "text/javascript1.4", "text/javascript1.5", "text/jscript", "text/livescript",
     "text/x-ecmascript", "text/x-javascript"});

/// A product with a version such as 2.4.41; `comment` when a comment follows somewhere.
Value server_detail(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  if (!message.has(fields::id::kServer)) return missing_field(message);
  const Bytes server = message.combined(fields::id::kServer);
  std::size_t products = 0;
  bool exact = false;
  bool comment = false;
  int depth = 0;
  bool in_word = false;
  bool version = false;
  for (std::size_t i = 0; i < server.size(); ++i) {
    const char c = server[i];
    if (c == '(') ++depth;
    if (c == ')' && depth > 0) --depth;
    comment = comment || depth > 0;
    if (depth > 0 || c == ')' || fields::is_white(c)) {
      in_word = version = false;
      continue;
    }
    if (!in_word) ++products;
    in_word = true;
    version = version || c == '/';
    const bool dotted = c == '.' && i > 0 && i + 1 < server.size() && base::is(server[i - 1], base::kDigit) &&
                        base::is(server[i + 1], base::kDigit);
    exact = exact || (version && dotted);
  }
  if (products > 3) return Value::of(Bytes("it lists more than three products"));
  if (exact && (comment || products > 1)) {
    return Value::of(Bytes("it tells an exact version together with modules or the operating system"));
  }
  if (server.size() > 60) return Value::of(Bytes("it has more than 60 octets"));
  return Value::absent();
}

/// Fields by which a front end tells the back end how the client came.
struct ForwardedScheme {
  Bytes name;
  Bytes https;
};
constexpr auto kForwardedSchemes = std::to_array<ForwardedScheme>({
    {"x-forwarded-proto", "https"},
    {"x-forwarded-protocol", "https"},
    {"x-forwarded-scheme", "https"},
    {"x-forwarded-ssl", "on"},
    {"x-forwarded-https", "on"},
    {"x-forwarded-port", "443"},
    {"x-scheme", "https"},
    {"x-url-scheme", "https"},
    {"x-https", "on"},
    {"https", "on"},
    {"front-end-https", "on"},
    {"cloudfront-forwarded-proto", "https"},
    {"cf-visitor", "{\"scheme\":\"https\"}"},
    {"fly-forwarded-proto", "https"},
    {"x-appengine-https", "on"},
    {"x-client-proto", "https"},
    {"x-original-proto", "https"},
    {"x-arr-ssl", ""},
});

bool says_https(const model::FieldLine& line) {
  if (line.field == fields::id::kForwarded) {
    const Bytes first = line.value.substr(0, line.value.find(','));
    Bytes rest = first;
    for (Bytes pair; fields::next_piece(rest, ';', pair);) {
      if (base::equals_ignoring_case(pair, "proto=https") || base::equals_ignoring_case(pair, "proto=\"https\"")) {
        return true;
      }
    }
    return false;
  }
  for (const ForwardedScheme& row : kForwardedSchemes) {
    if (!base::equals_ignoring_case(line.name, row.name)) continue;
    // The first value is what the client used.
    const Bytes first = fields::trim_white(line.value.substr(0, line.value.find(',')));
    return row.https.empty() || base::equals_ignoring_case(first, row.https);
  }
  return false;
}

Value https_outside(Facts& facts, const Value&, Arguments) {
  const MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  return Value::of(std::ranges::any_of(request.message().lines, says_https));
}

/// The host of the target URI.
Value target_host(Facts& facts) {
  const MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const auto uri = target_uri(request.message(), facts.exchange().connection->scheme, facts.arena());
  if (!uri) return Value::malformed();
  const fields::UriReference parts = fields::split_uri_reference(*uri);
  if (!parts.has_authority || parts.host_port.host.empty()) return Value::absent();
  return Value::of(parts.host_port.host.in(*uri));
}

Value plain_http(Facts& facts, const Value&, Arguments) { return Value::of(came_over_plain_http(facts)); }

/// Which kind of code the response is loaded as: by Sec-Fetch-Dest, else by the name of the file.
Value loaded_as(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (request.has(fields::id::kSecFetchDest)) {
    constexpr auto kScripts =
        std::to_array<Bytes>({"script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet"});
    const Bytes dest = request.combined(fields::id::kSecFetchDest);
    if (dest == "style") return Value::of(dest);
    return fields::is_one_of(dest, kScripts) ? Value::of(Bytes("script")) : Value::absent();
  }
  const Bytes target = request.message().target;
  const Bytes path = target.substr(0, target.find_first_of("?#"));
  const std::size_t dot = path.rfind('.');
  const Bytes extension = dot == Bytes::npos ? Bytes() : path.substr(dot);
  if (base::equals_ignoring_case(extension, ".css")) return Value::of(Bytes("style"));
  const bool script = base::equals_ignoring_case(extension, ".js") || base::equals_ignoring_case(extension, ".mjs");
  return script ? Value::of(Bytes("script")) : Value::absent();
}

/// Content-Type is one that browsers take for code of that kind.
Value fits_as(Facts&, const Value& object, Arguments arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const Bytes value = message.combined(fields::id::kContentType);
  const Bytes type = fields::trim_white(value.substr(0, value.find(';')));
  if (arguments[0].string == "style") return Value::of(base::equals_ignoring_case(type, "text/css"));
  return Value::of(fields::is_one_of(type, kJavaScript));
}

Value host_reach(Facts& facts, const Value&, Arguments) {
  const Value host = target_host(facts);
  if (!host.known()) return host;
  switch (fields::reach_of(host.string)) {
    case fields::HostReach::kPublic:
      return Value::of(Bytes("public"));
    case fields::HostReach::kLoopback:
      return Value::of(Bytes("loopback"));
    case fields::HostReach::kPrivate:
      return Value::of(Bytes("private"));
    case fields::HostReach::kLocal:
      break;
  }
  return Value::of(Bytes("local"));
}

Value host_is_address(Facts& facts, const Value&, Arguments) {
  const Value host = target_host(facts);
  return host.known() ? Value::of(fields::is_ip_address(host.string)) : host;
}

/// Origin against the target URI; Sec-Fetch-Site settles what the scheme would.
Value cross_origin(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (request.has(fields::id::kSecFetchSite)) {
    const Bytes site = request.combined(fields::id::kSecFetchSite);
    if (site == "same-origin" || site == "none") return Value::of(false);
    if (site == "cross-site" || site == "same-site") return Value::of(true);
  }
  if (!request.has(fields::id::kOrigin)) return missing_field(request);
  const Bytes origin = request.combined(fields::id::kOrigin);
  if (origin == "null") return Value::of(true);
  const auto uri = target_uri(request.message(), facts.exchange().connection->scheme, facts.arena());
  if (!uri) return Value::malformed();
  switch (same_origin(*uri, origin)) {
    case SameUri::kSame:
      return Value::of(false);
    case SameUri::kDifferent:
      return Value::of(true);
    case SameUri::kUnknown:
      break;  // all but the scheme is the same
  }
  return Value::of(false);
}

constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;
constexpr Object kH = Object::kHsts;
constexpr std::array kOneString = {expr::kStringType};

constexpr std::array kMembers = {
    Member{kM, "hsts", object_type(kH), hsts,
           "the policy of its first Strict-Transport-Security line; malformed where user agents ignore it"},
    Member{kH, "max_age", expr::kIntType, hsts_max_age, "how many seconds it is kept", {}, true},
    Member{kH, "include_subdomains", expr::kBoolType, hsts_subdomains, "it has includeSubDomains", {}, true},
    Member{kH, "preload", expr::kBoolType, hsts_preload, "it has preload", {}, true},
    Member{kM, "nosniff", expr::kBoolType, nosniff,
           "the first value of X-Content-Type-Options is nosniff; absent without the field"},
    Member{kM, "fits_as", expr::kBoolType, fits_as,
           "its Content-Type is one that browsers run as a \"script\", or apply as a \"style\" (MIME Sniffing §4.6)",
           kOneString},
    Member{kM, "server_detail", expr::kStringType, server_detail,
           "why its Server field is needlessly detailed, in words; absent if it is not"},
    Member{kX, "https_outside", expr::kBoolType, https_outside,
           "a field of the request, such as X-Forwarded-Proto, says that the client came by https"},
    Member{kX, "plain_http", expr::kBoolType, plain_http, "it is known to have come over plain http", {}, true},
    Member{kX, "loaded_as", expr::kStringType, loaded_as,
           "\"script\" or \"style\", by Sec-Fetch-Dest or, without it, by the name of the file; absent for others"},
    Member{
        kX, "host_reach", expr::kStringType, host_reach,
        "who can reach the host of the target URI, by its looks: \"public\", \"loopback\", \"private\", or \"local\" "
        "for a name without a dot"},
    Member{kX, "host_is_address", expr::kBoolType, host_is_address, "the host of the target URI is an IP address"},
    Member{kX, "cross_origin", expr::kBoolType, cross_origin,
           "the request comes from another origin than that of the target URI, by Sec-Fetch-Site or Origin, as far as "
           "known; absent without either"},
};

}  // namespace

std::span<const Member> security_members() { return kMembers; }

}  // namespace httpvet::facts
