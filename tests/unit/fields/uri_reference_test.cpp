#include "fields/uri_reference.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

namespace {

std::string resolved(std::string_view base_text, std::string_view text) {
  auto base = parse(parse_uri_reference, base_text);
  const auto reference = parse(parse_uri_reference, text);
  REQUIRE(base.ok);
  REQUIRE(reference.ok);
  return std::string(resolve(base.typed, base.value, reference.typed, reference.value, base.arena));
}

std::string origin_of(std::string_view text) {
  auto uri = parse(parse_uri_reference, text);
  REQUIRE(uri.ok);
  return std::string(origin(uri.typed, uri.value, uri.arena));
}

}  // namespace

TEST_CASE("a URI reference is split into its parts") {
  const auto uri = parse(parse_uri_reference, "http://bob:pw@Example.com:8042/over/there?name=a/b?#no/se?");
  REQUIRE(uri.ok);
  CHECK(uri.typed.is_absolute());
  CHECK(uri(uri.typed.scheme) == "http");
  CHECK(uri(uri.typed.authority) == "bob:pw@Example.com:8042");
  CHECK(uri(uri.typed.userinfo) == "bob:pw");
  CHECK(uri(uri.typed.host_port.host) == "Example.com");
  CHECK(uri.typed.host_port.port_number(uri.value) == 8042);
  CHECK(uri(uri.typed.path) == "/over/there");
  CHECK(uri(uri.typed.query) == "name=a/b?");
  CHECK(uri(uri.typed.fragment) == "no/se?");
}

TEST_CASE("parts that are absent differ from parts that are empty") {
  const auto empty = parse(parse_uri_reference, "");
  REQUIRE(empty.ok);
  CHECK_FALSE(empty.typed.has_scheme);
  CHECK_FALSE(empty.typed.has_authority);
  CHECK_FALSE(empty.typed.has_query);
  CHECK_FALSE(empty.typed.has_fragment);
  const auto file = parse(parse_uri_reference, "file:///x?#");
  REQUIRE(file.ok);
  CHECK(file.typed.has_authority);
  CHECK(file.typed.authority.empty());
  CHECK(file.typed.has_query);
  CHECK(file.typed.has_fragment);
  CHECK(file(file.typed.path) == "/x");
}

TEST_CASE("many kinds of references parse") {
  for (const char* text :
       {"urn:example:animal:ferret", "mailto:a@b.c", "tel:+1-816", "//host/path", "/a//b", "a/b:c", "./a:b", "?q", "#f",
        "ldap://[2001:db8::7]/c=GB?objectClass?one", "/%E2%82%AC", "http://host", "http://host:", "*", "data:,x"}) {
    CAPTURE(text);
    CHECK(outcome(parse_uri_reference, text) == "ok");
  }
}

TEST_CASE("what is no URI reference fails at the octet that does not fit") {
  CHECK(outcome(parse_uri_reference, "/a b") == "2: a URI character");
  CHECK(outcome(parse_uri_reference, "/orders/{id}") == "8: a URI character");
  CHECK(outcome(parse_uri_reference, "/caf\xC3\xA9") == "4: a URI character");
  CHECK(outcome(parse_uri_reference, "/a?b=\"c\"") == "5: a URI character");
  CHECK(outcome(parse_uri_reference, "/a#b#c") == "4: a URI character");
  CHECK(outcome(parse_uri_reference, "/a\\b") == "2: a URI character");
  CHECK(outcome(parse_uri_reference, "/100%") == "5: two hexadecimal digits");
  CHECK(outcome(parse_uri_reference, "/?a=%zz") == "5: two hexadecimal digits");
  CHECK(outcome(parse_uri_reference, "1a:b") == "2: a scheme before the colon");
  CHECK(outcome(parse_uri_reference, ":80/x") == "0: a scheme before the colon");
  CHECK(outcome(parse_uri_reference, "http://ex ample/") == "9: a character of a host");
  CHECK(outcome(parse_uri_reference, "http://host:80x/") == "14: a digit");
  CHECK(outcome(parse_uri_reference, "http://a@b@c/") == "10: a character of a host");
  CHECK(outcome(parse_uri_reference, "http://a^b@c/") == "8: a character of a user name");
  CHECK(outcome(parse_uri_reference, "http://[::1/") == "11: a closing bracket");
}

