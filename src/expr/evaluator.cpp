// The evaluator: a walk over a program's nodes. Recursion is as deep as the compiler lets expressions nest.
#include <array>
#include <cstring>
#include <new>
#include <optional>

#include "base/byte_class.h"
#include "expr/arithmetic.h"
#include "expr/limits.h"
#include "expr/program.h"

namespace httpvet::expr {
namespace {

// True when nothing that could still be captured would make the value known.
bool beyond_knowing(const Value& v) { return v.state == State::kAbsent || v.state == State::kMalformed; }

// Why an operator that needs both operands is unknown. Requires one of them to be unknown.
State cause(const Value& a, const Value& b) {
  if (a.known()) return b.state;
  return beyond_knowing(b) && !beyond_knowing(a) ? b.state : a.state;
}

// Element `i` of `list`. Requires i < list.size.
Value element_at(const List& list, Kind kind, std::uint32_t i) {
  switch (kind) {
    case Kind::kString:
      return Value::of(static_cast<const Bytes*>(list.data)[i]);
    case Kind::kInt:
      return Value::of(static_cast<const std::int64_t*>(list.data)[i]);
    default:
      return Value::of_object(static_cast<const void* const*>(list.data)[i]);
  }
}

bool equal(const Value& a, const Value& b, Kind kind) {
  if (kind == Kind::kString) return a.string == b.string;
  if (kind == Kind::kInt) return a.integer == b.integer;
  return a.boolean == b.boolean;
}

}  // namespace

// The operands of && or ||, one after another.
class Evaluator::Chain {
 public:
  // `dominant` is the operand that settles the result: false of &&, true of ||.
  Chain(bool dominant, bool goal)
      : dominant_(truth_of(dominant)), result_(truth_of(!dominant)), hopeless_wins_(dominant != goal) {}

  // False when the result is settled.
  bool add(Truth t) {
    if (t == dominant_) {
      result_ = t;
      return false;
    }
    const bool replaces = result_ <= Truth::kTrue || (result_ != Truth::kNotCaptured) != hopeless_wins_;
    if (t > Truth::kTrue && replaces) result_ = t;
    return true;
  }

  Truth result() const { return result_; }

 private:
  Truth dominant_;
  Truth result_;
  // Whether an operand that is absent keeps the whole from being `goal`, as with && that should be true; otherwise one
  // that is not captured may still make it so.
  bool hopeless_wins_;
};

inline Evaluator::Truth Evaluator::truth_of(const Value& v) {
  if (v.known()) return truth_of(v.boolean);
  switch (v.state) {
    case State::kAbsent:
      return Truth::kAbsent;
    case State::kMalformed:
      return Truth::kMalformed;
    default:
      return Truth::kNotCaptured;
  }
}

inline Evaluator::Truth Evaluator::unknown_of(const Value& a, const Value& b) {
  return truth_of(Value::unknown(cause(a, b)));
}

inline Evaluator::Truth Evaluator::negation(Truth t) {
  if (t == Truth::kFalse) return Truth::kTrue;
  return t == Truth::kTrue ? Truth::kFalse : t;
}

Value Evaluator::value_of(Truth t) {
  switch (t) {
    case Truth::kAbsent:
      return Value::absent();
    case Truth::kMalformed:
      return Value::malformed();
    case Truth::kNotCaptured:
      return Value::not_captured();
    default:
      return Value::of(t == Truth::kTrue);
  }
}

Value logical_and(const Value& a, const Value& b) {
  Evaluator::Chain chain(false, true);
  if (chain.add(Evaluator::truth_of(a))) chain.add(Evaluator::truth_of(b));
  return Evaluator::value_of(chain.result());
}

Value logical_or(const Value& a, const Value& b) {
  Evaluator::Chain chain(true, true);
  if (chain.add(Evaluator::truth_of(a))) chain.add(Evaluator::truth_of(b));
  return Evaluator::value_of(chain.result());
}

Value logical_not(const Value& a) { return a.known() ? Value::of(!a.boolean) : a; }

Value Evaluator::run(const Program& program, const Value& item) {
  if (program.empty()) return Value::absent();
  items_[0] = item;
  const Scratch::Mark mark = scratch_.mark();
  const Value result = evaluate(program.nodes.data(), static_cast<std::uint16_t>(program.nodes.size() - 1));
  // Only text and lists may lie in scratch memory.
  if (program.type.kind != Kind::kString && program.type.kind != Kind::kList) scratch_.release(mark);
  return result;
}

Value Evaluator::fires(const Program& when, const Program& require, const Value& item) {
  items_[0] = item;
  const Scratch::Mark mark = scratch_.mark();
  const Truth result = decide(when, require);
  scratch_.release(mark);
  return value_of(result);
}

Evaluator::Truth Evaluator::result(const Program& program, bool goal) {
  return truth(program.nodes.data(), static_cast<std::uint16_t>(program.nodes.size() - 1), goal);
}

Evaluator::Truth Evaluator::decide(const Program& when, const Program& require) {
  const Truth first = when.empty() ? Truth::kTrue : result(when, true);
  if (require.empty() || (first != Truth::kTrue && first != Truth::kNotCaptured)) return first;
  const Truth second = negation(result(require, false));
  // `first` is true, or may yet be so: then the second decides, but cannot make it known.
  return first == Truth::kNotCaptured && second == Truth::kTrue ? first : second;
}

Evaluator::Truth Evaluator::truth(const Node* nodes, std::uint16_t at, bool goal) {
  const Node& node = nodes[at];
  switch (node.op) {
    case Op::kBoolConstant:
      return truth_of(node.integer != 0);
    case Op::kHas:
      return has(nodes, node);
    case Op::kNot:
      return negation(truth(nodes, node.operands[0], !goal));
    case Op::kAnd:
    case Op::kOr:
      return junction(nodes, node, goal);
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return comparison(nodes, node);
    case Op::kIn:
      return is_in(nodes, node);
    case Op::kContains:
    case Op::kStartsWith:
    case Op::kEndsWith:
      return find(nodes, node);
    case Op::kExists:
    case Op::kAll:
      return quantifier(nodes, node, goal);
    default:
      return truth_of(evaluate(nodes, at));
  }
}

Evaluator::Truth Evaluator::has(const Node* nodes, const Node& node) {
  const Node& what = nodes[node.operands[0]];
  const Value object = operand(nodes, what, 0);
  if (object.known()) return truth_of(facts_.has(what.index, object));
  return object.state == State::kAbsent ? Truth::kFalse : truth_of(object);
}

Evaluator::Truth Evaluator::junction(const Node* nodes, const Node& node, bool goal) {
  Chain chain(node.op == Op::kOr, goal);
  for (const std::uint16_t at : node.operands) {
    if (!chain.add(truth(nodes, at, goal))) break;
  }
  return chain.result();
}

Evaluator::Truth Evaluator::quantifier(const Node* nodes, const Node& node, bool goal) {
  const Value list = operand(nodes, node, 0);
  if (!list.known()) return truth_of(list);
  Chain chain(node.op == Op::kExists, goal);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    items_[1] = element_at(list.list, node.operand_kind, i);
    const Scratch::Mark mark = scratch_.mark();
    const bool open = chain.add(truth(nodes, node.operands[1], goal));
    scratch_.release(mark);
    if (!open) break;
  }
  return chain.result();
}

