// Members that tell whether a status code fits its request, its sender and its connection.
#include <algorithm>
#include <array>
#include <span>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/session.h"
#include "fields/field_ids.h"
#include "fields/methods.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::Message& raw_of(const Value& object) { return message_of(object).message(); }

Value major_version(Facts&, const Value& object, Arguments) {
  const model::Version version = raw_of(object).version;
  return version.known ? Value::of(std::int64_t{version.major}) : Value::malformed();
}

Value field_octets(Facts&, const Value& object, Arguments) {
  if (!raw_of(object).evidence.fields) return Value::not_captured();
  std::int64_t octets = 0;
  for (const model::FieldLine& line : raw_of(object).lines) octets += std::int64_t{line.length} + 2;
  return Value::of(octets);
}

// Products that pass requests on, or may: the Server field of a 502 that one of them wrote names it.
constexpr std::array kGateways = {
    Bytes("akamaighost"),
    Bytes("angie"),
    Bytes("apache"),
    Bytes("apisix"),
    Bytes("ats"),
    Bytes("awselb"),
    Bytes("bigip"),
    Bytes("big-ip"),
    Bytes("caddy"),
    Bytes("cloudflare"),
    Bytes("cloudfront"),
    Bytes("cowboy"),
    Bytes("ecacc"),
    Bytes("ecd"),
    Bytes("ecs"),
    Bytes("envoy"),
    Bytes("esf"),
    Bytes("fastly"),
    Bytes("fortiweb"),
    Bytes("gfe"),
    Bytes("google"),
    Bytes("gws"),
    Bytes("h2o"),
    Bytes("hcdn"),
    Bytes("heroku"),
    Bytes("imperva"),
    Bytes("incapsula"),
    Bytes("kestrel"),
    Bytes("kong"),
    Bytes("lighttpd"),
    Bytes("linkerd"),
    Bytes("litespeed"),
    Bytes("mitmproxy"),
    Bytes("microsoft-iis"),
    Bytes("netlify"),
    Bytes("netscaler"),
    Bytes("nghttpx"),
    Bytes("nginx"),
    Bytes("openresty"),
    Bytes("pingora"),
    Bytes("pound"),
    Bytes("privoxy"),
    Bytes("skipper"),
    Bytes("squid"),
    Bytes("sucuri"),
    Bytes("tengine"),
    Bytes("traefik"),
    Bytes("tyk"),
    Bytes("varnish"),
    Bytes("vercel"),
    Bytes("webseal"),
    Bytes("yunjiasu"),
    Bytes("zscaler"),
    Bytes("zuul"),
    Bytes("bluecoat"),
    Bytes("pws"),
    Bytes("datapower"),
    Bytes("freenginx"),
    Bytes("golfe"),
    Bytes("oracle-http-server"),
    Bytes("sozu"),
    Bytes("tinyproxy"),
    Bytes("yarp"),
    Bytes("gunicorn-proxy"),
    Bytes("ibm_http_server"),
};

// Parts of names that say the same.
constexpr std::array kGatewayWords = {Bytes("proxy"),  Bytes("gateway"),  Bytes("cache"),         Bytes("cdn"),
                                      Bytes("router"), Bytes("edge"),     Bytes("balancer"),      Bytes("envoy"),
                                      Bytes("waf"),    Bytes("frontend"), Bytes("trafficserver"), Bytes("httpapi")};

bool names_gateway(Bytes product) {
  if (std::ranges::find(kGateways, product) != kGateways.end()) return true;
  return std::ranges::any_of(kGatewayWords, [product](Bytes word) { return product.find(word) != Bytes::npos; });
}

/// Whether a product of a Server value is one that passes requests on. Comments are skipped, versions too.
bool server_names_gateway(Bytes server) {
  int comment = 0;
  std::size_t begin = 0;
  bool version = false;
  for (std::size_t i = 0; i <= server.size(); ++i) {
    const char c = i < server.size() ? server[i] : ' ';
    const bool ends = c == ' ' || c == '\t' || c == ',' || c == '/' || c == '(' || c == ')';
    if (!ends) continue;
    if (comment == 0 && !version && names_gateway(server.substr(begin, i - begin))) return true;
    version = c == '/';
    if (c == '(') ++comment;
    if (c == ')' && comment > 0) --comment;
    begin = i + 1;
  }
  return false;
}

