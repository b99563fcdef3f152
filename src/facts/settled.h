// Settled facts: those whose value is known before any rule runs, because something that the index knows anyway settles
// it: fields that are there or not, flags, status, method and version, or the value of one field.
#pragma once

#include <optional>

#include "expr/schema.h"
#include "facts/schema.h"

namespace httpvet::facts {

/// What settles a fact beyond what the index knows.
struct Settled {
  enum class By : std::uint8_t {
    kIndex,    // nothing more
    kField,    // the values of `field` and `other` of the message that it is read from
    kReason,   // the reason phrase of that message
    kAbsence,  // that there is nothing to look at: `unless` is clear
  };
  By by = By::kIndex;
  model::FieldId field = model::kUnknownField;
  std::uint64_t unless = 0;  // flag bits, of the exchange
  model::FieldId other = model::kUnknownField;
};

/// What settles `fact`, a member that is no field and no kind of anomaly, in an exchange without interim responses,
/// without anomalies, and of which the capture shows everything; nullopt: something else (content, all lines, the
/// target…). What it is read from, if it is no root, is to be settled too.
std::optional<Settled> what_settles(expr::FactId fact);

}  // namespace httpvet::facts
