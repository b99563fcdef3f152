#include "model/source.h"

#include <algorithm>

namespace httpvet::model {

std::optional<InputSpan> StreamMap::locate(std::uint64_t offset, std::uint64_t length) const {
  if (segments.empty()) return InputSpan{input, offset, length};
  const auto after = std::upper_bound(segments.begin(), segments.end(), offset,
                                      [](std::uint64_t o, const Segment& s) { return o < s.stream_offset; });
  if (after == segments.begin()) return std::nullopt;
  const Segment& segment = *(after - 1);
  const std::uint64_t skip = offset - segment.stream_offset;
  // An empty range may stand right behind the last octet of a segment.
  if (skip > segment.length || (skip == segment.length && length != 0)) return std::nullopt;
  return InputSpan{input, segment.input_offset + skip, std::min(length, segment.length - skip)};
}

}  // namespace httpvet::model
