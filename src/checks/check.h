// Checks: the C++ half of rules that no expression can say. One table, one file per topic.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "facts/content_kind.h"
#include "facts/facts.h"
#include "model/finding.h"

namespace httpvet::checks {

/// Where a check's results go.
class CheckSink {
 public:
  virtual ~CheckSink() = default;
  /// A defect at `octets`, a view into the value of `line` or into the head of `message`; empty octets: the start line.
  /// `arguments` fill the rule's message template; their octets are captured or static, and outlive the batch.
  virtual void report(const model::Message& message, const model::FieldLine* line, Bytes octets,
                      std::initializer_list<Bytes> arguments) = 0;
  /// The check could not decide because something was not captured.
  virtual void undecided() = 0;
};

/// Runs one check on what `facts` is bound to.
using CheckFunction = void (*)(facts::Facts& facts, CheckSink& sink);

/// A row of the table.
struct CheckEntry {
  Bytes name;  // as rules write it
  CheckFunction function;
  facts::ContentKinds reads = facts::kNoContent;  // contents of the judged message that have to be kept for it
  bool history = false;                           // earlier exchanges have to be remembered for it
};

/// All checks, by name.
std::span<const CheckEntry> all_checks();

/// The check called `name`, or null.
CheckFunction find_check(Bytes name);

/// The kinds of contents that `check`, one of the table, needs to have been kept.
facts::ContentKinds contents_read(CheckFunction check);

/// Whether earlier exchanges have to be remembered for `check`, one of the table.
bool reads_history(CheckFunction check);

}  // namespace httpvet::checks
