// ValueAudit: looks through the field values of a message for what senders should not have written there.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "fields/parse.h"
#include "model/message.h"

namespace httpvet::facts {

// Constant, and the word by which rules ask for it.
#define HTTPVET_ODDITIES(X)                                                                                       \
  X(kMalformed, "malformed")                  /* the value does not match its grammar */                          \
  X(kMerged, "merged")                        /* a singleton that holds several values, each of which would do */ \
  X(kStructured, "structured")                /* a structured field that does not parse */                        \
  X(kRepeatedKey, "repeated_key")             /* a key of a structured field comes again */                       \
  X(kWrongKind, "wrong_kind")                 /* an item of a structured field is of another kind */              \
  X(kEmptyElement, "empty_element")           /* a comma with nothing before or behind it */                      \
  X(kBadWhitespace, "bad_whitespace")         /* blanks around an equals sign, which nobody may send */           \
  X(kWideWhitespace, "wide_whitespace")       /* something else than one space where a blank has to be */         \
  X(kQuotedPair, "quoted_pair")               /* a backslash before what needs none */                            \
  X(kQuotedDelimiter, "quoted_delimiter")     /* a comma or semicolon in quotes */                                \
  X(kParameter, "parameter")                  /* a malformed parameter of RFC 9110 §5.6.6 */                      \
  X(kRepeatedParameter, "repeated_parameter") /* a parameter comes again */                                       \
  X(kSingleQuoted, "single_quoted")           /* apostrophes around a parameter's value */                        \
  X(kExtendedValue, "extended_value")         /* name* whose value is none of RFC 8187 */                         \
  X(kExtendedCharset, "extended_charset")     /* name* whose value is in another charset than UTF-8 */            \
  X(kExtendedName, "extended_name")           /* name* where nobody defines it */                                 \
  X(kWeight, "weight")                        /* a weight that is no qvalue */                                    \
  X(kJson, "json")                            /* no JSON where it has to be */                                    \
  X(kRateLimit, "rate_limit")                 /* rate limit fields contradict each other or the status */         \
  X(kNonAscii, "non_ascii")                   /* octets beyond ASCII that the grammar does not exclude */

enum class OddityKind : std::uint8_t {
#define HTTPVET_ODDITY(name, word) name,
  HTTPVET_ODDITIES(HTTPVET_ODDITY)
#undef HTTPVET_ODDITY
};

/// Something odd in a value.
struct Oddity {
  OddityKind kind = OddityKind::kMalformed;
  const model::FieldLine* line = nullptr;  // where it is
  std::uint32_t offset = 0;                // of its first octet in the value of that line
  std::uint32_t length = 0;                // what it covers; 0: something is missing there
  Bytes expected;                          // static; what would have been right, where that is to be said
  Bytes name;                              // of the parameter, key or member concerned; else empty

  Bytes octets() const { return line->value.substr(offset, length); }
};

/// Remembers values that had nothing odd, a few for each field, since most come again and again.
class ValueAudit {
 public:
  ValueAudit();

  /// What is odd about the field values of `message`, header section and trailer section, in no order that matters.
  /// At most kMost. Lives in `arena`. `repeats`: a field may stand on several lines of the header section.
  std::span<const Oddity> look(const model::Message& message, bool repeats, base::Arena& arena);

  static constexpr std::size_t kMost = 64;

 private:
  static constexpr std::size_t kLongestKnown = 256;
  static constexpr std::uint8_t kMostMisses = 32;

  /// Values of one field that had nothing odd.
  struct Known {
    std::array<std::string, 2> clean;
    std::uint8_t used = 0;
    std::uint8_t next = 0;
    std::uint8_t misses = 0;  // in a row; a field whose values are ever new is not worth remembering
  };

  bool is_clean(const Known& known, Bytes value) const;
  void remember(Known& known, Bytes value);
  void look_at(std::span<const model::FieldLine> lines, bool ascii, bool repeats, base::Arena& arena,
               class Oddities& out);

  std::vector<Known> known_;  // by field
  bool rate_limits_ = false;  // of the message: it has rate limit fields
};

}  // namespace httpvet::facts
