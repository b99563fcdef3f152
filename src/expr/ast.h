// Ast: what the parser makes and the later passes annotate. Lives only while one expression is compiled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "expr/program.h"
#include "expr/value.h"

namespace httpvet::expr {

/// A piece of the source text.
struct Extent {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// From the start of `first` to the end of `last`.
inline Extent join(Extent first, Extent last) { return {first.offset, last.offset + last.length - first.offset}; }

using AstId = std::uint16_t;

/// How a node was written.
enum class Form : std::uint8_t {
  kLiteral,   // op, integer, text and type are known at once
  kList,      // [a, b]
  kName,      // res
  kMember,    // object.name, or object.name(…) if `called`
  kFunction,  // name(…)
  kElement,   // list[index]
  kOperator,  // op
};

/// One node. The checker settles `op`, `type`, `operand_kind` and `index`, and leaves in `children` just the operands
/// of the program's node.
struct AstNode {
  Form form{};
  Op op{};
  bool called = false;
  bool view = false;  // a member that is its object under another type
  unsigned height = 1;
  Extent extent;  // all of it
  Extent name;    // the name, or the operator's sign
  std::string text;
  std::int64_t integer = 0;
  std::vector<AstId> children;  // the object first, then the arguments
  Type type;
  Kind operand_kind = Kind::kBool;
  std::uint16_t index = 0;
};

struct Ast {
  Bytes source;
  std::vector<AstNode> nodes;
  AstId root = 0;

  AstNode& operator[](AstId id) { return nodes[id]; }
  const AstNode& operator[](AstId id) const { return nodes[id]; }
  Bytes text_of(Extent extent) const { return source.substr(extent.offset, extent.length); }
};

}  // namespace httpvet::expr
