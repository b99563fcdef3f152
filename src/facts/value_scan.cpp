#include "facts/value_scan.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "base/utf8.h"
#include "fields/codings.h"

namespace httpvet::facts {
namespace {

bool is_blank(char c) { return base::is(c, base::kBlank) || c == '\r' || c == '\n'; }

/// Reads a value from left to right: no octet twice but in segments, which do not overlap.
class Scan {
 public:
  Scan(const model::FieldLine& line, const ValueProfile& profile, Oddities& out)
      : line_(line), value_(line.value), profile_(profile), out_(out) {}

  fields::Slice run() {
    bool comma = false;  // an element was closed by one
    while (at_ < value_.size()) {
      const char c = value_[at_];
      if (c == '"' && profile_.quotes) {
        quoted_string();
      } else if (c == '(' && profile_.comments) {
        comment();
      } else if (c == '<' && profile_.angles) {
        at_ = std::min(value_.find('>', at_), value_.size() - 1) + 1;
      } else if (c == ',' && profile_.commas) {
        end_element();
        comma = true;
        start_ = ++at_;
      } else if (c == ';' && profile_.semicolons) {
        end_segment();
        behind_semicolon_ = true;
        start_ = ++at_;
      } else if (is_blank(c) && profile_.rws) {
        blanks();
      } else {
        ++at_;
      }
    }
    // An empty value is an empty list.
    if (comma || !value_.empty()) end_element();
    return bad_weight_;
  }

 private:
  void add(OddityKind kind, std::size_t from, std::size_t to, Bytes name = {}, Bytes expected = {}) {
    out_.add({kind, &line_, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from), expected, name});
  }

  /// quoted-string, or what there is of one (RFC 9110 §5.6.4).
  void quoted_string() {
    const std::size_t start = at_++;
    bool delimiter = false;
    std::size_t needless = 0;
    for (; at_ < value_.size(); ++at_) {
      const char c = value_[at_];
      if (c == '"') {
        ++at_;
        if (delimiter && profile_.quoted_delimiters) add(OddityKind::kQuotedDelimiter, start, at_);
        if (needless != 0) add(OddityKind::kQuotedPair, needless, needless + 2);
        return;
      }
      delimiter |= c == ',' || c == ';';
      if (c != '\\' || at_ + 1 == value_.size()) continue;
      ++at_;
      if (value_[at_] != '"' && value_[at_] != '\\' && needless == 0) needless = at_ - 1;
    }
  }

  /// comment, or what there is of one (RFC 9110 §5.6.5).
  void comment() {
    std::size_t depth = 0;
    std::size_t needless = 0;
    for (; at_ < value_.size(); ++at_) {
      const char c = value_[at_];
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) {
        ++at_;
        if (needless != 0) add(OddityKind::kQuotedPair, needless, needless + 2);
        return;
      }
      if (c != '\\' || at_ + 1 == value_.size()) continue;
      ++at_;
      const char quoted = value_[at_];
      if (quoted != '(' && quoted != ')' && quoted != '\\' && needless == 0) needless = at_ - 1;
    }
  }

  void blanks() {
    const std::size_t start = at_;
    while (at_ < value_.size() && is_blank(value_[at_])) ++at_;
    const Bytes all = value_.substr(start, at_ - start);
    const bool between = start > start_ && at_ < value_.size() && value_[at_] != ',';
    if (between && all != " " && all.find('\n') == Bytes::npos) add(OddityKind::kWideWhitespace, start, at_);
  }

  void end_element() {
    const bool lone = !behind_semicolon_;
    const bool empty = end_segment();
    if (lone && empty && profile_.list) {
      add(OddityKind::kEmptyElement, at_ < value_.size() ? at_ : at_ - 1, at_ < value_.size() ? at_ + 1 : at_);
    }
    behind_semicolon_ = false;
    names_ = 0;
  }

  /// Looks at the octets from start_ up to here; true if they are blanks.
  bool end_segment() {
    std::size_t from = start_;
    std::size_t to = at_;
    while (from < to && is_blank(value_[from])) ++from;
    while (to > from && is_blank(value_[to - 1])) --to;
    if (from == to) return true;
    const Bytes segment = value_.substr(from, to - from);
    const std::size_t equals = segment.find('=');
    if (equals == Bytes::npos || segment.substr(0, equals).find_first_of("\"<(") != Bytes::npos) {
      if (behind_semicolon_ && profile_.weights && base::equals_ignoring_case(segment, "q")) bad_weight(from, to);
      return false;
    }
    pair(from, from + equals, to);
    return false;
  }

