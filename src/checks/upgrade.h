// Checks of protocol switches (RFC 9110 §7.8).
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// A protocol of the response's Upgrade that the request's Upgrade did not offer: names compared without letter case,
/// versions exactly. After TLS the HTTP version needs no offer (RFC 2817 §3.3).
void upgrade_not_offered(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