// Fields that content delivery networks and proxies add, and how the names of others begin.
constexpr std::array kGatewayFields = {
    Bytes("cf-ray"),  Bytes("fly-request-id"),  Bytes("x-amz-apigw-id"), Bytes("x-amz-cf-id"),   Bytes("x-azure-ref"),
    Bytes("x-iinfo"), Bytes("x-nf-request-id"), Bytes("x-served-by"),    Bytes("x-squid-error"), Bytes("x-sucuri-id"),
    Bytes("x-timer"), Bytes("x-varnish"),       Bytes("x-vercel-id"),
};
constexpr std::array kGatewayFieldPrefixes = {Bytes("x-envoy-"), Bytes("x-kong-"), Bytes("x-akamai-")};

bool is_field_of_gateway(const model::FieldLine& line) {
  const auto is_it = [&line](Bytes name) { return base::equals_ignoring_case(line.name, name); };
  const auto begins = [&line](Bytes prefix) {
    return base::equals_ignoring_case(line.name.substr(0, prefix.size()), prefix);
  };
  return std::ranges::any_of(kGatewayFields, is_it) || std::ranges::any_of(kGatewayFieldPrefixes, begins);
}

Value server_is_gateway(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (std::ranges::any_of(message.message().lines, is_field_of_gateway)) return Value::of(true);
  if (!message.has(fields::id::kServer)) {
    return message.message().evidence.fields ? Value::of(false) : Value::not_captured();
  }
  return Value::of(server_names_gateway(lower_copy(message.combined(fields::id::kServer), message.arena())));
}

// The query of a request target: behind the first `?`, before a `#` that should not be there.
struct Query {
  bool there = false;
  Bytes text;
};

Query query_of(Bytes target) {
  const Bytes rest = target.substr(0, target.find('#'));
  const std::size_t mark = rest.find('?');
  if (mark == Bytes::npos) return {};
  return {true, rest.substr(mark + 1)};
}

/// Calls `take` with name and value of each `name=value` in `query`.
template <typename Take>
void for_each_pair(Bytes query, Take take) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const Bytes pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != Bytes::npos && equals > 0) take(pair.substr(0, equals), pair.substr(equals + 1));
    if (end == Bytes::npos) return;
    query.remove_prefix(end + 1);
  }
}

Value query(Facts&, const Value& object, Arguments) {
  const Query found = query_of(raw_of(object).target);
  return found.there ? Value::of(found.text) : Value::absent();
}

Value query_percent(Facts&, const Value& object, Arguments) {
  const Bytes target = raw_of(object).target;
  if (target.empty()) return Value::absent();
  // Rounded up: "more than 90%" is then `> 90`.
  return Value::of(static_cast<std::int64_t>((query_of(target).text.size() * 100 + target.size() - 1) / target.size()));
}

Value query_pairs(Facts&, const Value& object, Arguments) {
  std::int64_t count = 0;
  for_each_pair(query_of(raw_of(object).target).text, [&count](Bytes, Bytes) { ++count; });
  return Value::of(count);
}

Value query_longest_value(Facts&, const Value& object, Arguments) {
  std::size_t longest = 0;
  for_each_pair(query_of(raw_of(object).target).text,
                [&longest](Bytes, Bytes value) { longest = std::max(longest, value.size()); });
  return Value::of(static_cast<std::int64_t>(longest));
}

Value beside_tunnel(Facts&, const Value& object, Arguments) {
  const model::Body& body = raw_of(object).body;
  return Value::of(body.framing == model::Framing::kTunnel && body.content_octets > 0);
}

std::span<const Bytes> words_of(const Value& list) {
  return {static_cast<const Bytes*>(list.list.data), list.list.size};
}

Bytes protocol_name(Bytes protocol) { return protocol.substr(0, protocol.find('/')); }

/// protocol = protocol-name [ "/" protocol-version ]; only the name goes without case (RFC 9110 §7.8).
bool same_protocol(Bytes a, Bytes b) {
  const Bytes name = protocol_name(a);
  return base::equals_ignoring_case(name, protocol_name(b)) && a.substr(name.size()) == b.substr(name.size());
}

Value upgrade_in_both(Facts& facts, const Value&, Arguments) {
  const Value offered = facts.request().value(fields::id::kUpgrade);
  if (!offered.known()) return offered;
  const Value demanded = facts.judged().value(fields::id::kUpgrade);
  if (!demanded.known()) return demanded;
  const auto offers = words_of(offered);
  for (const Bytes protocol : words_of(demanded)) {
    if (std::ranges::any_of(offers, [protocol](Bytes offer) { return same_protocol(offer, protocol); })) {
      return Value::of(protocol);
    }
  }
  return Value::absent();
}

