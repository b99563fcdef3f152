// Checks of Transfer-Encoding over all its lines (RFC 9112 §6.1, §7).
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// The combined value is no #transfer-coding, or a known disguise of chunked.
void transfer_coding_invalid(facts::Facts& facts, CheckSink& sink);

/// The last coding is not chunked. Silent where transfer_coding_invalid or the rule on identity speaks (responses).
void transfer_coding_not_final_chunked(facts::Facts& facts, CheckSink& sink);

/// chunked occurs more than once.
void transfer_coding_chunked_repeated(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
