#include "report/layout.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "report/escape.h"

namespace httpvet::report {
namespace {

struct Block {
  std::uint32_t first;
  std::uint32_t last;
  std::size_t columns;
};

// Blocks whose characters are not one column wide in terminals; coarse, as terminals differ.
constexpr std::array kBlocks = {
    Block{0x300, 0x36F, 0},   Block{0x483, 0x489, 0},     Block{0x591, 0x5BD, 0},     Block{0x610, 0x61A, 0},
    Block{0x64B, 0x65F, 0},   Block{0x1100, 0x115F, 2},   Block{0x1AB0, 0x1AFF, 0},   Block{0x1DC0, 0x1DFF, 0},
    Block{0x20D0, 0x20FF, 0}, Block{0x2E80, 0x303E, 2},   Block{0x3041, 0xA4CF, 2},   Block{0xAC00, 0xD7A3, 2},
    Block{0xF900, 0xFAFF, 2}, Block{0xFE20, 0xFE2F, 0},   Block{0xFE30, 0xFE6F, 2},   Block{0xFF00, 0xFF60, 2},
    Block{0xFFE0, 0xFFE6, 2}, Block{0x1F300, 0x1FAFF, 2}, Block{0x20000, 0x3FFFD, 2},
};

std::uint32_t decode(Bytes character) {
  std::uint32_t code_point = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return code_point;
  code_point &= 0xFFU >> (character.size() + 1);
  for (const char c : character.substr(1)) code_point = code_point << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return code_point;
}

std::size_t character_length(Bytes text) { return std::max<std::size_t>(printable_character(text), 1); }

std::size_t columns_of_character(Bytes character) {
  const std::uint32_t code_point = decode(character);
  const auto block = std::find_if(kBlocks.begin(), kBlocks.end(), [code_point](const Block& b) {
    return code_point >= b.first && code_point <= b.last;
  });
  return block == kBlocks.end() ? 1 : block->columns;
}

/// Signs that may not begin a line, and those that may not end one.
constexpr Bytes kClosing = "，。、；：！？）」』》】…";
constexpr Bytes kOpening = "（「『《【";

/// Octets of `word` that stay on one line: Chinese, Japanese and Korean text has no blanks, and may be broken before
/// and behind any wide character, but for punctuation. Requires a word that is not empty.
std::size_t unbroken_length(Bytes word) {
  std::size_t length = character_length(word);
  Bytes last = word.substr(0, length);
  while (length < word.size()) {
    const Bytes next = word.substr(length, character_length(word.substr(length)));
    const bool wide = columns_of_character(last) == 2 || columns_of_character(next) == 2;
    const bool tied =
        columns_of_character(next) == 0 || kOpening.find(last) != Bytes::npos || kClosing.find(next) != Bytes::npos;
    if (wide && !tied) break;
    length += next.size();
    last = next;
  }
  return length;
}

}  // namespace

std::size_t columns_of(Bytes text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    columns += columns_of_character(text.substr(0, length));
    text.remove_prefix(length);
  }
  return columns;
}

std::vector<std::string> wrapped(Bytes text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.size(), text.find(' '));
    Bytes word = text.substr(0, blank);
    text.remove_prefix(std::min(text.size(), blank + 1));
    bool spaced = used > 0;  // a blank stands before this piece of the text
    while (!word.empty()) {
      const Bytes piece = word.substr(0, unbroken_length(word));
      word.remove_prefix(piece.size());
      const std::size_t columns = columns_of(piece);
      if (used > 0 && used + (spaced ? 1 : 0) + columns > width) {
        lines.emplace_back();
        used = 0;
      } else if (spaced) {
        lines.back() += ' ';
        ++used;
      }
      lines.back() += piece;
      used += columns;
      spaced = false;
    }
  }
  for (std::string& line : lines) neutralise_commands(line, 0);
  return lines;
}

std::string counted(std::uint64_t count, Bytes noun) {
  std::string out = std::to_string(count) + " ";
  out += noun;
  if (count != 1) out += 's';
  return out;
}

}  // namespace httpvet::report
