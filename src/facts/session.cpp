#include "facts/session.h"

#include <algorithm>

#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

bool has_connection_option(MessageFacts& message, Bytes option) {
  if (!message.has(fields::id::kConnection)) return false;
  const expr::Value options = message.value(fields::id::kConnection);
  if (!options.known()) return false;
  const auto* items = static_cast<const Bytes*>(options.list.data);
  return std::find(items, items + options.list.size, option) != items + options.list.size;
}

/// RFC 9112 §9.3: the connection does not persist after a message that says close, or an HTTP/1.0 one without
/// keep-alive.
bool announces_close(MessageFacts& message) {
  if (has_connection_option(message, "close")) return true;
  const model::Version version = message.message().version;
  return version.is(1, 0) && !has_connection_option(message, "keep-alive");
}

bool opens_tunnel(const model::Message& response, Bytes method) {
  return response.status == 101 || (method == "CONNECT" && response.status >= 200 && response.status < 300);
}

}  // namespace

void remember_exchange(Facts& facts, ConnectionState& state) {
  ++state.exchanges;
  const model::Message* response = facts.exchange().response;
  facts.judge(response);
  if (response != nullptr && opens_tunnel(*response, facts.method())) state.tunnelled = true;
  if (facts.request().there()) {
    const model::Message& request = facts.request().message();
    state.after_http10_post = request.method == "POST" && request.version.is(1, 0);
  }
  if (facts.request().there() && has_connection_option(facts.request(), "close")) state.close_announced = true;
  if (response != nullptr && announces_close(facts.judged())) state.close_announced = true;
}

}  // namespace httpvet::facts
