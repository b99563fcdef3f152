// JSON texts (RFC 8259), read without recursion and without building anything.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::content {

/// How far a text is what it claims to be.
enum class TextState : std::uint8_t {
  kValid,
  kMalformed,  // whatever may follow
  kCut,        // it ends too early: malformed if this is all of it
  kUnknown,    // it is beyond our means: too deep, or in a character encoding that we do not read
};

/// Walks over a JSON text, value by value.
class JsonScanner {
 public:
  static constexpr std::size_t kMaxDepth = 512;

  enum class Event : std::uint8_t { kBegin, kEnd, kName, kString, kNumber, kLiteral, kDone };

  /// `text` may begin with a byte order mark, which parsers may ignore (RFC 8259 §8.1).
  explicit JsonScanner(Bytes text);

  /// The next thing; kDone at the end, valid or not.
  Event next();

  /// Of a name, a string (both between their quotes, escapes kept), a number or a literal: its octets. Of kBegin and
  /// kEnd: the bracket.
  Bytes text() const { return token_; }

  /// In how many arrays and objects the last event lies: 1 for a member of the top-level object, its brackets 0.
  std::size_t depth() const { return depth_; }

  /// True when the innermost open bracket is that of an object.
  bool in_object() const { return depth_ > 0 && objects_.test(depth_ - 1); }

  /// After kDone: how it ended, where, and what should have come there.
  TextState state() const { return state_; }
  std::size_t offset() const { return position_; }
  const char* expected() const { return expected_; }

 private:
  enum class Want : std::uint8_t { kValue, kValueOrEnd, kName, kNameOrEnd, kColon, kCommaOrEnd, kNothing };

  void skip_blanks();
  bool at_end() const { return position_ == text_.size(); }
  Event stop(TextState state, const char* expected);
  Event fail(const char* expected);
  Event value();
  Event open(bool object);
  Event close();
  Event string(Event event);
  bool escape();
  Event number();
  std::size_t digits();
  Event literal(Bytes word);
  void after_value();

  Bytes text_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
  std::bitset<kMaxDepth> objects_;  // of each open bracket: it is an object's
  Want want_ = Want::kValue;
  Bytes token_;
  TextState state_ = TextState::kCut;
  const char* expected_ = "";
  bool done_ = false;
};

/// What became of reading a whole text.
struct JsonVerdict {
  TextState state = TextState::kCut;
  std::size_t offset = 0;
  const char* expected = "";
};

/// Reads all of `text`.
JsonVerdict check_json(Bytes text);

/// The integer that the member `name` of the top-level object has; nullopt if there is none in `text` as far as it can
/// be read. A name with escapes matches nothing.
std::optional<std::int64_t> find_json_integer(Bytes text, Bytes name);

/// Appends the URI references in the strings of `text`, as far as it can be read, to `found` until that holds `most`:
/// values of members that are called like links, and what looks like a reference.
void find_json_references(Bytes text, std::size_t most, std::vector<std::string>& found);

/// A JSON string between its quotes without its escapes (RFC 8259 §7); surrogates that stand alone become U+FFFD.
std::string unescape_json(Bytes text);

}  // namespace httpvet::content
