#include "wire/body_reader.h"

#include <algorithm>
#include <limits>

namespace httpvet::wire {

using model::BodyEnd;
using model::StreamEnd;

std::uint64_t stream_content(BodyContext& context, std::uint64_t count) {
  base::ByteSource& source = context.source;
  std::uint64_t left = count;
  while (left > 0) {
    if (source.window().empty() && !source.grow()) break;
    const Bytes window = source.window();
    const Bytes piece = window.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, window.size())));
    if (context.sink != nullptr) context.sink->write(piece, source.pinned());
    if (context.text_lines) {
      context.body.text_line_feeds += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
    }
    left -= piece.size();
    source.consume(piece.size());
  }
  context.body.content_octets += count - left;
  return count - left;
}

bool ensure_window(base::ByteSource& source, std::size_t count) {
  while (source.window().size() < count) {
    if (!source.grow()) return false;
  }
  return true;
}

std::optional<Line> window_line(base::ByteSource& source) {
  std::size_t searched = 0;  // no LF before it: what has been searched is not searched again
  while (true) {
    const Bytes window = source.window();
    const std::size_t lf = window.find('\n', searched);
    if (lf != Bytes::npos) {
      const bool has_cr = lf > 0 && window[lf - 1] == '\r';
      return Line{0, has_cr ? lf - 1 : lf, lf + 1, has_cr};
    }
    searched = window.size();
    if (!source.grow()) return std::nullopt;
  }
}

void end_early(BodyContext& context, StreamEnd end, model::AnomalyKind kind) {
  context.body.end = BodyEnd::kCut;
  if (end != StreamEnd::kOrderly) return;
  context.body.end = BodyEnd::kClosedEarly;
  context.log.add(kind, context.source.offset() + context.source.window().size(), 0);
}

void read_length_body(BodyContext& context, std::uint64_t length, StreamEnd end) {
  if (stream_content(context, length) == length) {
    context.body.end = BodyEnd::kComplete;
  } else {
    end_early(context, end, model::AnomalyKind::kBodyTooShort);
  }
}

void read_until_close(BodyContext& context, StreamEnd end) {
  stream_content(context, std::numeric_limits<std::uint64_t>::max());
  context.body.end = end == StreamEnd::kOrderly ? BodyEnd::kComplete : BodyEnd::kCut;
}

}  // namespace httpvet::wire
