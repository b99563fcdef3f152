// Rule examples: run as tests, for the built-in rules and for those of users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/linter.h"
#include "engine/rule_set.h"

namespace httpvet::engine {

enum class ExampleKind : std::uint8_t { kBad, kGood };

/// A finding that an example gave rise to.
struct FiredRule {
  Bytes id;
  model::Severity severity = model::Severity::kInfo;
};

/// What came of an example: what fired, in order and each once, and why that is not what it promises (empty: it is).
struct ExampleOutcome {
  std::vector<FiredRule> fired;
  std::string complaint;
};

/// Runs examples with every rule switched on that is on by default, and the example's own. Keeps linters from one
/// example to the next; `rules` outlives it.
class ExampleRunner {
 public:
  explicit ExampleRunner(const RuleSet& rules) : rules_(rules) {}

  /// A bad example holds if its rule fires, and no other at error or warning level but those in `also`. A good one
  /// holds if its rule does not fire at any level, and no other at error or warning level but those in `also`.
  ExampleOutcome run(const Rule& rule, const model::Example& example, ExampleKind kind);

 private:
  Linter* linter(const Rule& rule, model::Profile profile);

  const RuleSet& rules_;
  // By profile, and by the id of a rule that is off by default ("" for all others).
  std::map<std::pair<model::Profile, std::string>, std::unique_ptr<Linter>> linters_;
};

/// An example that does not hold, or all examples of a rule together.
struct ExampleFailure {
  const Rule* rule = nullptr;
  ExampleKind kind = ExampleKind::kBad;
  std::size_t number = 0;  // from 1 within bad or good; 0: the examples as a whole
  std::string message;
  std::string file;  // empty for built-in rules
  FilePosition position;

  /// `file:line:column: id, bad example 1: message`
  std::string text() const;
};

/// Runs all examples of the rules of `file`, or of all rules of `all` if `file` is null, in the company of `all`. The
/// examples have to prove each rule as well: with its `require` negated at least one must not hold any more.
std::vector<ExampleFailure> run_all_examples(const RuleSet& all, const RuleFile* file);

/// Whether the examples of `rule` notice that its `require` is negated. True for rules without `require`.
bool examples_prove(const Rule& rule);

}  // namespace httpvet::engine
