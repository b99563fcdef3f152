// What rules read in contents, of messages made by hand.
#include <array>
#include <string>
#include <vector>

#include "expr/compiler.h"
#include "facts/facts.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

using expr::State;

/// A response to `GET http://example.com/a/b` with a content of some type.
class Content {
 public:
  Content(Bytes type, Bytes text, bool whole = true) {
    if (!type.empty()) add("Content-Type", type);
    content_.prefix = text;
    content_.whole = whole;
    response_.status = 200;
    response_.body.framing = model::Framing::kLength;
    response_.body.end = model::BodyEnd::kComplete;
    response_.body.content_octets = whole ? text.size() : text.size() + 1;
    response_.body.content = &content_;
    request_.part = model::Part::kRequest;
    request_.method = "GET";
    request_.target = "/a/b";
    request_.lines = request_lines_;
    connection_.requests_captured = connection_.responses_captured = true;
    connection_.scheme = model::Scheme::kHttp;
    exchange_.connection = &connection_;
    exchange_.request = &request_;
    exchange_.response = &response_;
  }

  void add(Bytes name, Bytes value) {
    lines_.push_back({name, value, fields::find_field(name)});
    response_.lines = lines_;
  }
  void remove_request() {
    exchange_.request = nullptr;
    connection_.requests_captured = false;
  }
  model::Message& response() { return response_; }
  model::Message& request() { return request_; }

  expr::Value operator()(const std::string& source) {
    facts_.bind(exchange_, state_, nullptr, arena_);
    const auto program = expr::compile(source, schema(), {}, arena_);
    INFO(source);
    REQUIRE(program.ok());
    return expr::Evaluator(facts_).run(program.value());
  }
  bool holds(const std::string& source) {
    const expr::Value value = (*this)(source);
    return value.known() && value.boolean;
  }
  State state(const std::string& source) { return (*this)(source).state; }

 private:
  base::Arena arena_;
  model::Connection connection_;
  model::Exchange exchange_;
  model::Message request_;
  model::Message response_;
  model::Content content_;
  std::array<model::FieldLine, 2> request_lines_ = {
      model::FieldLine{"Host", "example.com", fields::find_field("Host")},
      model::FieldLine{"User-Agent", "curl/8", fields::find_field("User-Agent")}};
  std::vector<model::FieldLine> lines_;
  ConnectionState state_;
  Facts facts_;
};

}  // namespace

TEST_CASE("the kind of content is read from its type") {
  CHECK(Content("application/problem+json", "{}").holds("res.content.kind == \"json\""));
  CHECK(Content("", "{}").state("res.content.kind") == State::kAbsent);
}

TEST_CASE("what is not found in a prefix is not known to be missing") {
  Content whole("application/json", R"({"status":404})");
  CHECK(whole.holds("res.content.whole && res.content.json_integer(\"status\") == 404"));
  CHECK(whole.state("res.content.json_integer(\"code\")") == State::kAbsent);
  CHECK(whole.holds("res.content.contradicts_status"));
  CHECK(Content("application/json", R"({"status":200})").holds("!res.content.contradicts_status"));
  CHECK(whole.holds("!res.content.malformed && !res.content.has_link"));
  Content prefix("application/json", R"({"status":404,)", false);
  CHECK(prefix.holds("!res.content.whole && res.content.json_integer(\"status\") == 404"));
  CHECK(prefix.state("res.content.json_integer(\"code\")") == State::kNotCaptured);
  CHECK(prefix.holds("res.content.contradicts_status"));
  CHECK(Content("application/json", R"({"status":200,)", false).state("res.content.contradicts_status") ==
        State::kNotCaptured);
  CHECK(prefix.state("res.content.malformed") == State::kNotCaptured);
  CHECK(prefix.state("res.content.has_link") == State::kNotCaptured);
  CHECK(prefix.state("res.content.says(\"gone\")") == State::kNotCaptured);
  CHECK(Content("application/json", "{status:", false).holds("res.content.malformed"));
  CHECK(Content("application/json", "{\"status\":").holds("res.content.malformed"));
}

