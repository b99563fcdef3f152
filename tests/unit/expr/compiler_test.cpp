// What the lexer, the parser and the checker refuse, in which words, and at which place.
#include "expr/compiler.h"

#include <string>

#include "support/catch.h"
#include "unit/expr/fake_schema.h"

using namespace httpvet;
using namespace httpvet::expr;

namespace {

struct Complaint {
  const char* source;
  std::size_t offset;
  std::size_t length;
  const char* message;
};

void check_complaints(const std::vector<Complaint>& complaints, const CompileOptions& options = {}) {
  base::Arena arena;
  for (const Complaint& c : complaints) {
    INFO(c.source);
    const auto program = compile(c.source, fake::FakeSchema(), options, arena);
    CHECK_FALSE(program.ok());
    if (program.ok()) continue;
    CHECK(program.error().message == c.message);
    CHECK(program.error().offset == c.offset);
    CHECK(program.error().length == c.length);
  }
}

bool compiles(const std::string& source, const CompileOptions& options = {}) {
  base::Arena arena;
  return compile(source, fake::FakeSchema(), options, arena).ok();
}

std::string repeat(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("the lexer says what is no token and where") {
  check_complaints({
      {"res.status = 4", 11, 1, "A single `=` means nothing here; write `==` to compare."},
      {"true & true", 5, 1, "A single `&` means nothing here; write `&&`."},
      {"true | true", 5, 1, "A single `|` means nothing here; write `||`."},
      {"res.Allow", 4, 1, "Names are written in lower case."},
      {"1 * 2", 2, 1, "Expressions have no `*`."},
      {"1 \x01", 2, 1, "This octet may only stand inside a string."},
      {"1 == 'a", 5, 2, "This string has no closing quote on its line."},
      {"'a\nb'", 0, 2, "This string has no closing quote on its line."},
      {R"("a\q")", 2, 2, R"(The escapes of a string are \\ \" \' \n \r \t and \xNN.)"},
      {R"("\xg0")", 1, 2, R"(The escapes of a string are \\ \" \' \n \r \t and \xNN.)"},
      {R"("\)", 1, 1, R"(The escapes of a string are \\ \" \' \n \r \t and \xNN.)"},
      {"9223372036854775808", 0, 19, "This number does not fit in 64 bits."},
      {"99999999999999999999", 0, 20, "This number does not fit in 64 bits."},
      {"12ab", 2, 1, "A number is made of decimal digits only."},
  });
}

TEST_CASE("the parser says what it expected and where") {
  check_complaints({
      {"", 0, 0, "The expression is empty."},
      {"  ", 2, 0, "The expression is empty."},
      {"true &&", 7, 0, "Expected a value, but the expression ends."},
      {"(true", 5, 0, "Expected `)`, but the expression ends."},
      {"true)", 4, 1, "Expected an operator or the end of the expression, but there is `)`."},
      {"true and false", 5, 3, "Write `&&` for `and`."},
      {"true or false", 5, 2, "Write `||` for `or`."},
      {"not true", 4, 4, "Expected an operator or the end of the expression, but there is `true`."},
      {"1 < 2 < 3", 6, 1, "Comparisons cannot be chained; join two of them with `&&`."},
      {"1 in [1] in [2]", 9, 2, "Comparisons cannot be chained; join two of them with `&&`."},
      {"in [1]", 0, 2, "`in` needs a value before it."},
      {"res.", 4, 0, "Expected the name of a member after `.`, but the expression ends."},
      {"res.1", 4, 1, "Expected the name of a member after `.`, but there is `1`."},
      {"res.codes[1", 11, 0, "Expected `]`, but the expression ends."},
      {"size(res.codes", 14, 0, "Expected `,` or `)`, but the expression ends."},
      {"1 in [1 2]", 8, 1, "Expected `,` or `]`, but there is `2`."},
      {"-res.status", 1, 3, "Expected a number after `-`; only numbers have a sign, but there is `res`."},
  });
}

TEST_CASE("the checker names what is unknown and what is near it") {
  check_complaints({
      {"rse.status", 0, 3, "There is no `rse` here; did you mean `res`?"},
      {"response", 0, 8, "There is no `response` here."},
      {"it", 0, 2, "`it` is only there in a rule with `each`."},
      {"not", 0, 3, "Write `!` for `not`."},
      {"has(res.alow)", 8, 4, "`res` (a message) has no member `alow`; did you mean `allow`?"},
      {"res.cache_control.maxage == 1", 18, 6,
       "`res.cache_control` (a cache control) has no member `maxage`; did you mean `max_age`?"},
      {"res.allow.lowr()", 10, 4, "`res.allow` (a string) has no method `lowr`; did you mean `lower`?"},
      {"res.tags.exist(x, x == 'a')", 9, 5,
       "`res.tags` (a list of strings) has no method `exist`; did you mean `exists`?"},
      {"res.tags.size", 9, 4, "The size of a list is written `size(list)`."},
      {"hass(res.allow)", 0, 4, "There is no function `hass`; did you mean `has`?"},
      {"(1 + res.status).x", 17, 1, "`(1 + res.status)` is an int and has no members."},
  });
}

TEST_CASE("the checker holds operands against their types") {
  check_complaints({
      {"res.status && true", 0, 10, "`&&` needs a bool here, but `res.status` is an int."},
      {"!res.status", 1, 10, "`!` needs a bool here, but `res.status` is an int."},
      {"'a' < 'b'", 0, 3, "`<` needs an int here, but `'a'` is a string."},
      {"res.status == 'a'", 0, 17,
       "`==` needs the same type on both sides, but `res.status` is an int and `'a'` is a string."},
      {"res == req", 0, 3, "`==` compares numbers or strings, but `res` is a message."},
      {"res.tags != res.tags", 0, 8, "`!=` compares numbers or strings, but `res.tags` is a list of strings."},
      {"true + true", 0, 4, "`+` adds numbers or strings, but `true` is a bool."},
      {"'a' - 'b'", 0, 3, "`-` needs an int here, but `'a'` is a string."},
      {"'a' in 'abc'", 4, 2, "`in` looks through lists; a string in a string is found with `.contains()`."},
      {"1 in res.tags", 0, 13,
       "`in` needs an item of the list's type, but `1` is an int and `res.tags` is a list of strings."},
      {"1 in res.lines", 5, 9,
       "`in` looks through a list of strings or numbers, but `res.lines` is a list of line objects."},
      {"1 in []", 5, 2, "An empty list holds nothing to compare with."},
      {"1 in [1, 'a']", 9, 3, "The items of a list are all strings, or all numbers."},
      {"1 in [res.status]", 6, 10, "A list is written of strings, or of numbers."},
      {"size(res.status)", 5, 10, "`size` counts a list or a string, but `res.status` is an int."},
      {"size(1, 2)", 0, 4, "`size` takes one argument."},
      {"has(res)", 4, 3, "`has` asks for a member of an object, written `has(object.member)`."},
      {"has(res.coded('a'))", 4, 14, "`has` asks for a member of an object, written `has(object.member)`."},
      {"res.status[0]", 10, 1, "Only lists have elements, but `res.status` is an int."},
      {"res.tags['a']", 9, 3, "`[` needs an int here, but `'a'` is a string."},
      {"res.allow.lower", 10, 5, "`lower` is a method; write `lower(…)`."},
      {"res.allow.lower('a')", 10, 5, "`lower` takes no arguments, but 1 is given."},
      {"res.allow.contains()", 10, 8, "`contains` takes 1 argument, but none is given."},
      {"res.allow.contains(1)", 19, 1, "`contains` needs a string here, but `1` is an int."},
      {"res.status()", 4, 6, "`status` takes no arguments; leave out the parentheses."},
      {"res.between(1)", 4, 7, "`between` takes 2 arguments, but 1 is given."},
      {"res.between(1, 'a')", 15, 3, "`between` takes an int here, but `'a'` is a string."},
      {"9223372036854775807 + 1 == 1", 0, 23, "This sum does not fit in 64 bits."},
  });
  check_complaints({{"res.status", 0, 10, "`res.status` is an int, but a bool is needed here."}},
                   {std::nullopt, kBoolType});
}

TEST_CASE("exists and all bind one new name and do not nest") {
  check_complaints({
      {"res.tags.exists(x)", 9, 6, "`exists` is written `list.exists(x, condition on x)`."},
      {"res.tags.all('x', true)", 9, 3, "`all` is written `list.all(x, condition on x)`."},
      {"res.tags.exists(res, true)", 16, 3, "`res` already means something else; choose another name."},
      {"res.tags.exists(x, x)", 19, 1, "`exists` needs a bool here, but `x` is a string."},
      {"res.tags.exists(x, res.codes.all(y, y == 1))", 29, 3, "`all` cannot stand within another exists or all."},
      {"res.tags.exists(x, true) && x == 'a'", 28, 1, "There is no `x` here."},
  });
  check_complaints({{"res.tags.exists(it, true)", 16, 2, "`it` already means something else; choose another name."}},
                   {object_of(fake::kLine), std::nullopt});
  CHECK(compiles("res.tags.exists(x, x == 'a') && res.codes.all(x, x == 1)"));
  CHECK(compiles("res.lines.exists(l, l.name == it.name)", {object_of(fake::kLine), kBoolType}));
  CHECK(compiles("['a', 'b'].exists(x, x in res.tags)"));
}

TEST_CASE("the compiler has limits and says so") {
  base::Arena arena;
  const auto error = [&](const std::string& source) {
    const auto program = compile(source, fake::FakeSchema(), {}, arena);
    return program.ok() ? std::string("compiles") : program.error().message;
  };
  CHECK(error(repeat("(", 31) + "true" + repeat(")", 31)) == "compiles");
  CHECK(error(repeat("(", 32) + "true" + repeat(")", 32)) == "This is nested more than 32 deep.");
  CHECK(error(repeat("!", 31) + "true") == "compiles");
  CHECK(error(repeat("!", 32) + "true") == "This is nested more than 32 deep.");
  CHECK(error("1" + repeat(" + 1", 31) + " == 1") == "This is nested more than 32 deep.");
  CHECK(error("true" + repeat(" && true", 510)) == "compiles");
  CHECK(error("true" + repeat(" && true", 511)) == "An expression may have at most 512 parts.");
  CHECK(error(std::string(65537, ' ')) == "An expression may have at most 65536 octets.");
  CHECK(error(repeat("(", 100000)) == "An expression may have at most 65536 octets.");
  CHECK(error(repeat("(", 60000)) == "This is nested more than 32 deep.");
}

TEST_CASE("the nearest name is one that a slip of the pen explains") {
  const std::vector<Bytes> names = {"allow", "age", "status", "max_age", "cache_control"};
  CHECK(nearest("alow", names) == Bytes("allow"));
  CHECK(nearest("satus", names) == Bytes("status"));
  CHECK(nearest("tsatus", names) == Bytes("status"));
  CHECK(nearest("maxage", names) == Bytes("max_age"));
  CHECK(nearest("cachecontrol", names) == Bytes("cache_control"));
  CHECK(nearest("agee", names) == Bytes("age"));
  CHECK_FALSE(nearest("etag", names));
  CHECK_FALSE(nearest("x", names));
  CHECK_FALSE(nearest("", names));
  CHECK_FALSE(nearest(std::string(100, 'a'), names));
  CHECK(nearest("ab", {"ac", "aa"}) == Bytes("aa"));
}

TEST_CASE("types have names for people") {
  CHECK(to_string(kBoolType) == "bool");
  CHECK(to_string(kStringList) == "list of strings");
  CHECK(to_string(list_of(fake::kLine)) == "list of objects");
  CHECK(describe(object_of(fake::kMessage), fake::FakeSchema()) == "message");
  CHECK(describe(list_of(fake::kLine), fake::FakeSchema()) == "list of line objects");
}

TEST_CASE("a program says which facts it reads") {
  base::Arena arena;
  const auto program =
      compile("res.status == 1 && has(req.allow) && res.status < 3 && it.name == 'a' && res.lines[0].value == ''",
              fake::FakeSchema(), {object_of(fake::kLine), std::nullopt}, arena);
  REQUIRE(program.ok());
  const std::vector<FactUse> uses = facts_used(program.value());
  REQUIRE(uses.size() == 5);
  CHECK((uses[0].root == fake::kResponse && uses[0].fact == fake::kStatus));
  CHECK((uses[1].root == fake::kRequest && uses[1].fact == fake::kAllow));
  CHECK((uses[2].root == kNoRoot && uses[2].fact == fake::kName));
  CHECK((uses[3].root == fake::kResponse && uses[3].fact == fake::kLines));
  CHECK((uses[4].root == kNoRoot && uses[4].fact == fake::kValue));
}

TEST_CASE("constants are worked out by the compiler") {
  base::Arena arena;
  const auto nodes = [&](Bytes source) {
    const auto program = compile(source, fake::FakeSchema(), {}, arena);
    return program.ok() ? program.value().nodes : std::span<const Node>();
  };
  const auto is_bool = [&](Bytes source, bool value) {
    const auto found = nodes(source);
    return found.size() == 1 && found[0].op == Op::kBoolConstant && (found[0].integer != 0) == value;
  };
  CHECK(is_bool("!true", false));
  CHECK(is_bool("res.secure && false", false));
  CHECK(is_bool("res.secure || true", true));
  CHECK(is_bool("true && true", true));
  CHECK(is_bool("false || false", false));
  CHECK(is_bool("1 + 2 == 3", true));
  CHECK(is_bool("5 - 7 < -2", false));
  CHECK(is_bool("'a' + 'b' == \"ab\"", true));
  CHECK(is_bool("true != false", true));
  CHECK(is_bool("-9223372036854775808 < 0", true));
  CHECK(nodes("res.secure && true").size() == 2);
  CHECK(nodes("res.secure == true").back().op == Op::kMember);
  CHECK(nodes("false == res.secure").back().op == Op::kNot);
  CHECK(nodes("!!res.secure").back().op == Op::kMember);
  CHECK(nodes("res.secure && (req.secure && has(res.age))").back().operands.size() == 3);
}
