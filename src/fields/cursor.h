// Cursor: reads a field value from left to right. The primitives of RFC 9110 §5.6 on which all parsers stand.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/byte_class.h"
#include "base/bytes.h"
#include "fields/parse.h"

namespace httpvet::fields {

/// A text as it stands between its delimiters: a token, or what a quoted-string holds.
struct Text {
  Slice slice;  // of a quoted-string: without its quotes, backslashes still there
  bool quoted = false;
  bool escaped = false;  // contains quoted-pairs
};

/// A non-negative number; one above 2^63-1 reads as 2^63-1.
struct Number {
  std::uint64_t value = 0;
  bool overflow = false;
};

class Cursor {
 public:
  /// Starts at the first octet of `value`. Failures go to `error`.
  Cursor(Bytes value, ParseError& error) : value_(value), error_(error) {}

  bool at_end() const { return position_ == value_.size(); }

  /// The octet at the position, NUL at the end.
  char peek() const { return at_end() ? '\0' : value_[position_]; }

  std::size_t position() const { return position_; }
  void move_to(std::size_t position) { position_ = position; }
  Bytes value() const { return value_; }
  Bytes rest() const { return value_.substr(position_); }

  /// The slice from `start` to the position.
  Slice since(std::size_t start) const {
    return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(position_ - start)};
  }

  /// Notes that `expected` was missing at the position. Always false, for use in a return statement.
  bool fail(Bytes expected) { return fail_at(position_, expected); }
  bool fail_at(std::size_t offset, Bytes expected) {
    error_ = {static_cast<std::uint32_t>(offset), expected};
    return false;
  }

  /// Goes past `c` if it stands here.
  bool take(char c) {
    if (at_end() || value_[position_] != c) return false;
    ++position_;
    return true;
  }

  /// Goes past `text` if it stands here, in this letter case.
  bool take(Bytes text) {
    if (!rest().starts_with(text)) return false;
    position_ += text.size();
    return true;
  }

  /// Goes past octets of the classes in `mask` (base::ByteClass); says how many.
  std::size_t take_all(unsigned mask) {
    const std::size_t start = position_;
    while (!at_end() && base::is(value_[position_], mask)) ++position_;
    return position_ - start;
  }

  /// OWS of RFC 9110 §5.6.3, and the line breaks of folded values. Says how many octets.
  std::size_t skip_blanks();

  /// One SP and no other blank, or the line break of a folded value.
  bool single_space();

  /// Fails unless the whole value has been read.
  bool expect_end(Bytes expected = "the end of the value") { return at_end() || fail(expected); }

  /// token = 1*tchar (RFC 9110 §5.6.2)
  bool token(Slice& out, Bytes expected = "a token");

  /// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE (RFC 9110 §5.6.4)
  bool quoted_string(Text& out);

  /// token / quoted-string
  bool text(Text& out);

  /// 1*DIGIT
  bool digits(Number& out, Bytes expected = "a digit");

 private:
  Bytes value_;
  std::size_t position_ = 0;
  ParseError& error_;
};

/// Walks over the elements of a list (RFC 9110 §5.6.1). Senders have to leave out empty elements, recipients have to
/// ignore them: they are skipped and counted.
///
///   ListReader list(cursor);
///   while (list.next()) { read one element; on failure return false }
///   return list.ok();
class ListReader {
 public:
  explicit ListReader(Cursor& cursor) : cursor_(cursor) {}

  /// Moves to the first octet of the next element. False at the end of the value, and when something else than a comma
  /// follows the element before.
  bool next();

  /// False after an element that no comma follows.
  bool ok() const { return ok_; }

  std::uint32_t empty_elements() const { return empty_elements_; }

 private:
  Cursor& cursor_;
  bool started_ = false;
  bool ok_ = true;
  std::uint32_t empty_elements_ = 0;
};

/// The octets that `text` stands for: quoted-pairs replaced by the octet they quote (RFC 9110 §5.6.4). A view into
/// `value` unless there is something to replace.
Bytes unquoted(const Text& text, Bytes value, base::Arena& arena);

/// True when `text` stands for `expected`, letter case ignored. Needs no memory.
bool equals_ignoring_case(const Text& text, Bytes value, Bytes expected);

}  // namespace httpvet::fields