Value early_data(Facts& facts, const Value&, Arguments) {
  // Plain http has no early data of its own. What a TLS connection carried before its handshake ended no input tells.
  return facts.exchange().connection->scheme == model::Scheme::kHttp ? Value::of(false) : Value::not_captured();
}

Value connect_content_before(Facts& facts, const Value&, Arguments) {
  const SourceState* source = facts.connection().source;
  return Value::of(source != nullptr && source->connect_content);
}

Value proxy_proven(Facts& facts, const Value&, Arguments) {
  const ConnectionState& state = facts.connection();
  if (state.via_seen || state.several_origins) return Value::of(true);
  const model::Message* request = facts.exchange().request;
  if (request == nullptr) return Value::of(false);
  if (facts.request().has(fields::id::kVia)) return Value::of(true);
  const std::uint64_t origin = proxied_origin(*request, facts.arena());
  return Value::of(origin != 0 && state.proxied_origin != 0 && origin != state.proxied_origin);
}

Value server_knows_method(Facts& facts, const Value&, Arguments) {
  const model::Message* request = facts.exchange().request;
  if (request == nullptr) return Value::unknown(facts.request().why_missing());
  const SourceState* source = facts.connection().source;
  if (source == nullptr) return Value::not_captured();
  return Value::of(source->servers.knows(server_of(facts.exchange(), facts.arena()), request->method));
}

Value method_in_other_case(Facts& facts, const Value&, Arguments) {
  const Bytes method = facts.method();
  if (method.empty()) return Value::unknown(facts.request().why_missing());
  if (fields::find_method(method) != nullptr) return Value::absent();
  for (const fields::MethodInfo& info : fields::methods()) {
    if (info.registered && base::equals_ignoring_case(info.name, method)) return Value::of(info.name);
  }
  return Value::absent();
}

constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;

constexpr std::array kMembers = {
    Member{kM, "major_version", expr::kIntType, major_version, "the major version: 1 for HTTP/1.0 and HTTP/1.1"},
    Member{kM, "field_octets", expr::kIntType, field_octets, "octets of its field lines, line ends included"},
    Member{kM, "server_is_gateway", expr::kBoolType, server_is_gateway,
           "its Server field names a product that passes requests on, or may (nginx, squid, a CDN), or a field such as "
           "CF-Ray does"},
    Member{kM, "query", expr::kStringType, query, "the query of the request target; absent if it has none"},
    Member{kM, "query_percent", expr::kIntType, query_percent, "how much of the request target the query takes"},
    Member{kM, "query_pairs", expr::kIntType, query_pairs, "how many name=value pairs the query has", {}, true},
    Member{kM,
           "query_longest_value",
           expr::kIntType,
           query_longest_value,
           "octets of the longest value in a name=value pair of the query",
           {},
           true},
    Member{Object::kContent,
           "beside_tunnel",
           expr::kBoolType,
           beside_tunnel,
           "the capture keeps content beside a header section that opened a tunnel",
           {},
           true},
    Member{kX, "upgrade_in_both", expr::kStringType, upgrade_in_both,
           "the first protocol in the Upgrade of the response that the Upgrade of the request offers too"},
    Member{kX, "method_in_other_case", expr::kStringType, method_in_other_case,
           "the registered method that its own equals but for letter case; absent if there is none"},
    Member{kX, "server_knows_method", expr::kBoolType, server_knows_method,
           "the same server listed its method in Allow before, or answered it with 2xx or 405"},
    Member{Object::kConnection,
           "connect_content_before",
           expr::kBoolType,
           connect_content_before,
           "an earlier 2xx to CONNECT of the same input had content beside its tunnel",
           {},
           true},
    Member{Object::kConnection,
           "proxy_proven",
           expr::kBoolType,
           proxy_proven,
           "absolute-form targets of several origins, or a Via, came by on it: its server is a proxy",
           {},
           true},
    Member{Object::kConnection, "early_data", expr::kBoolType, early_data,
           "the request came as TLS early data; false on plain http, else not captured"},
};

}  // namespace

std::span<const Member> reply_members() { return kMembers; }

}  // namespace httpvet::facts
