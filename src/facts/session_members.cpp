// Members about exchanges that follow each other on a connection: retries, HSTS, identifiers, versions.
#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_class.h"
#include "facts/member.h"
#include "facts/session_cookies.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using Arguments = std::span<const Value>;

constexpr int kReferenceYear = 2026;

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

/// The time until which `response` asks to wait, by its own clock; nullopt if it does not ask.
std::optional<std::int64_t> wait_until(const model::Message& response) {
  constexpr std::size_t kMostDigits = 9;
  if (response.status != 429 && response.status != 503) return std::nullopt;
  const Bytes value = line_value(response, id::kRetryAfter);
  if (value.empty() || value.size() > 64) return std::nullopt;
  if (!base::all_of(value, base::kDigit)) return date_of(value);
  const auto sent = date_of(line_value(response, id::kDate));
  if (!sent || value.size() > kMostDigits) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : value) seconds = seconds * 10 + (c - '0');
  return *sent + seconds;
}

/// How often, this one included, the client has repeated a request before the time that a 429 or 503 to it named, going
/// by Date of the responses.
Value impatient_repeats(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const auto now = date_of(line_value(response.message(), id::kDate));
  if (!now) return Value::absent();
  const auto records = facts.earlier_records();
  std::int64_t count = 0;
  bool asked_to_wait = false;
  std::int64_t until = 0;
  const auto step = [&](std::int64_t date, const model::Message& answer) {
    if (asked_to_wait) count = date < until ? count + 1 : 0;
    const auto next = wait_until(answer);
    if (next) until = asked_to_wait ? std::max(until, *next) : *next;
    asked_to_wait = next.has_value();
  };
  for (const RecordPtr& record : records) {
    if (record->request().method != request.message().method || !facts.same_client(*record)) continue;
    const auto date = date_of(line_value(record->response(), id::kDate));
    if (date) step(*date, record->response());
  }
  if (!asked_to_wait || *now >= until) return Value::of(std::int64_t{0});
  return Value::of(count + 1);
}

/// max-age of Strict-Transport-Security, and whether it covers subdomains; nullopt if it is not valid.
struct Hsts {
  std::int64_t seconds = 0;
  bool subdomains = false;
};
std::optional<Hsts> parse_hsts(Bytes value) {
  Hsts hsts;
  bool aged = false;
  while (!value.empty()) {
    const std::size_t end = value.find(';');
    const Bytes directive = base::trim_blanks(value.substr(0, end));
    if (equals_ignoring_case(directive, "includesubdomains")) hsts.subdomains = true;
    if (directive.size() > 8 && equals_ignoring_case(directive.substr(0, 8), "max-age=")) {
      Bytes digits = directive.substr(8);
      if (digits.size() > 2 && digits.front() == '"' && digits.back() == '"')
        digits = digits.substr(1, digits.size() - 2);
      if (digits.empty() || digits.size() > 12 || !base::all_of(digits, base::kDigit) || aged) return std::nullopt;
      for (const char c : digits) hsts.seconds = hsts.seconds * 10 + (c - '0');
      aged = true;
    }
    value.remove_prefix(end == Bytes::npos ? value.size() : end + 1);
  }
  return aged ? std::optional(hsts) : std::nullopt;
}

bool is_below(Bytes host, Bytes domain) {
  return host.size() > domain.size() + 1 && host[host.size() - domain.size() - 1] == '.' &&
         equals_ignoring_case(host.substr(host.size() - domain.size()), domain);
}

struct Target {
  Bytes scheme;
  Bytes host;
};
Target target_of(const model::Message& request, model::Scheme scheme, base::Arena& arena) {
  const Bytes uri = target_uri(request, scheme, arena).value_or(Bytes());
  const fields::UriReference parts = fields::split_uri_reference(uri);
  return {parts.scheme.in(uri), parts.host_port.host.in(uri)};
}

/// The earlier exchange on the connection whose Strict-Transport-Security this plain http request does not heed.
Value hsts_of_host(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const Target target = target_of(request.message(), facts.exchange().connection->scheme, facts.arena());
  if (!equals_ignoring_case(target.scheme, "http") || target.host.empty()) return Value::absent();
  const auto records = facts.connection_records();
  for (std::size_t i = records.size(); i-- > 0;) {
    const Record& record = *records[i];
    const Bytes value = line_value(record.response(), id::kStrictTransportSecurity);
    if (value.empty()) continue;
    const Target earlier = target_of(record.request(), record.scheme(), facts.arena());
    if (!equals_ignoring_case(earlier.scheme, "https")) continue;
    const auto hsts = parse_hsts(value);
    if (!hsts) continue;
    const bool same = equals_ignoring_case(earlier.host, target.host);
    if (!same && !(hsts->subdomains && is_below(target.host, earlier.host))) continue;
    if (hsts->seconds == 0) return Value::absent();
    return Value::of(facts.arena().copy(value));
  }
  return Value::absent();
}

