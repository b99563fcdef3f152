#include "expr/parser.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "expr/limits.h"

namespace httpvet::expr {
namespace {

constexpr char kTooDeep[] = "This is nested more than 32 deep.";

// Every parse function returns nullopt once error_ is set.
class Parser {
 public:
  Parser(Bytes source, std::vector<Token> tokens) : tokens_(std::move(tokens)) { ast_.source = source; }

  base::Result<Ast, CompileError> run() {
    if (peek().kind == TokenKind::kEnd) fail(peek().extent, "The expression is empty.");
    const std::optional<AstId> root = error_ ? std::nullopt : expression();
    if (root && peek().kind != TokenKind::kEnd) leftover();
    if (error_) return std::move(*error_);
    ast_.root = *root;
    return std::move(ast_);
  }

 private:
  using Parsed = std::optional<AstId>;

  // expr = and { "||" and } ;
  Parsed expression() {
    if (depth_ == kMaxNesting) return fail(peek().extent, kTooDeep);
    ++depth_;
    const Parsed result = chain(TokenKind::kOrOr, Op::kOr, [this] { return conjunction(); });
    --depth_;
    return result;
  }

  // and = compare { "&&" compare } ;
  Parsed conjunction() {
    return chain(TokenKind::kAndAnd, Op::kAnd, [this] { return comparison(); });
  }

  // One node for `a && b && c`: a long chain is not a deep tree.
  template <typename Operand>
  Parsed chain(TokenKind sign, Op op, Operand operand) {
    const Parsed first = operand();
    if (!first || peek().kind != sign) return first;
    AstNode node = operator_node(op, peek().extent, {*first});
    while (peek().kind == sign) {
      take();
      const Parsed next = operand();
      if (!next) return next;
      node.children.push_back(*next);
    }
    return add(std::move(node));
  }

  // compare = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") sum ] ;
  Parsed comparison() {
    const Parsed left = sum();
    if (!left) return left;
    const std::optional<Op> op = comparison_op(peek());
    if (!op) return left;
    const Token sign = take();
    const Parsed right = sum();
    if (!right) return right;
    if (comparison_op(peek())) {
      return fail(peek().extent, "Comparisons cannot be chained; join two of them with `&&`.");
    }
    return add(operator_node(*op, sign.extent, {*left, *right}));
  }

  // sum = postfix { ("+" | "-") postfix } ;
  Parsed sum() {
    Parsed left = postfix();
    while (left && (peek().kind == TokenKind::kPlus || peek().kind == TokenKind::kMinus)) {
      const Token sign = take();
      const Parsed right = postfix();
      if (!right) return right;
      const Op op = sign.kind == TokenKind::kPlus ? Op::kAdd : Op::kSubtract;
      left = add(operator_node(op, sign.extent, {*left, *right}));
    }
    return left;
  }

  // postfix = { "!" } primary { "." ident [ "(" [ args ] ")" ] | "[" expr "]" } ;
  Parsed postfix() {
    std::vector<Extent> nots;
    while (peek().kind == TokenKind::kNot) nots.push_back(take().extent);
    Parsed result = primary();
    while (result) {
      if (peek().kind == TokenKind::kDot) {
        result = member(*result);
      } else if (peek().kind == TokenKind::kOpenBracket) {
        result = element(*result);
      } else {
        break;
      }
    }
    for (; result && !nots.empty(); nots.pop_back()) {
      AstNode node = operator_node(Op::kNot, nots.back(), {*result});
      node.extent = join(nots.back(), ast_[*result].extent);
      result = add(std::move(node));
    }
    return result;
  }

  Parsed member(AstId object) {
    take();
    if (peek().kind != TokenKind::kName) return expected("the name of a member after `.`");
    Token name = take();
    AstNode node;
    node.form = Form::kMember;
    node.name = name.extent;
    node.text = std::move(name.text);
    node.children.push_back(object);
    node.extent = join(ast_[object].extent, name.extent);
    if (peek().kind == TokenKind::kOpenParen && !arguments(node)) return std::nullopt;
    return add(std::move(node));
  }

  Parsed element(AstId list) {
    AstNode node;
    node.form = Form::kElement;
    node.name = take().extent;
    const Parsed index = expression();
    if (!index) return index;
    if (peek().kind != TokenKind::kCloseBracket) return expected("`]`");
    node.extent = join(ast_[list].extent, take().extent);
    node.children = {list, *index};
    return add(std::move(node));
  }

  // primary = integer | string | "true" | "false" | list | ident [ "(" [ args ] ")" ] | "(" expr ")" ;
  Parsed primary() {
    switch (peek().kind) {
      case TokenKind::kInt:
        return integer(std::nullopt);
      case TokenKind::kMinus: {
        const Extent minus = take().extent;
        if (peek().kind != TokenKind::kInt) return expected("a number after `-`; only numbers have a sign");
        return integer(minus);
      }
      case TokenKind::kString: {
        Token token = take();
        AstNode node = literal(Op::kStringConstant, kStringType, token.extent);
        node.text = std::move(token.text);
        return add(std::move(node));
      }
      case TokenKind::kName:
        return name();
      case TokenKind::kOpenBracket:
        return list();
      case TokenKind::kOpenParen:
        return group();
      default:
        return expected("a value");
    }
  }

