#include "content/multipart.h"

#include <algorithm>
#include <cstring>

#include "base/byte_class.h"

namespace httpvet::content {

void MultipartScanner::start(Bytes boundary) {
  *this = MultipartScanner();
  delimiter_ = "--";
  delimiter_ += boundary;
  state_ = State::kDelimiter;  // the first delimiter may stand at the very beginning
}

void MultipartScanner::feed(Bytes octets) {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (state_ == State::kText && section_ != Section::kHeaders) {
      // Nothing in a body matters until the next line.
      const char* from = octets.data() + i;
      const auto* feed = static_cast<const char*>(std::memchr(from, '\n', octets.size() - i));
      const std::size_t skipped = feed == nullptr ? octets.size() - i : static_cast<std::size_t>(feed - from);
      if (skipped > 0) {
        previous_cr_ = from[skipped - 1] == '\r';
        position_ += skipped;
        i += skipped;
        if (i == octets.size()) return;
      }
    }
    const char c = octets[i];
    switch (state_) {
      case State::kText:
        text(c);
        break;
      case State::kDelimiter:
        delimiter(c);
        break;
      case State::kDelimiterTail:
        delimiter_tail(c);
        break;
    }
    previous_cr_ = c == '\r';
    ++position_;
  }
}

void MultipartScanner::text(char c) {
  if (section_ == Section::kHeaders) header_octet(c);
  if (c != '\n') return;
  state_ = State::kDelimiter;
  matched_ = 0;
  line_start_ = position_ + 1;
  line_end_crlf_ = previous_cr_;
}

void MultipartScanner::delimiter(char c) {
  if (c != delimiter_[matched_]) {
    fail_candidate();
    text(c);
    return;
  }
  if (++matched_ < delimiter_.size()) return;
  state_ = State::kDelimiterTail;
  tail_.clear();
}

// delimiter := "--" boundary; a delimiter line may have blanks at its end; close-delimiter := delimiter "--"
void MultipartScanner::delimiter_tail(char c) {
  if (c != '\n') {
    // A boundary that only begins like ours ends the candidate at once; blanks may go on for ever.
    const bool dashes = tail_.size() < 2 && c == '-' && std::ranges::all_of(tail_, [](char t) { return t == '-'; });
    const bool padding = (c == ' ' || c == '\t' || c == '\r') && tail_.size() != 1;
    if (dashes) {
      tail_ += c;
    } else if (!padding) {
      fail_candidate();
      text(c);
    }
    return;
  }
  end_part();
  state_ = State::kText;
  if (tail_ == "--") {
    closed_ = true;
    section_ = Section::kEpilogue;
    return;
  }
  ++position_;  // the part begins behind this LF
  begin_part();
  --position_;
}

void MultipartScanner::fail_candidate() {
  state_ = State::kText;
  if (section_ != Section::kHeaders) return;
  for (const char c : Bytes(delimiter_).substr(0, matched_)) header_octet(c);
  for (const char c : tail_) header_octet(c);
}

void MultipartScanner::header_octet(char c) {
  Part& part = parts_.back();
  if (c == '\n') {
    if (header_line_empty_) {
      // The CR of the empty line is not part of the block.
      if (!part.headers.empty() && part.headers.back() == '\r') part.headers.pop_back();
      section_ = Section::kBody;
      body_start_ = position_ + 1;
      part.body = body_start_;
      return;
    }
    header_line_empty_ = true;
  } else if (c != '\r') {
    header_line_empty_ = false;
  }
  if (part.headers.size() < kMaxHeaders) {
    part.headers += c;
  } else {
    overflow_ = true;
  }
}

void MultipartScanner::end_part() {
  if (section_ != Section::kHeaders && section_ != Section::kBody) return;
  Part& part = parts_.back();
  part.ended = true;
  if (section_ == Section::kHeaders) return;
  const std::uint64_t line_end = line_end_crlf_ ? 2 : 1;
  part.octets = line_start_ >= body_start_ + line_end ? line_start_ - line_end - body_start_ : 0;
}

void MultipartScanner::begin_part() {
  if (parts_.size() >= kMaxParts) {
    overflow_ = true;
    section_ = Section::kEpilogue;
    return;
  }
  parts_.push_back({});
  parts_.back().offset = position_;
  section_ = Section::kHeaders;
  header_line_empty_ = true;
  // An empty header block is an empty line right here; a delimiter may follow at once, too.
  state_ = State::kDelimiter;
  matched_ = 0;
  line_start_ = position_;
  line_end_crlf_ = false;
}

void MultipartScanner::finish() {
  // A delimiter at the very end needs no line end.
  if (state_ == State::kDelimiterTail && tail_ != "-") {
    end_part();
    if (tail_ == "--") closed_ = true;
    section_ = Section::kEpilogue;
    return;
  }
  if (section_ == Section::kBody) parts_.back().octets = position_ - body_start_;
}

}  // namespace httpvet::content
