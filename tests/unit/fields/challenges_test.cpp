#include "fields/challenges.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;
using httpvet::fields::test::Parsed;

namespace {

/// Schemes with what follows them: "Basic(realm=x) Negotiate<abc> NTLM".
std::string shape(std::string_view text) {
  auto parsed = parse(parse_challenges, text);
  if (!parsed.ok) return parsed.outcome();
  std::string result;
  for (const Challenge& challenge : parsed.typed.challenges) {
    result += (result.empty() ? "" : " ") + parsed(challenge.scheme);
    if (!challenge.token68.empty()) result += "<" + parsed(challenge.token68) + ">";
    if (challenge.parameters.empty()) continue;
    std::string inside;
    for (const Parameter& parameter : challenge.parameters) {
      inside += (inside.empty() ? "" : ",") + parsed(parameter.name) + "=" +
                std::string(parameter_value(parameter, parsed.value, parsed.arena));
    }
    result += "(" + inside + ")";
  }
  return result;
}

}  // namespace

TEST_CASE("commas divide challenges and the parameters of one") {
  CHECK(shape("") == "");
  CHECK(shape("Basic") == "Basic");
  CHECK(shape("Negotiate, NTLM") == "Negotiate NTLM");
  CHECK(shape("Basic realm=\"x\"") == "Basic(realm=x)");
  CHECK(shape("Digest realm=\"a, b\", nonce=\"42\",qop=auth") == "Digest(realm=a, b,nonce=42,qop=auth)");
  CHECK(shape("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"") ==
        "Newauth(realm=apps,type=1,title=Login to \"apps\") Basic(realm=simple)");
  CHECK(shape("Basic realm=a, Negotiate, Digest realm=b") == "Basic(realm=a) Negotiate Digest(realm=b)");
  CHECK(shape("Digest realm=b, stale") == "Digest(realm=b) stale");
}

TEST_CASE("a token68 stands in place of parameters") {
  CHECK(shape("Negotiate YII/abc+==") == "Negotiate<YII/abc+==>");
  CHECK(shape("Negotiate abc=") == "Negotiate<abc=>");
  CHECK(shape("Negotiate abc") == "Negotiate<abc>");
  CHECK(shape("Negotiate abc=, Basic realm=x") == "Negotiate<abc=> Basic(realm=x)");
  CHECK(shape("Bearer a.b-c_d~e") == "Bearer<a.b-c_d~e>");
}

TEST_CASE("empty elements may stand anywhere in a list of challenges") {
  CHECK(shape(", Basic realm=x,, type=y,") == "Basic(realm=x,type=y)");
  CHECK(parse(parse_challenges, ", Basic realm=x,, type=y,").typed.empty_elements == 3);
  CHECK(shape("Digest ,realm=x") == "Digest(realm=x)");
}

TEST_CASE("blanks around the equals sign are accepted and noted") {
  const auto parsed = parse(parse_challenges, "Basic realm = \"x\", charset=\"UTF-8\", type =a");
  REQUIRE(parsed.ok);
  REQUIRE(parsed.typed.challenges.size() == 1);
  REQUIRE(parsed.typed.challenges[0].parameters.size() == 3);
  CHECK(parsed.typed.challenges[0].parameters[0].bad_whitespace);
  CHECK_FALSE(parsed.typed.challenges[0].parameters[1].bad_whitespace);
  CHECK(parsed.typed.challenges[0].parameters[2].bad_whitespace);
}

TEST_CASE("more than a space between scheme and parameters is noted") {
  CHECK_FALSE(parse(parse_challenges, "Basic realm=x").typed.challenges[0].irregular_space);
  CHECK(parse(parse_challenges, "Basic  realm=x").typed.challenges[0].irregular_space);
  CHECK(parse(parse_challenges, "Basic\trealm=x").typed.challenges[0].irregular_space);
  CHECK_FALSE(parse(parse_challenges, "Basic  , NTLM").typed.challenges[0].irregular_space);
}

TEST_CASE("what is no list of challenges fails at the octet that does not fit") {
  CHECK(outcome(parse_challenges, "realm=\"x\"") == "0: an authentication scheme");
  CHECK(outcome(parse_challenges, "\"Basic\"") == "0: an authentication scheme");
  CHECK(outcome(parse_challenges, "Basic realm=\"x") == "14: a closing quote");
  CHECK(outcome(parse_challenges, "Basic \"x\"") == "6: a token68 or a parameter");
  CHECK(outcome(parse_challenges, "Basic\"x\"") == "5: a space or a comma");
  CHECK(outcome(parse_challenges, "Basic realm=\"x\" charset=\"UTF-8\"") == "16: a comma");
  CHECK(outcome(parse_challenges, "Basic abc def") == "10: a comma");
  CHECK(outcome(parse_challenges, "Negotiate abc==, realm=x") == "17: an authentication scheme");
  CHECK(outcome(parse_challenges, "Digest realm=, nonce=\"1\"") == "15: an authentication scheme");
  CHECK(outcome(parse_challenges, "Basic realm=x, charset=") == "23: a token or a quoted string");
}

TEST_CASE("many challenges keep their own parameters") {
  std::string text = "S0 a=0, b=0";
  std::string expected = "S0(a=0,b=0)";
  for (int i = 1; i < 30; ++i) {
    const std::string number = std::to_string(i);
    text += ", S" + number + " a=" + number;
    expected += " S" + number + "(a=" + number + ")";
  }
  CHECK(shape(text) == expected);
}
