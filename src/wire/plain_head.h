// The heads of nearly all traffic: lines of printable ASCII that end in CRLF, framing that leaves nothing to decide.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "model/message.h"
#include "wire/message_reader.h"
#include "wire/raw_head.h"

namespace httpvet::wire {

/// Takes plain heads apart, with a sixth of llhttp's instructions, because it needs no state machine: it looks for
/// octets outside %x20-7E, which only ever end a line. What is not plain it leaves alone, and llhttp judges it: other
/// octets, other versions than HTTP/1.1, unusual methods and targets, odd or contradictory framing fields. On plain
/// heads it comes to what llhttp and the recovery parser come to (property tests and the fuzz target hold it to that).
/// Reused from head to head without allocating; views that it returns live until the next one.
class PlainHead {
 public:
  PlainHead() {
    // No line begins with CR: nothing is expected.
    names_[0].text[0] = '\r';
    names_[0].octets = 1;
  }

  /// Reads the head that `octets` begin with. False when it is not plain, or not whole. `head` gets everything but
  /// its lines.
  bool parse(Kind kind, Bytes octets, RawHead& head);

  /// The field lines of the head read last, views into its octets; offsets count from its start.
  std::span<const model::FieldLine> lines() const { return {lines_.data(), count_}; }

  /// What they say about framing.
  model::FramingFields framing_fields() const { return framing_; }
  std::uint64_t declared_length() const { return length_; }

 private:
  static constexpr std::size_t kLines = 128;
  static constexpr std::size_t kNames = 64;

  /// A field name as it was sent, with the colon and the space behind it. Senders repeat their names in the same
  /// order, so that a comparison with the one expected saves nearly every look-up (50 instructions a line).
  struct Name {
    std::array<char, 32> text{};
    std::uint32_t octets = 0;  // of text, as a mask
    std::uint8_t length = 0;   // of the name
    std::uint8_t next = 0;     // the name that came behind this one last time
    model::FieldId field = model::kUnknownField;
  };

  const char* parse_lines(const char* begin, const char* at, const char* end);
  const char* parse_name(const char* at, const char* end, model::FieldLine& line);
  void expect(Bytes name, model::FieldId field, const char* text);
  bool take_framing(const model::FieldLine& line);

  std::array<model::FieldLine, kLines> lines_{};
  std::size_t count_ = 0;
  model::FramingFields framing_ = model::FramingFields::kNone;
  std::uint64_t length_ = 0;
  std::array<Name, kNames> names_{};  // names_[0] stands for the start line
  std::size_t known_names_ = 1;
  std::size_t name_ = 0;  // of the line read last
};

}  // namespace httpvet::wire