Evaluator::Truth Evaluator::comparison(const Node* nodes, const Node& node) {
  const Value a = operand(nodes, node, 0);
  if (beyond_knowing(a)) return truth_of(a);
  const Value b = operand(nodes, node, 1);
  if (!a.known() || !b.known()) return unknown_of(a, b);
  switch (node.op) {
    case Op::kEqual:
      return truth_of(equal(a, b, node.operand_kind));
    case Op::kNotEqual:
      return truth_of(!equal(a, b, node.operand_kind));
    case Op::kLess:
      return truth_of(a.integer < b.integer);
    case Op::kLessEqual:
      return truth_of(a.integer <= b.integer);
    case Op::kGreater:
      return truth_of(a.integer > b.integer);
    default:
      return truth_of(a.integer >= b.integer);
  }
}

Evaluator::Truth Evaluator::is_in(const Node* nodes, const Node& node) {
  const Value wanted = operand(nodes, node, 0);
  if (beyond_knowing(wanted)) return truth_of(wanted);
  const bool ints = node.operand_kind == Kind::kInt;
  if (const Node& list = nodes[node.operands[1]]; list.op == Op::kListConstant) {
    if (!wanted.known()) return truth_of(wanted);
    for (const std::uint16_t at : list.operands) {
      if (ints ? nodes[at].integer == wanted.integer : nodes[at].text == wanted.string) return Truth::kTrue;
    }
    return Truth::kFalse;
  }
  const Value list = operand(nodes, node, 1);
  if (!wanted.known() || !list.known()) return unknown_of(wanted, list);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    if (equal(element_at(list.list, node.operand_kind, i), wanted, node.operand_kind)) return Truth::kTrue;
  }
  return Truth::kFalse;
}

Evaluator::Truth Evaluator::find(const Node* nodes, const Node& node) {
  const Value text = operand(nodes, node, 0);
  if (beyond_knowing(text)) return truth_of(text);
  const Value part = operand(nodes, node, 1);
  if (!text.known() || !part.known()) return unknown_of(text, part);
  if (node.op == Op::kContains) return truth_of(text.string.find(part.string) != Bytes::npos);
  return truth_of(node.op == Op::kStartsWith ? text.string.starts_with(part.string)
                                             : text.string.ends_with(part.string));
}

