#include "fields/cursor.h"

#include "fields/tokens.h"
#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::Exact;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

namespace {

bool parse_quoted(Bytes value, Text& out, ParseError& error) {
  Cursor cursor(value, error);
  return cursor.quoted_string(out) && cursor.expect_end();
}

bool parse_space(Bytes value, Slice& out, ParseError& error) {
  Cursor cursor(value, error);
  return cursor.single_space() && cursor.token(out);
}

}  // namespace

TEST_CASE("a quoted string is what stands between its quotes") {
  const auto plain = parse(parse_quoted, "\"a, b;c\"");
  REQUIRE(plain.ok);
  CHECK(plain(plain.typed.slice) == "a, b;c");
  CHECK(plain.typed.quoted);
  CHECK_FALSE(plain.typed.escaped);
  CHECK(parse(parse_quoted, "\"\"").ok);
  CHECK(parse(parse_quoted, "\"\xC3\xA9\t\"").ok);
}

TEST_CASE("backslashes of a quoted string go when it is unquoted") {
  auto parsed = parse(parse_quoted, R"("a\"b\\c\d")");
  REQUIRE(parsed.ok);
  CHECK(parsed.typed.escaped);
  CHECK(parsed(parsed.typed.slice) == R"(a\"b\\c\d)");
  CHECK(unquoted(parsed.typed, parsed.value, parsed.arena) == R"(a"b\cd)");
  CHECK(equals_ignoring_case(parsed.typed, parsed.value, R"(A"B\Cd)"));
  CHECK_FALSE(equals_ignoring_case(parsed.typed, parsed.value, R"(a"b\c)"));
  CHECK_FALSE(equals_ignoring_case(parsed.typed, parsed.value, R"(a"b\cde)"));
}

TEST_CASE("a text without backslashes is unquoted without memory") {
  auto parsed = parse(parse_quoted, "\"Abc\"");
  REQUIRE(parsed.ok);
  CHECK(unquoted(parsed.typed, parsed.value, parsed.arena).data() == parsed.value.data() + 1);
  CHECK(parsed.arena.used() == 0);
  CHECK(equals_ignoring_case(parsed.typed, parsed.value, "aBC"));
}

TEST_CASE("a quoted string that is not closed or holds controls fails where it goes wrong") {
  CHECK(outcome(parse_quoted, "") == "0: a quoted string");
  CHECK(outcome(parse_quoted, "\"") == "1: a closing quote");
  CHECK(outcome(parse_quoted, "\"abc") == "4: a closing quote");
  CHECK(outcome(parse_quoted, "\"abc\\") == "5: a closing quote");
  CHECK(outcome(parse_quoted, "\"abc\\\"") == "6: a closing quote");
  CHECK(outcome(parse_quoted, "\"a\x01\"") == "2: a character of a quoted string");
  CHECK(outcome(parse_quoted, "\"a\\\x7F\"") == "3: a character that may be quoted");
  CHECK(outcome(parse_quoted, "\"a\"b") == "3: the end of the value");
}

TEST_CASE("the line break of a folded value counts as blanks") {
  CHECK(parse(parse_quoted, "\"a\r\n b\"").ok);
  CHECK(parse(parse_space, "\r\n x").ok);
  CHECK(parse(parse_tokens, "a,\r\n\tb").ok);
}

TEST_CASE("a single space is no other blank, and not two") {
  CHECK(outcome(parse_space, " x") == "ok");
  CHECK(outcome(parse_space, "x") == "0: a single space");
  CHECK(outcome(parse_space, "\tx") == "0: a single space");
  CHECK(outcome(parse_space, "  x") == "1: a single space");
}

TEST_CASE("numbers up to 2^63-1 are exact and larger ones saturate") {
  const auto digits = [](std::string_view text) {
    const Exact exact(text);
    ParseError error;
    Cursor cursor(exact.bytes(), error);
    Number number;
    REQUIRE(cursor.digits(number));
    REQUIRE(cursor.at_end());
    return number;
  };
  CHECK(digits("0").value == 0);
  CHECK(digits("007").value == 7);
  CHECK(digits("9223372036854775807").value == 9223372036854775807U);
  CHECK_FALSE(digits("9223372036854775807").overflow);
  CHECK(digits("9223372036854775808").overflow);
  CHECK(digits("9223372036854775808").value == 9223372036854775807U);
  CHECK(digits("18446744073709551616").overflow);
  CHECK(digits("92233720368547758070").overflow);
  CHECK_FALSE(digits("000000000000000000000000000000042").overflow);
}
