// BodyReader: streams the body of one message out of a source.
#pragma once

#include <cstdint>
#include <optional>

#include "base/arena.h"
#include "base/byte_source.h"
#include "model/exchange.h"
#include "wire/anomaly_log.h"
#include "wire/framing.h"
#include "wire/line.h"

namespace httpvet::wire {

/// Where a body comes from, and where its content and its anomalies go.
struct BodyContext {
  base::ByteSource& source;
  model::ContentSink* sink;  // null: nobody wants the content
  base::Arena& arena;
  AnomalyLog& log;  // entries are complete: offsets of the stream, texts that last
  model::Body& body;
  bool text_lines;  // a text fixture: LF ends lines, and LFs of the content are counted
};

/// Passes up to `count` octets of content on. Returns how many there were before the end of the stream.
std::uint64_t stream_content(BodyContext& context, std::uint64_t count);

/// Makes the window hold at least `count` octets; false if that cannot be.
bool ensure_window(base::ByteSource& source, std::size_t count);

/// The line at the position, the window grown until it holds it. nullopt: there is no LF up to the end or the source's
/// limit.
std::optional<Line> window_line(base::ByteSource& source);

/// Sets how the body ended at the end of the stream, and notes `kind` if the sender closed it in an orderly way.
void end_early(BodyContext& context, model::StreamEnd end, model::AnomalyKind kind);

/// Reads a body of `length` octets.
void read_length_body(BodyContext& context, std::uint64_t length, model::StreamEnd end);

/// Reads a body that the end of the stream ends.
void read_until_close(BodyContext& context, model::StreamEnd end);

}  // namespace httpvet::wire
