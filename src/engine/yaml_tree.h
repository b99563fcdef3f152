// A YAML text as a plain tree in which every node knows where it stands. Strict and bounded: rule files may come from
// anybody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace httpvet::engine {

/// One node. A map keeps its keys and values alternately in `items`, in the order of the text.
struct YamlNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  std::size_t offset = 0;  // of its first octet in the text (of the opening quote, or of the `|`)
  std::string value;       // scalars
  std::vector<YamlNode> items;

  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_sequence() const { return kind == Kind::kSequence; }
  bool is_map() const { return kind == Kind::kMap; }
};

/// What is wrong with a text, and the offset of where.
struct YamlProblem {
  std::size_t offset = 0;
  std::string message;
};

inline constexpr std::size_t kYamlOctets = 4 * 1024 * 1024;
inline constexpr std::size_t kYamlNodes = 400'000;
inline constexpr std::size_t kYamlDepth = 16;

/// Parses `text`, one document of UTF-8 without anchors, aliases and tags. Beyond the limits above it is a problem.
base::Result<YamlNode, YamlProblem> parse_yaml(Bytes text);

/// Where the octet `value_offset` of the value of `scalar` stands in the text that it was parsed from: exact for plain,
/// quoted and literal scalars, as good as it gets for folded ones.
std::size_t offset_in_text(Bytes text, const YamlNode& scalar, std::size_t value_offset);

/// Whether `scalar` was written between double quotes.
bool is_double_quoted(Bytes text, const YamlNode& scalar);

}  // namespace httpvet::engine
