// One test for each sentence of the section "Evidence" of the contract that speaks to readers.
#include <string>

#include "capture_support.h"

namespace httpvet::capture::testing {

using model::BodyEnd;
using model::Framing;
using model::StreamEnd;

namespace {

using Names = std::vector<std::string>;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n";
const std::string kHead = "HEAD /a HTTP/1.1\r\nHost: example.com\r\n\r\n";

std::string response(const std::string& fields, const std::string& content, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\n" + fields + "\r\n" + content;
}

}  // namespace

TEST_CASE("the end of a raw file or stream counts as an orderly close") {
  const std::string octets = response("Content-Length: 10\r\n", "12345");
  for (const Seen& seen : {read_raw(kGet + octets), read_streams(kGet, octets)}) {
    REQUIRE(seen.exchanges.size() == 1);
    CHECK(seen.exchanges[0].server_end == StreamEnd::kOrderly);
    CHECK(seen.exchanges[0].client_end == StreamEnd::kOrderly);
    CHECK(seen.exchanges[0].last);
    CHECK(seen.response().end == BodyEnd::kClosedEarly);
    CHECK(seen.response().framing == Framing::kLength);
    CHECK(seen.response().content == "12345");
    REQUIRE(seen.response().anomalies.size() == 1);
    CHECK(seen.response().anomalies[0].rfind("body_too_short", 0) == 0);
    CHECK(seen.issues.empty());
  }
}

TEST_CASE("the option --partial says that the input was cut") {
  InputOptions options;
  options.partial = true;
  const Seen seen = read_raw(kGet + response("Content-Length: 10\r\n", "12345"), options);
  CHECK(seen.exchanges.at(0).server_end == StreamEnd::kCut);
  CHECK(seen.response().end == BodyEnd::kCut);
  CHECK(read_streams(kGet, response("Content-Length: 10\r\n", "12345"), true).response().end == BodyEnd::kCut);
}

TEST_CASE("a response that nothing proves complete and that ends right after its head may answer a HEAD") {
  for (const std::string fields : {"Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n", "Server: x\r\n"}) {
    const std::string octets = response(fields, "");
    for (const Seen& seen : {read_raw(octets), read_streams(std::nullopt, octets)}) {
      CHECK(seen.response().framing == Framing::kUnknown);
      CHECK(seen.response().end == BodyEnd::kNotCaptured);
      CHECK(seen.response().anomalies.empty());
      CHECK_FALSE(seen.exchanges[0].requests_captured);
    }
  }
  SECTION("but not when the request is there and is no HEAD") {
    const Seen seen = read_raw(kGet + response("Content-Length: 10\r\n", ""));
    CHECK(seen.response().framing == Framing::kLength);
    CHECK(seen.response().end == BodyEnd::kClosedEarly);
    CHECK(seen.response().anomalies.size() == 1);
  }
  SECTION("and a Content-Length of zero proves it complete") {
    CHECK(read_raw(response("Content-Length: 0\r\n", "")).response().framing == Framing::kLength);
  }
  SECTION("to a HEAD that is there it has no content") {
    CHECK(read_raw(kHead + response("Content-Length: 10\r\n", "")).response().framing == Framing::kNone);
  }
}

TEST_CASE("curl -si gives a CRLF head and any body") {
  const Seen seen = read_raw(response("Content-Length: 4\r\n", "a\nb\n"));
  CHECK(seen.format == "raw");
  CHECK(seen.response().framing == Framing::kLength);
  CHECK(seen.response().end == BodyEnd::kComplete);
  CHECK(seen.response().content == "a\nb\n");
  CHECK(seen.response().line_feeds == 0);
  CHECK(seen.response().anomalies.empty());
  CHECK(seen.response().evidence.line_ends);
}

TEST_CASE("a body beside chunked that does not begin with a chunk-size line has been decoded already") {
  for (const std::string body : {"{\"a\": 1}\n", "hello", "add\nmore\n", "42", "\r\n\r\nx", "<html>\r\n</html>\r\n"}) {
    CAPTURE(body);
    const Seen seen = read_raw(response("Transfer-Encoding: chunked\r\n", body));
    CHECK(seen.response().framing == Framing::kUnknown);
    CHECK_FALSE(seen.response().evidence.framing);
    CHECK(seen.response().evidence.content);
    CHECK(seen.response().content == body);
    CHECK(seen.response().anomalies.empty());
  }
  SECTION("but not in byte streams") {
    const Seen seen = read_streams(kGet, response("Transfer-Encoding: chunked\r\n", "hello\r\n"));
    CHECK(seen.response().framing == Framing::kChunked);
    CHECK(seen.response().evidence.framing);
    CHECK_FALSE(seen.response().anomalies.empty());
  }
  SECTION("it runs to the next status line, also one in the middle of a line") {
    const Seen two = read_raw(response("Transfer-Encoding: chunked\r\n", "hello") +
                              response("Content-Length: 2\r\n", "hi", "404 Not Found"));
    REQUIRE(two.exchanges.size() == 2);
    CHECK(two.response(0).content == "hello");
    CHECK(two.response(1).status == 404);
    CHECK(two.response(1).content == "hi");
  }
  SECTION("what it says about HTTP/1.1 is no status line") {
    const std::string body = "HTTP/1.1 is a protocol.\r\nIt says HTTP/1.1 200 OK often.\n";
    const Seen seen = read_raw(response("Transfer-Encoding: chunked\r\n", body));
    REQUIRE(seen.exchanges.size() == 1);
    CHECK(seen.response().content == body);
  }
}

TEST_CASE("a chunked body on the wire is judged") {
  SECTION("a good one") {
    const Seen seen = read_raw(response("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"));
    CHECK(seen.response().framing == Framing::kChunked);
    CHECK(seen.response().end == BodyEnd::kComplete);
    CHECK(seen.response().content == "hello");
    CHECK(seen.response().anomalies.empty());
  }
  SECTION("one that begins with a faulty chunk-size line, or ends with a last chunk") {
    for (const std::string body :
         {"0x5\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n",
          "5_0\r\nhello\r\n0\r\n\r\n", "-5\r\nhello", "zz\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n"}) {
      CAPTURE(body);
      const Seen seen = read_raw(response("Transfer-Encoding: chunked\r\n", body));
      CHECK(seen.response().framing == Framing::kChunked);
      CHECK(seen.response().evidence.framing);
      CHECK_FALSE(seen.response().anomalies.empty());
    }
  }
  SECTION("one that was cut") {
    for (const std::string body : {"5\r\nhel", "5\r", "5\r\n", "ff\r\nhello\r\n"}) {
      CAPTURE(body);
      const Seen seen = read_raw(response("Transfer-Encoding: chunked\r\n", body));
      CHECK(seen.response().framing == Framing::kChunked);
      CHECK(seen.response().end == BodyEnd::kClosedEarly);
    }
  }
}

TEST_CASE("with --compressed Content-Encoding has been removed") {
  for (const std::string coding : {"gzip", "x-gzip", "br", "deflate", "zstd"}) {
    CAPTURE(coding);
    const std::string body = "some text that is longer than it was\nwith two lines\n";
    const Seen seen = read_raw(response("Content-Encoding: " + coding + "\r\nContent-Length: 20\r\n", body) +
                               response("Content-Length: 2\r\n", "ok"));
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response().framing == Framing::kUnknown);
    CHECK_FALSE(seen.response().evidence.framing);
    CHECK_FALSE(seen.response().evidence.content);
    CHECK(seen.response().content == body);
    CHECK(seen.response().anomalies.empty());
    CHECK(seen.response(1).content == "ok");
  }
  SECTION("also when it was chunked, or ended by close") {
    for (const std::string fields : {"Transfer-Encoding: chunked\r\n", ""}) {
      const Seen seen = read_raw(response("Content-Encoding: gzip\r\n" + fields, "plain"));
      CHECK(seen.response().framing == Framing::kUnknown);
      CHECK_FALSE(seen.response().evidence.content);
    }
  }
  SECTION("not when the coding is still there") {
    const std::string body("\x1F\x8B\x08\x00garbage", 11);
    const Seen seen = read_raw(response("Content-Encoding: gzip\r\nContent-Length: 11\r\n", body));
    CHECK(seen.response().framing == Framing::kLength);
    CHECK(seen.response().evidence.content);
  }
  SECTION("not when the length fits: nobody decodes content to its own length") {
    const Seen seen = read_raw(response("Content-Encoding: gzip\r\nContent-Length: 5\r\n", "plain"));
    CHECK(seen.response().framing == Framing::kLength);
    CHECK(seen.response().evidence.content);
  }
}

