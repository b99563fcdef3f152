// Emit: a checked Ast to the flat Program.
#pragma once

#include "base/arena.h"
#include "expr/ast.h"
#include "expr/program.h"

namespace httpvet::expr {

/// The program of `ast`, in `arena`.
Program emit(const Ast& ast, base::Arena& arena);

}  // namespace httpvet::expr
