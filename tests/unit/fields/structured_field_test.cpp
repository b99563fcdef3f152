#include "fields/structured_field.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;
using httpvet::fields::test::repeated;

namespace {

using Read = test::Parsed<StructuredField>;

std::string shape_of(const SfValue& value, Read& parsed);

std::string parameters_of(const SfValue& value, Read& parsed) {
  std::string result;
  for (const SfValue& parameter : value.parameters()) result += ";" + shape_of(parameter, parsed);
  return result;
}

/// "key=kind(text)", a "!" where a later one overrides it.
std::string shape_of(const SfValue& value, Read& parsed) {
  std::string result = value.overridden ? "!" : "";
  if (!value.key.empty()) result += parsed(value.key) + "=";
  switch (value.kind) {
    case SfKind::kInnerList: {
      std::string inside;
      for (const SfValue& item : value.items()) inside += (inside.empty() ? "" : " ") + shape_of(item, parsed);
      result += "(" + inside + ")";
      break;
    }
    case SfKind::kString:
    case SfKind::kToken:
    case SfKind::kDisplayString:
      result +=
          std::string(kind_name(value.kind)) + "[" + std::string(text_of(value, parsed.value, parsed.arena)) + "]";
      break;
    default:
      result += std::string(kind_name(value.kind)) + "[" + std::to_string(value.number) + "]";
  }
  return result + parameters_of(value, parsed);
}

template <typename Parser>
std::string shape(Parser parser, std::string_view text) {
  Read parsed = parse(parser, text);
  if (!parsed.ok) return parsed.outcome();
  std::string result;
  for (const SfValue& member : parsed.typed.members) result += (result.empty() ? "" : ", ") + shape_of(member, parsed);
  return result;
}

std::string item(std::string_view text) { return shape(parse_sf_item, text); }
std::string list(std::string_view text) { return shape(parse_sf_list, text); }
std::string dict(std::string_view text) { return shape(parse_sf_dict, text); }

}  // namespace

TEST_CASE("bare items of all types are read") {
  CHECK(item("0") == "integer[0]");
  CHECK(item("-042") == "integer[-42]");
  CHECK(item("999999999999999") == "integer[999999999999999]");
  CHECK(item("-999999999999999") == "integer[-999999999999999]");
  CHECK(item("4.5") == "decimal[4500]");
  CHECK(item("-0.125") == "decimal[-125]");
  CHECK(item("999999999999.999") == "decimal[999999999999999]");
  CHECK(item("\"\"") == "string[]");
  CHECK(item("\"a \\\"b\\\" \\\\ c\"") == "string[a \"b\" \\ c]");
  CHECK(item("*foo/bar:baz") == "token[*foo/bar:baz]");
  CHECK(item("a!#$%&'*+-.^_`|~9") == "token[a!#$%&'*+-.^_`|~9]");
  CHECK(item("::") == "bytes[0]");
  CHECK(item(":aGVsbG8=:") == "bytes[5]");
  CHECK(item("?0") == "boolean[0]");
  CHECK(item("?1") == "boolean[1]");
  CHECK(item("@1659578233") == "date[1659578233]");
  CHECK(item("@-1") == "date[-1]");
  CHECK(item("%\"caf%c3%a9 au lait\"") == "display string[caf\xC3\xA9 au lait]");
}

TEST_CASE("base64 is read without padding, and with bits left over") {
  CHECK(item(":aGVsbG8:") == "bytes[5]");
  CHECK(item(":aGVsbG9=:") == "bytes[5]");
  CHECK(item(":aGVsbA==:") == "bytes[4]");
  CHECK(item(":aGVsbA=:") == "8: more base64, as the last group is not complete");
  CHECK(item(":aGVsb:") == "6: more base64, as the last group is not complete");
  CHECK(item(":aGVs=bA:") == "6: base64 up to a colon");
  CHECK(item(":aGVs_-:") == "5: base64 up to a colon");
  CHECK(item(":aGVs") == "5: base64 up to a colon");
}

TEST_CASE("items have parameters") {
  CHECK(item("text/html;q=1.0;  a; b=\"x\"") == "token[text/html];q=decimal[1000];a=boolean[1];b=string[x]");
  CHECK(item("  2;a=?0  ") == "integer[2];a=boolean[0]");
  CHECK(item("a;b=1;c=2;b=3") == "token[a];!b=integer[1];c=integer[2];b=integer[3]");
}

TEST_CASE("lists hold items and inner lists") {
  CHECK(list("") == "");
  CHECK(list("a, \"b\" \t,\t 3") == "token[a], string[b], integer[3]");
  CHECK(list("(\"foo\" \"bar\"), (\"baz\"), ()") == "(string[foo] string[bar]), (string[baz]), ()");
  CHECK(list("(  \"foo\";a=1;b=2   x );lvl=5, (y);lvl=1") ==
        "(string[foo];a=integer[1];b=integer[2] token[x]);lvl=integer[5], (token[y]);lvl=integer[1]");
  CHECK(list("a, a") == "token[a], token[a]");
}

