// Checks on the HTTP version that a 505 refuses.
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// A 505 to HTTP/1.0 or HTTP/1.1 (RFC 9110 §15.6.6). Words: what the request has, and what is odd or likely about it. A
/// blank within the target moves the version away from where servers look for it, and is named as the cause then.
void version_refused(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
