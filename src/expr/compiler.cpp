#include "expr/compiler.h"

#include <algorithm>
#include <utility>

#include "expr/ast.h"
#include "expr/checker.h"
#include "expr/emit.h"
#include "expr/fold.h"
#include "expr/lexer.h"
#include "expr/parser.h"

namespace httpvet::expr {

base::Result<Program, CompileError> compile(Bytes source, const Schema& schema, const CompileOptions& options,
                                            base::Arena& arena) {
  auto tokens = lex(source);
  if (!tokens) return std::move(tokens.error());
  auto ast = parse(source, std::move(tokens.value()));
  if (!ast) return std::move(ast.error());
  if (auto error = check(ast.value(), schema, options)) return std::move(*error);
  if (auto error = fold(ast.value())) return std::move(*error);
  return emit(ast.value(), arena);
}

std::vector<FactUse> facts_used(const Program& program) {
  std::vector<FactUse> uses;
  for (const Node& node : program.nodes) {
    if (node.op != Op::kMember) continue;
    const Node& object = program.nodes[node.operands[0]];
    const RootId root = object.op == Op::kRoot ? static_cast<RootId>(object.index) : kNoRoot;
    const bool listed = std::any_of(uses.begin(), uses.end(),
                                    [&](const FactUse& use) { return use.root == root && use.fact == node.index; });
    if (!listed) uses.push_back({root, node.index});
  }
  return uses;
}

}  // namespace httpvet::expr
