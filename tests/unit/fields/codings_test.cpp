#include "fields/codings.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("codings have names, parameters and weights") {
  auto codings = parse(parse_codings, "gzip, x-made ; a=1;b = \"2\" , deflate;Q=0.25,, trailers");
  REQUIRE(codings.ok);
  REQUIRE(codings.typed.codings.size() == 4);
  CHECK(codings(codings.typed.codings[0].name) == "gzip");
  CHECK(codings.typed.codings[0].parameters.empty());
  CHECK_FALSE(codings.typed.codings[0].weight.has_value());
  REQUIRE(codings.typed.codings[1].parameters.size() == 2);
  CHECK_FALSE(codings.typed.codings[1].parameters[0].bad_whitespace);
  CHECK(codings.typed.codings[1].parameters[1].bad_whitespace);
  CHECK(codings.typed.codings[2].weight == 250);
  CHECK(codings.typed.empty_elements == 1);
  CHECK(codings.typed.contains(codings.value, "GZIP"));
  CHECK_FALSE(codings.typed.contains(codings.value, "chunked"));
}

TEST_CASE("what is no list of codings fails at the octet that does not fit") {
  CHECK(outcome(parse_codings, "") == "ok");
  CHECK(outcome(parse_codings, "gzip chunked") == "5: a comma");
  CHECK(outcome(parse_codings, "\"chunked\"") == "0: a coding");
  CHECK(outcome(parse_codings, "chunked;") == "8: a parameter name");
  CHECK(outcome(parse_codings, "deflate;q") == "9: an equals sign");
  CHECK(outcome(parse_codings, "deflate;q=2") == "10: a weight between 0 and 1");
  CHECK(outcome(parse_codings, "deflate;q=\"1\"") == "11: a weight between 0 and 1");
  CHECK(outcome(parse_codings, "deflate;q =1") == "9: q= and a weight, without blanks");
  CHECK(outcome(parse_codings, "\vchunked") == "0: a coding");
}

TEST_CASE("a qvalue is between 0 and 1 with up to three decimals") {
  CHECK(parse_qvalue("0") == 0);
  CHECK(parse_qvalue("0.") == 0);
  CHECK(parse_qvalue("0.5") == 500);
  CHECK(parse_qvalue("0.05") == 50);
  CHECK(parse_qvalue("0.123") == 123);
  CHECK(parse_qvalue("1") == 1000);
  CHECK(parse_qvalue("1.000") == 1000);
  for (const char* text : {"", ".5", "1.001", "0.1234", "2", "-0", "00.5", "0,5", "0.x", "1.5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_qvalue(text).has_value());
  }
}
