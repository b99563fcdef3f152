#include "fields/entity_tag.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("an entity tag is weak or strong and has an opaque part") {
  const auto weak = parse(parse_entity_tag, "W/\"a,b\"");
  REQUIRE(weak.ok);
  CHECK(weak.typed.weak);
  CHECK(weak(weak.typed.opaque) == "a,b");
  const auto strong = parse(parse_entity_tag, "\"\"");
  REQUIRE(strong.ok);
  CHECK_FALSE(strong.typed.weak);
  CHECK(strong.typed.opaque.empty());
  CHECK(parse(parse_entity_tag, "\"a\\b\xC3\xA9\"").ok);
}

TEST_CASE("what is no entity tag fails at the octet that does not fit") {
  CHECK(outcome(parse_entity_tag, "") == "0: W/ or an opening quote");
  CHECK(outcome(parse_entity_tag, "abc") == "0: W/ or an opening quote");
  CHECK(outcome(parse_entity_tag, "w/\"abc\"") == "0: W/ or an opening quote");
  CHECK(outcome(parse_entity_tag, "W/abc") == "2: an opening quote");
  CHECK(outcome(parse_entity_tag, "W/ \"abc\"") == "2: an opening quote");
  CHECK(outcome(parse_entity_tag, "\"abc") == "4: a closing quote");
  CHECK(outcome(parse_entity_tag, "\"a b\"") == "2: a character of an entity tag");
  CHECK(outcome(parse_entity_tag, "\"a\", \"b\"") == "3: the end of the value");
}

TEST_CASE("a list of entity tags is an asterisk or tags") {
  const auto any = parse(parse_entity_tags, "*");
  REQUIRE(any.ok);
  CHECK(any.typed.any);
  const auto tags = parse(parse_entity_tags, "\"a\", W/\"b,c\",");
  REQUIRE(tags.ok);
  CHECK_FALSE(tags.typed.any);
  REQUIRE(tags.typed.tags.size() == 2);
  CHECK(tags.typed.tags[1].weak);
  CHECK(tags(tags.typed.tags[1].opaque) == "b,c");
  CHECK(tags.typed.empty_elements == 1);
  CHECK(outcome(parse_entity_tags, "*, \"a\"") == "1: the end of the value");
  CHECK(outcome(parse_entity_tags, "\"a\", *") == "5: W/ or an opening quote");
  CHECK(outcome(parse_entity_tags, "\"a\" \"b\"") == "4: a comma");
}

TEST_CASE("entity tags are compared as the table of RFC 9110 section 8.8.3.2 says") {
  const auto compare = [](std::string_view a, std::string_view b) {
    const auto first = parse(parse_entity_tag, a);
    const auto second = parse(parse_entity_tag, b);
    return std::pair{strongly_equal(first.typed, first.value, second.typed, second.value),
                     weakly_equal(first.typed, first.value, second.typed, second.value)};
  };
  CHECK(compare("W/\"1\"", "W/\"1\"") == std::pair{false, true});
  CHECK(compare("W/\"1\"", "W/\"2\"") == std::pair{false, false});
  CHECK(compare("W/\"1\"", "\"1\"") == std::pair{false, true});
  CHECK(compare("\"1\"", "\"1\"") == std::pair{true, true});
}
