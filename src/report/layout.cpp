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

}  // namespace

std::size_t columns_of(Bytes text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(printable_character(text), 1);
    const std::uint32_t code_point = decode(text.substr(0, length));
    const auto block = std::find_if(kBlocks.begin(), kBlocks.end(), [code_point](const Block& b) {
      return code_point >= b.first && code_point <= b.last;
    });
    columns += block == kBlocks.end() ? 1 : block->columns;
    text.remove_prefix(length);
  }
  return columns;
}

std::vector<std::string> wrapped(Bytes text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.size(), text.find(' '));
    const Bytes word = text.substr(0, blank);
    text.remove_prefix(std::min(text.size(), blank + 1));
    if (word.empty()) continue;
    const std::size_t columns = columns_of(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) lines.back() += ' ';
    used += columns + (used > 0 ? 1 : 0);
    lines.back() += word;
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
