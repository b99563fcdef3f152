// Linter: runs the selected rules over batches of exchanges.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/rule_set.h"
#include "model/exchange.h"
#include "model/finding.h"

namespace httpvet::engine {

/// Which rules run, and what is shown of them (contract.md, "Words").
struct Selection {
  model::Severity severity = model::Severity::kWarning;  // least severity that is shown and counted
  std::vector<std::string> enable;                       // ids or globs: on, and shown at any level
  std::vector<std::string> disable;                      // ids or globs
  model::Profile profile = model::Profile::kRfc9110;
};

struct LintOptions {
  bool use_index = true;       // off only for tests: the index never changes a report
  bool use_cache = true;       // likewise the cache of shapes
  std::size_t history = 1000;  // resources remembered
  std::size_t history_octets = 16 * 1024 * 1024;
};

/// What a run counted, beyond its findings.
struct LintCounts {
  std::map<std::string, std::uint64_t> undecided;  // rule id → exchanges in which it was undecided
  std::uint64_t undecided_exchanges = 0;           // exchanges with at least one undecided rule
  std::uint64_t rules_run = 0;                     // rules switched on
  std::map<std::string, std::uint64_t> evaluated;  // rule id → messages for which the index could not leave it out
};

/// Lints one run. Not thread-safe; exchanges have to come in order, connection by connection or interleaved.
class Linter {
 public:
  /// An error if a pattern of `selection` matches no rule (with the nearest id).
  static base::Result<std::unique_ptr<Linter>> create(const RuleSet& rules, const Selection& selection,
                                                      const LintOptions& options);
  ~Linter();
  Linter(const Linter&) = delete;
  Linter& operator=(const Linter&) = delete;

  /// Who takes content: hand it to the readers.
  model::ContentSinks& sinks();

  /// Tells that the exchanges that follow belong to another source.
  void begin_source();

  /// Findings of `batch` in the order of the contract. Valid until the next call; their views as long as the batch.
  std::span<const model::Finding> lint(model::Batch& batch);

  const LintCounts& counts() const;

 private:
  explicit Linter(std::unique_ptr<class LinterState> state);
  std::unique_ptr<LinterState> state_;
};

}  // namespace httpvet::engine