Value Evaluator::evaluate(const Node* nodes, std::uint16_t at) {
  const Node& node = nodes[at];
  switch (node.op) {
    case Op::kIntConstant:
      return Value::of(node.integer);
    case Op::kStringConstant:
      return Value::of(node.text);
    case Op::kListConstant:
      return list_constant(nodes, node);
    case Op::kRoot:
      return facts_.root(static_cast<RootId>(node.index));
    case Op::kItem:
      return items_[node.index];
    case Op::kMember:
      return member(nodes, node);
    case Op::kAdd:
    case Op::kSubtract:
      return sum(nodes, node);
    case Op::kElement:
      return element(nodes, node);
    case Op::kSize:
      return size(nodes, node);
    case Op::kLower:
      return lower(nodes, node);
    default:
      return value_of(truth(nodes, at, true));
  }
}

// The commonest operands at once; it saves a call for most of them.
inline Value Evaluator::operand(const Node* nodes, const Node& node, std::size_t i) {
  const std::uint16_t at = node.operands[i];
  switch (const Node& from = nodes[at]; from.op) {
    case Op::kIntConstant:
      return Value::of(from.integer);
    case Op::kRoot:
      return facts_.root(static_cast<RootId>(from.index));
    case Op::kMember:
      return member(nodes, from);
    default:
      return evaluate(nodes, at);
  }
}

Value Evaluator::member(const Node* nodes, const Node& node) {
  const Node& from = nodes[node.operands[0]];
  const Value object =
      from.op == Op::kRoot ? facts_.root(static_cast<RootId>(from.index)) : evaluate(nodes, node.operands[0]);
  if (node.operands.size() > 1) return call(nodes, node, object);
  return object.known() ? facts_.read(node.index, object, {}) : object;
}

Value Evaluator::call(const Node* nodes, const Node& node, const Value& object) {
  std::array<Value, kMaxArguments> arguments;
  const std::size_t count = node.operands.size() - 1;
  Value why = object;
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = operand(nodes, node, i + 1);
    if (!why.known() || !arguments[i].known()) why = Value::unknown(cause(why, arguments[i]));
  }
  return why.known() ? facts_.read(node.index, object, {arguments.data(), count}) : why;
}

Value Evaluator::sum(const Node* nodes, const Node& node) {
  const Value a = operand(nodes, node, 0);
  if (beyond_knowing(a)) return a;
  const Value b = operand(nodes, node, 1);
  if (!a.known() || !b.known()) return Value::unknown(cause(a, b));
  if (node.operand_kind == Kind::kString) {
    if (a.string.empty()) return b;
    if (b.string.empty()) return a;
    char* const text = static_cast<char*>(scratch_.take(a.string.size() + b.string.size()));
    std::memcpy(text, a.string.data(), a.string.size());
    std::memcpy(text + a.string.size(), b.string.data(), b.string.size());
    return Value::of(Bytes(text, a.string.size() + b.string.size()));
  }
  const std::optional<std::int64_t> result =
      node.op == Op::kAdd ? checked_add(a.integer, b.integer) : checked_subtract(a.integer, b.integer);
  return result ? Value::of(*result) : Value::malformed();
}

Value Evaluator::element(const Node* nodes, const Node& node) {
  const Value list = operand(nodes, node, 0);
  if (beyond_knowing(list)) return list;
  const Value index = operand(nodes, node, 1);
  if (!list.known() || !index.known()) return Value::unknown(cause(list, index));
  if (index.integer < 0 || index.integer >= list.list.size) return Value::absent();
  return element_at(list.list, node.operand_kind, static_cast<std::uint32_t>(index.integer));
}

Value Evaluator::size(const Node* nodes, const Node& node) {
  const Value v = operand(nodes, node, 0);
  if (!v.known()) return v;
  if (node.operand_kind == Kind::kString) return Value::of(static_cast<std::int64_t>(v.string.size()));
  return Value::of(static_cast<std::int64_t>(v.list.size));
}

Value Evaluator::lower(const Node* nodes, const Node& node) {
  const Value v = operand(nodes, node, 0);
  if (!v.known()) return v;
  std::size_t first = 0;
  while (first < v.string.size() && base::lower(v.string[first]) == v.string[first]) ++first;
  if (first == v.string.size()) return v;
  char* const text = static_cast<char*>(scratch_.take(v.string.size()));
  std::memcpy(text, v.string.data(), first);
  for (std::size_t i = first; i < v.string.size(); ++i) text[i] = base::lower(v.string[i]);
  return Value::of(Bytes(text, v.string.size()));
}

Value Evaluator::list_constant(const Node* nodes, const Node& node) {
  const auto count = static_cast<std::uint32_t>(node.operands.size());
  if (node.operand_kind == Kind::kInt) {
    auto* const items = static_cast<std::int64_t*>(scratch_.take(count * sizeof(std::int64_t)));
    for (std::uint32_t i = 0; i < count; ++i) new (items + i) std::int64_t(nodes[node.operands[i]].integer);
    return Value::of_list({items, count});
  }
  auto* const items = static_cast<Bytes*>(scratch_.take(count * sizeof(Bytes)));
  for (std::uint32_t i = 0; i < count; ++i) new (items + i) Bytes(nodes[node.operands[i]].text);
  return Value::of_list({items, count});
}

}  // namespace httpvet::expr
