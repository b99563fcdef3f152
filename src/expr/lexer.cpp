#include "expr/lexer.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "base/byte_class.h"
#include "expr/limits.h"

namespace httpvet::expr {
namespace {

constexpr std::uint64_t kMaxMagnitude = std::uint64_t{1} << 63;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool is_name(char c) { return is_name_start(c) || base::is(c, base::kDigit); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Sign {
  Bytes text;
  TokenKind kind;
};

// Two-byte signs first, so that the longest one wins.
constexpr Sign kSigns[] = {
    {"&&", TokenKind::kAndAnd},     {"||", TokenKind::kOrOr},        {"==", TokenKind::kEqual},
    {"!=", TokenKind::kNotEqual},   {"<=", TokenKind::kLessEqual},   {">=", TokenKind::kGreaterEqual},
    {"<", TokenKind::kLess},        {">", TokenKind::kGreater},      {"!", TokenKind::kNot},
    {"+", TokenKind::kPlus},        {"-", TokenKind::kMinus},        {".", TokenKind::kDot},
    {",", TokenKind::kComma},       {"(", TokenKind::kOpenParen},    {")", TokenKind::kCloseParen},
    {"[", TokenKind::kOpenBracket}, {"]", TokenKind::kCloseBracket},
};

class Lexer {
 public:
  explicit Lexer(Bytes source) : source_(source) {}

  base::Result<std::vector<Token>, CompileError> run() {
    if (source_.size() > kMaxSource) {
      fail(kMaxSource, source_.size() - kMaxSource, "An expression may have at most 65536 octets.");
    }
    while (!error_) {
      while (at_ < source_.size() && is_space(source_[at_])) ++at_;
      if (at_ == source_.size()) break;
      next();
    }
    if (error_) return std::move(*error_);
    tokens_.push_back({TokenKind::kEnd, {source_.size(), 0}, 0, {}});
    return std::move(tokens_);
  }

 private:
  void next() {
    const char c = source_[at_];
    if (is_name_start(c)) return name();
    if (base::is(c, base::kDigit)) return integer();
    if (c == '"' || c == '\'') return string(c);
    for (const Sign& sign : kSigns) {
      if (source_.substr(at_).starts_with(sign.text)) {
        tokens_.push_back({sign.kind, {at_, sign.text.size()}, 0, {}});
        at_ += sign.text.size();
        return;
      }
    }
    unexpected(c);
  }

  void unexpected(char c) {
    if (c == '=') return fail(at_, 1, "A single `=` means nothing here; write `==` to compare.");
    if (c == '&') return fail(at_, 1, "A single `&` means nothing here; write `&&`.");
    if (c == '|') return fail(at_, 1, "A single `|` means nothing here; write `||`.");
    if (base::is(c, base::kAlpha)) return fail(at_, 1, "Names are written in lower case.");
    if (base::is(c, base::kVchar)) return fail(at_, 1, std::string("Expressions have no `") + c + "`.");
    fail(at_, 1, "This octet may only stand inside a string.");
  }

  void name() {
    const std::size_t start = at_;
    while (at_ < source_.size() && is_name(source_[at_])) ++at_;
    tokens_.push_back({TokenKind::kName, {start, at_ - start}, 0, std::string(source_.substr(start, at_ - start))});
  }

  void integer() {
    const std::size_t start = at_;
    std::uint64_t magnitude = 0;
    bool fits = true;
    for (; at_ < source_.size() && base::is(source_[at_], base::kDigit); ++at_) {
      const auto digit = static_cast<std::uint64_t>(source_[at_] - '0');
      fits = fits && magnitude <= (kMaxMagnitude - digit) / 10;
      if (fits) magnitude = magnitude * 10 + digit;
    }
    if (!fits) return fail(start, at_ - start, "This number does not fit in 64 bits.");
    if (at_ < source_.size() && (is_name(source_[at_]) || base::is(source_[at_], base::kAlpha))) {
      return fail(at_, 1, "A number is made of decimal digits only.");
    }
    tokens_.push_back({TokenKind::kInt, {start, at_ - start}, magnitude, {}});
  }

  void string(char quote) {
    const std::size_t start = at_++;
    std::string text;
    while (at_ < source_.size() && source_[at_] != quote && source_[at_] != '\n') {
      if (source_[at_] != '\\') {
        text += source_[at_++];
        continue;
      }
      const std::optional<char> c = escape();
      if (!c) return;
      text += *c;
    }
    if (at_ == source_.size() || source_[at_] == '\n') {
      return fail(start, at_ - start, "This string has no closing quote on its line.");
    }
    ++at_;
    tokens_.push_back({TokenKind::kString, {start, at_ - start}, 0, std::move(text)});
  }

  // The octet that the escape at the current position stands for; moves past it.
  std::optional<char> escape() {
    const Bytes rest = source_.substr(at_);
    if (rest.size() >= 2) {
      static constexpr Bytes kLetters = "\\\"'nrt";
      static constexpr Bytes kMeanings = "\\\"'\n\r\t";
      if (const std::size_t i = kLetters.find(rest[1]); i != Bytes::npos) {
        at_ += 2;
        return kMeanings[i];
      }
      if (rest[1] == 'x' && rest.size() >= 4) {
        const int high = base::hex_value(rest[2]);
        const int low = base::hex_value(rest[3]);
        if (high >= 0 && low >= 0) {
          at_ += 4;
          return static_cast<char>(high * 16 + low);
        }
      }
    }
    fail(at_, rest.size() < 2 ? 1 : 2, R"(The escapes of a string are \\ \" \' \n \r \t and \xNN.)");
    return std::nullopt;
  }

  void fail(std::size_t offset, std::size_t length, std::string message) {
    error_ = CompileError{std::move(message), offset, length};
  }

  Bytes source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  std::optional<CompileError> error_;
};

}  // namespace

base::Result<std::vector<Token>, CompileError> lex(Bytes source) { return Lexer(source).run(); }

}  // namespace httpvet::expr
