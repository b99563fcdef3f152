#include "facts/session.h"

#include <functional>

#include "base/byte_class.h"
#include "facts/dates.h"
#include "facts/field_values.h"
#include "facts/remember_policies.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

/// Whether a line of `field` in `message` lists `option`. Runs for every message, so it splits the lines in place.
bool has_list_member(const MessageFacts& message, model::FieldId list, Bytes option) {
  if (!message.has(list)) return false;
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != list) continue;
    if (line.value == "keep-alive") {  // what nearly all Connection lines say
      if (option == line.value) return true;
      continue;
    }
    Bytes rest = line.value;
    while (true) {
      const std::size_t comma = rest.find(',');
      if (base::equals_ignoring_case(base::trim_blanks(rest.substr(0, comma)), option)) return true;
      if (comma == Bytes::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return false;
}

bool has_connection_option(const MessageFacts& message, Bytes option) {
  return has_list_member(message, fields::id::kConnection, option);
}

/// RFC 9112 §9.3: the connection does not persist after a message that says close, or an HTTP/1.0 one without
/// keep-alive.
bool announces_close(MessageFacts& message) {
  if (has_connection_option(message, "close")) return true;
  const model::Version version = message.message().version;
  return version.is(1, 0) && !has_connection_option(message, "keep-alive");
}

/// A 413 sent before all announced content came, on a connection that goes on (RFC 9112 §9.3).
bool leaves_content_unread(const Facts& facts) {
  const model::Exchange& exchange = facts.exchange();
  if (exchange.response == nullptr || exchange.response->status != 413 || exchange.request == nullptr) return false;
  return exchange.request->has(model::AnomalyKind::kBodyTooShort) && exchange.server_end == model::StreamEnd::kOpen;
}

bool opens_tunnel(const model::Message& response, Bytes method) {
  return response.status == 101 || (method == "CONNECT" && response.status >= 200 && response.status < 300);
}

/// Notes what shows that the other end is a forward proxy.
void remember_proxy(Facts& facts, ConnectionState& state) {
  const auto has_via = [](const MessageFacts& message) { return message.there() && message.has(fields::id::kVia); };
  state.via_seen = state.via_seen || has_via(facts.request()) || has_via(facts.judged());
  const model::Message* request = facts.exchange().request;
  const std::uint64_t origin = request == nullptr ? 0 : proxied_origin(*request, facts.arena());
  if (origin == 0) return;
  if (state.proxied_origin == 0) state.proxied_origin = origin;
  if (state.proxied_origin != origin) state.several_origins = true;
}

/// Notes which methods the server showed to know: those in Allow, and that of a request that it answered with 2xx or
/// 405 (RFC 9110 §15.5.6: known, but not supported by the target).
void remember_methods(Facts& facts, SourceState& source) {
  const model::Message* response = facts.exchange().response;
  const model::Message* request = facts.exchange().request;
  if (request == nullptr || response == nullptr) return;
  const bool known = (response->status >= 200 && response->status < 300) || response->status == 405;
  // GET and HEAD are known everywhere.
  const bool tells = known && request->method != "GET" && request->method != "HEAD";
  const bool lists = facts.judged().has(fields::id::kAllow);
  if (!tells && !lists) return;
  const std::uint64_t server = server_of(facts.exchange(), facts.arena());
  if (tells) source.servers.note(server, request->method);
  if (!lists) return;
  const expr::Value allow = facts.judged().value(fields::id::kAllow);
  if (!allow.known()) return;
  for (std::uint32_t i = 0; i < allow.list.size; ++i) {
    source.servers.note(server, static_cast<const Bytes*>(allow.list.data)[i]);
  }
}

bool has_content_beside_connect(const model::Message& response, Bytes method) {
  return method == "CONNECT" && response.status != 101 && response.body.framing == model::Framing::kTunnel &&
         response.body.content_octets > 0;
}

/// Scheme and authority at the front of a target URI; empty if it names no authority.
Bytes origin_of(Bytes uri) {
  const std::size_t slashes = uri.find("//");
  if (slashes == Bytes::npos || uri.substr(0, slashes).find_first_of("/?#") != Bytes::npos) return {};
  return uri.substr(0, uri.find_first_of("/?#", slashes + 2));
}

std::uint64_t hash_of(Bytes text) { return std::hash<Bytes>{}(text); }

/// Whether a DAV line of `message` lists class 2: the server has locks (RFC 4918 §18.2).
bool lists_class_two(const MessageFacts& message) { return has_list_member(message, fields::id::kDav, "2"); }

/// A status that sends clients to Location.
bool is_redirect(std::uint16_t status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

std::uint64_t server_of(const model::Exchange& exchange, base::Arena& arena) {
  const auto uri = target_uri(*exchange.request, exchange.connection->scheme, arena);
  const Bytes origin = uri ? origin_of(*uri) : Bytes();
  return origin.empty() ? exchange.connection->number : hash_of(lower_copy(origin, arena));
}

std::uint64_t proxied_origin(const model::Message& request, base::Arena& arena) {
  if (request.target.starts_with('/') || target_form(request) != TargetForm::kAbsolute) return 0;
  const Bytes origin = origin_of(request.target);
  return origin.empty() ? 0 : hash_of(lower_copy(origin, arena)) | 1U;
}

void remember_exchange(Facts& facts, ConnectionState& state) {
  ++state.exchanges;
  state.last_status = facts.exchange().response == nullptr ? std::uint16_t{0} : facts.exchange().response->status;
  state.redirect_seen = state.redirect_seen || is_redirect(state.last_status);
  if (state.source != nullptr) {
    state.source->removals.remember(facts.exchange(), facts.arena());
    state.source->sent_credentials.remember(facts.exchange(), facts.arena());
  }
  const model::Message* response = facts.exchange().response;
  facts.judge(response);
  if (state.source != nullptr && response != nullptr && response->time_ns) remember_clock(facts, state.source->clocks);
  state.after_unread_413 = leaves_content_unread(facts) && !has_connection_option(facts.judged(), "close");
  if (response != nullptr && response->status >= 200 && response->status < 500 && response->evidence.fields) {
    const bool dated = facts.judged().has(fields::id::kDate);
    state.dated = state.dated || dated;
    if (!dated) ++state.undated;
  }
  if (response != nullptr && opens_tunnel(*response, facts.method())) state.tunnelled = true;
  remember_proxy(facts, state);
  if (state.source != nullptr) {
    remember_methods(facts, *state.source);
    remember_policies(facts, state.source->policies);
    if (response != nullptr && has_content_beside_connect(*response, facts.method())) {
      state.source->connect_content = true;
    }
  }
  if (response != nullptr && facts.judged().has(fields::id::kDav)) {
    state.dav_seen = true;
    state.locks_offered = state.locks_offered || lists_class_two(facts.judged());
  }
  // Who grants a lock has locks (RFC 4918 §9.10), whatever its DAV field says or whether it was asked for.
  if (response != nullptr && facts.method() == "LOCK" && response->status >= 200 && response->status < 300) {
    state.locks_offered = true;
  }
  if (facts.request().there()) {
    const model::Message& request = facts.request().message();
    state.after_http10_post = request.method == "POST" && request.version.is(1, 0);
  }
  if (facts.request().there() && has_connection_option(facts.request(), "close")) {
    state.close_announced = state.close_requested = true;
  }
  if (response != nullptr && announces_close(facts.judged())) state.close_announced = true;
}

}  // namespace httpvet::facts