  /// name "=" value, with blanks around the equals sign, and perhaps a scheme before the name.
  void pair(std::size_t from, std::size_t equals, std::size_t to) {
    std::size_t name_end = equals;
    while (name_end > from && is_blank(value_[name_end - 1])) --name_end;
    std::size_t name_start = name_end;
    while (name_start > from && base::is(value_[name_start - 1], base::kTchar)) --name_start;
    if (name_start == name_end) return;
    std::size_t begin = equals + 1;
    while (begin < to && is_blank(value_[begin])) ++begin;
    const Bytes name = value_.substr(name_start, name_end - name_start);
    const Bytes text = value_.substr(begin, to - begin);
    const bool blanks = name_end != equals || begin != equals + 1;
    if (behind_semicolon_ && profile_.weights && base::equals_ignoring_case(name, "q")) {
      if (blanks || !fields::parse_qvalue(text)) bad_weight(from, to);
      return;
    }
    // token68 ends in equals signs
    if (text.empty() || text.front() == '=') return;
    if (blanks && profile_.bws) add(OddityKind::kBadWhitespace, name_start, begin + 1, name);
    if (name.size() > 1 && name.back() == '*') extended(name, name_start, begin, to);
    if (!behind_semicolon_) return;
    if (text.size() > 1 && text.front() == '\'' && text.back() == '\'') {
      add(OddityKind::kSingleQuoted, begin, to, name);
    }
    if (profile_.unique) repeated(name, name_start, to);
  }

  void bad_weight(std::size_t from, std::size_t to) {
    bad_weight_ = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from)};
    add(OddityKind::kWeight, from, to);
  }

  void repeated(Bytes name, std::size_t from, std::size_t to) {
    const std::span<const Bytes> known(name_.data(), names_);
    const bool found =
        std::ranges::any_of(known, [name](Bytes other) { return base::equals_ignoring_case(other, name); });
    if (found) {
      add(OddityKind::kRepeatedParameter, from, to, name);
    } else if (names_ < name_.size()) {
      name_[names_++] = name;
    }
  }

  /// name* = charset "'" [ language ] "'" *( pct-encoded / attr-char )     (RFC 8187 §3.2)
  void extended(Bytes name, std::size_t name_start, std::size_t begin, std::size_t to) {
    const bool defined = profile_.extended || (profile_.credentials && base::equals_ignoring_case(name, "username*"));
    if (!defined) {
      if (behind_semicolon_) add(OddityKind::kExtendedName, name_start, to, name);
      return;
    }
    const Bytes text = value_.substr(begin, to - begin);
    const auto wrong = [&](Bytes expected) { add(OddityKind::kExtendedValue, begin, to, name, expected); };
    if (text.front() == '"') return wrong("no quotes around charset'language'text");
    const std::size_t first = text.find('\'');
    const std::size_t second = first == Bytes::npos ? first : text.find('\'', first + 1);
    if (second == Bytes::npos) return wrong("charset'language'text, with two apostrophes");
    const Bytes charset = text.substr(0, first);
    if (charset.empty()) return wrong("a charset before the first apostrophe");
    const bool utf8 = base::equals_ignoring_case(charset, "UTF-8");
    if (const Bytes problem = encoded_problem(text.substr(second + 1), utf8); !problem.empty()) return wrong(problem);
    if (!utf8) add(OddityKind::kExtendedCharset, begin, begin + first, name);
  }

  /// What is wrong with *( pct-encoded / attr-char ); empty if nothing is.
  static Bytes encoded_problem(Bytes text, bool utf8) {
    base::Utf8Reader reader;
    for (std::size_t i = 0; i < text.size(); ++i) {
      unsigned octet = static_cast<unsigned char>(text[i]);
      if (text[i] == '%') {
        const Bytes digits = text.substr(i + 1, 2);
        if (digits.size() < 2 || !base::all_of(digits, base::kHexDigit)) return "two hexadecimal digits behind each %";
        const auto digit = [](char c) { return base::is(c, base::kDigit) ? c - '0' : base::lower(c) - 'a' + 10; };
        octet = static_cast<unsigned>(digit(digits[0]) * 16 + digit(digits[1]));
        i += 2;
      } else if (!base::is(text[i], base::kTchar) || text[i] == '*' || text[i] == '\'') {
        return "percent-encoding of all but letters, digits and !#$&+-.^_`|~";
      }
      if (utf8 && !reader.take(static_cast<std::uint8_t>(octet))) return "UTF-8 behind the percent-encoding";
    }
    return utf8 && !reader.complete() ? Bytes("UTF-8 behind the percent-encoding") : Bytes();
  }

  const model::FieldLine& line_;
  Bytes value_;
  const ValueProfile& profile_;
  Oddities& out_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the segment
  bool behind_semicolon_ = false;
  std::array<Bytes, 16> name_;  // of the parameters of the element
  std::size_t names_ = 0;
  fields::Slice bad_weight_;
};

}  // namespace

fields::Slice scan_value(const model::FieldLine& line, const ValueProfile& profile, Oddities& out) {
  return Scan(line, profile, out).run();
}

}  // namespace httpvet::facts
