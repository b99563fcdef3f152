// Checks of Content-Length over all its lines and list members (RFC 9110 §8.6; RFC 9112 §6.3).
#pragma once

#include "checks/check.h"

namespace httpvet::checks {

/// A member that is not 1*DIGIT. A list whose members are all digits is left to the next two.
void content_length_invalid(facts::Facts& facts, CheckSink& sink);

/// Members, all digits, that name different lengths.
void content_length_conflict(facts::Facts& facts, CheckSink& sink);

/// Several members, all digits, that name the same length.
void content_length_repeated(facts::Facts& facts, CheckSink& sink);

/// A value above 2^63-1, or one with leading zeros: the second argument says which. Silent where members differ.
void content_length_too_large(facts::Facts& facts, CheckSink& sink);

/// Content-Length beside Transfer-Encoding. The third argument says whether they end the body at different octets.
void content_length_and_transfer_encoding(facts::Facts& facts, CheckSink& sink);

}  // namespace httpvet::checks
