#include "capture/printed.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/byte_class.h"

namespace httpvet::capture {
namespace {

using base::equals_ignoring_case;
using base::is;

constexpr std::size_t kChunkLineLimit = 4096;
constexpr std::size_t kTextLooked = 512;

// The size that a chunk-size line means to give, faults forgiven; digits == 0: none.
struct MeantSize {
  std::size_t digits = 0;
  std::uint64_t value = 0;
};

MeantSize meant_size(Bytes line) {
  MeantSize size;
  line = base::trim_blanks(line.substr(0, line.find(';')));
  if (!line.empty() && (line[0] == '+' || line[0] == '-')) line.remove_prefix(1);
  if (line.size() > 2 && line[0] == '0' && base::lower(line[1]) == 'x') line.remove_prefix(2);
  for (const char c : line) {
    if (c == '_' && size.digits > 0) continue;
    const int digit = base::hex_value(c);
    if (digit < 0) return {};
    if (++size.digits <= 15) size.value = size.value * 16 + static_cast<std::uint64_t>(digit);
  }
  return size;
}

// Length of the UTF-8 sequence at the beginning of `text`; 0 if there is none.
std::size_t utf8_sequence(Bytes text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                             : lead >= 0xE0                ? 3
                             : lead >= 0xC2                ? 2
                                                           : 0;
  if (lead >= 0xF5 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  }
  return length;
}

bool is_plain_text(Bytes content) {
  Bytes text = content.substr(0, kTextLooked);
  while (!text.empty()) {
    const char c = text[0];
    if (is(c, base::kControl) && c != '\t' && c != '\r' && c != '\n' && c != '\f') return false;
    const std::size_t length = utf8_sequence(text);
    // A sequence cut by the look-ahead proves nothing.
    if (length == 0) return content.size() > kTextLooked && text.size() < 4;
    text.remove_prefix(length);
  }
  return true;
}

// The coding that was applied last: its format is what the content begins with.
Bytes last_content_coding(const model::Message& message) {
  Bytes last;
  for (const model::FieldLine& line : message.lines) {
    if (!equals_ignoring_case(line.name, "Content-Encoding")) continue;
    const std::size_t comma = line.value.rfind(',');
    last = base::trim_blanks(comma == Bytes::npos ? line.value : line.value.substr(comma + 1));
  }
  return last;
}

}  // namespace

bool begins_with_chunk_size(Bytes body) {
  const Bytes start = body.substr(0, kChunkLineLimit);
  const std::size_t end = start.find('\n');
  if (end == Bytes::npos) {
    // Cut between CR and LF, or somewhere in a number: only the former tells it from content.
    return start.size() > 1 && start.back() == '\r' && meant_size(start.substr(0, start.size() - 1)).digits > 0;
  }
  const bool crlf = end > 0 && start[end - 1] == '\r';
  const MeantSize size = meant_size(start.substr(0, crlf ? end - 1 : end));
  if (size.digits == 0 || crlf) return size.digits > 0;
  if (size.value >= body.size() - end - 1) return false;
  const Bytes behind = body.substr(end + 1 + static_cast<std::size_t>(size.value));
  return behind[0] == '\n' || behind.substr(0, 2) == "\r\n";
}

bool ends_with_last_chunk(Bytes body) {
  static constexpr std::array<Bytes, 2> kEnds = {"0\r\n\r\n", "0\n\n"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](Bytes ending) {
    if (body.size() < ending.size() || body.substr(body.size() - ending.size()) != ending) return false;
    return body.size() == ending.size() || body[body.size() - ending.size() - 1] == '\n';
  });
}

bool content_coding_removed(const model::Message& message, Bytes content) {
  const Bytes coding = last_content_coding(message);
  if (coding.empty() || content.size() < 4) return !coding.empty() && !content.empty() && is_plain_text(content);
  const auto begins_with = [&](Bytes magic) { return content.substr(0, magic.size()) == magic; };
  if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) return !begins_with("\x1F\x8B");
  if (equals_ignoring_case(coding, "zstd")) {
    // A frame, or one of the sixteen kinds of skippable frames (RFC 8878 §3.1).
    const bool skippable = (content[0] & 0xF0) == 0x50 && content.substr(1, 3) == "\x2A\x4D\x18";
    return !skippable && !begins_with("\x28\xB5\x2F\xFD");
  }
  if (equals_ignoring_case(coding, "br") || equals_ignoring_case(coding, "deflate")) return is_plain_text(content);
  return false;
}

bool says_connection_established(const model::Message& message) {
  return message.status >= 200 && message.status < 300 &&
         equals_ignoring_case(message.reason, "connection established");
}

}  // namespace httpvet::capture
