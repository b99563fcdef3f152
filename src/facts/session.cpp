#include "facts/session.h"

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

/// Whether a Connection line of `message` lists `option`. Runs for every message, so it splits the lines in place.
bool has_connection_option(const MessageFacts& message, Bytes option) {
  if (!message.has(fields::id::kConnection)) return false;
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != fields::id::kConnection) continue;
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
  state.last_status = facts.exchange().response == nullptr ? std::uint16_t{0} : facts.exchange().response->status;
  const model::Message* response = facts.exchange().response;
  facts.judge(response);
  if (response != nullptr && opens_tunnel(*response, facts.method())) state.tunnelled = true;
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
