#include "expr/fold.h"

#include <string>
#include <utility>
#include <vector>

#include "expr/arithmetic.h"

namespace httpvet::expr {
namespace {

class Folder {
 public:
  explicit Folder(Ast& ast) : ast_(ast) {}

  std::optional<CompileError> run() {
    ast_.root = fold(ast_.root);
    return std::move(error_);
  }

 private:
  // The node that stands for `id` from now on.
  AstId fold(AstId id) {
    AstNode& node = ast_[id];
    for (AstId& child : node.children) child = fold(child);
    switch (node.op) {
      case Op::kNot:
        return negate(id);
      case Op::kAnd:
      case Op::kOr:
        return junction(id);
      case Op::kEqual:
      case Op::kNotEqual:
        if (node.operand_kind == Kind::kBool) return compare_bools(id);
        [[fallthrough]];
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
        if (constants(node)) compare(node);
        return id;
      case Op::kAdd:
      case Op::kSubtract:
        if (constants(node)) add(node);
        return id;
      default:
        return id;
    }
  }

  AstId negate(AstId id) {
    AstNode& node = ast_[id];
    const AstNode& operand = ast_[node.children[0]];
    if (operand.op == Op::kNot) return operand.children[0];
    if (operand.op == Op::kBoolConstant) become_bool(node, operand.integer == 0);
    return id;
  }

  AstId junction(AstId id) {
    AstNode& node = ast_[id];
    const bool dominant = node.op == Op::kOr;
    std::vector<AstId> operands;
    for (const AstId child : node.children) {
      const AstNode& operand = ast_[child];
      if (operand.op == node.op) {
        operands.insert(operands.end(), operand.children.begin(), operand.children.end());
      } else if (operand.op != Op::kBoolConstant) {
        operands.push_back(child);
      } else if ((operand.integer != 0) == dominant) {
        become_bool(node, dominant);
        return id;
      }
    }
    if (operands.empty()) become_bool(node, !dominant);
    if (operands.size() == 1) return operands.front();
    if (!operands.empty()) node.children = std::move(operands);
    return id;
  }

  // `x == true`, `false != x` and the like.
  AstId compare_bools(AstId id) {
    AstNode& node = ast_[id];
    const bool first = ast_[node.children[0]].op == Op::kBoolConstant;
    if (!first && ast_[node.children[1]].op != Op::kBoolConstant) return id;
    const AstNode& constant = ast_[node.children[first ? 0 : 1]];
    const AstId other = node.children[first ? 1 : 0];
    if ((constant.integer != 0) == (node.op == Op::kEqual)) return other;
    node.op = Op::kNot;
    node.children = {other};
    return negate(id);
  }

  void compare(AstNode& node) {
    const AstNode& a = ast_[node.children[0]];
    const AstNode& b = ast_[node.children[1]];
    const bool equal = a.integer == b.integer && a.text == b.text;
    switch (node.op) {
      case Op::kEqual:
        return become_bool(node, equal);
      case Op::kNotEqual:
        return become_bool(node, !equal);
      case Op::kLess:
        return become_bool(node, a.integer < b.integer);
      case Op::kLessEqual:
        return become_bool(node, a.integer <= b.integer);
      case Op::kGreater:
        return become_bool(node, a.integer > b.integer);
      default:
        return become_bool(node, a.integer >= b.integer);
    }
  }

  void add(AstNode& node) {
    const AstNode& a = ast_[node.children[0]];
    const AstNode& b = ast_[node.children[1]];
    if (node.operand_kind == Kind::kString) {
      node.text = a.text + b.text;
      become(node, Op::kStringConstant);
      return;
    }
    const std::optional<std::int64_t> result =
        node.op == Op::kAdd ? checked_add(a.integer, b.integer) : checked_subtract(a.integer, b.integer);
    if (!result) {
      error_ = CompileError{"This sum does not fit in 64 bits.", node.extent.offset, node.extent.length};
      return;
    }
    node.integer = *result;
    become(node, Op::kIntConstant);
  }

  bool constants(const AstNode& node) const {
    for (const AstId child : node.children) {
      const Op op = ast_[child].op;
      if (op != Op::kIntConstant && op != Op::kStringConstant) return false;
    }
    return true;
  }

  static void become(AstNode& node, Op constant) {
    node.op = constant;
    node.children.clear();
  }

  static void become_bool(AstNode& node, bool value) {
    node.integer = value ? 1 : 0;
    become(node, Op::kBoolConstant);
  }

  Ast& ast_;
  std::optional<CompileError> error_;
};

}  // namespace

std::optional<CompileError> fold(Ast& ast) { return Folder(ast).run(); }

}  // namespace httpvet::expr
