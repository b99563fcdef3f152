// What is odd about the texts of URIs.
#include "facts/uri_text.h"

#include "support/catch.h"

namespace httpvet::facts {

TEST_CASE("a target is marked in one pass") {
  CHECK(target_marks("/a/b") == 0);
  CHECK(target_marks("*") == kMarkNoPath);
  CHECK(target_marks("/a?b") == kMarkQuery);
  CHECK(target_marks("/a%20") == kMarkPercent);
  CHECK(target_marks("/../a") == kMarkDot);
  CHECK(target_marks("/%2e/a") == (kMarkPercent | kMarkDot));
  CHECK(target_marks("/a|b") == kMarkOdd);
}

TEST_CASE("characters of URIs are fine, tolerated or wrong") {
  CHECK(find_uri_defect("/a%20b?c='d'*~!@:$&(),;=").problem.empty());
  CHECK(find_uri_defect("http://[2001:db8::1]/").problem.empty());
  CHECK(find_uri_defect("/a b").serious);
  CHECK(find_uri_defect("/a|b<c").text == "<");
  CHECK(find_uri_defect("/a|b").text == "|");
  CHECK_FALSE(find_uri_defect("/a|b").serious);
  CHECK(find_uri_defect("/a[1]").text == "[");
  CHECK(find_uri_defect("/100%").text == "%");
  CHECK(find_uri_defect("/caf\xC3\xA9").problem == "an octet that is not ASCII");
}

TEST_CASE("templates have a name in braces") {
  for (const char* text : {"/a/{id}", "{{base.url}}/a", "/${x}"}) CHECK(is_template(text));
  for (const char* text : {"/a", "/{", "/{}", "/{a b}", "/}{"}) CHECK_FALSE(is_template(text));
}

TEST_CASE("paths that can be read in several ways") {
  CHECK(find_path_trick("/a/../b").problem == "a dot segment");
  CHECK(find_path_trick("/a/%2e.").problem == "an encoded dot segment");
  CHECK(find_path_trick("/.").serious);
  CHECK(find_path_trick("/a%00").problem == "an encoded NUL");
  CHECK(find_path_trick("/%c0%af").problem == "an overlong encoding of UTF-8");
  CHECK(find_path_trick("/%2f").problem == "an encoded slash");
  CHECK(find_path_trick("/%255c").problem == "a doubly encoded octet");
  for (const char* path : {"/.well-known", "/a..b", "/...", "/c%C3%A9", "/%", "/a%2", ""})
    CHECK(find_path_trick(path).problem.empty());
}

TEST_CASE("parameters whose whole name says that they are secret") {
  REQUIRE(find_sensitive_parameter("/a?x=1&Password=p"));
  CHECK(find_sensitive_parameter("/a?x=1&Password=p")->password);
  CHECK_FALSE(find_sensitive_parameter("/a?jwt=p")->password);
  for (const char* uri : {"/a", "/a?password=", "/a?mypassword=1", "/a?page_token=1", "/a#?pwd=1"})
    CHECK_FALSE(find_sensitive_parameter(uri));
}

TEST_CASE("Refresh has seconds, and perhaps an address") {
  for (const char* value : {"5", "5; URL=/a", "0;url=https://example.com/"}) CHECK(find_refresh_problem(value).empty());
  for (const char* value : {"", "/a", "5 /a", "5; /a", "5; URL=", "5; URL='/a'", "5; URL=/a b"})
    CHECK_FALSE(find_refresh_problem(value).empty());
}

}  // namespace httpvet::facts
