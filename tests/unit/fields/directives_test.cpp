#include "fields/directives.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("directives have names, and arguments with or without quotes") {
  const auto parsed = parse(parse_directives, "public, Max-Age=60,no-cache=\"set-cookie, x\" ,");
  REQUIRE(parsed.ok);
  REQUIRE(parsed.typed.directives.size() == 3);
  CHECK(parsed(parsed.typed.directives[0].name) == "public");
  CHECK_FALSE(parsed.typed.directives[0].has_argument);
  CHECK(parsed.typed.empty_elements == 1);
  const Directive* no_cache = parsed.typed.find(parsed.value, "No-Cache");
  REQUIRE(no_cache != nullptr);
  CHECK(no_cache->argument.quoted);
  CHECK(parsed(no_cache->argument.slice) == "set-cookie, x");
  CHECK(parsed.typed.find(parsed.value, "private") == nullptr);
}

TEST_CASE("delta-seconds are digits, quoted or not") {
  const auto seconds = [](std::string_view text) {
    const auto parsed = parse(parse_directives, text);
    REQUIRE(parsed.ok);
    return delta_seconds(parsed.typed.directives[0], parsed.value);
  };
  CHECK(seconds("max-age=60")->value == 60);
  CHECK(seconds("max-age=\"60\"")->value == 60);
  CHECK(seconds("max-age=99999999999999999999")->overflow);
  CHECK_FALSE(seconds("max-age"));
  CHECK_FALSE(seconds("max-age=\"\""));
  CHECK_FALSE(seconds("max-age=-1"));
  CHECK_FALSE(seconds("max-age=1.5"));
  CHECK_FALSE(seconds("max-age=\"6\\0\""));
}

TEST_CASE("what is no list of directives fails at the octet that does not fit") {
  CHECK(outcome(parse_directives, "public; max-age=60") == "6: a comma");
  CHECK(outcome(parse_directives, "public max-age=60") == "7: a comma");
  CHECK(outcome(parse_directives, "max-age=") == "8: a token or a quoted string");
  CHECK(outcome(parse_directives, "max-age = 60") == "8: a comma");
  CHECK(outcome(parse_directives, "max-age:60") == "7: a comma");
  CHECK(outcome(parse_directives, "private=\"x") == "10: a closing quote");
  CHECK(outcome(parse_directives, "=60") == "0: a directive");
}
