#include "engine/rule_inputs.h"

#include <algorithm>

#include "facts/member.h"
#include "facts/value_faults.h"
#include "fields/registry.h"

namespace httpvet::engine {
namespace {

using expr::Node;
using expr::Op;
using facts::Settled;

class Inputs {
 public:
  explicit Inputs(bool judges_request) : judges_request_(judges_request) {}

  /// Adds what `program` reads. False if something else than values and what the index knows decides about it.
  bool add(const expr::Program& program) {
    if (program.empty()) return true;
    // Nodes that decide: not whether a field or a kind of anomaly is there, which the index knows, and not what is
    // asked of the items of a list of earlier exchanges where there are none. Operands stand before those who use them.
    std::vector<bool> decides(program.nodes.size());
    decides.back() = true;
    for (std::size_t i = program.nodes.size(); i-- > 0;) {
      if (!decides[i]) continue;
      const Node& node = program.nodes[i];
      if (node.op == Op::kMember && !add_member(program, node)) return false;
      if (node.op == Op::kHas && is_presence(program, program.nodes[node.operands[0]])) continue;
      for (const std::uint16_t operand : node.operands) decides[operand] = true;
      const bool quantifier = node.op == Op::kExists || node.op == Op::kAll;
      if (quantifier && add_absent(program.nodes[node.operands[0]])) decides[node.operands[1]] = false;
    }
    return true;
  }

  const RuleInputs& inputs() const { return inputs_; }
  RuleInputs take() { return std::move(inputs_); }

 private:
  static bool of_root(const expr::Program& program, const Node& member) {
    return program.nodes[member.operands[0]].op == Op::kRoot;
  }

  static bool is_presence(const expr::Program& program, const Node& member) {
    return of_root(program, member) && (facts::is_field_fact(member.index) || facts::is_anomaly_fact(member.index));
  }

  // True when `list` is a list that is settled because there is nothing in it.
  bool add_absent(const Node& list) {
    if (list.op != Op::kMember || facts::is_anomaly_fact(list.index) || facts::is_field_fact(list.index)) return false;
    const auto settled = facts::what_settles(list.index);
    if (!settled || settled->by != Settled::By::kAbsence) return false;
    inputs_.unless |= settled->unless;
    return true;
  }

  bool add_member(const expr::Program& program, const Node& member) {
    if (facts::is_anomaly_fact(member.index)) return true;
    const Node& object = program.nodes[member.operands[0]];
    // What a settled object holds is settled: messages of earlier exchanges are not there, parsed values are values.
    const bool rooted = object.op == Op::kRoot;
    if (facts::is_field_fact(member.index)) {
      if (rooted) add_input(object, Settled::By::kField, facts::field_of(member.index));
      return true;
    }
    const auto settled = facts::what_settles(member.index);
    if (!settled) return rooted && add_malformed(program, member, object);
    inputs_.unless |= settled->unless;
    const bool by_value = settled->by == Settled::By::kField || settled->by == Settled::By::kReason;
    if (by_value && rooted) {
      add_input(object, settled->by, settled->field);
      if (settled->other != model::kUnknownField) add_input(object, settled->by, settled->other);
    }
    return true;
  }

  // `malformed("Name")` and `faults("Name")` depend on the values of that field.
  bool add_malformed(const expr::Program& program, const Node& member, const Node& object) {
    constexpr auto kMessage = static_cast<expr::ObjectType>(facts::Object::kMessage);
    static const auto malformed = facts::schema().find_member(kMessage, "malformed");
    static const auto faults = facts::schema().find_member(kMessage, "faults");
    const bool of_value = member.index == malformed->fact || member.index == faults->fact;
    if (!of_value || member.operands.size() != 2) return false;
    const Node& name = program.nodes[member.operands[1]];
    if (name.op != Op::kStringConstant) return false;
    const model::FieldId field = fields::find_field(name.text);
    if (field != model::kUnknownField) add_input(object, Settled::By::kField, field);
    const model::FieldId twin = facts::report_only_twin(field);
    if (twin != model::kUnknownField) add_input(object, Settled::By::kField, twin);
    return field != model::kUnknownField;
  }

  void add_input(const Node& root, Settled::By by, model::FieldId field) {
    const auto which = static_cast<facts::Root>(root.index);
    const RuleInput input{which == facts::Root::kReq || judges_request_, by, field};
    if (std::ranges::find(inputs_.values, input) == inputs_.values.end()) inputs_.values.push_back(input);
  }

  bool judges_request_;
  RuleInputs inputs_;
};

bool reads_item(const expr::Program& program) {
  std::vector<bool> used(program.nodes.size());
  used.back() = true;
  for (std::size_t i = program.nodes.size(); i-- > 0;) {
    if (!used[i]) continue;
    if (program.nodes[i].op == Op::kItem && program.nodes[i].index == 0) return true;
    for (const std::uint16_t operand : program.nodes[i].operands) used[operand] = true;
  }
  return false;
}

/// The operands of the && that `when` is, or `when` itself.
std::vector<expr::Program> conjuncts(const expr::Program& when) {
  if (when.empty()) return {};
  const Node& root = when.nodes.back();
  if (root.op != Op::kAnd) return {when};
  std::vector<expr::Program> parts;
  // Operands stand before those who use them, so that a program up to a node is a program for that node.
  for (const std::uint16_t operand : root.operands) parts.push_back({when.nodes.first(operand + 1U), when.type});
  return parts;
}

std::optional<RuleInputs> guard_inputs(const Rule& rule, bool judges_request) {
  Inputs all(judges_request);
  std::vector<expr::Program> guards;
  for (const expr::Program& part : conjuncts(rule.when)) {
    Inputs alone(judges_request);
    // Without an input it is what the index has looked at already.
    if (reads_item(part) || !alone.add(part) || (alone.inputs().values.empty() && alone.inputs().unless == 0)) continue;
    Inputs both = all;
    both.add(part);
    if (both.inputs().values.size() > kMostInputs) continue;
    all = both;
    guards.push_back(part);
  }
  if (guards.empty()) return std::nullopt;
  RuleInputs inputs = all.take();
  inputs.guards = std::move(guards);
  return inputs;
}

}  // namespace

std::optional<RuleInputs> rule_inputs(const Rule& rule, bool judges_request) {
  Inputs inputs(judges_request);
  if (rule.check == nullptr && inputs.add(rule.each) && inputs.add(rule.when) && inputs.add(rule.require)) {
    return inputs.take();
  }
  return guard_inputs(rule, judges_request);
}

}  // namespace httpvet::engine
