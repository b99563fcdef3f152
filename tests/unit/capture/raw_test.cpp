// Raw files: one connection a file, requests and responses in turn or one kind alone.
#include <string>

#include "capture_support.h"

namespace httpvet::capture::testing {

using model::BodyEnd;
using model::Framing;
using model::StreamEnd;

namespace {

using Names = std::vector<std::string>;

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: example.com\r\n\r\n"; }

std::string ok(const std::string& content) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
}

const std::string kNoContent = "HTTP/1.1 204 No Content\r\n\r\n";
const std::string kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

TEST_CASE("requests and responses in turn are exchanges of one connection") {
  const Seen seen = read_raw(get("/1") + ok("a") + get("/2") + kContinue + ok("b"));
  REQUIRE(seen.exchanges.size() == 2);
  for (const SeenExchange& exchange : seen.exchanges) {
    CHECK(exchange.connection == 1);
    CHECK(exchange.requests_captured);
    CHECK(exchange.responses_captured);
    CHECK(exchange.byte_streams);
    CHECK(exchange.order_known);
    CHECK(exchange.scheme == model::Scheme::kUnknown);
  }
  CHECK(seen.exchanges[0].number == 1);
  CHECK_FALSE(seen.exchanges[0].last);
  CHECK(seen.exchanges[0].server_end == StreamEnd::kOpen);
  CHECK(seen.exchanges[1].number == 2);
  CHECK(seen.exchanges[1].last);
  CHECK(seen.exchanges[1].interims.size() == 1);
  CHECK(seen.exchanges[1].server_end == StreamEnd::kOrderly);
  CHECK(seen.issues.empty());
}

TEST_CASE("a client that goes on after interim responses got no final one") {
  const Seen seen = read_raw(get("/1") + kContinue + get("/2") + ok("b"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.exchanges[0].request->start_line == "GET /1 HTTP/1.1");
  CHECK(seen.exchanges[0].interims.size() == 1);
  CHECK_FALSE(seen.exchanges[0].response.has_value());
  CHECK_FALSE(seen.exchanges[0].last);
  CHECK(seen.exchanges[1].request->start_line == "GET /2 HTTP/1.1");
  CHECK(seen.exchanges[1].response.has_value());

  const Seen pipelined = read_raw(get("/1") + kContinue + get("/2") + ok("b") + ok("c"));
  REQUIRE(pipelined.exchanges.size() == 3);
  CHECK_FALSE(pipelined.exchanges[2].requests_captured);

  const Seen in_order = read_raw(get("/1") + get("/2") + kContinue + ok("b") + ok("c"));
  REQUIRE(in_order.exchanges.size() == 2);
  CHECK(in_order.exchanges[0].interims.size() == 1);
  CHECK(in_order.exchanges[0].response.has_value());
}

TEST_CASE("the answer to TRACE holds a request, though only the close ends it") {
  const std::string request = "TRACE / HTTP/1.0\r\n\r\n";
  const Seen seen = read_raw(request + "HTTP/1.0 200 OK\r\nContent-Type: message/http\r\n\r\n" + request);
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.exchanges[0].response->framing == Framing::kUntilClose);
  CHECK(seen.exchanges[0].response->content == request);
}

TEST_CASE("a file of responses only has no requests captured") {
  const Seen seen = read_raw(kContinue + ok("a") + kNoContent);
  REQUIRE(seen.exchanges.size() == 2);
  CHECK_FALSE(seen.exchanges[0].requests_captured);
  CHECK(seen.exchanges[0].interims.size() == 1);
  CHECK(seen.exchanges[0].client_end == StreamEnd::kOpen);
  CHECK_FALSE(seen.exchanges[1].interim_after_final);
}

TEST_CASE("a file of requests only has no responses captured") {
  const Seen seen = read_raw(get("/1") + get("/2"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK_FALSE(seen.exchanges[0].responses_captured);
  CHECK(seen.exchanges[0].server_end == StreamEnd::kOpen);
  CHECK(seen.exchanges[1].client_end == StreamEnd::kOrderly);
  CHECK(seen.exchanges[1].last);
}

TEST_CASE("a response answers the oldest outstanding request") {
  const Seen seen = read_raw(get("/1") + get("/2") + get("/3") + ok("a") + ok("b"));
  REQUIRE(seen.exchanges.size() == 3);
  CHECK(seen.response(0).content == "a");
  CHECK(seen.request(1).start_line == "GET /2 HTTP/1.1");
  CHECK(seen.response(1).content == "b");
  CHECK_FALSE(seen.exchanges[2].response);
  CHECK(seen.exchanges[2].server_end == StreamEnd::kOrderly);
  CHECK(seen.exchanges[2].last);
}

TEST_CASE("a response without outstanding request is an exchange without request") {
  const Seen seen = read_raw(get("/1") + ok("a") + ok("b"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK_FALSE(seen.exchanges[1].request);
  CHECK(seen.exchanges[1].requests_captured);
}

TEST_CASE("an interim response after the final one of the only outstanding request stands apart") {
  const Seen seen = read_raw(get("/1") + ok("a") + kContinue + kContinue);
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.exchanges[1].interim_after_final);
  CHECK(seen.exchanges[1].interims.size() == 2);
  CHECK_FALSE(seen.exchanges[1].response);
}

TEST_CASE("octets after a complete message that begin no other are bytes after that message") {
  SECTION("before the next message") {
    const Seen seen = read_raw(get("/1") + ok("a") + "rubbish\r\nmore" + get("/2") + ok("b"));
    REQUIRE(seen.exchanges.size() == 2);
    const std::size_t at = get("/1").size() + ok("a").size();
    // "moreGET /2 HTTP/1.1" is one line, and no request line: all is skipped up to the status line.
    CHECK(seen.response(0).anomalies.size() == 1);
    CHECK(seen.response(0).anomalies[0].rfind("bytes_after_message@" + std::to_string(at) + "+", 0) == 0);
  }
  SECTION("up to the next line that looks like a start line") {
    const Seen seen = read_raw(get("/1") + ok("a") + "rubbish\r\n" + get("/2") + ok("b"));
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response(0).anomalies == Names{"bytes_after_message@77+9"});
    CHECK(seen.request(1).start_line == "GET /2 HTTP/1.1");
  }
  SECTION("204, 304, 1xx and HEAD") {
    for (const std::string status : {"204 No Content", "304 Not Modified"}) {
      const std::string head = "HTTP/1.1 " + status + "\r\n\r\n";
      const Seen seen = read_raw(head + "oops");
      CHECK(seen.response().anomalies == Names{"bytes_after_message@" + std::to_string(head.size()) + "+4"});
    }
    const Seen interim = read_raw(kContinue + "oops\r\n" + ok("a"));
    REQUIRE(interim.exchanges.size() == 1);
    CHECK(interim.exchanges[0].interims.at(0).anomalies == Names{"bytes_after_message@25+6"});
    const Seen head = read_raw("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + ok("hello"));
    CHECK(head.response().framing == Framing::kNone);
    CHECK(head.response().anomalies == Names{"bytes_after_message@66+5"});
  }
  SECTION("empty lines at the end") {
    const Seen seen = read_raw(ok("a") + "\r\n\r\n");
    CHECK(seen.response().anomalies == Names{"bytes_after_message@39+4"});
  }
  SECTION("empty lines before a start line are the next message's") {
    const Seen seen = read_raw(ok("a") + "\r\n" + ok("b"));
    REQUIRE(seen.exchanges.size() == 2);
    CHECK(seen.response(0).anomalies.empty());
    CHECK(seen.response(1).anomalies == Names{"empty_lines_before_start@39+2"});
  }
}

TEST_CASE("101 and a 2xx to CONNECT make the rest a tunnel") {
  const std::string upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
  for (const std::string& octets :
       {get("/") + upgrade + "\x81\x05hello" + ok("x"), upgrade + "\x81\x05hello",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\x16\x03\x01" + ok("x")}) {
    const Seen seen = read_raw(octets);
    REQUIRE(seen.exchanges.size() == 1);
    CHECK(seen.response().framing == Framing::kTunnel);
    CHECK(seen.response().anomalies.empty());
    CHECK(seen.exchanges[0].last);
    CHECK(seen.exchanges[0].server_end == StreamEnd::kOpen);
  }
}

TEST_CASE("how a tunnel begins is kept") {
  const std::string upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
  CHECK(read_raw(get("/") + upgrade + "\x81\x05hello").response().tunnel_start == "\x81\x05hello");
  CHECK(read_raw(get("/") + upgrade + ok("a")).response().tunnel_start == ok("a").substr(0, model::kTunnelStart));
  CHECK(read_raw(get("/") + upgrade).response().tunnel_start.empty());
  CHECK(read_streams(get("/"), upgrade + "hello").response().tunnel_start == "hello");
  CHECK(read_raw(ok("a")).response().tunnel_start.empty());
}

TEST_CASE("content that ends with the connection runs to the next message of the file") {
  const std::string close = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
  const Seen alone = read_raw(close + "hello");
  CHECK(alone.response().framing == Framing::kUntilClose);
  CHECK(alone.response().end == BodyEnd::kComplete);
  CHECK(alone.response().content == "hello");
  const Seen turns = read_raw(get("/1") + close + "hello\r\n" + get("/2") + ok("b"));
  REQUIRE(turns.exchanges.size() == 2);
  CHECK(turns.response(0).framing == Framing::kUntilClose);
  CHECK(turns.response(0).content == "hello\r\n");
  const Seen printed = read_raw(close + "hello" + ok("b"));
  REQUIRE(printed.exchanges.size() == 2);
  CHECK(printed.response(0).framing == Framing::kUnknown);
  CHECK(printed.response(0).content == "hello");
}

TEST_CASE("content held back until 100 (Continue) stands behind it") {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
  const Seen seen = read_raw(head + kContinue + "hello" + ok("a"));
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.request().content == "hello");
  CHECK(seen.request().framing == Framing::kLength);
  CHECK(seen.exchanges[0].interims.at(0).anomalies.empty());
  CHECK(seen.response().content == "a");
  SECTION("or never comes") {
    const Seen refused = read_raw(head + "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
    REQUIRE(refused.exchanges.size() == 1);
    CHECK(refused.request().end == BodyEnd::kNotCaptured);
    CHECK(refused.request().anomalies.empty());
    CHECK(refused.response().status == 417);
  }
}

TEST_CASE("octets before the first message are skipped with an issue") {
  const Seen seen = read_raw("$ curl -si example.com\n" + ok("a"));
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.response().offset == 23);
  CHECK(seen.issue("input-garbage").byte_offset == 0);
  CHECK_FALSE(seen.issue("input-garbage").damage);
}

TEST_CASE("the option --scheme states the scheme of raw input") {
  InputOptions options;
  options.scheme = model::Scheme::kHttps;
  CHECK(read_raw(ok("a"), options).exchanges.at(0).scheme == model::Scheme::kHttps);
}

TEST_CASE("what holds no HTTP is an issue, and damage when it was named") {
  for (const std::string octets : {"{\"log\": {\"entries\": []}}\n",
                                   "\x7F"
                                   "ELF\x01\x02",
                                   "a\nb\nc\n"}) {
    const Seen seen = read_raw(octets);
    CHECK(seen.exchanges.empty());
    CHECK(seen.issue("input-no-http").damage);
    CHECK(seen.format.empty());
  }
  CHECK(read_raw("").issue("input-empty").damage);
  CHECK(read_raw("\n\r\n\n").issue("input-empty").damage);
  TemporaryFolder folder;
  const Source found{folder.write("x", "no HTTP"), "", false};
  CHECK_FALSE(read_all(*open_for_test(found, {})).issue("input-no-http").damage);
}

TEST_CASE("text behind a request without content is a response without a status line") {
  const Seen seen = read_raw(get("/") + "<p>hello\r\n");
  REQUIRE(seen.exchanges.size() == 1);
  CHECK(seen.response().anomalies == std::vector<std::string>{"status_line@" + std::to_string(get("/").size()) + "+8"});
  CHECK(seen.request().anomalies.empty());
  SECTION("but not in a text fixture, nor where it may be content of the request") {
    CHECK_FALSE(read_raw("GET / HTTP/1.1\nHost: example.com\n\n### end\n").exchanges.at(0).response);
    const std::string typed = "GET / HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\n\r\n{}\r\n";
    CHECK_FALSE(read_raw(typed).exchanges.at(0).response);
    CHECK_FALSE(read_raw("POST / HTTP/1.1\r\nHost: example.com\r\n\r\n<p>\r\n").exchanges.at(0).response);
    CHECK_FALSE(read_raw(get("/") + "\r\n").exchanges.at(0).response);
  }
}

TEST_CASE("a declared length of 2^64 and more is no trouble") {
  for (const std::string length : {"18446744073709551615", "18446744073709551616", "99999999999999999999999"}) {
    const Seen seen = read_raw(get("/") + "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nhello");
    REQUIRE(seen.exchanges.size() == 1);
    CHECK(seen.response().content == "hello");
    const Seen text = read_raw("HTTP/1.1 200 OK\nContent-Length: " + length + "\n\nhello\n");
    REQUIRE(text.exchanges.size() == 1);
  }
}

TEST_CASE("thousands of pipelined requests keep their responses") {
  std::string octets;
  for (int i = 0; i < 300; ++i) octets += get("/" + std::to_string(i));
  for (int i = 0; i < 300; ++i) {
    octets += ok(std::to_string(i));
    octets += get("/" + std::to_string(300 + i));
  }
  for (int i = 300; i < 600; ++i) octets += ok(std::to_string(i));
  for (const Seen& seen : {read_raw(octets), read_pipe(octets, 4096)}) {
    REQUIRE(seen.exchanges.size() == 600);
    for (std::size_t i = 0; i < 600; ++i) {
      CHECK(seen.request(i).start_line == "GET /" + std::to_string(i) + " HTTP/1.1");
      CHECK(seen.response(i).content == std::to_string(i));
    }
  }
}

TEST_CASE("requests that wait in their thousands are given up, and nothing is judged from that") {
  std::string octets;
  for (int i = 0; i < 10000; ++i) octets += get("/");
  for (int i = 0; i < 10000; ++i) octets += ok("");
  const Seen seen = read_raw(octets);
  CHECK(seen.exchanges.size() > 10000);
  CHECK(seen.largest_arena < 16 * 1024 * 1024);
  for (const SeenExchange& exchange : seen.exchanges) {
    if (!exchange.request) CHECK_FALSE(exchange.requests_captured);
    if (!exchange.response) CHECK_FALSE(exchange.responses_captured);
  }
}

}  // namespace httpvet::capture::testing
