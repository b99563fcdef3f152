// RateLimit, RateLimit-Policy and their predecessors, held against each other and the status.
#pragma once

#include "base/arena.h"
#include "facts/value_audit.h"
#include "model/message.h"

namespace httpvet::facts {

/// True for the fields that rate_limit_fault() looks at.
bool is_rate_limit_field(model::FieldId field);

/// What does not fit together (draft-ietf-httpapi-ratelimit-headers, and the convention before it), with the line that
/// it shows in; nothing if all does, and for a line that is null. Names live in `arena`.
Oddity rate_limit_fault(const model::Message& message, base::Arena& arena);

}  // namespace httpvet::facts
