// What the parts of the rule loader share while they read one file: the text, the arena, and the list of errors.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/bytes.h"
#include "engine/rule_set.h"
#include "engine/yaml_tree.h"

namespace httpvet::engine {

/// `word` between backticks, cut when it is long.
std::string quoted(Bytes word);

/// "; did you mean `x`?" for the candidate nearest to `word`, or nothing.
std::string did_you_mean(Bytes word, std::span<const Bytes> candidates);

/// The words of a list for a sentence: "`a`, `b` or `c`".
std::string one_of(std::span<const Bytes> words);

class LoadContext {
 public:
  LoadContext(Bytes text, const std::string& file, base::Arena& arena, std::vector<RuleFileError>& errors);

  base::Arena& arena() { return arena_; }
  Bytes text() const { return text_; }

  /// How many errors this file has so far; only the first hundred are kept.
  std::size_t error_count() const { return error_count_; }

  /// Reports an error at an offset of the file, at a node, or at octet `offset` of a scalar's value.
  void error(std::size_t file_offset, std::string message);
  void error_at(const YamlNode& node, std::string message) { error(node.offset, std::move(message)); }
  void error_in(const YamlNode& scalar, std::size_t offset, std::string message);

  /// Line and column of an offset of the file.
  FilePosition position(std::size_t file_offset) const;

  /// A copy of `text` that lives as long as the rules.
  Bytes keep(Bytes text) { return arena_.copy(text); }

  /// The value of a scalar that is not empty, without blanks and line ends at its end; nullopt after reporting what it
  /// is instead. `what` names it: "`title`".
  std::optional<Bytes> word(const YamlNode& node, const std::string& what);

  /// The index of the word among `words`; nullopt after reporting.
  std::optional<std::size_t> choice(const YamlNode& node, const std::string& what, std::span<const Bytes> words);

  /// A list of words, or one word alone.
  std::span<const Bytes> words(const YamlNode& node, const std::string& what);

 private:
  Bytes text_;
  const std::string& file_;
  base::Arena& arena_;
  std::vector<RuleFileError>& errors_;
  std::size_t error_count_ = 0;
  std::vector<std::size_t> line_starts_;
};

/// A map whose keys are all known: what is not is reported when it is made.
class KeyedMap {
 public:
  /// `what` is what the map stands for: "a rule".
  KeyedMap(LoadContext& context, const YamlNode& map, std::span<const Bytes> keys, const std::string& what);

  /// The value of `key`; null if it is not there.
  const YamlNode* find(Bytes key) const;

  /// Where `key` itself stands; the map if it is not there.
  std::size_t offset_of(Bytes key) const;

 private:
  const YamlNode& map_;
};

}  // namespace httpvet::engine
