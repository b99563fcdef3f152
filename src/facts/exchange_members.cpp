// Members of exchanges and connections.
#include <algorithm>
#include <array>

#include "facts/member.h"
#include "fields/methods.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

Value has_request(Facts& facts, const Value&, Arguments) {
  if (facts.exchange().request != nullptr) return Value::of(true);
  return facts.exchange().connection->requests_captured ? Value::of(false) : Value::not_captured();
}

Value has_response(Facts& facts, const Value&, Arguments) {
  if (facts.exchange().response != nullptr) return Value::of(true);
  return facts.exchange().connection->responses_captured ? Value::of(false) : Value::not_captured();
}

Value final_response(Facts& facts, const Value&, Arguments) {
  MessageFacts& final_response = facts.final_response();
  return final_response.there() ? Value::of_object(&final_response) : Value::unknown(final_response.why_missing());
}

Value exchange_method(Facts& facts, const Value&, Arguments) {
  const Bytes method = facts.method();
  return method.empty() ? Value::unknown(facts.request().why_missing()) : Value::of(method);
}

/// What the registry says of the method: absent for methods that it does not know.
Value method_trait(Facts& facts, bool fields::MethodInfo::* trait) {
  const Bytes method = facts.method();
  if (method.empty()) return Value::unknown(facts.request().why_missing());
  const fields::MethodInfo* info = fields::find_method(method);
  return info == nullptr ? Value::absent() : Value::of(info->*trait);
}

Value safe(Facts& facts, const Value&, Arguments) { return method_trait(facts, &fields::MethodInfo::safe); }
Value idempotent(Facts& facts, const Value&, Arguments) { return method_trait(facts, &fields::MethodInfo::idempotent); }

Value method_registered(Facts& facts, const Value&, Arguments) {
  const Value registered = method_trait(facts, &fields::MethodInfo::registered);
  return registered.state == expr::State::kAbsent && !facts.method().empty() ? Value::of(false) : registered;
}

Value method_known(Facts& facts, const Value&, Arguments) {
  const Bytes method = facts.method();
  if (method.empty()) return Value::unknown(facts.request().why_missing());
  return Value::of(fields::find_method(method) != nullptr);
}

Value profile(Facts& facts, const Value&, Arguments) { return Value::of(name_of(facts.profile())); }

Value request_seen(Facts& facts, const Value&, Arguments) { return Value::of(facts.exchange().request != nullptr); }
Value to_head(Facts& facts, const Value&, Arguments) { return Value::of(facts.method() == "HEAD"); }
Value to_connect(Facts& facts, const Value&, Arguments) { return Value::of(facts.method() == "CONNECT"); }

Value long_target(Facts& facts, const Value&, Arguments) { return Value::of(facts.has_long_target()); }
Value target_has_fragment(Facts& facts, const Value&, Arguments) { return Value::of(facts.target_has_fragment()); }

Value number(Facts& facts, const Value&, Arguments) { return Value::of(std::int64_t{facts.exchange().number}); }
Value last(Facts& facts, const Value&, Arguments) { return Value::of(facts.exchange().last); }

Value has_interims(Facts& facts, const Value&, Arguments) { return Value::of(!facts.exchange().interims.empty()); }

Value interim_count(Facts& facts, const Value&, Arguments) {
  return Value::of(static_cast<std::int64_t>(facts.exchange().interims.size()));
}

Value interim_statuses(Facts& facts, const Value&, Arguments) {
  const auto interims = facts.exchange().interims;
  const auto statuses = facts.arena().make_array<std::int64_t>(interims.size());
  for (std::size_t i = 0; i < interims.size(); ++i) statuses[i] = interims[i].status;
  return Value::of_list({statuses.data(), static_cast<std::uint32_t>(statuses.size())});
}

Value interims_with(Facts& facts, const Value&, Arguments arguments) {
  const auto has_status = [status = arguments[0].integer](const model::Message& interim) {
    return interim.status == status;
  };
  return Value::of(static_cast<std::int64_t>(std::ranges::count_if(facts.exchange().interims, has_status)));
}

