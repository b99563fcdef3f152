#include "fields/integer.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("an integer is digits and nothing else") {
  CHECK(parse(parse_integer, "3600").typed.value == 3600);
  CHECK(parse(parse_integer, "99999999999999999999").typed.overflow);
  CHECK(outcome(parse_integer, "") == "0: a digit");
  CHECK(outcome(parse_integer, "-1") == "0: a digit");
  CHECK(outcome(parse_integer, "+1") == "0: a digit");
  CHECK(outcome(parse_integer, "1.5") == "1: a digit");
  CHECK(outcome(parse_integer, "10, 20") == "2: a digit");
  CHECK(outcome(parse_integer, "0x10") == "1: a digit");
}

TEST_CASE("a content length is a number") {
  const auto length = parse(parse_content_length, "1024");
  REQUIRE(length.ok);
  CHECK(length.typed.octets.value == 1024);
  CHECK(length.typed.members == 1);
}

TEST_CASE("a content length repeated in a list is accepted when all members agree") {
  const auto length = parse(parse_content_length, "42, 42,42");
  REQUIRE(length.ok);
  CHECK(length.typed.octets.value == 42);
  CHECK(length.typed.members == 3);
  CHECK(outcome(parse_content_length, "42, 43") == "4: the same length again");
  CHECK(outcome(parse_content_length, "99999999999999999999,99999999999999999998") == "21: the same length again");
}

TEST_CASE("a content length that is no number fails at the octet that does not fit") {
  CHECK(outcome(parse_content_length, "") == "0: a digit");
  CHECK(outcome(parse_content_length, "1 KB") == "1: a digit");
  CHECK(outcome(parse_content_length, "1_024") == "1: a digit");
  CHECK(outcome(parse_content_length, "42,") == "3: a digit");
  CHECK(outcome(parse_content_length, ",42") == "0: a digit");
  CHECK(outcome(parse_content_length, "42, x") == "4: a digit");
}
