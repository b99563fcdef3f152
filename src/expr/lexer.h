// Lexer: source text to tokens.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "expr/ast.h"
#include "expr/compiler.h"

namespace httpvet::expr {

enum class TokenKind : std::uint8_t {
  kEnd,
  kInt,
  kString,
  kName,
  kAndAnd,
  kOrOr,
  kNot,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kPlus,
  kMinus,
  kDot,
  kComma,
  kOpenParen,
  kCloseParen,
  kOpenBracket,
  kCloseBracket,
};

/// One token. Keywords are names: `res.in` is a member like any other.
struct Token {
  TokenKind kind{};
  Extent extent;
  std::uint64_t magnitude = 0;  // kInt: at most 2^63, which only a minus sign makes legal
  std::string text;             // kName, and kString with its escapes resolved
};

/// All tokens of `source`, kEnd last.
base::Result<std::vector<Token>, CompileError> lex(Bytes source);

}  // namespace httpvet::expr
