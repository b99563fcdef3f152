// Checks of what a client does over several exchanges of a connection after a redirect or a 304.
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// The request is the second, after the one that followed a 302 or 307 without explicit freshness, that goes to the
/// target of the redirect without asking the original URI again, and no Referer says that it comes from there.
/// Argument: the target of the request that was redirected.
void redirect_taken_for_permanent(facts::Facts& facts, CheckSink& sink);

/// The request is the second that goes through a proxy (its target is in absolute-form) after a 305, which sent one
/// request there. Argument: the Location of the 305.
void proxy_kept_after_305(facts::Facts& facts, CheckSink& sink);

/// The connection is over, and the client never repeated without conditions a request whose 304 confirmed an entity tag
/// that it had not asked about. Arguments: the entity tag, the target.
void unusable_304_not_repeated(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
