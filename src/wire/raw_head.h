// RawHead: what either head parser found, as positions within the octets of the head. Positions instead of views,
// because the octets move into the batch's arena only when the size of the head is known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "model/message.h"

namespace httpvet::wire {

/// The octets [begin, end) of a head.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  Bytes in(Bytes octets) const { return octets.substr(begin, end - begin); }
  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
};

/// One field line, folded lines included.
struct RawLine {
  Span line;  // without its final line end
  Span name;
  Span value;
  model::FieldId field = model::kUnknownField;
};

/// Field lines kept of a section. More than any server accepts; what comes behind is dropped, so that a hostile head of
/// short lines does not take many times its own size.
inline constexpr std::size_t kMaxLines = 200'000;

/// A head in pieces. Reused from message to message.
struct RawHead {
  std::size_t size = 0;  // octets from the start line through the empty line
  Span start_line;       // without its line end
  Span method;           // requests
  Span target;           // requests
  Span status;           // responses
  Span reason;           // responses
  Span version_text;
  model::Version version;
  std::uint16_t status_code = 0;
  std::vector<RawLine> lines;

  void clear() {
    std::vector<RawLine> kept = std::move(lines);
    kept.clear();
    *this = RawHead{};
    lines = std::move(kept);
  }
};

}  // namespace httpvet::wire
