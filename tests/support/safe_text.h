// What every output has to be: text that no terminal and no CI system acts upon.
#pragma once

#include <random>
#include <string>

#include "base/bytes.h"

namespace httpvet::testing {

/// Empty if `output` is safe to print, else what is wrong with it: a control octet but LF, a C1 control, invalid UTF-8,
/// a line that begins with `::`, or `##[`, `##vso[`, `##teamcity[` anywhere.
inline std::string unsafe_text(Bytes output) {
  bool line_start = true;
  for (std::size_t i = 0; i < output.size(); ++i) {
    const auto c = static_cast<unsigned char>(output[i]);
    const std::string at = " at octet " + std::to_string(i);
    if (c < 0x20 && c != '\n') return "control" + at;
    if (c == 0x7F) return "DEL" + at;
    if (line_start && output.substr(i, 2) == "::") return "command" + at;
    line_start = c == '\n' || (line_start && c == ' ');
    for (const Bytes command : {"##[", "##vso[", "##teamcity["}) {
      if (output.substr(i, command.size()) == command) return "command" + at;
    }
    if (c < 0x80) continue;
    const std::size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || i + length > output.size()) return "invalid UTF-8" + at;
    if (c == 0xC2 && static_cast<unsigned char>(output[i + 1]) < 0xA0) return "C1 control" + at;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(output[i + k]) & 0xC0U) != 0x80U) return "invalid UTF-8" + at;
    }
    i += length - 1;
  }
  return "";
}

/// The octets that `text` was escaped from.
inline std::string unescaped(Bytes text) {
  const Bytes digits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'x':
        out += static_cast<char>(digits.find(text[i + 1]) * 16 + digits.find(text[i + 2]));
        i += 2;
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

/// Up to `most` octets, rich in those that matter: controls, signs of CI commands, pieces of UTF-8, separators.
inline std::string random_octets(std::mt19937& random, std::size_t most) {
  static const std::string kPieces[] = {
      "\x1b[31m", "\x1b]8;;", "##[",      "##vso[", "##teamcity[", "::",   "\n::error::", "\r\n",     "\r",
      "\n",       "\x9B",     "\xC2\x9B", "\u202E", "\u2028",      "\xE2", "\x80",        "\xC3\xAF", "\\",
      "\"",       "#",        "[",        " ",      "\t",          ":",    ";",           "=",        "日",
      "a",        "Cookie: ", "\x7f",     "{}",     "%",           "@",    "//",          ","};
  std::string out;
  const std::size_t pieces = random() % 12;
  for (std::size_t i = 0; i < pieces; ++i) {
    if (random() % 3 == 0) {
      out += static_cast<char>(random() % 256);
    } else {
      out += kPieces[random() % std::size(kPieces)];
    }
  }
  return out.substr(0, most);
}

}  // namespace httpvet::testing