  Parsed integer(std::optional<Extent> minus) {
    const Token token = take();
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!minus && token.magnitude > kMax) return fail(token.extent, "This number does not fit in 64 bits.");
    AstNode node = literal(Op::kIntConstant, kIntType, minus ? join(*minus, token.extent) : token.extent);
    // Unsigned negation, for the one number whose magnitude is no int64.
    node.integer = static_cast<std::int64_t>(minus ? std::uint64_t{0} - token.magnitude : token.magnitude);
    return add(std::move(node));
  }

  Parsed name() {
    Token token = take();
    if (token.text == "true" || token.text == "false") {
      AstNode node = literal(Op::kBoolConstant, kBoolType, token.extent);
      node.integer = token.text == "true" ? 1 : 0;
      return add(std::move(node));
    }
    if (token.text == "in") return fail(token.extent, "`in` needs a value before it.");
    AstNode node;
    node.form = Form::kName;
    node.extent = node.name = token.extent;
    node.text = std::move(token.text);
    if (peek().kind == TokenKind::kOpenParen) {
      node.form = Form::kFunction;
      if (!arguments(node)) return std::nullopt;
    }
    return add(std::move(node));
  }

  Parsed list() {
    AstNode node;
    node.form = Form::kList;
    const Extent open = node.name = take().extent;
    if (!items(node, TokenKind::kCloseBracket, "`,` or `]`")) return std::nullopt;
    node.extent = join(open, take().extent);
    return add(std::move(node));
  }

  // The parentheses belong to the extent of what they hold, so that text quoted in an error is balanced.
  Parsed group() {
    const Extent open = take().extent;
    const Parsed inner = expression();
    if (!inner) return inner;
    if (peek().kind != TokenKind::kCloseParen) return expected("`)`");
    ast_[*inner].extent = join(open, take().extent);
    return inner;
  }

  // args = expr { "," expr } ;
  bool arguments(AstNode& node) {
    take();
    node.called = true;
    if (!items(node, TokenKind::kCloseParen, "`,` or `)`")) return false;
    node.extent = join(node.extent, take().extent);
    return true;
  }

  // Expressions up to the closing token, which is left to be taken.
  bool items(AstNode& node, TokenKind close, const char* wanted) {
    if (peek().kind == close) return true;
    while (true) {
      const Parsed item = expression();
      if (!item) return false;
      node.children.push_back(*item);
      if (peek().kind == close) return true;
      if (peek().kind != TokenKind::kComma) return expected(wanted).has_value();
      take();
    }
  }

  static std::optional<Op> comparison_op(const Token& token) {
    switch (token.kind) {
      case TokenKind::kEqual:
        return Op::kEqual;
      case TokenKind::kNotEqual:
        return Op::kNotEqual;
      case TokenKind::kLess:
        return Op::kLess;
      case TokenKind::kLessEqual:
        return Op::kLessEqual;
      case TokenKind::kGreater:
        return Op::kGreater;
      case TokenKind::kGreaterEqual:
        return Op::kGreaterEqual;
      case TokenKind::kName:
        if (token.text == "in") return Op::kIn;
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  static AstNode literal(Op op, Type type, Extent extent) {
    AstNode node;
    node.form = Form::kLiteral;
    node.op = op;
    node.type = type;
    node.extent = extent;
    return node;
  }

  static AstNode operator_node(Op op, Extent sign, std::vector<AstId> operands) {
    AstNode node;
    node.form = Form::kOperator;
    node.op = op;
    node.name = sign;
    node.children = std::move(operands);
    return node;
  }

  Parsed add(AstNode node) {
    for (const AstId child : node.children) node.height = std::max(node.height, ast_[child].height + 1);
    if (node.form == Form::kOperator && node.op != Op::kNot) {
      node.extent = join(ast_[node.children.front()].extent, ast_[node.children.back()].extent);
    }
    if (node.height > kMaxNesting) return fail(node.extent, kTooDeep);
    if (ast_.nodes.size() == kMaxNodes) return fail(node.extent, "An expression may have at most 512 parts.");
    ast_.nodes.push_back(std::move(node));
    return static_cast<AstId>(ast_.nodes.size() - 1);
  }

  const Token& peek() const { return tokens_[at_]; }
  Token take() { return std::move(tokens_[at_++]); }

  Parsed fail(Extent where, std::string message) {
    error_ = CompileError{std::move(message), where.offset, where.length};
    return std::nullopt;
  }

  Parsed expected(const char* what) {
    const Token& found = peek();
    const std::string seen = found.kind == TokenKind::kEnd
                                 ? "the expression ends"
                                 : "there is `" + std::string(ast_.text_of(found.extent)) + "`";
    return fail(found.extent, std::string("Expected ") + what + ", but " + seen + ".");
  }

  void leftover() {
    const Token& token = peek();
    if (token.kind == TokenKind::kName && token.text == "and") {
      fail(token.extent, "Write `&&` for `and`.");
    } else if (token.kind == TokenKind::kName && token.text == "or") {
      fail(token.extent, "Write `||` for `or`.");
    } else {
      expected("an operator or the end of the expression");
    }
  }

  Ast ast_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
  std::optional<CompileError> error_;
};

}  // namespace

base::Result<Ast, CompileError> parse(Bytes source, std::vector<Token> tokens) {
  return Parser(source, std::move(tokens)).run();
}

}  // namespace httpvet::expr
