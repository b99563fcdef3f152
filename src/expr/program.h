// Program: a compiled expression. Plain constants, so that a build can write it as a table.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "expr/schema.h"
#include "expr/scratch.h"
#include "expr/value.h"

namespace httpvet::expr {

enum class Op : std::uint8_t {
  kBoolConstant,    // integer: 0 or 1
  kIntConstant,     // integer
  kStringConstant,  // text
  kListConstant,    // operands: constants
  kRoot,            // index: RootId
  kItem,            // the innermost bound variable of each/exists/all; index: 0 for `it` of each, 1 for that of a macro
  kMember,          // index: FactId; operands: object, then arguments
  kHas,             // operand: a kMember node
  kNot,
  kAnd,  // two operands or more, as kOr
  kOr,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,        // operands: element, list
  kAdd,       // ints (malformed when out of range), or strings concatenated
  kSubtract,  // ints (malformed when out of range)
  kElement,   // operands: list, index; absent when out of range
  kSize,      // of a list or string
  kLower,     // of a string
  kContains,  // string, string
  kStartsWith,
  kEndsWith,
  kExists,  // operands: list, predicate
  kAll,
};

/// One node. Operands are indices of nodes that stand before it in the program; the last node is the result.
struct Node {
  Op op{};
  Kind operand_kind = Kind::kBool;  // of what comparisons and kIn compare, kSize and kElement read
  std::uint16_t index = 0;
  std::int64_t integer = 0;
  Bytes text;
  std::span<const std::uint16_t> operands;
};

/// A compiled expression; empty nodes mean "there is none". Limits of the compiler: 512 nodes, nesting of 32, no
/// exists/all within exists/all, so every run ends soon.
struct Program {
  std::span<const Node> nodes;
  Type type;
  bool empty() const { return nodes.empty(); }
};

/// A set of three-digit status codes, as sorted inclusive ranges.
struct StatusRange {
  std::uint16_t first = 0;
  std::uint16_t last = 999;
};

/// What has to hold for an expression to be true, or unknown because something was not captured: necessary, not
/// sufficient.
struct Needs {
  std::span<const Feature> present;       // all of these
  std::span<const Feature> absent;        // none of these
  std::span<const StatusRange> statuses;  // one of these; empty: any
};

/// Runs programs. Reused: it keeps scratch memory for concatenation and lower-casing.
///
/// Operators other than && || ! and has() need all of their operands: with an unknown one they are unknown, absent or
/// malformed before not captured (what cannot become known decides). `has(a.b)` is false where `a` is absent, and
/// malformed where `a` is. `exists` and `all` over an unknown list are unknown.
///
/// What && and || make of unknown operands depends on what is asked. The result of a program should be true, the
/// operand of a `!` should be false, and so on inwards; not captured always means "may yet be what is asked". Thus
/// `!(a || b)` is `!a && !b` whatever is missing.
class Evaluator {
 public:
  explicit Evaluator(FactReader& facts) : facts_(facts) {}

  /// The value of `program`. `item` is what `it` stands for (kAbsent if nothing). Text and
  /// lists in it are valid until clear().
  Value run(const Program& program, const Value& item = {});

  /// Whether a rule fires: `when` and not `require`, three-valued. An empty `when` is true; an empty `require` is
  /// false. unknown with kNotCaptured means undecided. `require` is not looked at once `when` cannot be true. Leaves no
  /// scratch memory behind.
  Value fires(const Program& when, const Program& require, const Value& item = {});

  /// Takes back the memory of results of run() that are text or lists; to be called once a batch or oftener.
  void clear() { scratch_.clear(); }

 private:
  // A bool value that fits a register: most of what programs do is about bools.
  enum class Truth : std::uint8_t { kFalse, kTrue, kAbsent, kMalformed, kNotCaptured };
  class Chain;
  friend Value logical_and(const Value& a, const Value& b);
  friend Value logical_or(const Value& a, const Value& b);

  static Truth truth_of(bool b) { return b ? Truth::kTrue : Truth::kFalse; }
  static Truth truth_of(const Value& v);
  static Truth unknown_of(const Value& a, const Value& b);
  static Truth negation(Truth t);
  static Value value_of(Truth t);

  // Of a bool node. `goal` is the truth asked for: it says what && and || make of unknown operands.
  Truth truth(const Node* nodes, std::uint16_t at, bool goal);
  Truth result(const Program& program, bool goal);
  Truth decide(const Program& when, const Program& require);
  Truth has(const Node* nodes, const Node& node);
  Truth junction(const Node* nodes, const Node& node, bool goal);
  Truth quantifier(const Node* nodes, const Node& node, bool goal);
  Truth comparison(const Node* nodes, const Node& node);
  Truth is_in(const Node* nodes, const Node& node);
  Truth find(const Node* nodes, const Node& node);

  // Of any node.
  Value evaluate(const Node* nodes, std::uint16_t at);
  Value operand(const Node* nodes, const Node& node, std::size_t i);
  Value member(const Node* nodes, const Node& node);
  Value call(const Node* nodes, const Node& node, const Value& object);
  Value sum(const Node* nodes, const Node& node);
  Value element(const Node* nodes, const Node& node);
  Value size(const Node* nodes, const Node& node);
  Value lower(const Node* nodes, const Node& node);
  Value list_constant(const Node* nodes, const Node& node);

  FactReader& facts_;
  Scratch scratch_;
  Value items_[2];
};

/// Three-valued logic with causes. `absent && not captured` is absent (whatever the missing evidence, it cannot be
/// true); `absent || not captured` is not captured; kMalformed counts as kAbsent. These are what a program asked to be
/// true makes of its operands.
Value logical_and(const Value& a, const Value& b);
Value logical_or(const Value& a, const Value& b);
Value logical_not(const Value& a);

}  // namespace httpvet::expr
