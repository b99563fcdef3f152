// The two byte streams of one connection.
#include <string>

#include "capture_support.h"

namespace httpvet::capture::testing {

using model::BodyEnd;
using model::Framing;
using model::StreamEnd;

namespace {

std::string get(const std::string& target, const std::string& method = "GET") {
  return method + " " + target + " HTTP/1.1\r\nHost: example.com\r\n\r\n";
}

std::string ok(const std::string& content) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
}

const std::string kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

TEST_CASE("each response answers the next request of the other stream") {
  const Seen seen = read_streams(get("/1") + get("/2", "HEAD") + get("/3"),
                                 kContinue + ok("a") + "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" + ok("c"));
  REQUIRE(seen.exchanges.size() == 3);
  CHECK(seen.format == "streams");
  CHECK(seen.exchanges[0].interims.size() == 1);
  CHECK(seen.response(1).framing == Framing::kNone);
  CHECK(seen.response(2).content == "c");
  CHECK(seen.exchanges[0].byte_streams);
  CHECK_FALSE(seen.exchanges[0].order_known);
  CHECK(seen.exchanges[0].client_end == StreamEnd::kOpen);
  CHECK(seen.exchanges[2].client_end == StreamEnd::kOrderly);
  CHECK(seen.exchanges[2].server_end == StreamEnd::kOrderly);
  CHECK(seen.exchanges[2].last);
}

TEST_CASE("content that a client withheld after a final response to Expect is not captured, and not missing") {
  const std::string put = "PUT /a HTTP/1.1\r\nHost: example.com\r\nExpect: 100-continue\r\nContent-Length: 400\r\n\r\n";
  const Seen last = read_streams(put, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
  REQUIRE(last.exchanges.size() == 1);
  CHECK(last.request().end == BodyEnd::kNotCaptured);
  CHECK(last.request().anomalies.empty());
  const Seen followed = read_streams(put + get("/b"), ok("") + ok("b"));
  REQUIRE(followed.exchanges.size() == 2);
  CHECK(followed.request(0).end == BodyEnd::kNotCaptured);
  CHECK(followed.response(1).content == "b");
}

TEST_CASE("content that was sent after 100 may run into the next request without a line end") {
  const Seen seen = read_streams(
      "PUT /a HTTP/1.1\r\nHost: example.com\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello" + get("/b"),
      kContinue + ok("") + ok("b"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.request(0).content == "hello");
  CHECK(seen.request(1).start_line == "GET /b HTTP/1.1");
}

TEST_CASE("content sent in spite of Expect is read as any other") {
  const Seen seen =
      read_streams("PUT /a HTTP/1.1\r\nHost: example.com\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
                   kContinue + ok(""));
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.request().content == "hi");
  CHECK(seen.request().end == BodyEnd::kComplete);
}

TEST_CASE("requests left over are exchanges without response") {
  const Seen seen = read_streams(get("/1") + get("/2") + get("/3"), ok("a"));
  REQUIRE(seen.exchanges.size() == 3);
  CHECK(seen.exchanges[0].server_end == StreamEnd::kOrderly);
  CHECK(seen.request(2).start_line == "GET /3 HTTP/1.1");
  CHECK_FALSE(seen.exchanges[2].response);
  CHECK(seen.exchanges[2].responses_captured);
  CHECK(seen.exchanges[1].client_end == StreamEnd::kOpen);
  CHECK(seen.exchanges[2].client_end == StreamEnd::kOrderly);
  CHECK(seen.exchanges[2].server_end == StreamEnd::kOrderly);
}

TEST_CASE("responses left over are exchanges without request") {
  const Seen seen = read_streams(get("/1"), ok("a") + ok("b"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.exchanges[1].requests_captured);
  CHECK_FALSE(seen.exchanges[1].request);
  const Seen interim = read_streams(get("/1"), ok("a") + kContinue);
  REQUIRE(interim.exchanges.size() == 2);
  CHECK(interim.exchanges[1].interim_after_final);
}

TEST_CASE("octets after the last message of a stream are bytes after it") {
  const Seen seen = read_streams(get("/1") + "\r\n", ok("a") + "trailing");
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.request().anomalies.size() == 1);
  CHECK(seen.response().anomalies == std::vector<std::string>{"bytes_after_message@39+8"});
}

TEST_CASE("a tunnel ends both streams") {
  const Seen seen =
      read_streams(get("a:443", "CONNECT") + "\x16\x03\x01 client", "HTTP/1.1 200 OK\r\n\r\n\x16\x03 server");
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.response().framing == Framing::kTunnel);
  CHECK(seen.response().anomalies.empty());
}

TEST_CASE("a stream that was not captured") {
  const Seen responses = read_streams(std::nullopt, ok("a") + ok("b"));
  REQUIRE(responses.exchanges.size() == 2);
  CHECK_FALSE(responses.exchanges[0].requests_captured);
  const Seen requests = read_streams(get("/1") + get("/2"), std::nullopt);
  REQUIRE(requests.exchanges.size() == 2);
  CHECK_FALSE(requests.exchanges[0].responses_captured);
  CHECK(requests.exchanges[1].last);
}

TEST_CASE("content without length does not swallow the answer to the next request") {
  const Seen seen = read_streams(get("/1") + get("/2"), "HTTP/1.1 200 OK\r\n\r\nhello\r\n" + ok("b"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.response(0).framing == Framing::kUntilClose);
  CHECK(seen.response(0).content == "hello\r\n");
  CHECK(seen.response(1).content == "b");
  const Seen last = read_streams(get("/1"), "HTTP/1.1 200 OK\r\n\r\nhello\r\n" + ok("b"));
  REQUIRE(last.exchanges.size() == 1);
  CHECK(last.response(0).content == "hello\r\n" + ok("b"));
}

TEST_CASE("nothing is known of the content behind a head without end") {
  const Bytes head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Th";
  const Seen closed = read_streams(get("/"), head);
  CHECK(closed.response().anomalies == std::vector<std::string>{"header_incomplete@44+0"});
  CHECK(closed.response().framing == Framing::kUnknown);
  CHECK(closed.response().end == BodyEnd::kNotCaptured);
  CHECK(read_streams(get("/"), head, true).response().end == BodyEnd::kCut);
  CHECK(read_streams(std::nullopt, head, true).response().end == BodyEnd::kCut);
  CHECK(read_streams("POST / HTTP/1.1\r\nHost", std::nullopt, true).request().end == BodyEnd::kCut);
}

TEST_CASE("where chunk framing was lost the rest is content, not octets behind it") {
  const Seen seen =
      read_streams(get("/"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello\r\n");
  CHECK(seen.response().end == BodyEnd::kCut);
  CHECK(seen.response().anomalies == std::vector<std::string>{"chunk_size_overflow@47+16"});
  CHECK(seen.issues.empty());
}

TEST_CASE("a stream without HTTP is an issue of that input") {
  const Seen seen = read_streams(get("/1"), Bytes("\x15\x03\x01\0\2\2\n", 7));
  REQUIRE(seen.exchanges.size() == 1);
  CHECK_FALSE(seen.exchanges[0].response);
  CHECK(seen.exchanges[0].server_end == StreamEnd::kCut);
  CHECK(seen.issue("input-no-http").input == 0);
  CHECK(read_streams("rubbish\n", ok("a")).has_issue("input-no-http"));
  CHECK(read_streams(std::nullopt, "rubbish\n").has_issue("input-no-http"));
  CHECK(read_streams("", "").has_issue("input-empty"));
  CHECK_FALSE(read_streams(get("/"), "").has_issue("input-empty"));
}

TEST_CASE("text without a status line that answers a request is a response of HTTP/0.9") {
  const Seen seen = read_streams(get("/1") + get("/2"), "<p>hello\n<p>world\n");
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.response(0).anomalies == std::vector<std::string>{"status_line@0+8"});
  CHECK(seen.response(0).framing == Framing::kUnknown);
  CHECK_FALSE(seen.exchanges[1].response);
  CHECK(seen.exchanges[1].server_end == StreamEnd::kOrderly);
  CHECK(seen.issues.empty());
  SECTION("and right where the request is one of HTTP/0.9") {
    const Seen simple = read_streams("GET /1\r\n", "<p>hello\n");
    REQUIRE(simple.exchanges.size() == 1);
    CHECK(simple.response().anomalies.empty());
  }
}

TEST_CASE("the streams of a pair come from two files") {
  TemporaryFolder folder;
  const std::string requests = folder.write("x.req", get("/1"));
  const std::string responses = folder.write("x.res", ok("a"));
  const auto opened = open_for_test({responses, requests, true, true}, {});
  const Seen seen = read_all(*opened);
  REQUIRE(opened->inputs().size() == 2);
  CHECK(opened->inputs()[0].path == responses);
  CHECK(opened->inputs()[1].path == requests);
  REQUIRE(seen.exchanges.size() == 1);
  SECTION("one of which may be missing") {
    const Seen missing = read_all(*open_for_test({responses, requests + "x", true, true}, {}));
    REQUIRE(missing.exchanges.size() == 1);
    CHECK_FALSE(missing.exchanges[0].requests_captured);
    CHECK(missing.issue("input-missing").input == 1);
  }
}

}  // namespace httpvet::capture::testing
