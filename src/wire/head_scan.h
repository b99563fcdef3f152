// HeadScan: finds where a head begins and ends in a window that grows, looking at every octet once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace httpvet::wire {

/// Positions are those within the window, which has to begin at the same octet every time.
class HeadScan {
 public:
  /// A message head: leading empty lines, start line, field lines, the empty line. With `layout` lines of blanks are
  /// empty, too.
  static HeadScan of_message(bool layout) { return {State::kEmptyLines, layout}; }

  /// A trailer section: field lines, the empty line.
  static HeadScan of_trailers() { return {State::kLineStart, false}; }

  /// Looks at what `window` holds more than last time. True once the end of the head has been seen. Stops once behind
  /// the start line, so that a line that is none costs no more than itself; going on takes another call.
  bool advance(Bytes window);

  /// Where the start line begins (as far as has been seen): behind the leading empty lines.
  std::size_t start() const { return start_; }

  /// Behind the LF of the start line; 0 if it has not been seen.
  std::size_t first_line_end() const { return first_line_end_; }

  /// Some octet of the start line has been seen.
  bool has_start() const { return state_ != State::kEmptyLines; }

  /// Behind the empty line that ends the head. Requires that advance() was true.
  std::size_t end() const { return scanned_; }

 private:
  enum class State : std::uint8_t { kEmptyLines, kStartLine, kLineStart, kInLine, kDone };
  HeadScan(State state, bool layout) : state_(state), layout_(layout) {}

  State state_;
  bool layout_;
  std::size_t scanned_ = 0;
  std::size_t start_ = 0;
  std::size_t first_line_end_ = 0;
};

}  // namespace httpvet::wire
