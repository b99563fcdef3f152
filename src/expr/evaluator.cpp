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
Value unknown_of(const Value& a, const Value& b) {
  if (a.known()) return Value::unknown(b.state);
  return Value::unknown(beyond_knowing(b) && !beyond_knowing(a) ? b.state : a.state);
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

// One of the operands of && or || after another.
class Fold {
 public:
  // `dominant` is the operand that settles the result: false of &&, true of ||.
  Fold(bool dominant, bool goal)
      : result_(Value::of(!dominant)), dominant_(dominant), hopeless_wins_(dominant != goal) {}

  // False when the result is settled.
  bool add(const Value& v) {
    if (v.known()) {
      if (v.boolean == dominant_) result_ = v;
      return v.boolean != dominant_;
    }
    if (result_.known() || beyond_knowing(result_) != hopeless_wins_) result_ = Value::unknown(v.state);
    return true;
  }

  const Value& result() const { return result_; }

 private:
  Value result_;
  bool dominant_;
  // Whether an operand that is absent keeps the whole from being `goal`, as with && that should be true; otherwise one
  // that is not captured may still make it so.
  bool hopeless_wins_;
};

}  // namespace

Value logical_and(const Value& a, const Value& b) {
  Fold fold(false, true);
  if (fold.add(a)) fold.add(b);
  return fold.result();
}

Value logical_or(const Value& a, const Value& b) {
  Fold fold(true, true);
  if (fold.add(a)) fold.add(b);
  return fold.result();
}

Value logical_not(const Value& a) { return a.known() ? Value::of(!a.boolean) : a; }

Value Evaluator::run(const Program& program, const Value& item) {
  if (program.empty()) return Value::absent();
  items_[0] = item;
  return evaluate(program.nodes.data(), static_cast<std::uint16_t>(program.nodes.size() - 1), true);
}

Value Evaluator::fires(const Program& when, const Program& require, const Value& item) {
  items_[0] = item;
  const Scratch::Mark mark = scratch_.mark();
  const Value result = decide(when, require);
  scratch_.release(mark);
  return result;
}

Value Evaluator::decide(const Program& when, const Program& require) {
  Value result = Value::of(true);
  if (!when.empty()) {
    result = evaluate(when.nodes.data(), static_cast<std::uint16_t>(when.nodes.size() - 1), true);
    if (result.known() ? !result.boolean : beyond_knowing(result)) return result;
  }
  if (require.empty()) return result;
  const Value required = evaluate(require.nodes.data(), static_cast<std::uint16_t>(require.nodes.size() - 1), false);
  return logical_and(result, logical_not(required));
}

Value Evaluator::evaluate(const Node* nodes, std::uint16_t at, bool goal) {
  const Node& node = nodes[at];
  switch (node.op) {
    case Op::kBoolConstant:
      return Value::of(node.integer != 0);
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
    case Op::kHas:
      return has(nodes, node);
    case Op::kNot:
      return logical_not(evaluate(nodes, node.operands[0], !goal));
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
    case Op::kAdd:
    case Op::kSubtract:
      return sum(nodes, node);
    case Op::kElement:
      return element(nodes, node);
    case Op::kSize:
      return size(nodes, node);
    case Op::kLower:
      return lower(nodes, node);
    case Op::kContains:
    case Op::kStartsWith:
    case Op::kEndsWith:
      return find(nodes, node);
    case Op::kExists:
    case Op::kAll:
      return quantifier(nodes, node, goal);
  }
  return Value::absent();
}

Value Evaluator::member(const Node* nodes, const Node& node) {
  const Value object = evaluate(nodes, node.operands[0], true);
  const std::size_t count = node.operands.size() - 1;
  if (count == 0) return object.known() ? facts_.read(node.index, object, {}) : object;
  std::array<Value, kMaxArguments> arguments;
  Value unknown = object;
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = evaluate(nodes, node.operands[i + 1], true);
    if (!unknown.known() || !arguments[i].known()) unknown = unknown_of(unknown, arguments[i]);
  }
  if (!unknown.known()) return unknown;
  return facts_.read(node.index, object, {arguments.data(), count});
}

Value Evaluator::has(const Node* nodes, const Node& node) {
  const Node& what = nodes[node.operands[0]];
  const Value object = evaluate(nodes, what.operands[0], true);
  if (object.known()) return facts_.has(what.index, object);
  return object.state == State::kAbsent ? Value::of(false) : object;
}

Value Evaluator::junction(const Node* nodes, const Node& node, bool goal) {
  Fold fold(node.op == Op::kOr, goal);
  for (const std::uint16_t operand : node.operands) {
    if (!fold.add(evaluate(nodes, operand, goal))) break;
  }
  return fold.result();
}

