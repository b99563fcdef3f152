// Checker: gives every node of an Ast its operator, its type and its place in the schema.
#pragma once

#include <optional>

#include "expr/ast.h"
#include "expr/compiler.h"
#include "expr/schema.h"

namespace httpvet::expr {

/// Checks and annotates `ast`; the first thing that is wrong, if anything is.
std::optional<CompileError> check(Ast& ast, const Schema& schema, const CompileOptions& options);

}  // namespace httpvet::expr
