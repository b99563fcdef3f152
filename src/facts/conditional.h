// What conditional requests say about a response, for the members that ask it of earlier responses as well.
#pragma once

#include "facts/facts.h"

namespace httpvet::facts {

/// Whether the If-Range of the request holds by the validators of `response` (bool): its tag strongly equals the ETag,
/// or its date is the Last-Modified (RFC 9110 §13.1.5). Unknown without If-Range or without such a validator.
expr::Value if_range_holds_for(Facts& facts, MessageFacts& response);

}  // namespace httpvet::facts
