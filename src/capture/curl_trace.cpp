#include "capture/curl_trace.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/byte_class.h"
#include "capture/scan.h"
#include "capture/transcript.h"

namespace httpvet::capture {
namespace {

using Kind = TranscriptLine::Kind;

constexpr std::size_t kHexOctets = 16;  // of one line of --trace
constexpr std::size_t kHexColumns = 3 * kHexOctets;

bool take_prefix(Bytes& text, Bytes prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "78 bytes (0x4e)"
std::optional<std::uint64_t> block_size(Bytes text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  if (end == 0 || end == Bytes::npos || end > 18 || text.substr(end, 7) != " bytes ") return std::nullopt;
  return std::stoull(std::string(text.substr(0, end)));
}

// "004e: " before what a line shows; removes it.
std::optional<std::uint64_t> line_offset(Bytes& text) {
  const std::size_t colon = text.substr(0, 17).find(": ");
  if (colon == Bytes::npos || colon < 4 || !base::all_of(text.substr(0, colon), base::kHexDigit)) return std::nullopt;
  const std::uint64_t offset = std::stoull(std::string(text.substr(0, colon)), nullptr, 16);
  text.remove_prefix(colon + 2);
  return offset;
}

// The octets of a line of hexadecimal numbers ("47 45 54 20 … GET "); empty if it is none.
std::string hex_octets(Bytes text) {
  std::string octets;
  for (std::size_t at = 0; at + 3 <= text.size() && octets.size() < kHexOctets; at += 3) {
    const int high = base::hex_value(text[at]);
    const int low = base::hex_value(text[at + 1]);
    if (high < 0 || low < 0 || text[at + 2] != ' ') break;
    octets += static_cast<char>(high * 16 + low);
  }
  // What stands behind the numbers shows the same octets once more.
  return text.size() == kHexColumns + octets.size() ? octets : std::string();
}

// A block is a heading and lines that show its octets: as numbers and text, or as text alone, where a CRLF is not shown
// but ends the line. The offset of the next line, or the size of the block, tells whether there was one.
class TraceSyntax : public TranscriptSyntax {
 public:
  TranscriptLine read(Bytes line) override {
    Bytes text = without_trace_prefix(line);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    if (block_ != Kind::kOther && !line.empty()) {
      if (const auto offset = line_offset(text); offset && *offset >= shown_ && *offset < size_) {
        return show(line, text, *offset);
      }
    }
    const TranscriptLine end = end_of_block();
    // A heading holds no octets itself, so the end of the block before it can be told in its place.
    TranscriptLine result;
    if (take_prefix(text, "== Info: ")) {
      const Bytes note = text.substr(std::min(text.find_first_not_of(' '), text.size()));
      if (says_connected(note)) result.kind = Kind::kConnected;
      if (says_secure(note)) result.kind = Kind::kSecure;
    } else if (take_prefix(text, "=> Send header, ")) {
      begin_block(Kind::kRequest, text);
    } else if (take_prefix(text, "<= Recv header, ")) {
      begin_block(Kind::kResponse, text);
    }
    return end.line_break_before ? end : result;
  }

 private:
  void begin_block(Kind kind, Bytes size) {
    const auto octets = block_size(size);
    if (!octets) return;
    block_ = kind;
    size_ = *octets;
    shown_ = 0;
  }

  TranscriptLine end_of_block() {
    TranscriptLine result;
    if (block_ != Kind::kOther && size_ == shown_ + 2) {
      result.kind = block_;
      result.line_break_before = true;
    }
    block_ = Kind::kOther;
    return result;
  }

  TranscriptLine show(Bytes line, Bytes text, std::uint64_t offset) {
    TranscriptLine result;
    result.kind = block_;
    result.line_break_before = offset == shown_ + 2;
    numbers_ = hex_octets(text);
    result.octets = numbers_.empty() ? text : Bytes(numbers_);
    const Bytes shown = numbers_.empty() ? text : text.substr(kHexColumns);
    result.at = static_cast<std::size_t>(shown.data() - line.data());
    shown_ = offset + result.octets.size();
    return result;
  }

  Kind block_ = Kind::kOther;
  std::uint64_t size_ = 0;
  std::uint64_t shown_ = 0;
  std::string numbers_;
};

}  // namespace

bool sniff_curl_trace(Bytes start) {
  start.remove_prefix(empty_lines(start));
  Bytes line = without_trace_prefix(first_line(start));
  return take_prefix(line, "== Info: ") ||
         ((take_prefix(line, "=> Send ") || take_prefix(line, "<= Recv ")) && line.find(" bytes (0x") != Bytes::npos);
}

std::unique_ptr<model::Reader> open_curl_trace(const Opening& opening) {
  return open_transcript(opening, std::make_unique<TraceSyntax>());
}

}  // namespace httpvet::capture
