// Parser: tokens to Ast, by recursive descent. It knows no types.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "expr/ast.h"
#include "expr/compiler.h"
#include "expr/lexer.h"

namespace httpvet::expr {

/// The tree of `tokens`, which are those of `source`.
base::Result<Ast, CompileError> parse(Bytes source, std::vector<Token> tokens);

}  // namespace httpvet::expr
