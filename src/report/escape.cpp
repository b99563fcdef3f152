#include "report/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/byte_class.h"

namespace httpvet::report {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Characters that are valid but do not show themselves: they reorder, hide or join their neighbours, break lines, or
// look like nothing at all. Sorted.
constexpr std::array kHidden = {
    Range{0x80, 0x9F},     Range{0xAD, 0xAD},       Range{0x34F, 0x34F},     Range{0x61C, 0x61C},
    Range{0x115F, 0x1160}, Range{0x17B4, 0x17B5},   Range{0x180B, 0x180F},   Range{0x200B, 0x200F},
    Range{0x2028, 0x202E}, Range{0x2060, 0x206F},   Range{0x3164, 0x3164},   Range{0xE000, 0xF8FF},
    Range{0xFDD0, 0xFDEF}, Range{0xFE00, 0xFE0F},   Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},
    Range{0xFFF0, 0xFFFB}, Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A}, Range{0xE0000, 0x10FFFF},
};

// Octets that can be copied without a second look.
constexpr auto kPlain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) table[c] = c != '\\' && c != '#';
  return table;
}();

constexpr std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

bool hidden(std::uint32_t code_point) {
  const auto after = std::upper_bound(kHidden.begin(), kHidden.end(), code_point,
                                      [](std::uint32_t c, const Range& r) { return c < r.first; });
  const bool listed = after != kHidden.begin() && code_point <= (after - 1)->last;
  return listed || (code_point & 0xFFFE) == 0xFFFE;
}

void append_hex(std::string& out, char c) {
  constexpr Bytes kDigits = "0123456789ABCDEF";
  out += "\\x";
  out += kDigits[octet(c) >> 4];
  out += kDigits[octet(c) & 0xF];
}

// The runners look for these anywhere in a line.
bool starts_command(Bytes text) {
  if (text.substr(0, 2) != "##") return false;
  text.remove_prefix(2);
  for (const Bytes rest : {Bytes("["), Bytes("vso["), Bytes("teamcity[")}) {
    if (base::equals_ignoring_case(text.substr(0, rest.size()), rest)) return true;
  }
  return false;
}

// Offset of a `::` with nothing but blanks before it, which a runner takes for a command at the start of a line.
std::size_t leading_colons(Bytes text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first != Bytes::npos && text.substr(first, 2) == "::" ? first : Bytes::npos;
}

void append_special(std::string& out, char c, EscapeStyle style) {
  if (style != EscapeStyle::kMachine) {
    if (c == '\r') return void(out += "\\r");
    if (c == '\n') return void(out += "\\n");
    if (c == '\t') return void(out += "\\t");
  }
  append_hex(out, c);
}

struct Spelling {
  Bytes sign;
  Bytes ascii;
};
constexpr std::array kSpellings = {
    Spelling{"§§", "sections "}, Spelling{"§", "section "}, Spelling{"…", "..."}, Spelling{"→", "->"},
    Spelling{"–", "-"},          Spelling{"—", "-"},        Spelling{"‘", "'"},   Spelling{"’", "'"},
    Spelling{"“", "\""},         Spelling{"”", "\""},       Spelling{"≤", "<="},  Spelling{"≥", ">="},
    Spelling{"×", "x"},          Spelling{" ", " "},
};

// Length of the sign at the start of `text` that has an ASCII spelling, which is appended.
std::size_t append_spelling(std::string& out, Bytes text) {
  for (const Spelling& spelling : kSpellings) {
    if (text.substr(0, spelling.sign.size()) != spelling.sign) continue;
    out += spelling.ascii;
    return spelling.sign.size();
  }
  return 0;
}

void append(std::string& out, Bytes text, EscapeStyle style, bool own) {
  const std::size_t colons = leading_colons(text);
  std::size_t i = 0;
  while (i < text.size()) {
    if (i == colons) {
      append_hex(out, text[i++]);
      continue;
    }
    const std::size_t plain_limit = i < colons ? std::min(colons, text.size()) : text.size();
    std::size_t plain = i;
    while (plain < plain_limit && kPlain[octet(text[plain])]) ++plain;
    out += text.substr(i, plain - i);
    i = plain;
    if (i == plain_limit) continue;

    const char c = text[i];
    std::size_t length = 1;
    if (c == '\\') {
      out += own ? "\\" : "\\\\";
    } else if (c == '#') {
      if (starts_command(text.substr(i))) {
        append_hex(out, c);
      } else {
        out += c;
      }
    } else if (const std::size_t character = printable_character(text.substr(i));
               character != 0 && style != EscapeStyle::kAscii) {
      length = character;
      out += text.substr(i, length);
    } else if (const std::size_t spelled = own ? append_spelling(out, text.substr(i)) : 0; spelled != 0) {
      length = spelled;
    } else {
      append_special(out, c, style);
    }
    i += length;
  }
}

}  // namespace

std::size_t printable_character(Bytes text) {
  if (text.empty()) return 0;
  const std::uint32_t lead = octet(text[0]);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7F ? 1 : 0;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  std::uint32_t code_point = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = octet(text[i]);
    if ((next & 0xC0U) != 0x80U) return 0;
    code_point = code_point << 6 | (next & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kLeast[length] || surrogate || code_point > 0x10FFFF || hidden(code_point)) return 0;
  return length;
}

void append_escaped(std::string& out, Bytes text, EscapeStyle style) { append(out, text, style, false); }

void append_escaped_octet(std::string& out, Bytes text) {
  const char c = text[0];
  if (c == '\\') {
    out += "\\\\";
  } else if (c == '#' ? !starts_command(text) : kPlain[octet(c)]) {
    out += c;
  } else {
    append_special(out, c, EscapeStyle::kAscii);
  }
}

void append_own(std::string& out, Bytes text, EscapeStyle style) { append(out, text, style, true); }

std::string escaped(Bytes text, EscapeStyle style) {
  std::string out;
  append_escaped(out, text, style);
  return out;
}

void neutralise_commands(std::string& out, std::size_t from) {
  constexpr Bytes kEscapedSign = "\\x23";
  constexpr Bytes kEscapedColon = "\\x3A";
  const std::size_t colons = leading_colons(Bytes(out).substr(from));
  if (colons != Bytes::npos) out.replace(from + colons, 1, kEscapedColon);
  for (std::size_t i = out.find("##", from); i != std::string::npos; i = out.find("##", i + 1)) {
    if (starts_command(Bytes(out).substr(i))) out.replace(i, 1, kEscapedSign);
  }
}

void append_json_string(std::string& out, Bytes text) { append_json_quoted(out, escaped(text, EscapeStyle::kMachine)); }

void append_json_quoted(std::string& out, Bytes safe) {
  // Escaping left no control octets: only the two signs of JSON's own remain to be quoted.
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = safe.find_first_of("\"\\"); i != Bytes::npos; i = safe.find_first_of("\"\\", i + 1)) {
    out += safe.substr(done, i - done);
    out += '\\';
    done = i;
  }
  out += safe.substr(done);
  out += '"';
}

}  // namespace httpvet::report
