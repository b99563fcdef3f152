// Checks of how a client goes on after a 401 (RFC 9110 §11.4, §15.5.2). They run on requests that carry Authorization.
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// The client sends the same Authorization value a second time after a 401 whose challenge did not change. Reported
/// once, at the second time; not where a challenge says stale=true. Argument: how many 401s that value got.
void authentication_repeated(facts::Facts& facts, CheckSink& sink);

/// The fourth 401 in a row to requests with credentials for one realm, which were not all the same. Not for schemes
/// that take several steps, nor after stale=true.
void authentication_loop(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
