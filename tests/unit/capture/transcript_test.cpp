// Transcripts of curl.
#include <string>

#include "capture_support.h"

namespace httpvet::capture::testing {

using model::BodyEnd;
using model::Framing;
using model::StreamEnd;

namespace {

const std::string kVerbose =
    "*   Trying 127.0.0.1:80...\n"
    "* Connected to example.com (127.0.0.1) port 80 (#0)\n"
    "> GET /a HTTP/1.1\r\n> Host: example.com\r\n> Accept: */*\r\n> \r\n"
    "< HTTP/1.1 200 OK\r\n< Content-Type: text/plain\r\n* a note\n< Content-Length: 6\r\n< \r\n"
    "{ [6 bytes data]\nhello\n"
    "* Connection #0 to host example.com left intact\n";

std::string without_cr(std::string text) {
  for (std::size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r')) text.erase(at, 1);
  return text;
}

}  // namespace

TEST_CASE("a transcript of curl -v") {
  for (const std::string& text : {kVerbose, without_cr(kVerbose)}) {
    const Seen seen = read_raw(text);
    CHECK(seen.format == "curl-verbose");
    REQUIRE(seen.exchanges.size() == 1);
    const SeenExchange& exchange = seen.exchanges[0];
    CHECK(exchange.request->start_line == "GET /a HTTP/1.1");
    CHECK(exchange.request->lines == 2);
    CHECK(exchange.request->framing == Framing::kNone);
    CHECK(exchange.response->status == 200);
    CHECK(exchange.response->lines == 2);
    CHECK(exchange.response->framing == Framing::kUnknown);
    CHECK(exchange.response->end == BodyEnd::kNotCaptured);
    CHECK(exchange.response->anomalies.empty());
    CHECK_FALSE(exchange.response->evidence.line_ends);
    CHECK_FALSE(exchange.byte_streams);
    CHECK(seen.issues.empty());
  }
}

TEST_CASE("a transcript tells of content that there is none where the head does") {
  const Seen seen = read_raw(
      "> GET /a HTTP/1.1\n> Host: example.com\n> \n< HTTP/1.1 503 Service Unavailable\n< Content-Length: 0\n< \n"
      "> GET /b HTTP/2\n> Host: example.com\n> \n< HTTP/2 503\n< content-length: 0\n< \n");
  REQUIRE(seen.exchanges.size() == 2);
  for (const SeenExchange& exchange : seen.exchanges) {
    CHECK(exchange.response->end == BodyEnd::kComplete);
    CHECK(exchange.response->content_octets == 0);
  }
  CHECK(seen.exchanges[0].response->evidence.framing);
  CHECK_FALSE(seen.exchanges[1].response->evidence.framing);
}

TEST_CASE("transcripts of tools prove nothing by ending") {
  const Seen seen = read_raw(kVerbose);
  CHECK(seen.exchanges.at(0).server_end == StreamEnd::kCut);
  CHECK(seen.exchanges.at(0).client_end == StreamEnd::kCut);
}

TEST_CASE("places in a transcript are places in the file") {
  const auto opened = open_memory(kVerbose, "memory", {}, nullptr);
  model::Batch batch;
  REQUIRE(opened->reader().next(batch));
  const model::Message& response = *batch.exchanges.at(0).response;
  const auto span = response.locate(response.lines[1].name);
  REQUIRE(span);
  CHECK(kVerbose.substr(static_cast<std::size_t>(span->offset), static_cast<std::size_t>(span->length)) ==
        "Content-Length");
  CHECK(response.locate(response.start_line)->offset == kVerbose.find("HTTP/1.1 200"));
}

TEST_CASE("a transcript with times, several connections and TLS") {
  const std::string text =
      "17:03:59.123456 * Connected to a (::1) port 80 (#0)\n"
      "17:03:59.123456 > GET / HTTP/1.1\n17:03:59.123456 > Host: a\n17:03:59.123456 > \n"
      "17:03:59.123456 < HTTP/1.1 301 Moved Permanently\n17:03:59.123456 < Location: https://a/\n17:03:59.123456 < \n"
      "17:03:59.123456 * Connected to a (::1) port 443 (#1)\n"
      "17:03:59.123456 * SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n"
      "17:03:59.123456 > GET / HTTP/2\n17:03:59.123456 > Host: a\n17:03:59.123456 >\n"
      "17:03:59.123456 < HTTP/2 200 \n17:03:59.123456 < content-length: 2\n17:03:59.123456 <\n";
  const Seen seen = read_raw(text);
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.exchanges[0].connection == 1);
  CHECK(seen.exchanges[0].last);
  CHECK(seen.exchanges[1].connection == 2);
  CHECK(seen.exchanges[1].number == 1);
  CHECK(seen.exchanges[1].scheme == model::Scheme::kHttps);
  CHECK_FALSE(seen.response(1).evidence.start_line);
  CHECK(seen.request(1).anomalies.empty());
  CHECK(seen.response(1).anomalies.empty());
}

TEST_CASE("a transcript that is cut within a head") {
  const Seen seen = read_raw(kVerbose.substr(0, kVerbose.find("* a note")));
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.issue("input-truncated").damage);
  CHECK(seen.issue("input-truncated").partial);
  CHECK(seen.exchanges[0].server_end == StreamEnd::kCut);
}

