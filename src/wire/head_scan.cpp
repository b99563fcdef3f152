#include "wire/head_scan.h"

#include "base/byte_class.h"

namespace httpvet::wire {

bool HeadScan::advance(Bytes window) {
  while (scanned_ < window.size() && state_ != State::kDone) {
    const char c = window[scanned_];
    if (state_ == State::kEmptyLines) {
      if (c == '\n') {
        start_ = ++scanned_;
      } else if (c == '\r' || (layout_ && base::is(c, base::kBlank))) {
        ++scanned_;
      } else {
        state_ = State::kStartLine;
      }
    } else if (state_ == State::kLineStart && (c == '\r' || c == '\n')) {
      // The empty line, stray CRs included: what is_empty_line() takes for one.
      ++scanned_;
      if (c == '\n') state_ = State::kDone;
    } else {
      const std::size_t lf = window.find('\n', scanned_);
      if (state_ == State::kLineStart) state_ = State::kInLine;
      scanned_ = lf == Bytes::npos ? window.size() : lf + 1;
      if (lf == Bytes::npos) break;
      const bool start_line = state_ == State::kStartLine;
      state_ = State::kLineStart;
      if (!start_line) continue;
      first_line_end_ = scanned_;
      break;
    }
  }
  return state_ == State::kDone;
}

}  // namespace httpvet::wire