TEST_CASE("references resolve as the examples of RFC 3986 section 5.4 say") {
  constexpr const char* kBase = "http://a/b/c/d;p?q";
  CHECK(resolved(kBase, "g:h") == "g:h");
  CHECK(resolved(kBase, "g") == "http://a/b/c/g");
  CHECK(resolved(kBase, "./g") == "http://a/b/c/g");
  CHECK(resolved(kBase, "g/") == "http://a/b/c/g/");
  CHECK(resolved(kBase, "/g") == "http://a/g");
  CHECK(resolved(kBase, "//g") == "http://g");
  CHECK(resolved(kBase, "?y") == "http://a/b/c/d;p?y");
  CHECK(resolved(kBase, "g?y") == "http://a/b/c/g?y");
  CHECK(resolved(kBase, "#s") == "http://a/b/c/d;p?q#s");
  CHECK(resolved(kBase, "g#s") == "http://a/b/c/g#s");
  CHECK(resolved(kBase, "g?y#s") == "http://a/b/c/g?y#s");
  CHECK(resolved(kBase, ";x") == "http://a/b/c/;x");
  CHECK(resolved(kBase, "") == "http://a/b/c/d;p?q");
  CHECK(resolved(kBase, ".") == "http://a/b/c/");
  CHECK(resolved(kBase, "..") == "http://a/b/");
  CHECK(resolved(kBase, "../g") == "http://a/b/g");
  CHECK(resolved(kBase, "../..") == "http://a/");
  CHECK(resolved(kBase, "../../g") == "http://a/g");
  CHECK(resolved(kBase, "../../../../g") == "http://a/g");
  CHECK(resolved(kBase, "/./g") == "http://a/g");
  CHECK(resolved(kBase, "/../g") == "http://a/g");
  CHECK(resolved(kBase, "g.") == "http://a/b/c/g.");
  CHECK(resolved(kBase, "..g") == "http://a/b/c/..g");
  CHECK(resolved(kBase, "./../g") == "http://a/b/g");
  CHECK(resolved(kBase, "./g/.") == "http://a/b/c/g/");
  CHECK(resolved(kBase, "g;x=1/../y") == "http://a/b/c/y");
  CHECK(resolved(kBase, "g?y/../x") == "http://a/b/c/g?y/../x");
  CHECK(resolved(kBase, "http:g") == "http:g");
}

TEST_CASE("references resolve against bases without path or authority") {
  CHECK(resolved("http://a", "g") == "http://a/g");
  CHECK(resolved("http://a?q", "") == "http://a?q");
  CHECK(resolved("urn:x", "g") == "urn:g");
  CHECK(resolved("x:/a", "/..//b") == "x:/.//b");
}

TEST_CASE("dot segments go, other segments stay") {
  base::Arena arena;
  CHECK(remove_dot_segments("/a/b/c/./../../g", arena) == "/a/g");
  CHECK(remove_dot_segments("mid/content=5/../6", arena) == "mid/6");
  CHECK(remove_dot_segments("../a", arena) == "a");
  CHECK(remove_dot_segments("..", arena) == "");
  CHECK(remove_dot_segments("/a//../b", arena) == "/a/b");
  CHECK(remove_dot_segments("", arena) == "");
}

TEST_CASE("any text is split as a reference would be") {
  const auto split = [](std::string_view text) {
    const UriReference uri = split_uri_reference(text);
    const auto part = [text](bool has, Slice slice) { return has ? std::string(slice.in(text)) : "-"; };
    return part(uri.has_scheme, uri.scheme) + " " + part(uri.has_userinfo, uri.userinfo) + " " +
           part(uri.has_authority, uri.host_port.host) + " " + part(true, uri.path) + " " +
           part(uri.has_query, uri.query) + " " + part(uri.has_fragment, uri.fragment);
  };
  CHECK(split("http://bob@h:80/a?b#c") == "http bob h /a b c");
  CHECK(split("//h?#") == "- - h   ");
  CHECK(split("/a|[1]?b[]={\"x\"}#c#d") == "- - - /a|[1] b[]={\"x\"} c#d");
  CHECK(split("http://a b@c@d e:x/") == "http a b@c d e:x / - -");
  CHECK(split("") == "- - -  - -");
}

TEST_CASE("an origin is in lower case and without the default port") {
  CHECK(origin_of("HTTP://Example.COM:80/a?b#c") == "http://example.com");
  CHECK(origin_of("https://user@example.com:443") == "https://example.com");
  CHECK(origin_of("https://example.com:80/") == "https://example.com:80");
  CHECK(origin_of("http://example.com:/") == "http://example.com");
  CHECK(origin_of("http://example.com:0080/") == "http://example.com");
  CHECK(origin_of("http://[::1]:8080/") == "http://[::1]:8080");
  CHECK(origin_of("ftp://example.com:21/") == "ftp://example.com:21");
  CHECK(origin_of("/a") == "");
  CHECK(origin_of("mailto:a@b") == "");
}