TEST_CASE("a status line HTTP/2 200 or HTTP/3 200 is a printed form") {
  for (const std::string version : {"HTTP/2", "HTTP/3"}) {
    const std::string head = version + " 200 \r\nserver: x\r\ncontent-length: 5\r\n\r\n";
    const Seen seen = read_raw(head + "hello" + version + " 404\r\n\r\nwhat is left");
    REQUIRE(seen.exchanges.size() == 2);
    CHECK_FALSE(seen.response().evidence.start_line);
    CHECK_FALSE(seen.response().evidence.line_ends);
    CHECK_FALSE(seen.response().evidence.framing);
    CHECK(seen.response().framing == Framing::kUnknown);
    CHECK(seen.response().content == "hello");
    CHECK(seen.response().anomalies.empty());
    CHECK(seen.response(1).status == 404);
    CHECK(seen.response(1).content == "what is left");
    CHECK(seen.response(1).anomalies.empty());
  }
  SECTION("to a HEAD") {
    const Seen seen = read_raw("HTTP/2 200 \r\ncontent-length: 5\r\n\r\n");
    CHECK(seen.response().end == BodyEnd::kNotCaptured);
    CHECK(seen.response().anomalies.empty());
  }
  SECTION("behind a printed 101") {
    const Seen seen = read_raw(response("Connection: Upgrade\r\nUpgrade: h2c\r\n", "", "101 Switching Protocols") +
                               "HTTP/2 200 \r\n\r\nhello");
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response(1).content == "hello");
  }
}

