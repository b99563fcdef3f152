// Members about redirects: the chain that a request belongs to, and where Location comes from.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using Arguments = std::span<const Value>;

bool is_redirect(std::uint16_t status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Bytes line_value(const model::Message& message, model::FieldId field) {
  const auto found = std::ranges::find(message.lines, field, &model::FieldLine::field);
  return found == message.lines.end() ? Bytes() : found->value;
}

/// The records of the connection that end in a redirect to the request of `facts`, each to the next: oldest first.
std::span<const RecordPtr> chain_of(Facts& facts) {
  const auto records = facts.connection_records();
  if (!facts.request().there()) return {};
  const model::Message* next = &facts.request().message();
  std::size_t first = records.size();
  while (first > 0) {
    const Record& record = *records[first - 1];
    if (!is_redirect(record.response().status)) break;
    if (leads_to(record.request(), record.response(), *next, record.scheme(), facts.arena()) != SameUri::kSame) break;
    next = &record.request();
    --first;
  }
  return records.subspan(first);
}

Value redirect_chain(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  return Value::of(static_cast<std::int64_t>(chain_of(facts).size()));
}

/// Whether both requests ask the same: method, target, host and cookies.
bool same_state(const model::Message& a, const model::Message& b) {
  return a.method == b.method && a.target == b.target &&
         equals_ignoring_case(line_value(a, id::kHost), line_value(b, id::kHost)) &&
         line_value(a, id::kCookie) == line_value(b, id::kCookie);
}

Value redirects_in_circle(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const auto chain = chain_of(facts);
  const model::Message& request = facts.request().message();
  // A redirect to itself has a rule of its own.
  if (chain.size() < 2 || same_state(chain.back()->request(), request)) return Value::of(false);
  const auto seen = [](std::span<const RecordPtr> records, const model::Message& message) {
    return std::ranges::any_of(records,
                               [&](const RecordPtr& record) { return same_state(record->request(), message); });
  };
  // Only the first return counts.
  const auto before = chain.first(chain.size() - 1);
  return Value::of(seen(chain, request) && !seen(before, chain.back()->request()));
}

/// `text` without percent-encoding.
std::string decoded(Bytes text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? base::hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : base::hex_value(text[i + 2]);
    if (low < 0) {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

/// What a URI is made of, for counting what comes again: segments of its path, names of its parameters.
std::vector<std::string> pieces_of(Bytes uri) {
  constexpr std::size_t kMost = 256;
  const fields::UriReference parts = fields::split_uri_reference(uri);
  std::vector<std::string> pieces;
  const auto split = [&pieces](Bytes text, char separator, bool names) {
    while (!text.empty() && pieces.size() < kMost) {
      const std::size_t end = text.find(separator);
      Bytes piece = text.substr(0, end);
      if (names) piece = piece.substr(0, piece.find('='));
      if (!piece.empty()) pieces.push_back((names ? "?" : "/") + std::string(piece));
      text.remove_prefix(end == Bytes::npos ? text.size() : end + 1);
    }
  };
  split(parts.path.in(uri), '/', false);
  split(parts.query.in(uri), '&', true);
  return pieces;
}

std::size_t count_text(Bytes text, Bytes part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != Bytes::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

/// The URIs of a chain of redirects on one host that ends with the Location of this response; empty if it leaves the
/// host, or is shorter than three redirects.
std::vector<Bytes> uris_of_chain(Facts& facts) {
  const auto chain = chain_of(facts);
  MessageFacts& response = facts.final_response();
  if (chain.size() < 2 || !response.there() || !is_redirect(response.message().status)) return {};
  std::vector<Bytes> uris;
  for (const RecordPtr& record : chain) {
    uris.push_back(target_uri(record->request(), record->scheme(), facts.arena()).value_or(Bytes()));
  }
  const model::Scheme scheme = facts.exchange().connection->scheme;
  const Bytes target = target_uri(facts.request().message(), scheme, facts.arena()).value_or(Bytes());
  uris.push_back(target);
  const auto location = location_uri(response.message(), target, facts.arena());
  if (!location) return {};
  uris.push_back(*location);
  const auto host_of = [](Bytes uri) { return fields::split_uri_reference(uri).host_port.host.in(uri); };
  const Bytes host = host_of(uris.back());
  const bool one_host = std::ranges::all_of(uris, [&](Bytes uri) { return equals_ignoring_case(host_of(uri), host); });
  return one_host ? uris : std::vector<Bytes>();
}

Value redirect_growth(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const std::vector<Bytes> uris = uris_of_chain(facts);
  if (uris.size() < 4) return Value::absent();
  const Bytes last = uris.back();
  const Bytes before = uris[uris.size() - 2];
  const Bytes first = uris[uris.size() - 3];
  const auto grows = [](std::size_t a, std::size_t b, std::size_t c) { return c >= 3 && b < c && a < b; };
  const auto last_pieces = pieces_of(last);
  const auto before_pieces = pieces_of(before);
  const auto first_pieces = pieces_of(first);
  for (const std::string& piece : last_pieces) {
    const auto count = [&piece](const std::vector<std::string>& pieces) {
      return static_cast<std::size_t>(std::ranges::count(pieces, piece));
    };
    if (grows(count(first_pieces), count(before_pieces), count(last_pieces))) {
      return Value::of(facts.arena().copy(Bytes(piece).substr(1)));
    }
  }
  const Bytes host = fields::split_uri_reference(last).host_port.host.in(last);
  if (host.empty()) return Value::absent();
  return grows(count_text(first, host), count_text(before, host), count_text(last, host)) ? Value::of(host)
                                                                                          : Value::absent();
}

/// The host of a reference in a parameter: `https://host/…`, `//host/…`, `/\host`.
Bytes host_in(Bytes text) {
  const std::size_t slashes = text.find_first_of("/\\");
  if (slashes == Bytes::npos || slashes + 1 >= text.size()) return {};
  if (text[slashes + 1] != '/' && text[slashes + 1] != '\\') return {};
  Bytes host = text.substr(slashes + 2);
  host = host.substr(0, host.find_first_of("/\\?#"));
  const std::size_t at = host.rfind('@');
  if (at != Bytes::npos) host = host.substr(at + 1);
  return host.substr(0, host.find(':'));
}

/// Whether one host is the other, or lies below it: the same site, as far as names tell.
bool related_hosts(Bytes a, Bytes b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (!equals_ignoring_case(a.substr(a.size() - b.size()), b)) return false;
  return a.size() == b.size() || a[a.size() - b.size() - 1] == '.';
}

/// The last two labels of a host name: near enough to its registrable domain for advice.
Bytes domain_of(Bytes host) {
  const std::size_t dot = host.rfind('.');
  if (dot == Bytes::npos || dot == 0) return host;
  const std::size_t before = host.rfind('.', dot - 1);
  return before == Bytes::npos ? host : host.substr(before + 1);
}

/// An answer of an authorization server that takes the user back to the client (RFC 6749 §4.1.2).
bool is_authorization_response(Bytes location) {
  for (const Bytes name : {"code=", "state=", "error=", "id_token=", "SAMLResponse=", "ticket="}) {
    const std::size_t at = location.find(name);
    if (at != Bytes::npos && at > 0 && (location[at - 1] == '?' || location[at - 1] == '&' || location[at - 1] == '#'))
      return true;
  }
  return false;
}

/// The name of the parameter in `query` whose decoded value is `location`, or its beginning; empty if there is none.
Bytes parameter_with(Bytes query, Bytes location) {
  constexpr std::size_t kShortest = 4;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const Bytes pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != Bytes::npos && pair.size() - equals - 1 >= kShortest) {
      const Bytes raw = pair.substr(equals + 1);
      const std::string value = decoded(raw);
      const bool whole_host = !host_in(value).empty();
      if (whole_host && (location.starts_with(value) || location.starts_with(raw))) return pair.substr(0, equals);
    }
    query.remove_prefix(end == Bytes::npos ? query.size() : end + 1);
  }
  return {};
}

Value location_from_parameter(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const Bytes location = line_value(response.message(), id::kLocation);
  const Bytes host = host_in(location);
  if (host.empty() || is_authorization_response(location)) return Value::absent();
  const auto target = target_uri(facts.request().message(), facts.exchange().connection->scheme, facts.arena());
  if (!target) return Value::absent();
  const Bytes own = fields::split_uri_reference(*target).host_port.host.in(*target);
  if (own.empty() || related_hosts(own, host) || equals_ignoring_case(domain_of(own), domain_of(host))) {
    return Value::absent();
  }
  const Bytes request_target = facts.request().message().target;
  const std::size_t mark = request_target.find('?');
  if (mark == Bytes::npos) return Value::absent();
  const Bytes name = parameter_with(request_target.substr(mark + 1), location);
  return name.empty() ? Value::absent() : Value::of(name);
}

Value location_disguised(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const Bytes location = line_value(response.message(), id::kLocation);
  const Bytes authority = location.substr(0, location.find_first_of("?#"));
  const fields::UriReference uri = fields::split_uri_reference(location);
  return Value::of(location.starts_with("//") || authority.find('\\') != Bytes::npos || uri.has_userinfo);
}

/// Whether a page on the connection has a Referrer-Policy that sends whole addresses to other origins.
Value full_referrer_allowed(Facts& facts, const Value&, Arguments) {
  return Value::of(std::ranges::any_of(facts.connection_records(), [](const RecordPtr& record) {
    const Bytes policy = line_value(record->response(), id::kReferrerPolicy);
    return policy.find("unsafe-url") != Bytes::npos || policy.find("no-referrer-when-downgrade") != Bytes::npos;
  }));
}

Value carried(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const bool credentials = request.has(id::kAuthorization) || request.has(id::kCookie);
  const bool content = request.message().body.content_octets > 0;
  if (credentials && content) return Value::of(Bytes("credentials and content"));
  if (credentials) return Value::of(Bytes("credentials"));
  return Value::of(content ? Bytes("content") : Bytes("neither credentials nor content"));
}

constexpr Object kX = Object::kExchange;

constexpr Member remembered(Bytes name, expr::Type type, ReadFunction read, Bytes doc) {
  return {kX, name, type, read, doc, {}, false, false, kNoContent, true};
}

constexpr std::array kMembers = {
    remembered("redirect_chain", expr::kIntType, redirect_chain,
               "how many redirects led to this request, one directly after the other on the same connection"),
    remembered(
        "redirects_in_circle", expr::kBoolType, redirects_in_circle,
        "redirects led back to a method, target, host and cookies that were requested before, for the first time"),
    remembered(
        "redirect_growth", expr::kStringType, redirect_growth,
        "the segment, parameter or host that three or more redirects on one host repeat once more each; absent else"),
    Member{
        kX, "location_from_parameter", expr::kStringType, location_from_parameter,
        "the parameter of the query that holds the Location to another site, as it stands there; absent if none does"},
    Member{kX, "location_disguised", expr::kBoolType, location_disguised,
           "Location begins with two slashes, or has backslashes or user information: it does not look where it leads"},
    // Not marked as remembered: a rule of scope request asks it, and has the more to say where nothing is remembered.
    Member{kX,
           "full_referrer_allowed",
           expr::kBoolType,
           full_referrer_allowed,
           "an earlier response on the connection has a Referrer-Policy that sends whole addresses to other origins",
           {},
           true},
    Member{kX, "request_carried", expr::kStringType, carried,
           "whether the request had credentials, content, both or none of it, in words"},
};

}  // namespace

std::span<const Member> redirect_members() { return kMembers; }

}  // namespace httpvet::facts
