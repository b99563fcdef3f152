// RuleSet: the built-in rules, and those that users bring.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "engine/rule.h"

namespace httpvet::engine {

class LoadContext;
struct LoadedRule;

/// What is wrong with a rule file.
struct RuleFileError {
  std::string file;
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1
  std::string message;

  /// `file:line:column: message`
  std::string text() const;
};

/// A place in a rule file, both from 1.
struct FilePosition {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Where a rule that was loaded at run time stands.
struct RuleOrigin {
  std::string file;
  FilePosition rule;              // its id
  std::vector<FilePosition> bad;  // its examples, in order
  std::vector<FilePosition> good;
};

/// The rules compiled into the program, sorted by id. Static storage.
std::span<const Rule> builtin_rules();

/// Rules loaded at run time from YAML. Owns everything its rules refer to.
class RuleFile {
 public:
  /// Loads one YAML text; `file` is its name for messages. Every error found is appended to `errors`; without errors
  /// the rules are there. Strict: unknown keys, unknown facts, type errors, a missing example or spec are errors, and
  /// so is an id or alias that another rule of this object has.
  void load(Bytes yaml, const std::string& file, std::vector<RuleFileError>& errors);

  const std::deque<Rule>& rules() const { return rules_; }

  /// Where rules()[index] stands.
  const RuleOrigin& origin(std::size_t index) const { return origins_[index]; }

 private:
  void claim_names(LoadContext& context, const LoadedRule& loaded);

  base::Arena arena_;
  std::deque<Rule> rules_;
  std::deque<RuleOrigin> origins_;
  std::map<std::string, std::string, std::less<>> names_;  // id or alias → where
};

/// Reads `path` (a YAML file, or a folder of them, recursively in order of their paths) into `out`.
void load_rule_path(const std::string& path, RuleFile& out, std::vector<RuleFileError>& errors);

/// All rules of a run, sorted by id: an index into it is a rule's rank. Views live as long as what they came from.
class RuleSet {
 public:
  /// Built-in rules plus `extra` (null: none). An id or alias that occurs twice is an error in `errors`.
  static RuleSet merge(std::span<const Rule> builtin, const RuleFile* extra, std::vector<RuleFileError>& errors);

  std::span<const Rule* const> rules() const { return rules_; }
  /// The rule called `id` (or that has it as alias); null if there is none.
  const Rule* find(Bytes id) const;

 private:
  std::vector<const Rule*> rules_;
};

/// True when `pattern` (a glob with `*`, `?`) matches all of `text`.
bool glob_matches(Bytes pattern, Bytes text);

}  // namespace httpvet::engine