bool is_browser(const model::Message& request) {
  if (!line_value(request, id::kSecFetchSite).empty() || !line_value(request, id::kSecFetchMode).empty()) return true;
  const Bytes agent = line_value(request, id::kUserAgent);
  return agent.starts_with("Mozilla/") && agent.find("compatible;") == Bytes::npos;
}

Value from_browser(Facts&, const Value& object, Arguments) {
  return Value::of(is_browser(object_as<MessageFacts>(object).message()));
}

/// Whether the responses to this and to an earlier request echo each other's X-Request-ID.
Value answers_swapped(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  for (const model::FieldId field : {id::kXRequestId, id::kXCorrelationId}) {
    const Bytes asked = line_value(request.message(), field);
    const Bytes answered = line_value(response.message(), field);
    if (asked.empty() || answered.empty() || asked == answered) continue;
    for (const RecordPtr& record : facts.connection_records()) {
      const Bytes earlier_asked = line_value(record->request(), field);
      const Bytes earlier_answered = line_value(record->response(), field);
      if (earlier_asked == answered && earlier_answered == asked) return Value::of(true);
    }
  }
  return Value::of(false);
}

Value client_sent_in_tunnel(Facts& facts, const Value&, Arguments) {
  const model::Message* request = facts.exchange().request;
  if (request == nullptr) return Value::not_captured();
  return Value::of(!request->body.tunnel_start.empty() || request->has(model::AnomalyKind::kBytesAfterMessage));
}

/// Host of the request directly before on the connection, where it is another one.
Value other_host_before(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const auto records = facts.connection_records();
  if (records.empty() || !request.message().target.starts_with('/')) return Value::absent();
  const model::Message& before = records.back()->request();
  const Bytes host = line_value(request.message(), id::kHost);
  const Bytes earlier = line_value(before, id::kHost);
  if (host.empty() || earlier.empty() || !before.target.starts_with('/')) return Value::absent();
  return equals_ignoring_case(host, earlier) ? Value::absent() : Value::of(facts.arena().copy(earlier));
}

constexpr Object kX = Object::kExchange;

constexpr Member remembered(Bytes name, expr::Type type, ReadFunction read, Bytes doc,
                            ContentKinds reads = kNoContent) {
  return {kX, name, type, read, doc, {}, false, false, reads, true};
}

constexpr std::array kMembers = {
    remembered(
        "impatient_repeats", expr::kIntType, impatient_repeats,
        "how often by now the client has repeated the request before the time in Retry-After of a 429 or 503, going by "
        "Date of the responses"),
    remembered("hsts_of_host", expr::kStringType, hsts_of_host,
               "Strict-Transport-Security that an earlier https response on the connection gave the host of this http "
               "request; absent if there is none"),
    Member{Object::kMessage,
           "from_browser",
           expr::kBoolType,
           from_browser,
           "Sec-Fetch fields or User-Agent show a browser",
           {},
           true},
    remembered(
        "answers_swapped", expr::kBoolType, answers_swapped,
        "this response echoes the X-Request-ID of an earlier request on the connection, and its response that of "
        "this one"),
    Member{kX, "client_sent_in_tunnel", expr::kBoolType, client_sent_in_tunnel,
           "the client sent octets behind the request that opened a tunnel"},
    remembered("other_host_before", expr::kStringType, other_host_before,
               "Host of the request directly before on the connection, where it is another; absent else"),
    remembered(
        "cookie_out_of_place", expr::kStringType, cookie_out_of_place,
        "why a cookie that was set with HttpOnly on the connection must not be in this request; absent if all may"),
    remembered("cookie_missing", expr::kStringType, cookie_missing,
               "a cookie that was set on the connection and that neither this request nor the matching one before has"),
    remembered("session_kept_at_login", expr::kStringType, session_kept_at_login,
               "the session cookie that was there before this login and stays the same; absent else", kFormContent),
    remembered(
        "cookie_cross_site", expr::kStringType, cookie_cross_site,
        "SameSite of a cookie that this cross-site request has against it: \"Strict\", \"Lax\", or \"none\" where the "
        "cookie was set without; absent else"),
};

}  // namespace

std::span<const Member> session_members() { return kMembers; }

}  // namespace httpvet::facts
