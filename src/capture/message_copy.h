// A message moved from one arena to another.
#pragma once

#include "base/arena.h"
#include "model/message.h"

namespace httpvet::capture {

/// A copy of `message` all of whose views live as long as `arena`; its map is shared.
model::Message copy_message(const model::Message& message, base::Arena& arena);

}  // namespace httpvet::capture
