#include "fields/cursor.h"

namespace httpvet::fields {
namespace {

bool is_blank_or_break(char c) { return base::is(c, base::kBlank) || c == '\r' || c == '\n'; }

/// What a backslash may quote: HTAB / SP / VCHAR / obs-text (RFC 9110 §5.6.4)
bool is_quotable(char c) { return base::is(c, base::kBlank | base::kVchar | base::kObsText); }

/// qdtext, and the line breaks of folded values. The caller has looked for DQUOTE and backslash.
bool is_quoted_text(char c) { return is_quotable(c) || c == '\r' || c == '\n'; }

}  // namespace

std::size_t Cursor::skip_blanks() {
  const std::size_t start = position_;
  while (!at_end() && is_blank_or_break(value_[position_])) ++position_;
  return position_ - start;
}

bool Cursor::single_space() {
  const std::size_t start = position_;
  const std::size_t octets = skip_blanks();
  const Bytes blanks = value_.substr(start, octets);
  if (blanks == " " || blanks.find('\n') != Bytes::npos) return true;
  return fail_at(octets > 1 && blanks.front() == ' ' ? start + 1 : start, "a single space");
}

bool Cursor::token(Slice& out, Bytes expected) {
  const std::size_t start = position_;
  if (take_all(base::kTchar) == 0) return fail(expected);
  out = since(start);
  return true;
}

bool Cursor::quoted_string(Text& out) {
  if (!take('"')) return fail("a quoted string");
  const std::size_t start = position_;
  out.quoted = true;
  out.escaped = false;
  for (; !at_end(); ++position_) {
    const char c = value_[position_];
    if (c == '"') {
      out.slice = since(start);
      ++position_;
      return true;
    }
    if (c == '\\') {
      out.escaped = true;
      ++position_;
      if (at_end()) break;
      if (!is_quotable(value_[position_])) return fail("a character that may be quoted");
    } else if (!is_quoted_text(c)) {
      return fail("a character of a quoted string");
    }
  }
  return fail("a closing quote");
}

bool Cursor::text(Text& out) {
  if (peek() == '"') return quoted_string(out);
  out.quoted = false;
  out.escaped = false;
  return token(out.slice, "a token or a quoted string");
}

bool Cursor::digits(Number& out, Bytes expected) {
  constexpr std::uint64_t kLargest = INT64_MAX;
  const std::size_t start = position_;
  out = {};
  for (; !at_end() && base::is(value_[position_], base::kDigit); ++position_) {
    const auto digit = static_cast<std::uint64_t>(value_[position_] - '0');
    if (out.overflow || out.value > (kLargest - digit) / 10) {
      out = {kLargest, true};
    } else {
      out.value = out.value * 10 + digit;
    }
  }
  return position_ != start || fail(expected);
}

bool ListReader::next() {
  cursor_.skip_blanks();
  bool comma = false;  // nothing at all is an empty list, but nothing behind a comma is an empty element
  if (started_ && !cursor_.at_end()) {
    comma = cursor_.take(',');
    if (!comma) {
      ok_ = cursor_.fail("a comma");
      return false;
    }
  }
  started_ = true;
  for (;;) {
    cursor_.skip_blanks();
    if (cursor_.at_end()) {
      if (comma) ++empty_elements_;
      return false;
    }
    if (!cursor_.take(',')) return true;
    comma = true;
    ++empty_elements_;
  }
}

Bytes unquoted(const Text& text, Bytes value, base::Arena& arena) {
  const Bytes raw = text.slice.in(value);
  if (!text.escaped) return raw;
  const std::span<char> octets = arena.make_array<char>(raw.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\\') ++i;
    octets[used++] = raw[i];
  }
  return {octets.data(), used};
}

bool equals_ignoring_case(const Text& text, Bytes value, Bytes expected) {
  const Bytes raw = text.slice.in(value);
  if (!text.escaped) return base::equals_ignoring_case(raw, expected);
  std::size_t used = 0;
  for (std::size_t i = 0; i < raw.size(); ++i, ++used) {
    if (raw[i] == '\\') ++i;
    if (used == expected.size() || base::lower(raw[i]) != base::lower(expected[used])) return false;
  }
  return used == expected.size();
}

}  // namespace httpvet::fields