Value interim_after_final(Facts& facts, const Value&, Arguments) {
  return Value::of(facts.exchange().interim_after_final);
}

Value orderly(model::StreamEnd end) {
  switch (end) {
    case model::StreamEnd::kOpen:
    case model::StreamEnd::kReset:
      return Value::of(false);
    case model::StreamEnd::kOrderly:
      return Value::of(true);
    case model::StreamEnd::kCut:
      break;
  }
  return Value::not_captured();
}

Value server_closed(Facts& facts, const Value&, Arguments) { return orderly(facts.exchange().server_end); }
Value client_closed(Facts& facts, const Value&, Arguments) { return orderly(facts.exchange().client_end); }

Value scheme(Facts& facts, const Value&, Arguments) {
  switch (facts.exchange().connection->scheme) {
    case model::Scheme::kHttp:
      return Value::of(Bytes("http"));
    case model::Scheme::kHttps:
      return Value::of(Bytes("https"));
    case model::Scheme::kUnknown:
      break;
  }
  return Value::not_captured();
}

Value after_unread_413(Facts& facts, const Value&, Arguments) { return Value::of(facts.connection().after_unread_413); }
Value sni(Facts&, const Value&, Arguments) { return Value::not_captured(); }

Value byte_streams(Facts& facts, const Value&, Arguments) {
  return Value::of(facts.exchange().connection->byte_streams);
}
Value from_start(Facts& facts, const Value&, Arguments) { return Value::of(facts.exchange().connection->from_start); }
Value order_known(Facts& facts, const Value&, Arguments) { return Value::of(facts.exchange().connection->order_known); }
Value redirect_seen(Facts& facts, const Value&, Arguments) { return Value::of(facts.connection().redirect_seen); }
Value close_announced(Facts& facts, const Value&, Arguments) { return Value::of(facts.connection().close_announced); }
Value close_requested(Facts& facts, const Value&, Arguments) { return Value::of(facts.connection().close_requested); }
Value after_http10_post(Facts& facts, const Value&, Arguments) {
  return Value::of(facts.connection().after_http10_post);
}

/// RFC 9110 §6.6.1: a server without a clock must not send Date; 1xx and 5xx need none anyway.
Value clockless(Facts& facts, const Value&, Arguments) {
  return Value::of(!facts.connection().dated && facts.connection().undated >= 2);
}
Value tunnelled(Facts& facts, const Value&, Arguments) { return Value::of(facts.connection().tunnelled); }
Value requests_captured(Facts& facts, const Value&, Arguments) {
  return Value::of(facts.exchange().connection->requests_captured);
}

constexpr std::array kOneInt = {expr::kIntType};
constexpr Object kX = Object::kExchange;
constexpr Object kC = Object::kConnection;

