// Runner: one lint run, from the sources to the summary.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "capture/inputs.h"
#include "engine/linter.h"
#include "report/reporter.h"

namespace httpvet::cli {

/// Why a run cannot be called complete. Each is excused by an option, or by none.
struct Trouble {
  bool damaged = false;  // missing, unreadable, damaged: nothing excuses that
  bool cut = false;      // cut within its container: --allow-partial
  bool empty = false;    // a named input without HTTP, or nothing read at all: --allow-empty
};

struct RunOutcome {
  report::RunSummary summary;
  Trouble trouble;
  std::uint64_t exchanges = 0;
  bool interrupted = false;
};

/// Lints sources one after another. What it keeps of a source that is done is its summary.
class Runner {
 public:
  /// `options`, `linter` and `reporter` outlive the runner. `interrupted` is asked after every batch.
  Runner(const capture::InputOptions& options, engine::Linter& linter, report::Reporter& reporter,
         std::function<bool()> interrupted);

  /// Lints `source`; false when the run was interrupted.
  bool add(const capture::Source& source);

  /// What the run came to. Nothing may be added after it.
  RunOutcome finish();

 private:
  void add_batch(model::Batch& batch);
  void count(const model::Exchange& exchange);
  void count(const model::Message& message);
  void count(model::InputIssue& issue);
  report::InputSummary& summary_of(const model::Message& message);

  const capture::InputOptions& options_;
  engine::Linter& linter_;
  report::Reporter& reporter_;
  std::function<bool()> interrupted_;
  model::Batch batch_;
  std::vector<model::Input*> inputs_;  // by InputSpan::input; null where the source is closed
  std::uint32_t first_input_ = 0;      // of the source at hand
  std::unordered_map<const model::RuleInfo*, std::uint64_t> by_rule_;
  RunOutcome outcome_;
};

}  // namespace httpvet::cli
