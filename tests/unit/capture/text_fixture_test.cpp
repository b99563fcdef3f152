// "A file whose every line end is LF is a text fixture": what the contract says about Content-Length and empty lines
// there.
#include <string>

#include "capture_support.h"

namespace httpvet::capture::testing {

using model::BodyEnd;
using model::Framing;

namespace {

std::string response(const std::string& fields, const std::string& content, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\n" + fields + "\n" + content;
}

std::string with_length(unsigned length, const std::string& content) {
  return response("Content-Length: " + std::to_string(length) + "\n", content);
}

}  // namespace

TEST_CASE("nothing is reported for the line ends of a text fixture") {
  const Seen seen = read_raw("GET / HTTP/1.1\nHost: example.com\n\n" + with_length(5, "hello\n"));
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.request().anomalies.empty());
  CHECK_FALSE(seen.request().evidence.line_ends);
  CHECK(seen.response().anomalies.empty());
  CHECK_FALSE(seen.response().evidence.line_ends);
  CHECK(seen.response().evidence.framing);
}

TEST_CASE(
    "Content-Length fits between the length of the body and that plus its LFs, with or without one final newline") {
  struct Case {
    unsigned length;
    std::string content;
  };
  for (const auto& [length, content] :
       {Case{5, "hello"}, Case{5, "hello\n"}, Case{6, "hello\n"}, Case{7, "hello\n"}, Case{3, "a\nb\n"},
        Case{4, "a\nb\n"}, Case{5, "a\nb\n"}, Case{6, "a\nb\n"}, Case{4, "a\nb"}, Case{5, "hello\n\n\n"},
        Case{7, "hello\n\n\n"}, Case{8, "hello\n\n\n"}, Case{0, "\n\n"}}) {
    for (const std::string next : {"", "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n"}) {
      // What follows has to begin a line.
      if (!next.empty() && content.back() != '\n') continue;
      CAPTURE(length, content, next);
      const Seen seen = read_raw(with_length(length, content + next));
      REQUIRE(seen.exchanges.size() == (next.empty() ? 1U : 2U));
      CHECK(seen.response().framing == Framing::kLength);
      CHECK(seen.response().end == BodyEnd::kComplete);
      CHECK(seen.response().content_octets == length);
      CHECK(seen.response().anomalies.empty());
    }
  }
}

TEST_CASE("Content-Length beyond that tolerance does not fit") {
  SECTION("too short") {
    for (const auto& octets : {with_length(8, "hello\n"), with_length(6, "hello"), with_length(20, "a\nb\n\n\n")}) {
      CAPTURE(octets);
      const Seen seen = read_raw(octets);
      CHECK(seen.response().end == BodyEnd::kClosedEarly);
      REQUIRE(seen.response().anomalies.size() == 1);
      CHECK(seen.response().anomalies[0].rfind("body_too_short", 0) == 0);
    }
  }
  SECTION("too long") {
    const Seen seen = read_raw(with_length(4, "hello\n") + response("", "", "204 No Content"));
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response().end == BodyEnd::kComplete);
    CHECK(seen.response().content == "hell");
    REQUIRE(seen.response().anomalies.size() == 1);
    CHECK(seen.response().anomalies[0].rfind("bytes_after_message", 0) == 0);
    CHECK(seen.response(1).status == 204);
  }
}

TEST_CASE("empty lines before the next start line or the end of a text fixture are no content") {
  for (const std::string status : {"204 No Content", "304 Not Modified"}) {
    const Seen seen = read_raw(response("", "\n\n", status) + response("", "\n", status));
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response(0).framing == Framing::kNone);
    CHECK(seen.response(0).anomalies.empty());
    CHECK(seen.response(1).anomalies.empty());
  }
  SECTION("other octets are the body of a 204") {
    const Seen seen = read_raw(response("", "oops\n", "204 No Content"));
    REQUIRE(seen.response().anomalies.size() == 1);
    CHECK(seen.response().anomalies[0] == "bytes_after_message@25+5");
  }
  SECTION("they may stand between requests and responses") {
    const Seen seen =
        read_raw("GET / HTTP/1.1\nHost: a\n\n\n\n" + with_length(2, "ok\n\n") + "\nGET /b HTTP/1.1\nHost: a\n\n");
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.request(0).anomalies.empty());
    CHECK(seen.response(0).anomalies.empty());
    CHECK(seen.request(1).anomalies.empty());
  }
}

