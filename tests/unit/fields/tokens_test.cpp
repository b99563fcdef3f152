#include "fields/tokens.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("a list of tokens keeps each token in its place") {
  const auto list = parse(parse_tokens, "GET ,HEAD,\tPOST");
  REQUIRE(list.ok);
  REQUIRE(list.typed.tokens.size() == 3);
  CHECK(list(list.typed.tokens[0]) == "GET");
  CHECK(list(list.typed.tokens[1]) == "HEAD");
  CHECK(list(list.typed.tokens[2]) == "POST");
  CHECK(list.typed.tokens[2].offset == 11);
  CHECK(list.typed.empty_elements == 0);
}

TEST_CASE("tokens are compared with or without letter case") {
  const auto list = parse(parse_tokens, "keep-alive, Upgrade");
  CHECK(list.typed.contains(list.value, "Upgrade"));
  CHECK_FALSE(list.typed.contains(list.value, "upgrade"));
  CHECK(list.typed.contains_ignoring_case(list.value, "upgrade"));
  CHECK_FALSE(list.typed.contains_ignoring_case(list.value, "upgrad"));
}

TEST_CASE("empty list elements are accepted and counted") {
  const auto count = [](std::string_view value) {
    const auto list = parse(parse_tokens, value);
    REQUIRE(list.ok);
    return list.typed.empty_elements;
  };
  CHECK(count("") == 0);
  CHECK(count("a") == 0);
  CHECK(count("a,") == 1);
  CHECK(count(",a") == 1);
  CHECK(count("a,,b") == 1);
  CHECK(count("a, ,b, ") == 2);
  CHECK(count(",") == 2);
  CHECK(count(" , , ") == 3);
}

TEST_CASE("a list longer than what is collected in place keeps its order") {
  std::string value = "t0";
  for (int i = 1; i < 100; ++i) value += ", t" + std::to_string(i);
  const auto list = parse(parse_tokens, value);
  REQUIRE(list.ok);
  REQUIRE(list.typed.tokens.size() == 100);
  for (std::size_t i = 0; i < 100; ++i) CHECK(list(list.typed.tokens[i]) == "t" + std::to_string(i));
}

TEST_CASE("what is no list of tokens fails at the octet that does not fit") {
  CHECK(outcome(parse_tokens, "GET HEAD") == "4: a comma");
  CHECK(outcome(parse_tokens, "GET; HEAD") == "3: a comma");
  CHECK(outcome(parse_tokens, "\"GET\"") == "0: a token");
  CHECK(outcome(parse_tokens, "GET, caf\xC3\xA9") == "8: a comma");
  CHECK(outcome(parse_tokens, "a,=") == "2: a token");
}

TEST_CASE("one token is one token") {
  const auto token = parse(parse_token, "PUT");
  REQUIRE(token.ok);
  CHECK(token(token.typed) == "PUT");
  CHECK(outcome(parse_token, "") == "0: a token");
  CHECK(outcome(parse_token, "PUT, GET") == "3: the end of the value");
}