TEST_CASE("content that is cut, coded or was not kept is not captured") {
  Content cut("text/html", "<title>Not Found</title>");
  cut.response().body.end = model::BodyEnd::kCut;
  CHECK(cut.holds("res.content.title == \"Not Found\""));
  CHECK(cut.state("res.content.heading") == State::kNotCaptured);
  Content coded("text/html", "<b>");
  coded.add("Content-Encoding", "gzip");
  CHECK(coded.state("res.content.title") == State::kNotCaptured);
  coded.response().evidence.content = false;  // a tool has decoded it
  CHECK(coded.state("res.content.title") == State::kAbsent);
  Content lost("text/html", "x");
  lost.response().body.content = nullptr;
  CHECK(lost.state("res.content.title") == State::kNotCaptured);
  CHECK(lost.holds("!res.content.whole"));
}

TEST_CASE("empty content says nothing") {
  Content empty("text/html", "");
  CHECK(empty.holds("res.content.whole && !res.content.has_link && !res.content.says(\"a\")"));
  CHECK(empty.state("res.content.title") == State::kAbsent);
  CHECK(Content("application/json", "").state("res.content.malformed") == State::kAbsent);
}

TEST_CASE("other kinds have no such members") {
  Content image("image/png", "\x89PNG");
  CHECK(image.state("res.content.title") == State::kAbsent);
  CHECK(image.state("res.content.has_link") == State::kAbsent);
  CHECK(image.state("res.content.malformed") == State::kAbsent);
}

TEST_CASE("phrases are found whatever their case and spacing") {
  Content text("text/plain", "Sorry: Too  Many\r\nConnections!");
  CHECK(text.holds("res.content.says(\"too many connections\")"));
  CHECK(text.holds("!res.content.says(\"connection\") && res.content.holds(\"connection\")"));
}

TEST_CASE("links lead to a URI by its meaning or by its text") {
  const Bytes note = "<p>Moved to <a href=\"../c?x=1&amp;y=2\">here</a>.</p>";
  for (const Bytes uri :
       {Bytes("/c?x=1&y=2"), Bytes("http://example.com/c?x=1&y=2"), Bytes("http://EXAMPLE.com:80/c?x=1&y=2#top")}) {
    INFO(uri);
    CHECK(Content("text/html", note).holds("res.content.links_to(\"" + std::string(uri) + "\")"));
  }
  CHECK(Content("text/html", note).holds("!res.content.links_to(\"/c\")"));
  CHECK(Content("text/html", "<p>/c/d</p>").holds("!res.content.links_to(\"/p\") && !res.content.links_to(\"/c\")"));
  CHECK(
      Content("text/html", "<script>location='http://example.com/n';</script>").holds("res.content.links_to(\"/n\")"));
  CHECK(Content("text/plain", "moved to next.html").holds("res.content.links_to(\"next.html\")"));
  Content alone("text/plain", "moved to http://example.com/n");
  alone.remove_request();
  CHECK(alone.holds("res.content.links_to(\"http://example.com/n\")"));
  CHECK(alone.state("res.content.links_to(\"/m\")") != State::kMalformed);
}

TEST_CASE("a DAV multistatus is read") {
  Content good("application/xml",
               "<multistatus xmlns='DAV:'><response><href>/a</href><status>HTTP/1.1 200 OK</status>"
               "</response></multistatus>");
  CHECK(good.holds("res.content.xml_root == \"{DAV:}multistatus\" && res.content.dav_responses == 1"));
  CHECK(good.state("res.content.dav_response_fault") == State::kAbsent);
  CHECK(Content("text/xml", "<a>").state("res.content.xml_children") == State::kMalformed);
  CHECK(Content("text/xml", "<a/>").state("res.content.dav_responses") == State::kAbsent);
  CHECK(Content("text/xml", "<multistatus xmlns='DAV:'>", false).state("res.content.dav_responses") ==
        State::kNotCaptured);
}

TEST_CASE("a request is echoed when its line and most of its fields are in the content") {
  const auto echoes = [](Bytes text) { return Content("message/http", text).holds("exchange.echoed"); };
  CHECK(echoes("GET /a/b HTTP/1.1\r\nHost: example.com\r\nuser-agent: curl/8\r\n\r\n"));
  CHECK(echoes("GET http://example.com/a/b HTTP/1.1\nUser-Agent: curl/8\n"));
  CHECK(!echoes("GET /a/b HTTP/1.1\r\nHost: example.com\r\n\r\n"));
  CHECK(!echoes("<html>TRACE is on</html>"));
  CHECK(!echoes(""));
}

}  // namespace httpvet::facts
