// Fold: works out what is known before any message is.
#pragma once

#include <optional>

#include "expr/ast.h"
#include "expr/compiler.h"

namespace httpvet::expr {

/// Replaces operators on constants by their results, drops constants from && and ||, and makes one chain of nested
/// ones. `x == true` becomes `x`, so that analysis sees through it. An error for a sum that does not fit in 64 bits.
std::optional<CompileError> fold(Ast& ast);

}  // namespace httpvet::expr
