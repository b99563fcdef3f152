// The reference interpreter: a value that was not captured may turn out to be anything, and && || ! say what that
// leaves.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "unit/expr/random_expression.h"

namespace httpvet::expr::fake {
namespace {

using Shape = Tree::Shape;

constexpr Outcomes kYes{true, false, false};
constexpr Outcomes kNo{false, true, false};
constexpr Outcomes kNothing{false, false, true};
constexpr Outcomes kAnything{true, true, true};

struct Scene {
  FakeFacts& facts;
  Value it;
  Value variable;
  Kind variable_kind = Kind::kBool;
};

// A value that owns what it holds.
struct Known {
  State state = State::kKnown;
  Value value;
  std::string text;
  std::vector<Known> items;
  bool is_text = false;
};

Known unknown(State why) {
  Known k;
  k.state = why;
  return k;
}

Outcomes outcomes_of(bool truth) { return truth ? kYes : kNo; }

Outcomes outcomes_of(State why) { return why == State::kNotCaptured ? kAnything : kNothing; }

Outcomes evaluate_bool(const Tree& tree, const Scene& scene);

// Why an operator of these operands is unknown, or kKnown.
State weigh(const std::vector<Known>& operands) {
  State result = State::kKnown;
  for (const Known& k : operands) {
    if (k.state == State::kAbsent || k.state == State::kMalformed) return k.state;
    if (k.state == State::kNotCaptured) result = k.state;
  }
  return result;
}

Known wrap(const Value& v, Type type) {
  Known k;
  k.state = v.state;
  k.value = v;
  k.is_text = type.kind == Kind::kString;
  if (v.known() && k.is_text) k.text = std::string(v.string);
  if (v.known() && type.kind == Kind::kList) {
    for (std::uint32_t i = 0; i < v.list.size; ++i) {
      if (type.element == Kind::kString) {
        k.items.push_back(wrap(Value::of(static_cast<const Bytes*>(v.list.data)[i]), kStringType));
      } else if (type.element == Kind::kInt) {
        k.items.push_back(wrap(Value::of(static_cast<const std::int64_t*>(v.list.data)[i]), kIntType));
      } else {
        k.items.push_back(wrap(Value::of_object(static_cast<const void* const*>(v.list.data)[i]), object_of(kLine)));
      }
    }
  }
  return k;
}

Known number(std::int64_t n) { return wrap(Value::of(n), kIntType); }

Known words(const std::string& text) { return wrap(Value::of(Bytes(text)), kStringType); }

Known sum(const Known& a, const Known& b, bool plus) {
  if (a.is_text) return words(a.text + b.text);
  std::int64_t result = 0;
  const bool overflow = plus ? __builtin_add_overflow(a.value.integer, b.value.integer, &result)
                             : __builtin_sub_overflow(a.value.integer, b.value.integer, &result);
  return overflow ? unknown(State::kMalformed) : number(result);
}

std::string lowered(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Known evaluate(const Tree& tree, const Scene& scene) {
  if (tree.shape == Shape::kRoot) return wrap(scene.facts.root(static_cast<RootId>(tree.number)), object_of(kMessage));
  if (tree.shape == Shape::kIt) return wrap(scene.it, object_of(kLine));
  if (tree.shape == Shape::kInt) return number(tree.number);
  if (tree.shape == Shape::kString) return words(tree.text);
  if (tree.shape == Shape::kVariable) {
    return wrap(scene.variable, {scene.variable_kind, Kind::kBool, 0});
  }
  std::vector<Known> operands;
  for (const Tree& child : tree.children) operands.push_back(evaluate(child, scene));
  if (tree.shape == Shape::kList) {
    Known list;
    list.items = std::move(operands);
    return list;
  }
  if (const State why = weigh(operands); why != State::kKnown) return unknown(why);
  const Known& first = operands[0];
  switch (tree.shape) {
    case Shape::kMember: {
      std::vector<Value> arguments;
      for (std::size_t i = 1; i < operands.size(); ++i) {
        arguments.push_back(tree.number == kCoded ? Value::of(Bytes(operands[i].text)) : operands[i].value);
      }
      const auto fact = static_cast<FactId>(tree.number);
      return wrap(scene.facts.read(fact, first.value, arguments), kRows[fact].type);
    }
    case Shape::kSum:
      return sum(first, operands[1], tree.text == "+");
    case Shape::kElement: {
      const std::int64_t i = operands[1].value.integer;
      if (i < 0 || i >= static_cast<std::int64_t>(first.items.size())) return unknown(State::kAbsent);
      return first.items[static_cast<std::size_t>(i)];
    }
    case Shape::kSize:
      return number(static_cast<std::int64_t>(first.is_text ? first.text.size() : first.items.size()));
    default:
      return words(lowered(first.text));
  }
}

bool compare(const std::string& sign, int order) {
  if (sign == "==") return order == 0;
  if (sign == "!=") return order != 0;
  if (sign == "<") return order < 0;
  if (sign == "<=") return order <= 0;
  if (sign == ">") return order > 0;
  return order >= 0;
}

// A bool fact or literal as a value of the comparison operators.
Known evaluate_plain(const Tree& tree, const Scene& scene) {
  if (tree.shape == Shape::kBool) return wrap(Value::of(tree.number != 0), kBoolType);
  return evaluate(tree, scene);
}

bool is_plain_bool(const Tree& tree) {
  return tree.shape == Shape::kBool || (tree.shape == Shape::kMember && kRows[tree.number].type == kBoolType);
}

Outcomes evaluate_comparison(const Tree& tree, const Scene& scene) {
  const bool bools = is_plain_bool(tree.children[0]);
  std::vector<Known> operands;
  for (const Tree& child : tree.children) {
    operands.push_back(bools ? evaluate_plain(child, scene) : evaluate(child, scene));
  }
  if (const State why = weigh(operands); why != State::kKnown) return outcomes_of(why);
  const Known& a = operands[0];
  const Known& b = operands[1];
  const auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (tree.shape == Shape::kIn) {
    return outcomes_of(std::any_of(b.items.begin(), b.items.end(), [&](const Known& item) {
      return a.is_text ? item.text == a.text : item.value.integer == a.value.integer;
    }));
  }
  if (tree.shape == Shape::kMethod) {
    const std::size_t at = tree.text == "ends_with" ? a.text.rfind(b.text) : a.text.find(b.text);
    if (at == std::string::npos) return kNo;
    if (tree.text == "starts_with") return outcomes_of(at == 0);
    return outcomes_of(tree.text == "contains" || at + b.text.size() == a.text.size());
  }
  if (bools) return outcomes_of(compare(tree.text, sign(int{a.value.boolean}, int{b.value.boolean})));
  if (a.is_text) return outcomes_of(compare(tree.text, sign(a.text, b.text)));
  return outcomes_of(compare(tree.text, sign(a.value.integer, b.value.integer)));
}

Outcomes evaluate_has(const Tree& what, const Scene& scene) {
  const Known object = evaluate(what.children[0], scene);
  if (object.state == State::kAbsent) return kNo;
  if (object.state != State::kKnown) return outcomes_of(object.state);
  const Value v = scene.facts.has(static_cast<FactId>(what.number), object.value);
  return v.known() ? outcomes_of(v.boolean) : outcomes_of(v.state);
}

Outcomes evaluate_bool(const Tree& tree, const Scene& scene) {
  switch (tree.shape) {
    case Shape::kBool:
      return outcomes_of(tree.number != 0);
    case Shape::kNot:
      return negation(evaluate_bool(tree.children[0], scene));
    case Shape::kAnd: {
      Outcomes result = kYes;
      for (const Tree& child : tree.children) result = both(result, evaluate_bool(child, scene));
      return result;
    }
    case Shape::kOr: {
      Outcomes result = kYes;
      for (const Tree& child : tree.children) result = both(result, negation(evaluate_bool(child, scene)));
      return negation(result);
    }
    case Shape::kHas:
      return evaluate_has(tree.children[0], scene);
    case Shape::kExists:
    case Shape::kAll: {
      const Known list = evaluate(tree.children[0], scene);
      if (list.state != State::kKnown) return outcomes_of(list.state);
      const bool all = tree.shape == Shape::kAll;
      const Kind kind = kRows[tree.children[0].number].type.element;
      Outcomes result = kYes;
      for (const Known& item : list.items) {
        const Outcomes one = evaluate_bool(tree.children[1], {scene.facts, scene.it, item.value, kind});
        result = both(result, all ? one : negation(one));
      }
      return all ? result : negation(result);
    }
    case Shape::kMember: {
      const Known k = evaluate(tree, scene);
      return k.state == State::kKnown ? outcomes_of(k.value.boolean) : outcomes_of(k.state);
    }
    default:
      return evaluate_comparison(tree, scene);
  }
}

}  // namespace

Outcomes both(Outcomes a, Outcomes b) {
  return {a.yes && b.yes, a.no || b.no, (a.nothing && (b.yes || b.nothing)) || (b.nothing && a.yes)};
}

Outcomes negation(Outcomes a) { return {a.no, a.yes, a.nothing}; }

Outcomes outcomes(const Tree& tree, FakeFacts& facts, const Value& it) { return evaluate_bool(tree, {facts, it, {}}); }

State state_of(Outcomes o) {
  if (o.yes && !o.no && !o.nothing) return State::kKnown;
  if (o.no && !o.yes && !o.nothing) return State::kKnown;
  return o.yes ? State::kNotCaptured : State::kAbsent;
}

}  // namespace httpvet::expr::fake
