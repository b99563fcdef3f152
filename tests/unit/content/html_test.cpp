#include "content/html.h"

#include <string>

#include "support/catch.h"

namespace httpvet::content {

using Strings = std::vector<std::string>;

TEST_CASE("title and first heading are plain text") {
  const HtmlDocument document = read_html(
      "<!DOCTYPE html><HTML><head><title>\n 404 &mdash; Not&nbsp;Found </title></head><body><h1><img src=/l.png></h1>"
      "<h2>Sorry,<br>it is <em>gone</em></h2><h1>Later</h1>");
  CHECK(document.title == "404 \xE2\x80\x94 Not Found");
  CHECK(document.has_heading);
  CHECK(document.heading == "Sorry, it is gone");
}

TEST_CASE("who asks for titles only gets the same ones") {
  const Bytes text = "<a href=/x>x</a><title>T</title><script>'<h1>no</h1>'</script><h1>H</h1><a href=/y>y</a>";
  const HtmlDocument document = read_html(text, HtmlScope::kTitles);
  CHECK(document.title == "T");
  CHECK(document.heading == "H");
  CHECK(document.links.empty());
}

TEST_CASE("links are where a user can go, character references resolved") {
  const HtmlDocument document = read_html(
      "<base href=\"/b/\"><link rel=stylesheet href=/s.css><link rel=\"alternate\" href=/de>"
      "<meta http-equiv='Refresh' content=\"0; URL='/next?a=1&amp;b=2'\">"
      "<a class=x href = \"/c?d&#38;e\" title='>'>c</a><a name=top>t</a><area HREF=/map><form action=/login "
      "method=post>"
      "<img src=/no.png><!-- <a href=/hidden> --><script>document.write('<a href=\"/script\">')</script>");
  CHECK(document.links == Strings{"/de", "/next?a=1&b=2", "/c?d&e", "/map", "/login"});
  CHECK(document.base == "/b/");
  CHECK(document.form);
  CHECK(!document.password_input);
  CHECK(document.references.empty());
}

TEST_CASE("references in the text count apart from links") {
  const HtmlDocument document = read_html("<p>It moved to http://example.com/new.</p><p>or/and 1/2</p><b>/old</b>");
  CHECK(document.links.empty());
  CHECK(document.references == Strings{"http://example.com/new", "/old"});
}

TEST_CASE("a password input is seen") {
  CHECK(read_html("<form><input name=p TYPE=\"Password\"></form>").password_input);
  CHECK(!read_html("<input name=password type=text>").password_input);
}

TEST_CASE("what is cut or broken ends quietly") {
  for (const char* text : {"<", "</", "<!--", "<a", "<a href", "<a href=", "<a href='x", "<title>a",
                           "<script><a href=/x>", "<a href=\"x>text", "<>a</>", "<meta http-equiv=refresh content=5>",
                           "<meta http-equiv=refresh content='5;url'>"}) {
    INFO(text);
    CHECK(read_html(text).links.size() <= 1);
  }
  CHECK(!read_html("<title>a").has_title);
}

TEST_CASE("unknown character references stay") {
  CHECK(unescape_html("a &amp; b &lt; &unknown; &#x41;&#66; &amp &#; &") == "a & b < &unknown; AB &amp &#; &");
}

}  // namespace httpvet::content