Value Evaluator::quantifier(const Node* nodes, const Node& node, bool goal) {
  const Value list = evaluate(nodes, node.operands[0], true);
  if (!list.known()) return list;
  Fold fold(node.op == Op::kExists, goal);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    items_[1] = element_at(list.list, node.operand_kind, i);
    const Scratch::Mark mark = scratch_.mark();
    const bool open = fold.add(evaluate(nodes, node.operands[1], goal));
    scratch_.release(mark);
    if (!open) break;
  }
  return fold.result();
}

Value Evaluator::comparison(const Node* nodes, const Node& node) {
  const Value a = evaluate(nodes, node.operands[0], true);
  if (beyond_knowing(a)) return a;
  const Value b = evaluate(nodes, node.operands[1], true);
  if (!a.known() || !b.known()) return unknown_of(a, b);
  switch (node.op) {
    case Op::kEqual:
      return Value::of(equal(a, b, node.operand_kind));
    case Op::kNotEqual:
      return Value::of(!equal(a, b, node.operand_kind));
    case Op::kLess:
      return Value::of(a.integer < b.integer);
    case Op::kLessEqual:
      return Value::of(a.integer <= b.integer);
    case Op::kGreater:
      return Value::of(a.integer > b.integer);
    default:
      return Value::of(a.integer >= b.integer);
  }
}

Value Evaluator::is_in(const Node* nodes, const Node& node) {
  const Value wanted = evaluate(nodes, node.operands[0], true);
  if (beyond_knowing(wanted)) return wanted;
  const Node& second = nodes[node.operands[1]];
  if (second.op == Op::kListConstant) {
    if (!wanted.known()) return wanted;
    for (const std::uint16_t operand : second.operands) {
      const Node& item = nodes[operand];
      const bool same = node.operand_kind == Kind::kInt ? item.integer == wanted.integer : item.text == wanted.string;
      if (same) return Value::of(true);
    }
    return Value::of(false);
  }
  const Value list = evaluate(nodes, node.operands[1], true);
  if (!wanted.known() || !list.known()) return unknown_of(wanted, list);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    if (equal(element_at(list.list, node.operand_kind, i), wanted, node.operand_kind)) return Value::of(true);
  }
  return Value::of(false);
}

Value Evaluator::sum(const Node* nodes, const Node& node) {
  const Value a = evaluate(nodes, node.operands[0], true);
  if (beyond_knowing(a)) return a;
  const Value b = evaluate(nodes, node.operands[1], true);
  if (!a.known() || !b.known()) return unknown_of(a, b);
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
  const Value list = evaluate(nodes, node.operands[0], true);
  if (beyond_knowing(list)) return list;
  const Value index = evaluate(nodes, node.operands[1], true);
  if (!list.known() || !index.known()) return unknown_of(list, index);
  if (index.integer < 0 || index.integer >= list.list.size) return Value::absent();
  return element_at(list.list, node.operand_kind, static_cast<std::uint32_t>(index.integer));
}

Value Evaluator::size(const Node* nodes, const Node& node) {
  const Value v = evaluate(nodes, node.operands[0], true);
  if (!v.known()) return v;
  if (node.operand_kind == Kind::kString) return Value::of(static_cast<std::int64_t>(v.string.size()));
  return Value::of(static_cast<std::int64_t>(v.list.size));
}

Value Evaluator::lower(const Node* nodes, const Node& node) {
  const Value v = evaluate(nodes, node.operands[0], true);
  if (!v.known()) return v;
  std::size_t first = 0;
  while (first < v.string.size() && base::lower(v.string[first]) == v.string[first]) ++first;
  if (first == v.string.size()) return v;
  char* const text = static_cast<char*>(scratch_.take(v.string.size()));
  std::memcpy(text, v.string.data(), first);
  for (std::size_t i = first; i < v.string.size(); ++i) text[i] = base::lower(v.string[i]);
  return Value::of(Bytes(text, v.string.size()));
}

Value Evaluator::find(const Node* nodes, const Node& node) {
  const Value text = evaluate(nodes, node.operands[0], true);
  if (beyond_knowing(text)) return text;
  const Value part = evaluate(nodes, node.operands[1], true);
  if (!text.known() || !part.known()) return unknown_of(text, part);
  if (node.op == Op::kContains) return Value::of(text.string.find(part.string) != Bytes::npos);
  return Value::of(node.op == Op::kStartsWith ? text.string.starts_with(part.string)
                                              : text.string.ends_with(part.string));
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