TEST_CASE("dictionaries hold members by key, the last one counts") {
  CHECK(dict("") == "");
  CHECK(dict("en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:") == "en=string[Applepie], da=bytes[11]");
  CHECK(dict("a=?0, b, c; foo=bar") == "a=boolean[0], b=boolean[1], c=boolean[1];foo=token[bar]");
  CHECK(dict("rating=1.5, feelings=(joy sadness);x") ==
        "rating=decimal[1500], feelings=(token[joy] token[sadness]);x=boolean[1]");
  CHECK(dict("a=1, b=2, a=3") == "!a=integer[1], b=integer[2], a=integer[3]");
  CHECK(dict("*a_b-c.d*=1") == "*a_b-c.d*=integer[1]");
}

TEST_CASE("of many members, too, the last of each key counts") {
  const std::string many = repeated("a=1, b, c=2, ", 20) + "a=9";
  Read parsed = parse(parse_sf_dict, many);
  REQUIRE(parsed.ok);
  CHECK(find_key(parsed.typed.members, parsed.value, "a")->number == 9);
  CHECK(find_key(parsed.typed.members, parsed.value, "c")->number == 2);
  CHECK(find_key(parsed.typed.members, parsed.value, "d") == nullptr);
  REQUIRE(find_overridden(parsed.typed) != nullptr);
  CHECK(find_overridden(parsed.typed)->key.offset == 0);
}

TEST_CASE("a key that comes again is found among parameters, too") {
  const auto found = [](std::string_view text) {
    Read parsed = parse(parse_sf_list, text);
    const SfValue* value = parsed.ok ? find_overridden(parsed.typed) : nullptr;
    return value == nullptr ? std::string() : std::to_string(value->key.offset);
  };
  CHECK(found("a;x=1, b;x=1") == "");
  CHECK(found("a;x, b;x;y;x") == "7");
  CHECK(found("(a b;x;x)") == "5");
  CHECK(found("(a b);x;x") == "6");
}

TEST_CASE("what is no structured field says where") {
  CHECK(outcome(parse_sf_item, "") == "0: an item");
  CHECK(outcome(parse_sf_item, "a, b") == "1: a single item, not a list");
  CHECK(outcome(parse_sf_item, "a b") == "2: a semicolon or the end of the value");
  CHECK(outcome(parse_sf_item, "a;\tb") == "2: a key, which begins in lower case");
  CHECK(outcome(parse_sf_item, "a;B=1") == "2: a key, which begins in lower case");
  CHECK(outcome(parse_sf_item, "a;bC=1") == "3: a lower-case letter, as keys are made of");
  CHECK(outcome(parse_sf_item, "a;b=") == "4: an item");
  CHECK(outcome(parse_sf_item, "'a'") == "0: an item");
  CHECK(outcome(parse_sf_item, "-") == "1: a digit");
  CHECK(outcome(parse_sf_item, "1.") == "2: a digit");
  CHECK(outcome(parse_sf_item, "1234567890123456") == "15: at most 15 digits");
  CHECK(outcome(parse_sf_item, "1234567890123.4") == "12: at most 12 digits before a decimal point");
  CHECK(outcome(parse_sf_item, "1.2345") == "5: at most 3 digits behind a decimal point");
  CHECK(outcome(parse_sf_item, "\"a\\b\"") == "3: a double quote or a backslash");
  CHECK(outcome(parse_sf_item, "\"a\tb\"") == "2: a printable ASCII character");
  CHECK(outcome(parse_sf_item, "\"caf\xC3\xA9\"") == "4: a printable ASCII character");
  CHECK(outcome(parse_sf_item, "\"a") == "2: a closing quote");
  CHECK(outcome(parse_sf_item, "\"a\\") == "3: a double quote or a backslash");
  CHECK(outcome(parse_sf_item, "?true") == "1: 0 or 1 behind a question mark");
  CHECK(outcome(parse_sf_item, "@1.5") == "1: whole seconds behind @");
  CHECK(outcome(parse_sf_item, "%a") == "1: a double quote behind the percent sign");
  CHECK(outcome(parse_sf_item, "%\"%C3%A9\"") == "3: two hexadecimal digits in lower case");
  CHECK(outcome(parse_sf_item, "%\"%c3\"") == "5: the rest of a UTF-8 character");
  CHECK(outcome(parse_sf_item, "%\"a%ff\"") == "3: UTF-8");
  CHECK(outcome(parse_sf_list, "a,") == "2: another member, since a comma stands at the end");
  CHECK(outcome(parse_sf_list, "a,,b") == "2: an item or an inner list");
  CHECK(outcome(parse_sf_list, "a b") == "2: a comma");
  CHECK(outcome(parse_sf_list, "(a, b)") == "2: a space or a closing parenthesis");
  CHECK(outcome(parse_sf_list, "(a") == "2: a space or a closing parenthesis");
  CHECK(outcome(parse_sf_list, "(a ") == "3: an item or a closing parenthesis");
  CHECK(outcome(parse_sf_list, "((a))") == "1: an item or a closing parenthesis");
  CHECK(outcome(parse_sf_dict, "A=1") == "0: a key, which begins in lower case");
  CHECK(outcome(parse_sf_dict, "a =1") == "2: a comma");
  CHECK(outcome(parse_sf_dict, "a= 1") == "2: an item or an inner list");
}
