// Checks of the WebSocket opening handshake (RFC 6455 §4).
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// Whether request and response of a WebSocket handshake on HTTP/1.1 are as RFC 6455 §4.1 and §4.2 ask for. Reports
/// each fault: what is wrong.
void websocket_handshake(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