TEST_CASE("content in a transcript that looks like one is none of it") {
  const Seen seen = read_raw(kVerbose + "> quoted text\n< more of it\n<html>\n> \n");
  CHECK(seen.exchanges.size() == 1);
  CHECK(seen.issues.empty());
}

TEST_CASE("a raw file whose content looks like a transcript is raw") {
  CHECK(read_raw("HTTP/1.1 200 OK\r\n\r\n> GET / HTTP/1.1\r\n").format == "raw");
  CHECK(read_raw("HTTP/1.1 200 OK\r\n\r\n=> Send header, 5 bytes (0x5)\r\n").format == "raw");
}

TEST_CASE("a trace of curl --trace-ascii") {
  const std::string text =
      "== Info: Connected to a (::1) port 80 (#0)\n"
      "=> Send header, 95 bytes (0x5f)\n"
      "0000: GET / HTTP/1.1\n"
      "0010: Host: a\n"
      "0019: User-Agent: a name that is longer than sixty-four octets, so it \n"
      "0059: is\n"
      "005d: \n"
      "<= Recv header, 17 bytes (0x11)\n0000: HTTP/1.1 200 OK\n"
      "<= Recv header, 19 bytes (0x13)\n0000: Content-Length: 2\n"
      "<= Recv header, 2 bytes (0x2)\n0000: \n"
      "<= Recv data, 2 bytes (0x2)\n0000: ok\n"
      "== Info: Connection #0 to host a left intact\n";
  const auto opened = open_memory(text, "memory", {}, nullptr);
  model::Batch batch;
  REQUIRE(opened->reader().next(batch));
  CHECK(opened->inputs()[0].format == "curl-trace");
  REQUIRE(batch.exchanges.size() == 1);
  const model::Message& request = *batch.exchanges[0].request;
  REQUIRE(request.lines.size() == 2);
  CHECK(request.lines[1].value == "a name that is longer than sixty-four octets, so it is");
  CHECK(request.anomalies.empty());
  const model::Message& response = *batch.exchanges[0].response;
  REQUIRE(response.lines.size() == 1);
  CHECK(response.locate(response.lines[0].name)->offset == text.find("Content-Length"));
  CHECK(response.body.end == BodyEnd::kNotCaptured);
}

TEST_CASE("a trace of curl --trace") {
  const std::string text =
      "=> Send header, 25 bytes (0x19)\n"
      "0000: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1..\n"
      "0010: 48 6f 73 74 3a 61 0d 0a 0d                      Host:a...\n"
      "<= Recv header, 17 bytes (0x11)\n"
      "0000: 48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d HTTP/1.1 200 OK.\n"
      "0010: 0a                                              .\n"
      "<= Recv header, 2 bytes (0x2)\n"
      "0000: 0d 0a                                           ..\n";
  const Seen seen = read_raw(text);
  CHECK(seen.format == "curl-trace");
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.request().start_line == "GET / HTTP/1.1");
  CHECK(seen.response().status == 200);
  CHECK(seen.response().anomalies.empty());
}

}  // namespace httpvet::capture::testing
