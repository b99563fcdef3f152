#include "fields/matchers.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::Exact;

namespace {

/// "ok", or offset and expectation.
std::string match(Matcher matcher, std::string_view text, Bytes arguments = {}) {
  const Exact exact(text);
  base::Arena arena;
  ParseError error;
  if (matches(matcher, arguments, exact.bytes(), error, arena)) return "ok";
  return std::to_string(error.offset) + ": " + std::string(error.expected);
}

}  // namespace

TEST_CASE("keywords are compared without their case, exact words with it") {
  CHECK(match(Matcher::kKeyword, "NoSniff", "nosniff") == "ok");
  CHECK(match(Matcher::kKeyword, "yes", "yes no") == "ok");
  CHECK(match(Matcher::kKeyword, "off", "yes no") == "0: one of the words defined for it");
  CHECK(match(Matcher::kKeyword, "", "1") == "0: 1");
  CHECK(match(Matcher::kExactWord, "T", "T F") == "ok");
  CHECK(match(Matcher::kExactWord, "t", "T F") == "0: one of the words defined for it");
  CHECK(match(Matcher::kKeywords, "all, None", "all none") == "ok");
  CHECK(match(Matcher::kKeywords, "all, some", "all none") == "5: one of the words defined for it");
}

TEST_CASE("products and comments stand in a row") {
  CHECK(match(Matcher::kProducts, "Apache/2.4.57 (Debian) OpenSSL/3.0 mod_x/1 (a (b) \\) c)") == "ok");
  CHECK(match(Matcher::kProducts, "(comment)") == "0: a product");
  CHECK(match(Matcher::kProducts, "Jetty(9.4)") == "5: a space before the next product or comment");
  CHECK(match(Matcher::kProducts, "a/") == "2: a version");
  CHECK(match(Matcher::kProducts, "a (b") == "4: a closing parenthesis");
  CHECK(match(Matcher::kProducts, "a (b)c") == "5: a space before the next product or comment");
}

TEST_CASE("mailboxes are addresses with or without a name") {
  CHECK(match(Matcher::kMailbox, "a.b+c@example.com") == "ok");
  CHECK(match(Matcher::kMailbox, "\"a b\"@[192.0.2.1]") == "ok");
  CHECK(match(Matcher::kMailbox, "Joe Q. Public <joe@example.com>") == "ok");
  CHECK(match(Matcher::kMailbox, "\"Joe Q. Public\" <joe@example.com>") == "ok");
  CHECK(match(Matcher::kMailbox, "a@example.com, b@example.com") == "13: a single mail address");
  CHECK(match(Matcher::kMailbox, "a@") == "2: a domain");
  CHECK(match(Matcher::kMailbox, "joe") == "3: @ and a domain");
}

TEST_CASE("base64 comes in groups of four") {
  CHECK(match(Matcher::kBase64, "aGk=") == "ok");
  CHECK(match(Matcher::kBase64, "aGk") == "3: base64 in groups of four");
  CHECK(match(Matcher::kBase64, "a-k=") == "1: base64");
  CHECK(match(Matcher::kBase64Of16, "dGhlIHNhbXBsZSBub25jZQ==") == "ok");
  CHECK(match(Matcher::kBase64Of16, "aGk=") == "0: base64 of 16 octets");
  CHECK(match(Matcher::kBase64Url, "") == "ok");
  CHECK(match(Matcher::kBase64Url, "a_-9=") == "4: base64url without padding");
  CHECK(match(Matcher::kJws, "a.b.c") == "ok");
  CHECK(match(Matcher::kJws, "a..c") == "2: base64url");
  CHECK(match(Matcher::kDetachedJws, "a..c") == "ok");
}

TEST_CASE("items have parameters, preferences values, too") {
  CHECK(match(Matcher::kItems, "cache;desc=\"a, b\";dur=0.1 , db ; dur = 53;, x") == "ok");
  CHECK(match(Matcher::kItems, "cache=1") == "5: a comma");
  CHECK(match(Matcher::kPreferences, "respond-async, wait=10; x, return = \"minimal\"") == "ok");
  CHECK(match(Matcher::kPreferences, "wait=") == "5: a token or a quoted string");
  CHECK(match(Matcher::kAuthParams, "a=b, c = \"d\"") == "ok");
  CHECK(match(Matcher::kAuthParams, "a") == "1: an equals sign");
}

TEST_CASE("trace contexts are read part by part") {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  CHECK(match(Matcher::kTraceparent, "00-" + trace) == "ok");
  CHECK(match(Matcher::kTraceparent, "cc-" + trace + "-later") == "ok");
  CHECK(match(Matcher::kTraceparent, "00-" + trace + "-later") == "55: the end of the value");
  CHECK(match(Matcher::kTraceparent, "ff-" + trace) == "0: a version other than ff");
  CHECK(match(Matcher::kTraceparent, "00-00000000000000000000000000000000-b7ad6b7169203331-01") ==
        "3: an id that is not all zero");
  CHECK(match(Matcher::kTraceparent, "00-0AF7") == "4: a hexadecimal digit in lower case");
  CHECK(match(Matcher::kTracestate, "rojo=00f067aa0ba902b7,,a@b=c d") == "ok");
  CHECK(match(Matcher::kTracestate, "Rojo=1") == "0: a key, which is in lower case");
  CHECK(match(Matcher::kBaggage, "a=b;p;q=r , c = d%20e") == "ok");
  CHECK(match(Matcher::kBaggage, "a;p") == "1: an equals sign");
}

TEST_CASE("other small grammars") {
  CHECK(match(Matcher::kDecimal, "1.25") == "ok");
  CHECK(match(Matcher::kDecimal, "-1") == "0: a digit");
  CHECK(match(Matcher::kDelayOrDate, "120") == "ok");
  CHECK(match(Matcher::kDelayOrDate, "Thu, 01 Jan 2026 00:00:00 GMT") == "ok");
  CHECK(match(Matcher::kDelayOrDate, "1.5") == "1: nothing but digits");
  CHECK(match(Matcher::kUri, "DAV:unordered") == "ok");
  CHECK(match(Matcher::kUri, "/a") == "0: a scheme, as a URI begins with one");
  CHECK(match(Matcher::kTokensOrUrls, "1, <http://example.com/x>, calendar-access") == "ok");
  CHECK(match(Matcher::kCodedUrl, "<a>b") == "3: the end of the value");
  CHECK(match(Matcher::kOpaqueTag, "\"a b\"") == "2: a closing quote");
  CHECK(match(Matcher::kPercentEncoded, "100%") == "3: two hexadecimal digits behind the percent sign");
  CHECK(match(Matcher::kDigests, "sha-256=ab+/=, unixsum=30637") == "ok");
  CHECK(match(Matcher::kQuotedOrEmpty, "") == "ok");
  CHECK(match(Matcher::kLanguageTags, "de-AT, x-klingon, zh-Hant-TW") == "ok");
  CHECK(match(Matcher::kLanguageTags, "en_US") == "2: a comma");
  CHECK(match(Matcher::kLanguageTags, "en-") == "3: a language tag");
}
