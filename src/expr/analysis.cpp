// Analysis: what has to hold for a rule to matter, so that an index can leave it out where it cannot.
//
// The rule of soundness: where the conditions found here do not hold, the expression is false, absent or malformed;
// never true, and never "not captured". A walk asks of every node what is necessary for it to come out as `goal` or as
// not captured; the evaluator's && and || are made so that this carries over from the operands (see Evaluator).
#include <algorithm>
#include <bitset>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

#include "expr/compiler.h"

namespace httpvet::expr {
namespace {

constexpr std::size_t kStatuses = 1000;
using StatusSet = std::bitset<kStatuses>;
using Features = std::vector<Feature>;  // sorted, no duplicates

/// What is necessary: all of it at once.
struct Condition {
  bool impossible = false;  // whatever is there or missing; a constant
  Features present;
  Features absent;
  // Of a status that is known. None at all is not `impossible`: a status that was not captured fits every comparison.
  StatusSet statuses = ~StatusSet();
};

Condition impossible() {
  Condition c;
  c.impossible = true;
  return c;
}

void insert(Features& features, Feature feature) {
  const auto at = std::lower_bound(features.begin(), features.end(), feature);
  if (at == features.end() || *at != feature) features.insert(at, feature);
}

Features intersection(const Features& a, const Features& b) {
  Features result;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

// Both `a` and `b` are necessary.
void require_also(Condition& a, const Condition& b) {
  for (const Feature feature : b.present) insert(a.present, feature);
  for (const Feature feature : b.absent) insert(a.absent, feature);
  a.statuses &= b.statuses;
  a.impossible = a.impossible || b.impossible;
}

// One of `a` and `b` is necessary.
Condition either(const Condition& a, const Condition& b) {
  if (a.impossible) return b;
  if (b.impossible) return a;
  Condition result;
  result.present = intersection(a.present, b.present);
  result.absent = intersection(a.absent, b.absent);
  result.statuses = a.statuses | b.statuses;
  return result;
}

bool holds(Op op, std::int64_t a, std::int64_t b) {
  switch (op) {
    case Op::kEqual:
      return a == b;
    case Op::kNotEqual:
      return a != b;
    case Op::kLess:
      return a < b;
    case Op::kLessEqual:
      return a <= b;
    case Op::kGreater:
      return a > b;
    default:
      return a >= b;
  }
}

class Analysis {
 public:
  Analysis(const Program& program, const Schema& schema) : nodes_(program.nodes), schema_(schema) {}

  // Necessary for the program to be `goal`, or not captured.
  Condition for_goal(bool goal) const { return for_goal(nodes_.back(), goal); }

  // Necessary for the program to be known, or not captured.
  Condition for_value() const {
    Condition c;
    add_reads(nodes_.back(), c);
    return c;
  }

 private:
  Condition for_goal(const Node& node, bool goal) const {
    switch (node.op) {
      case Op::kBoolConstant:
        return (node.integer != 0) == goal ? Condition() : impossible();
      case Op::kNot:
        return for_goal(operand(node, 0), !goal);
      case Op::kAnd:
      case Op::kOr:
        return junction(node, goal);
      case Op::kHas:
        return presence(node, goal);
      case Op::kExists:
      case Op::kAll: {
        // An empty list settles the other outcome, and is not told here from a list that is not there.
        Condition c;
        if (goal == (node.op == Op::kExists)) add_reads(operand(node, 0), c);
        return c;
      }
      default: {
        Condition c;
        add_reads(node, c);
        narrow_statuses(node, goal, c);
        add_truth(node, goal, c);
        return c;
      }
    }
  }

  Condition junction(const Node& node, bool goal) const {
    const bool all_needed = (node.op == Op::kAnd) == goal;
    Condition result = for_goal(operand(node, 0), goal);
    for (std::size_t i = 1; i < node.operands.size(); ++i) {
      const Condition next = for_goal(operand(node, i), goal);
      if (all_needed) {
        require_also(result, next);
      } else {
        result = either(result, next);
      }
    }
    return result;
  }

  Condition presence(const Node& node, bool goal) const {
    const Node& member = operand(node, 0);
    Condition c;
    if (goal) {
      add_reads(member, c);
    } else if (const Feature feature = feature_of(member); feature != kNoFeature) {
      const auto root = static_cast<RootId>(operand(member, 0).index);
      if (schema_.presence_is_exact(root, member.index)) insert(c.absent, feature);
    }
    return c;
  }

  // Adds what every read needs that `node` cannot do without: one operand that is absent makes such operators absent.
  void add_reads(const Node& node, Condition& c) const {
    switch (node.op) {
      case Op::kBoolConstant:
      case Op::kIntConstant:
      case Op::kStringConstant:
      case Op::kListConstant:
      case Op::kRoot:
      case Op::kItem:
      case Op::kHas:
      case Op::kNot:
      case Op::kAnd:
      case Op::kOr:
      case Op::kExists:
      case Op::kAll:
        return;
      default:
        break;
    }
    if (const Feature feature = feature_of(node); feature != kNoFeature) {
      insert(c.present, feature);
      if (const Feature wider = schema_.implied_feature(feature); wider != kNoFeature) insert(c.present, wider);
    }
    for (const std::uint16_t at : node.operands) add_reads(nodes_[at], c);
  }

  void narrow_statuses(const Node& node, bool goal, Condition& c) const {
    switch (node.op) {
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual: {
        const Node& left = operand(node, 0);
        const Node& right = operand(node, 1);
        const bool straight = is_status(left) && right.op == Op::kIntConstant;
        if (!straight && !(is_status(right) && left.op == Op::kIntConstant)) return;
        for (std::size_t s = 0; s < kStatuses; ++s) {
          const auto status = static_cast<std::int64_t>(s);
          const bool truth = straight ? holds(node.op, status, right.integer) : holds(node.op, left.integer, status);
          if (truth != goal) c.statuses.reset(s);
        }
        return;
      }
      case Op::kIn: {
        const Node& list = operand(node, 1);
        if (!is_status(operand(node, 0)) || list.op != Op::kListConstant) return;
        StatusSet listed;
        for (const std::uint16_t at : list.operands) {
          const std::int64_t status = nodes_[at].integer;
          if (status >= 0 && status < static_cast<std::int64_t>(kStatuses))
            listed.set(static_cast<std::size_t>(status));
        }
        c.statuses &= goal ? listed : ~listed;
        return;
      }
      default:
        return;
    }
  }

  // A bool fact, or an equality, of which a feature tells the outcome.
  void add_truth(const Node& node, bool goal, Condition& c) const {
    if (const Feature feature = truth_of(node); feature != kNoFeature) {
      insert((node.op != Op::kNotEqual) == goal ? c.present : c.absent, feature);
    }
  }

  Feature truth_of(const Node& node) const {
    if (node.op == Op::kMember) {
      const Node& object = operand(node, 0);
      if (object.op != Op::kRoot || node.operands.size() != 1) return kNoFeature;
      return schema_.truth_feature(static_cast<RootId>(object.index), node.index);
    }
    if (node.op != Op::kEqual && node.op != Op::kNotEqual) return kNoFeature;
    const bool constant_last = operand(node, 0).op == Op::kMember;
    const Node& member = operand(node, constant_last ? 0 : 1);
    const Node& constant = operand(node, constant_last ? 1 : 0);
    if (member.op != Op::kMember || operand(member, 0).op != Op::kRoot) return kNoFeature;
    const auto root = static_cast<RootId>(operand(member, 0).index);
    if (constant.op == Op::kIntConstant) return schema_.equality_feature(root, member.index, constant.integer);
    if (constant.op == Op::kStringConstant) return schema_.equality_feature(root, member.index, constant.text);
    return kNoFeature;
  }

  // The presence feature of a member read directly from a root.
  Feature feature_of(const Node& node) const {
    if (node.op != Op::kMember || operand(node, 0).op != Op::kRoot) return kNoFeature;
    return schema_.presence_feature(static_cast<RootId>(operand(node, 0).index), node.index);
  }

  bool is_status(const Node& node) const {
    return node.op == Op::kMember && operand(node, 0).op == Op::kRoot &&
           schema_.is_status(static_cast<RootId>(operand(node, 0).index), node.index);
  }

  const Node& operand(const Node& node, std::size_t i) const { return nodes_[node.operands[i]]; }

  std::span<const Node> nodes_;
  const Schema& schema_;
};

std::span<const StatusRange> ranges(const Condition& c, base::Arena& arena) {
  std::vector<StatusRange> result;
  // "None" cannot be said, since no ranges mean any; 0 is a status that no message has.
  const bool none = c.impossible || c.statuses.none();
  if (none) result.push_back({0, 0});
  for (std::size_t s = 0; s < kStatuses; ++s) {
    if (none || c.statuses.all() || !c.statuses.test(s)) continue;
    const auto status = static_cast<std::uint16_t>(s);
    if (result.empty() || result.back().last + 1 != status) result.push_back({status, status});
    result.back().last = status;
  }
  return arena.copy_array(std::span<const StatusRange>(result));
}

}  // namespace

Needs analyse(const Program& each, const Program& when, const Program& require, const Schema& schema,
              base::Arena& arena) {
  Condition needed;
  if (!each.empty()) require_also(needed, Analysis(each, schema).for_value());
  if (!when.empty()) require_also(needed, Analysis(when, schema).for_goal(true));
  if (!require.empty()) require_also(needed, Analysis(require, schema).for_goal(false));
  return {arena.copy_array(std::span<const Feature>(needed.present)),
          arena.copy_array(std::span<const Feature>(needed.absent)), ranges(needed, arena)};
}

}  // namespace httpvet::expr