TEST_CASE("in a text fixture a start line before the declared length is reached is content") {
  const std::string inner = "HTTP/1.1 200 OK\nServer: x\n\n";
  const Seen seen = read_raw(with_length(static_cast<unsigned>(inner.size()), inner) + with_length(2, "ok\n"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.response(0).content == inner);
  CHECK(seen.response(1).content == "ok");
}

TEST_CASE("content that is a message itself begins none of the connection") {
  const std::string trace = "TRACE / HTTP/1.1\nHost: example.com\n\n";
  const std::string fields = "Content-Type: message/http\n";
  for (const std::string end : {"\n", "\r\n"}) {
    std::string octets = trace + response(fields, trace) + "GET / HTTP/1.1\nHost: example.com\n\n" + with_length(0, "");
    for (std::size_t at = 0; end == "\r\n" && (at = octets.find('\n', at)) != std::string::npos; at += 2) {
      octets.insert(at, 1, '\r');
    }
    CAPTURE(end);
    const Seen seen = read_raw(octets);
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response().content_octets >= trace.size() - 1);
    CHECK(seen.request(1).start_line == "GET / HTTP/1.1");
  }
}

TEST_CASE("the answer to TRACE in a text fixture holds a request") {
  const std::string request = "TRACE / HTTP/1.1\nHost: example.com\n\n";
  const std::string after = "GET / HTTP/1.1\nHost: example.com\n\n" + with_length(2, "ok\n");
  // Its lines ended in CRLF, the empty one at its end too.
  for (const unsigned length : {36U, 39U}) {
    CAPTURE(length);
    const Seen seen = read_raw(request + with_length(length, request + after));
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.exchanges[0].response->content_octets == length);
    CHECK(seen.exchanges[0].response->anomalies.empty());
    CHECK(seen.exchanges[1].request->anomalies.empty());
  }
}

TEST_CASE("in a text fixture of heads alone content was not captured") {
  const Seen seen = read_raw(response("Content-Length: 154\n", "", "301 Moved Permanently") + with_length(99, ""));
  REQUIRE(seen.exchanges.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(seen.response(i).framing == Framing::kUnknown);
    CHECK(seen.response(i).end == BodyEnd::kNotCaptured);
    CHECK(seen.response(i).anomalies.empty());
  }
}

TEST_CASE("chunked content in a text fixture") {
  const std::string fields = "Transfer-Encoding: chunked\n";
  SECTION("with its chunks") {
    for (const std::string body : {"5\nhello\n0\n\n", "6\na\nb\nc\n\n0\n\n"}) {
      const Seen seen = read_raw(response(fields, body) + with_length(2, "ok\n"));
      REQUIRE(seen.exchanges.size() == 2);
      CHECK(seen.response().framing == Framing::kChunked);
      CHECK(seen.response().anomalies.empty());
    }
  }
  SECTION("without them") {
    for (const std::string body : {"hello\n", "add\nsome\n"}) {
      const Seen seen = read_raw(response(fields, body + "\n") + with_length(2, "ok\n"));
      REQUIRE(seen.exchanges.size() == 2);
      CHECK(seen.response().framing == Framing::kUnknown);
      CHECK(seen.response().content == body);
      CHECK(seen.response().anomalies.empty());
    }
  }
}

TEST_CASE("a byte order mark before a text fixture is tolerated") {
  const Seen seen = read_raw("\xEF\xBB\xBF" + with_length(2, "ok\n"));
  CHECK(seen.response().offset == 3);
  CHECK(seen.response().anomalies.empty());
  CHECK(seen.issues.empty());
}

}  // namespace httpvet::capture::testing
