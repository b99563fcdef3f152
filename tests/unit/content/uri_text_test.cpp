#include "content/uri_text.h"

#include "support/catch.h"

namespace httpvet::content {

TEST_CASE("references are found in text") {
  std::vector<std::string> found;
  find_references("See <https://example.com/a?b=1>, (/c/d) or HTTP://x/; not and/or, 1/2, // or /.", 9, found);
  CHECK(found == std::vector<std::string>{"https://example.com/a?b=1", "/c/d", "HTTP://x/"});
  found.clear();
  find_references("/a /b /c", 2, found);
  CHECK(found.size() == 2);
}

TEST_CASE("hostile text is searched in one pass") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "(//";
  std::vector<std::string> found;
  find_references(text, 9, found);
  CHECK(found.empty());
}

TEST_CASE("a whole string can look like a reference") {
  for (const char* text : {"/a", "./a", "../a", "?page=2", "http://example.com"}) CHECK(looks_like_reference(text));
  for (const char* text : {"", "/", "a/b", "text/html", "/a b", "ftp", "http://"}) CHECK(!looks_like_reference(text));
}

TEST_CASE("names of links end like one") {
  for (const char* name :
       {"href", "URL", "statusUrl", "status_url", "self-link", "http://www.w3.org/1999/xlink href"}) {
    INFO(name);
    CHECK(is_link_name(name));
  }
  for (const char* name : {"interaction", "allocation", "name", "links_count", ""}) CHECK(!is_link_name(name));
}

}  // namespace httpvet::content
