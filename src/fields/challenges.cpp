#include "fields/challenges.h"

#include <cstddef>

namespace httpvet::fields {
namespace {

// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="     (RFC 9110 §11.2)
bool is_token68_octet(char c) {
  return base::is(c, base::kAlpha | base::kDigit) || c == '-' || c == '.' || c == '_' || c == '~' || c == '+' ||
         c == '/';
}

// challenge   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]              (RFC 9110 §11.3)
// auth-scheme = token
// auth-param  = token BWS "=" BWS ( token / quoted-string )                 (RFC 9110 §11.2)
class ChallengesReader {
 public:
  ChallengesReader(Bytes value, base::Arena& arena, ParseError& error)
      : arena_(arena), cursor_(value, error), list_(cursor_), challenges_(arena), parameters_(arena) {}

  bool read(Challenges& out) {
    while (list_.next()) {
      if (!element()) return false;
    }
    if (!list_.ok()) return false;
    out = {finish_elements(challenges_, parameters_, arena_), list_.empty_elements()};
    return true;
  }

 private:
  /// What stands between two commas: a parameter of the last challenge, or a new challenge with its first parameter.
  bool element() {
    const std::size_t start = cursor_.position();
    Slice name;
    if (!cursor_.token(name, "an authentication scheme")) return false;
    const std::size_t name_end = cursor_.position();
    const std::size_t blanks = cursor_.skip_blanks();
    if (cursor_.peek() == '=') {
      const bool open = challenges_.size() > 0 && challenges_.back().element.token68.empty();
      if (!open) return cursor_.fail_at(start, "an authentication scheme");
      cursor_.move_to(start);
      return parameter();
    }
    challenges_.push_back({{name, {}, {}, false}, parameters_.size()});
    if (cursor_.at_end() || cursor_.peek() == ',') return true;
    if (blanks == 0) return cursor_.fail("a space or a comma");
    challenges_.back().element.irregular_space = cursor_.value().substr(name_end, blanks) != " ";
    return at_parameter() ? parameter() : token68();
  }

  /// True when a name, an equals sign and the beginning of a value stand here. "abc=" with nothing behind it is a
  /// token68.
  bool at_parameter() {
    const std::size_t start = cursor_.position();
    cursor_.take_all(base::kTchar);
    cursor_.skip_blanks();
    bool found = cursor_.take('=');
    cursor_.skip_blanks();
    found = found && (cursor_.peek() == '"' || base::is(cursor_.peek(), base::kTchar));
    cursor_.move_to(start);
    return found;
  }

  bool parameter() {
    Parameter parameter;
    if (!read_parameter(cursor_, BadWhitespace::kNoted, parameter)) return false;
    parameters_.push_back(parameter);
    return true;
  }

  bool token68() {
    const std::size_t start = cursor_.position();
    while (is_token68_octet(cursor_.peek())) cursor_.move_to(cursor_.position() + 1);
    if (cursor_.position() == start) return cursor_.fail("a token68 or a parameter");
    while (cursor_.take('=')) continue;
    challenges_.back().element.token68 = cursor_.since(start);
    return true;
  }

  base::Arena& arena_;
  Cursor cursor_;
  ListReader list_;
  ArenaList<Unfinished<Challenge>> challenges_;
  ArenaList<Parameter> parameters_;
};

}  // namespace

// WWW-Authenticate   = #challenge     (RFC 9110 §11.6.1)
// Proxy-Authenticate = #challenge     (RFC 9110 §11.7.1)
bool parse_challenges(Bytes value, base::Arena& arena, Challenges& out, ParseError& error) {
  return ChallengesReader(value, arena, error).read(out);
}

}  // namespace httpvet::fields
