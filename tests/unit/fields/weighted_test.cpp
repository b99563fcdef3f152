#include "fields/weighted.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("media ranges have names, weights and parameters") {
  auto accept = parse(parse_media_ranges, "Text/HTML;level=\"1\";Q=0.25;ext , text/*;q=0,, */*");
  REQUIRE(accept.ok);
  REQUIRE(accept.typed.items.size() == 3);
  CHECK(accept(accept.typed.items[0].name) == "Text/HTML");
  CHECK(accept.typed.items[0].weight == 250);
  REQUIRE(accept.typed.items[0].parameters.size() == 1);
  CHECK(accept(accept.typed.items[0].parameters[0].name) == "level");
  CHECK(accept(accept.typed.items[1].name) == "text/*");
  CHECK(accept.typed.items[1].weight == 0);
  CHECK(accept.typed.items[1].parameters.empty());
  CHECK(accept(accept.typed.items[2].name) == "*/*");
  CHECK(accept.typed.items[2].weight == 1'000);
  CHECK(accept.typed.empty_elements == 1);
}

TEST_CASE("a comma within a quoted parameter does not end a media range") {
  auto accept = parse(parse_media_ranges, "text/plain;a=\"1,2\", application/json");
  REQUIRE(accept.ok);
  CHECK(accept.typed.items.size() == 2);
}

TEST_CASE("what is no list of media ranges fails at the octet that does not fit") {
  CHECK(outcome(parse_media_ranges, "") == "ok");
  CHECK(outcome(parse_media_ranges, "text/html;") == "ok");
  CHECK(outcome(parse_media_ranges, "*") == "1: a slash");
  CHECK(outcome(parse_media_ranges, "*/html") == "0: a media type");
  CHECK(outcome(parse_media_ranges, "text/") == "5: a subtype");
  CHECK(outcome(parse_media_ranges, "a/b;ext") == "7: an equals sign");
  CHECK(outcome(parse_media_ranges, "a/b;q=.2") == "6: a weight between 0 and 1");
  CHECK(outcome(parse_media_ranges, "a/b;q=\"1\"") == "7: a weight between 0 and 1");
  CHECK(outcome(parse_media_ranges, "a/b;q=1;q=1") == "8: no second weight");
  CHECK(outcome(parse_media_ranges, "a/b;q =1") == "5: an equals sign");
  CHECK(outcome(parse_media_ranges, "a/b c/d") == "4: a comma");
}

TEST_CASE("charsets and codings have a weight and nothing else") {
  auto codings = parse(parse_weighted_tokens, "gzip ; q=0.5, *;q=0.000, identity");
  REQUIRE(codings.ok);
  REQUIRE(codings.typed.items.size() == 3);
  CHECK(codings(codings.typed.items[1].name) == "*");
  CHECK(codings.typed.items[0].weight == 500);
  CHECK(codings.typed.items[1].weight == 0);
  CHECK(outcome(parse_weighted_tokens, "") == "ok");
  CHECK(outcome(parse_weighted_tokens, "gzip;level=1") == "5: q= and a weight");
  CHECK(outcome(parse_weighted_tokens, "gzip;") == "5: a parameter name");
  CHECK(outcome(parse_weighted_tokens, "text/html") == "4: a comma");
}

TEST_CASE("language ranges are letters, then letters and digits between hyphens, or a star") {
  auto languages = parse(parse_language_ranges, "de-1996, en-GB-oed;q=0.7, *;q=0.1");
  REQUIRE(languages.ok);
  REQUIRE(languages.typed.items.size() == 3);
  CHECK(languages(languages.typed.items[1].name) == "en-GB-oed");
  CHECK(languages.typed.items[2].weight == 100);
  CHECK(outcome(parse_language_ranges, "en_US") == "2: a comma");
  CHECK(outcome(parse_language_ranges, "en-") == "3: a language tag");
  CHECK(outcome(parse_language_ranges, "1996") == "0: a language tag");
  CHECK(outcome(parse_language_ranges, "abcdefghi") == "0: a language tag");
  CHECK(outcome(parse_language_ranges, "*-CH") == "1: a comma");
}
