// What a value looks like whatever its grammar is: elements, parameters, quoted strings, comments.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "facts/value_audit.h"
#include "fields/arena_list.h"
#include "fields/registry.h"

namespace httpvet::facts {

/// What stands in the values of a field, as far as the scan has to know.
struct ValueProfile {
  bool looked_at = false;          // there is something to find out about its values
  bool list = false;               // commas separate elements, and there may be none too many
  bool commas = false;             // commas separate elements
  bool semicolons = false;         // semicolons separate parameters
  bool quotes = false;             // quoted strings
  bool comments = false;           // comments in parentheses
  bool angles = false;             // URIs in angle brackets
  bool rws = false;                // blanks between words, of which one is enough
  bool bws = false;                // blanks around "=" that recipients have to accept
  bool weights = false;            // ;q= is a weight
  bool parameters = false;         // those of RFC 9110 §5.6.6, with names that come once
  bool unique = false;             // names of parameters come once
  bool extended = false;           // name* as RFC 8187 defines it
  bool credentials = false;        // username* of Digest may be extended
  bool rate_limit = false;         // it says how much a client may ask for
  bool quoted_delimiters = false;  // naive splitters trip over delimiters in quotes
};

/// The profile of `field`, made of what the registry says.
const ValueProfile& profile_of(model::FieldId field);

/// Collects oddities, up to ValueAudit::kMost.
class Oddities {
 public:
  explicit Oddities(base::Arena& arena) : list_(arena) {}

  /// Adds `oddity`, unless there is one of that kind in the same line: who mends the first sees the others.
  void add(const Oddity& oddity) {
    std::uint32_t& seen = oddity.line == last_line_ ? seen_ : (seen_ = 0);
    last_line_ = oddity.line;
    const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(oddity.kind);
    if ((seen & bit) == 0 && list_.size() < ValueAudit::kMost) list_.push_back(oddity);
    seen |= bit;
  }
  std::size_t size() const { return list_.size(); }
  std::span<const Oddity> finish() { return list_.finish(); }

 private:
  const model::FieldLine* last_line_ = nullptr;
  std::uint32_t seen_ = 0;  // kinds in that line
  fields::ArenaList<Oddity, 4> list_;
};

/// Adds what is odd about the value of `line`, which `profile` describes. Returns the last weight that is none, for
/// whoever finds that the value does not match its grammar; an empty slice if there is none.
fields::Slice scan_value(const model::FieldLine& line, const ValueProfile& profile, Oddities& out);

}  // namespace httpvet::facts
