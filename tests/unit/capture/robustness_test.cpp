// Hostile and unusual input: cut anywhere, split anyhow, larger than anything.
#include <string>

#include "capture/byte_sources.h"
#include "capture_support.h"

namespace httpvet::capture::testing {

namespace {

const std::string kTurns =
    "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n"
    "HEAD /2 HTTP/1.1\r\nHost: a\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nstray octets\r\n"
    "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil close\n";

const std::string kPrinted =
    "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 10\r\n\r\n"
    "HTTP/2 200 \r\ncontent-encoding: br\r\n\r\nplain textHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    "decoded\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone";

const std::string kText =
    "GET / HTTP/1.1\nHost: a\n\n\nHTTP/1.1 200 OK\nContent-Length: 12\n\na\nb\nc\nd\n\n\n"
    "GET /2 HTTP/1.1\nHost: a\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n\n";

const std::string kVerbose =
    "* Connected to a (::1) port 80 (#0)\n> GET / HTTP/1.1\r\n> Host: a\r\n> \r\n"
    "< HTTP/1.1 200 OK\r\n< X: y\r\n< \r\n{ [5 bytes data]\nhello\n";

const std::string kTrace =
    "=> Send header, 27 bytes (0x1b)\n0000: GET / HTTP/1.1\n0010: Host: a\n0019: \n"
    "<= Recv header, 17 bytes (0x11)\n0000: HTTP/1.1 200 OK\n<= Recv header, 2 bytes (0x2)\n0000: \n";

}  // namespace

TEST_CASE("any split of the input is the whole input") {
  for (const std::string& octets : {kTurns, kPrinted, kText, kVerbose, kTrace}) {
    const Seen whole = read_raw(octets);
    CHECK_FALSE(whole.exchanges.empty());
    for (const std::size_t block : {1, 2, 7, 4096}) {
      CAPTURE(octets, block);
      const Seen split = read_pipe(octets, block);
      CHECK(split.exchanges == whole.exchanges);
      CHECK(split.format == whole.format);
      CHECK(split.issues.size() == whole.issues.size());
    }
  }
}

TEST_CASE("a file cut at any byte is read as far as it goes") {
  for (const std::string& octets : {kTurns, kPrinted, kText, kVerbose, kTrace}) {
    for (std::size_t size = 0; size < octets.size(); ++size) {
      const Bytes prefix = Bytes(octets).substr(0, size);
      CAPTURE(prefix);
      const Seen seen = read_raw(prefix);
      CHECK((!seen.exchanges.empty() || !seen.issues.empty()));
      read_streams(prefix, Bytes(octets).substr(size));
      read_streams(std::nullopt, prefix);
    }
  }
}

TEST_CASE("a file that begins at any byte is read from the first message on") {
  for (const std::string& octets : {kTurns, kPrinted, kText, kVerbose, kTrace}) {
    for (std::size_t size = 0; size < octets.size(); ++size) {
      const Seen seen = read_raw(Bytes(octets).substr(size));
      CHECK((!seen.exchanges.empty() || !seen.issues.empty()));
    }
  }
}

TEST_CASE("octets changed anywhere do no harm") {
  for (const std::string& octets : {kTurns, kPrinted, kText, kVerbose, kTrace}) {
    for (std::size_t at = 0; at < octets.size(); ++at) {
      for (const char c : {'\0', '\n', '\r', ' ', '9', '\xFF'}) {
        std::string changed = octets;
        changed[at] = c;
        const Seen seen = read_raw(changed);
        CHECK((!seen.exchanges.empty() || !seen.issues.empty()));
      }
    }
  }
}

TEST_CASE("from a pipe a line over 16 MiB is cut, with an issue, and reading goes on") {
  const std::string octets = "HTTP/1.1 200 OK\r\nX: " + std::string(20 * 1024 * 1024, 'x') +
                             "\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 No Content\r\n\r\n";
  const Seen seen = read_pipe(octets, 256 * 1024);
  CHECK(seen.has_issue("input-line-cut"));
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.response(0).status == 200);
  CHECK_FALSE(seen.response(0).evidence.fields);
  CHECK(seen.response(1).status == 204);
  CHECK_FALSE(read_raw(octets).has_issue("input-line-cut"));
}

TEST_CASE("a million field lines") {
  std::string octets = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 1000000; ++i) octets += "X: y\r\n";
  octets += "\r\n";
  const Seen seen = read_raw(octets + "HTTP/1.1 204 No Content\r\n\r\n");
  REQUIRE(seen.exchanges.size() == 2);
  CHECK(seen.response(0).lines == 200000);
  CHECK_FALSE(seen.response(0).evidence.fields);
  CHECK(seen.has_issue("input-line-cut"));
  CHECK(seen.response(1).status == 204);
}

TEST_CASE("memory does not grow with the number of exchanges") {
  std::string octets;
  for (int i = 0; i < 5000; ++i) {
    octets += "GET / HTTP/1.1\r\nHost: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  }
  const Seen seen = read_raw(octets);
  CHECK(seen.exchanges.size() == 5000);
  CHECK(seen.batches > 70);
  CHECK(seen.largest_arena < 1024 * 1024);
  CHECK(seen.exchanges.back().last);
  CHECK(seen.exchanges.back().number == 5000);
}

TEST_CASE("many heads without content, and much content without heads, are read in linear time") {
  std::string heads;
  for (int i = 0; i < 20000; ++i) heads += "HTTP/1.1 200 OK\nContent-Length: 99999999\n\n";
  CHECK(read_raw(heads).exchanges.size() == 20000);
  std::string slashes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 1000000; ++i) slashes += "HTTP/";
  CHECK(read_raw(slashes).exchanges.size() == 1);
  CHECK(read_pipe(slashes, 65536).exchanges.size() == 1);
  std::string rubbish = "HTTP/1.1 204 No Content\r\n\r\nx";
  for (int i = 0; i < 1000000; ++i) rubbish += "HTTP/ ";
  CHECK(read_raw(rubbish).exchanges.size() == 1);
  CHECK(read_pipe(rubbish, 65536).exchanges == read_raw(rubbish).exchanges);
  CHECK(read_raw("HTTP/1.1 204 No Content\r\n\r\n" + std::string(5000000, '\n')).exchanges.size() == 1);
}

}  // namespace httpvet::capture::testing
