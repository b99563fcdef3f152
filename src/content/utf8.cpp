#include "content/utf8.h"

#include "base/byte_class.h"

namespace httpvet::content {
namespace {

/// The lower-case letter of a code point that two octets encode.
std::uint32_t lower_code(std::uint32_t code) {
  if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 0x20;  // Latin-1
  if (code >= 0x100 && code <= 0x137) return code | 1;                   // Latin Extended-A, in pairs
  if (code >= 0x139 && code <= 0x148) return code + (code & 1);          // and in pairs that begin with an odd one
  if (code >= 0x14A && code <= 0x177) return code | 1;
  if (code >= 0x179 && code <= 0x17E) return code + (code & 1);
  if (code >= 0x391 && code <= 0x3A9) return code + 0x20;  // Greek
  if (code >= 0x410 && code <= 0x42F) return code + 0x20;  // Cyrillic
  if (code >= 0x400 && code <= 0x40F) return code + 0x50;
  return code;
}

}  // namespace

void append_utf8(std::string& text, std::uint32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  const auto tail = [&text, code](unsigned shift) { text += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string lower_utf8(Bytes text) {
  std::string lower;
  lower.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (lead >= 0xC2 && lead <= 0xDF && (next & 0xC0) == 0x80) {
      append_utf8(lower, lower_code((lead & 0x1Fu) << 6 | (next & 0x3Fu)));
      ++i;
    } else {
      lower += base::lower(text[i]);
    }
  }
  return lower;
}

}  // namespace httpvet::content
