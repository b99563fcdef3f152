#include "expr/emit.h"

#include <cstdint>
#include <span>
#include <vector>

namespace httpvet::expr {
namespace {

bool is_text(Op op) { return op == Op::kStringConstant; }

bool is_number(Op op) { return op == Op::kIntConstant || op == Op::kBoolConstant; }

// Appends `id` after its operands; the index it got.
std::uint16_t append(const Ast& ast, AstId id, std::vector<Node>& nodes, base::Arena& arena) {
  const AstNode& from = ast[id];
  std::vector<std::uint16_t> operands;
  operands.reserve(from.children.size());
  for (const AstId child : from.children) operands.push_back(append(ast, child, nodes, arena));
  Node node;
  node.op = from.op;
  node.operand_kind = from.operand_kind;
  node.index = from.index;
  if (is_number(from.op)) node.integer = from.integer;
  if (is_text(from.op)) node.text = arena.copy(from.text);
  node.operands = arena.copy_array(std::span<const std::uint16_t>(operands));
  nodes.push_back(node);
  return static_cast<std::uint16_t>(nodes.size() - 1);
}

}  // namespace

Program emit(const Ast& ast, base::Arena& arena) {
  std::vector<Node> nodes;
  append(ast, ast.root, nodes, arena);
  return {arena.copy_array(std::span<const Node>(nodes)), ast[ast.root].type};
}

}  // namespace httpvet::expr
