// From text to Program: lexer, parser, type checker, analysis.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "expr/program.h"
#include "expr/schema.h"

namespace httpvet::expr {

/// What is wrong with an expression, and where.
struct CompileError {
  std::string message;     // one sentence, with the nearest known name where a name is unknown
  std::size_t offset = 0;  // into the source text
  std::size_t length = 0;
};

struct CompileOptions {
  /// Type of `it`; nullopt: `it` is unknown here.
  std::optional<Type> item;
  /// Type the expression has to have; nullopt: any.
  std::optional<Type> expected;
};

/// Compiles `source`. The program lives in `arena` (string constants are copied there).
base::Result<Program, CompileError> compile(Bytes source, const Schema& schema, const CompileOptions& options,
                                            base::Arena& arena);

/// What has to hold for a rule of `when`, `require` and `each` to fire or be undecided (see Needs). Either program may
/// be empty. `each` is the program of the list that the rule runs over: a list that cannot be there means no finding.
Needs analyse(const Program& each, const Program& when, const Program& require, const Schema& schema,
              base::Arena& arena);

/// The member facts that a program reads, with the root each is read from where that is plain (else kNoRoot).
struct FactUse {
  RootId root = kNoRoot;
  FactId fact = 0;
};
std::vector<FactUse> facts_used(const Program& program);

/// The candidate nearest to `name` by edit distance, if one is near enough to be meant (for "did you mean").
std::optional<Bytes> nearest(Bytes name, const std::vector<Bytes>& candidates);

}  // namespace httpvet::expr
