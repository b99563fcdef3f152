#include "fields/media_type.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("a media type has a type, a subtype and parameters") {
  auto media = parse(parse_media_type, "Text/HTML ; Charset=utf-8;title=\"a \\\"b\\\"; c\"");
  REQUIRE(media.ok);
  CHECK(media(media.typed.type) == "Text");
  CHECK(media(media.typed.subtype) == "HTML");
  CHECK(media.typed.is(media.value, "text", "html"));
  CHECK_FALSE(media.typed.is(media.value, "text", "htm"));
  REQUIRE(media.typed.parameters.size() == 2);
  const Parameter* charset = media.typed.find_parameter(media.value, "charset");
  REQUIRE(charset != nullptr);
  CHECK(parameter_value(*charset, media.value, media.arena) == "utf-8");
  const Parameter* title = media.typed.find_parameter(media.value, "TITLE");
  REQUIRE(title != nullptr);
  CHECK(title->value.quoted);
  CHECK(parameter_value(*title, media.value, media.arena) == "a \"b\"; c");
  CHECK(media.typed.find_parameter(media.value, "boundary") == nullptr);
}

TEST_CASE("the first of several parameters of one name counts") {
  auto media = parse(parse_media_type, "text/html;charset=a;charset=b");
  REQUIRE(media.ok);
  CHECK(parameter_value(*media.typed.find_parameter(media.value, "charset"), media.value, media.arena) == "a");
}

TEST_CASE("empty parameters of a media type are legal") {
  CHECK(parse(parse_media_type, "text/html;").ok);
  CHECK(parse(parse_media_type, "text/html;; ;charset=a ; ").typed.parameters.size() == 1);
}

TEST_CASE("what is no media type fails at the octet that does not fit") {
  CHECK(outcome(parse_media_type, "") == "0: a media type");
  CHECK(outcome(parse_media_type, "text") == "4: a slash and a subtype");
  CHECK(outcome(parse_media_type, "text/") == "5: a subtype");
  CHECK(outcome(parse_media_type, "text /html") == "4: a slash and a subtype");
  CHECK(outcome(parse_media_type, "text/html, text/plain") == "9: a semicolon");
  CHECK(outcome(parse_media_type, "text/html charset=utf-8") == "10: a semicolon");
  CHECK(outcome(parse_media_type, "text/html; charset") == "18: an equals sign");
  CHECK(outcome(parse_media_type, "text/html; charset=") == "19: a token or a quoted string");
  CHECK(outcome(parse_media_type, "text/html; charset =utf-8") == "18: an equals sign");
  CHECK(outcome(parse_media_type, "text/html; charset= utf-8") == "19: a token or a quoted string");
  CHECK(outcome(parse_media_type, "text/html; charset=\"utf-8") == "25: a closing quote");
  CHECK(outcome(parse_media_type, "multipart/mixed; boundary=a/b") == "27: a semicolon");
  CHECK(outcome(parse_media_type, "text/html; =x") == "11: a parameter name");
}
