#include "engine/rule_inputs.h"

#include <algorithm>

#include "facts/member.h"
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
    // Nodes that decide nothing: whether a field or a kind of anomaly is there the index knows, and nobody asks about
    // the items of a list of earlier exchanges where there are none. Operands stand before those who use them.
    std::vector<bool> idle(program.nodes.size());
    for (std::size_t i = program.nodes.size(); i-- > 0;) {
      const Node& node = program.nodes[i];
      if (idle[i]) {
        for (const std::uint16_t operand : node.operands) idle[operand] = true;
      } else if (node.op == Op::kHas && is_presence(program, program.nodes[node.operands[0]])) {
        idle[node.operands[0]] = true;
      } else if ((node.op == Op::kExists || node.op == Op::kAll) && add_absent(program.nodes[node.operands[0]])) {
        idle[node.operands[1]] = true;
      }
    }
    for (std::size_t i = 0; i < program.nodes.size(); ++i) {
      if (program.nodes[i].op == Op::kMember && !idle[i] && !add_member(program, program.nodes[i])) return false;
    }
    return true;
  }

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

  // `malformed("Name")` depends on the value of that field.
  bool add_malformed(const expr::Program& program, const Node& member, const Node& object) {
    static const auto malformed =
        facts::schema().find_member(static_cast<expr::ObjectType>(facts::Object::kMessage), "malformed");
    if (member.index != malformed->fact || member.operands.size() != 2) return false;
    const Node& name = program.nodes[member.operands[1]];
    if (name.op != Op::kStringConstant) return false;
    const model::FieldId field = fields::find_field(name.text);
    if (field != model::kUnknownField) add_input(object, Settled::By::kField, field);
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

}  // namespace

std::optional<RuleInputs> rule_inputs(const Rule& rule, bool judges_request) {
  if (rule.check != nullptr) return std::nullopt;
  Inputs inputs(judges_request);
  if (!inputs.add(rule.each) || !inputs.add(rule.when) || !inputs.add(rule.require)) return std::nullopt;
  return inputs.take();
}

}  // namespace httpvet::engine