TEST_CASE("200 Connection established may come before a proxied response") {
  const Seen seen = read_raw("HTTP/1.1 200 Connection established\r\n\r\n" +
                             response("Content-Length: 2\r\n", "hi", "404 Not Found"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.exchanges[0].known_method == "CONNECT");
  CHECK(seen.response(0).anomalies.empty());
  CHECK(seen.exchanges[1].known_method.empty());
  CHECK(seen.response(1).status == 404);
  CHECK(seen.response(1).content == "hi");
  SECTION("but content behind it is content") {
    const Seen content = read_raw("HTTP/1.1 200 Connection established\r\n\r\nhello");
    CHECK(content.exchanges[0].known_method.empty());
    CHECK(content.response().content == "hello");
  }
}

TEST_CASE("curl -siL prints heads without their content") {
  const std::string moved = response("Location: /b\r\nContent-Length: 154\r\n", "", "301 Moved Permanently");
  const Seen seen = read_raw(moved + response("Content-Length: 5\r\n", "hello"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.response(0).framing == Framing::kUnknown);
  CHECK(seen.response(0).end == BodyEnd::kNotCaptured);
  CHECK(seen.response(0).anomalies.empty());
  CHECK(seen.response(1).content == "hello");
  SECTION("with -I the last one, too") {
    const Seen heads = read_raw(moved + response("Content-Length: 5\r\n", ""));
    REQUIRE(heads.exchanges.size() == 2);
    CHECK(heads.response(1).framing == Framing::kUnknown);
  }
  SECTION("and whatever the framing is") {
    for (const std::string fields : {"Transfer-Encoding: chunked\r\n", "Server: x\r\n"}) {
      const Seen heads = read_raw(response(fields, "", "302 Found") + response("Content-Length: 2\r\n", "ok"));
      REQUIRE(heads.exchanges.size() == 2);
      CHECK(heads.response(0).end == BodyEnd::kNotCaptured);
      CHECK(heads.response(1).content == "ok");
    }
  }
  SECTION("but content that is a status line is content when its length fits") {
    const std::string inner = "HTTP/1.1 200 OK\r\n\r\n";
    const Seen content = read_raw(response("Content-Length: 19\r\n", inner));
    REQUIRE(content.exchanges.size() == 1);
    CHECK(content.response().content == inner);
  }
}

TEST_CASE("line ends are judged in start lines, field lines, chunk-size lines and trailers only, never in content") {
  const Seen seen = read_raw("HTTP/1.1 200 OK\nServer: x\r\nContent-Length: 4\r\n\r\na\nb\n");
  CHECK(seen.response().anomalies == Names{"bare_lf@15+1"});
}

TEST_CASE("a file with any CRLF holds octets of the wire: mixed line ends are anomalies") {
  const Seen seen = read_raw("HTTP/1.1 200 OK\nContent-Length: 4\n\na\r\n\n");
  CHECK(seen.response().evidence.line_ends);
  CHECK(seen.response().anomalies.size() == 3);
}

}  // namespace httpvet::capture::testing
