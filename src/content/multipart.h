// Multipart bodies (RFC 2046 §5.1.1), scanned while they stream by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::content {

/// Finds the parts of a multipart body. Keeps their header blocks and counts the octets of their bodies.
class MultipartScanner {
 public:
  struct Part {
    std::string headers;       // the part's header block, without the empty line that ends it
    std::uint64_t offset = 0;  // of the octet behind the delimiter line, from the start of the content
    std::uint64_t body = 0;    // of the first octet of its body, from the start of the content
    std::uint64_t octets = 0;  // of its body, without the line end that belongs to the next delimiter
    bool ended = false;        // a delimiter followed
  };

  static constexpr std::size_t kMaxParts = 1000;
  static constexpr std::size_t kMaxHeaders = 8 * 1024;

  /// Starts over. `boundary` is the parameter's value, unquoted (1 to 70 octets by RFC 2046; others are accepted).
  void start(Bytes boundary);

  /// The next octets of the content.
  void feed(Bytes octets);

  /// No more will come: the last part ends here if no delimiter ended it.
  void finish();

  const std::vector<Part>& parts() const { return parts_; }
  /// The closing delimiter was seen.
  bool closed() const { return closed_; }
  /// There were more parts, or larger header blocks, than are kept: parts() is not the whole truth.
  bool overflow() const { return overflow_; }

 private:
  enum class State { kText, kDelimiter, kDelimiterTail };
  enum class Section { kPreamble, kHeaders, kBody, kEpilogue };

  void text(char c);
  void delimiter(char c);
  void delimiter_tail(char c);
  void fail_candidate();
  void header_octet(char c);
  void end_part();
  void begin_part();

  std::string delimiter_;  // "--" boundary
  std::string tail_;       // what follows the delimiter on its line
  std::vector<Part> parts_;
  State state_ = State::kText;
  Section section_ = Section::kPreamble;
  std::size_t matched_ = 0;     // octets of delimiter_ matched so far
  std::uint64_t position_ = 0;  // of the next octet
  std::uint64_t body_start_ = 0;
  std::uint64_t line_start_ = 0;  // of the candidate for a delimiter line
  bool line_end_crlf_ = false;    // the line end before line_start_ is CRLF
  bool previous_cr_ = false;
  bool header_line_empty_ = true;
  bool closed_ = false;
  bool overflow_ = false;
};

}  // namespace httpvet::content
