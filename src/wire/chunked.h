// The chunked transfer coding (RFC 9112 §7.1), read tolerantly.
#pragma once

#include <vector>

#include "model/exchange.h"
#include "wire/body_reader.h"
#include "wire/raw_head.h"

namespace httpvet::wire {

/// Reads a chunked body with its trailer section, and goes on after each fault as far as there is anything to go by.
/// Where there is not, it stops before the octets in question, and the body counts as cut. Trailers go to `message`;
/// `lines` is scratch memory.
void read_chunked_body(BodyContext& context, model::StreamEnd end, model::Message& message,
                       std::vector<RawLine>& lines);

}  // namespace httpvet::wire