constexpr std::array kMembers = {
    Member{kX, "has_request", expr::kBoolType, has_request, "a request was captured; not captured without its stream"},
    Member{kX, "has_response", expr::kBoolType, has_response, "a final response was captured"},
    Member{kX, "final", object_type(Object::kMessage), final_response,
           "the final response, for rules that judge an interim one"},
    Member{kX, "method", expr::kStringType, exchange_method, "the method, where it is known without a request too"},
    Member{kX, "safe", expr::kBoolType, safe, "its method is safe (RFC 9110 §9.2.1); absent for unknown methods"},
    Member{kX, "idempotent", expr::kBoolType, idempotent,
           "its method is idempotent (RFC 9110 §9.2.2); absent for unknown methods"},
    Member{kX, "method_registered", expr::kBoolType, method_registered, "its method is registered by IANA"},
    Member{kX, "method_known", expr::kBoolType, method_known,
           "its method is registered, or well known all the same, such as PURGE"},
    Member{kX, "profile", expr::kStringType, profile, "the profile of the run, \"rfc9110\" or \"rfc2616\"", {}, true},
    Member{kX, "request_seen", expr::kBoolType, request_seen, "the request was captured", {}, true},
    Member{kX, "to_head", expr::kBoolType, to_head, "the request is known to be a HEAD", {}, true},
    Member{kX, "to_connect", expr::kBoolType, to_connect, "the request is known to be a CONNECT", {}, true},
    Member{kX,
           "long_target",
           expr::kBoolType,
           long_target,
           "the request is known to have a target of more than 8,000 octets",
           {},
           true},
    Member{kX,
           "target_has_fragment",
           expr::kBoolType,
           target_has_fragment,
           "the request is known to have a # in its target",
           {},
           true},
    Member{kX, "number", expr::kIntType, number, "from 1 within the connection", {}, true},
    Member{kX, "last", expr::kBoolType, last, "nothing of the connection comes after it", {}, true},
    Member{kX, "has_interims", expr::kBoolType, has_interims, "it has interim responses", {}, true},
    Member{kX, "interim_count", expr::kIntType, interim_count, "how many interim responses it has", {}, true},
    Member{kX,
           "interim_statuses",
           expr::kIntList,
           interim_statuses,
           "the status codes of its interim responses",
           {},
           true},
    Member{kX, "interims_with", expr::kIntType, interims_with, "how many interim responses have that status code",
           kOneInt, true},
    Member{kX,
           "interim_after_final",
           expr::kBoolType,
           interim_after_final,
           "its interim responses came after the final response of the only outstanding request",
           {},
           true},
    Member{kX, "server_closed", expr::kBoolType, server_closed, "the server closed in an orderly way right after it"},
    Member{kX, "client_closed", expr::kBoolType, client_closed, "the client closed in an orderly way right after it"},
    Member{kC, "scheme", expr::kStringType, scheme, "\"http\" or \"https\"; not captured unless stated or seen"},
    Member{kC,
           "after_unread_413",
           expr::kBoolType,
           after_unread_413,
           "the exchange before on it was a 413 to content that had not all come, and nobody closed",
           {},
           true},
    Member{kC, "sni", expr::kStringType, sni,
           "the server name of the TLS handshake; not captured: no input holds the handshake yet"},
    Member{kC,
           "byte_streams",
           expr::kBoolType,
           byte_streams,
           "the octets are those of the wire, not what a tool printed",
           {},
           true},
    Member{kC, "from_start", expr::kBoolType, from_start, "the capture holds its beginning", {}, true},
    Member{kC,
           "order_known",
           expr::kBoolType,
           order_known,
           "it is known what was sent before what, across both directions",
           {},
           true},
    Member{kC, "requests_captured", expr::kBoolType, requests_captured, "the client's octets are there", {}, true},
    Member{kC,
           "redirect_seen",
           expr::kBoolType,
           redirect_seen,
           "an earlier final response on it was a 301, 302, 303, 307 or 308",
           {},
           true},
    Member{kC,
           "close_announced",
           expr::kBoolType,
           close_announced,
           "an earlier message on it said that it closes after that exchange",
           {},
           true},
    Member{kC,
           "close_requested",
           expr::kBoolType,
           close_requested,
           "an earlier request on it said that the client sends no other one",
           {},
           true},
    Member{kC,
           "after_http10_post",
           expr::kBoolType,
           after_http10_post,
           "the request before this one on it was a POST of an HTTP/1.0 client",
           {},
           true},
    Member{kC,
           "clockless",
           expr::kBoolType,
           clockless,
           "the server may have no clock: two or more earlier responses on it, 2xx to 4xx, and none has Date",
           {},
           true},
    Member{kC,
           "tunnelled",
           expr::kBoolType,
           tunnelled,
           "an earlier 101 or 2xx to CONNECT turned it into a tunnel",
           {},
           true},
};

}  // namespace

std::span<const Member> exchange_members() { return kMembers; }

}  // namespace httpvet::facts
