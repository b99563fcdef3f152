#include "wire/plain_head.h"

#include <string>
#include <vector>

#include "fields/field_ids.h"
#include "fields/registry.h"
#include "support/catch.h"
#include "unit/wire/wire_support.h"

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;

namespace {

const std::string kResponse = "HTTP/1.1 200 OK\r\n";
const std::string kRequest = "GET / HTTP/1.1\r\n";

bool is_plain(Kind kind, const std::string& octets) {
  PlainHead plain;
  RawHead head;
  const ExactBlock block(octets);
  return plain.parse(kind, block.bytes(), head) && head.size <= octets.size();
}

}  // namespace

TEST_CASE("plain heads come apart") {
  PlainHead plain;
  RawHead head;
  const ExactBlock block(
      "HTTP/1.1 404 Not Found\r\nDate:Thu, 01 Jan 2026 00:00:00 GMT\r\nX-Unheard-Of:  a b  \r\nVary:\r\n\r\nmore");
  const Bytes octets = block.bytes();
  for (int round = 0; round < 2; ++round) {
    REQUIRE(plain.parse(Kind::kResponse, octets, head));
    CHECK(octets.substr(head.size) == "more");
    CHECK(head.start_line.in(octets) == "HTTP/1.1 404 Not Found");
    CHECK(head.status_code == 404);
    CHECK(head.reason.in(octets) == "Not Found");
    REQUIRE(plain.lines().size() == 3);
    CHECK(plain.lines()[0].field == fields::id::kDate);
    CHECK(plain.lines()[0].value == "Thu, 01 Jan 2026 00:00:00 GMT");
    CHECK(plain.lines()[1].name == "X-Unheard-Of");
    CHECK(plain.lines()[1].value == "a b");
    CHECK(plain.lines()[1].field == model::kUnknownField);
    CHECK(plain.lines()[1].length == Bytes("X-Unheard-Of:  a b  ").size());
    CHECK(octets.substr(plain.lines()[1].offset, 4) == "X-Un");
    CHECK(plain.lines()[2].value.empty());
  }
}

TEST_CASE("names that come in another order, or in other letters, are what they are") {
  PlainHead plain;
  RawHead head;
  const std::vector<std::vector<std::string>> orders = {{"Date", "Vary", "ETag"},         {"Vary", "Date"},
                                                        {"DATE", "vary", "ETag", "Date"}, {"Dates", "Var", "ETag-"},
                                                        {"Date", "Vary", "ETag"},         {}};
  for (const auto& names : orders) {
    std::string octets = kResponse;
    for (const std::string& name : names) octets += name + ": a value that is long enough to read over it\r\n";
    octets += "\r\n";
    REQUIRE(plain.parse(Kind::kResponse, octets, head));
    REQUIRE(plain.lines().size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      CHECK(plain.lines()[i].name == Bytes(names[i]));
      CHECK(plain.lines()[i].field == fields::find_field(names[i]));
    }
  }
}

TEST_CASE("however many names there are") {
  PlainHead plain;
  RawHead head;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "X-Number-" + std::to_string(i);
    const std::string octets = kResponse + name + ": some value, and some more of it\r\nDate: x\r\n\r\n";
    REQUIRE(plain.parse(Kind::kResponse, octets, head));
    REQUIRE(plain.lines().size() == 2);
    CHECK(plain.lines()[0].name == Bytes(name));
    CHECK(plain.lines()[1].field == fields::id::kDate);
  }
}

TEST_CASE("what is plain") {
  CHECK(is_plain(Kind::kResponse, kResponse + "\r\n"));
  CHECK(is_plain(Kind::kResponse, "HTTP/1.1 200 \r\n\r\n"));
  CHECK(is_plain(Kind::kResponse, kResponse + "Content-Length: 0\r\n\r\n"));
  CHECK(is_plain(Kind::kResponse, kResponse + "transfer-encoding: chunked\r\n\r\n"));
  CHECK(is_plain(Kind::kRequest, kRequest + "\r\n"));
  CHECK(is_plain(Kind::kRequest, "PURGE /a?b#c HTTP/1.1\r\nHost: x\r\n\r\n"));
}

TEST_CASE("what is not, or not for certain, is left to llhttp") {
  for (const std::string start :
       {"HTTP/1.0 200 OK", "HTTP/1.1 200", "HTTP/1.1  200 OK", "HTTP/1.1 200  OK", "HTTP/1.1 099 No", "HTTP/1.1 20 OK",
        "HTTP/1.1 200 \xC3\xA9", "HTTP/1.1 200 a\tb", "http/1.1 200 OK", " HTTP/1.1 200 OK", ""}) {
    INFO(start);
    CHECK_FALSE(is_plain(Kind::kResponse, start + "\r\n\r\n"));
  }
  for (const std::string start :
       {"GET / HTTP/1.0", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET /a b HTTP/1.1", "get / HTTP/1.1", "GET /", "GET",
        "GET HTTP/1.1", "GET  HTTP/1.1", "OPTIONS * HTTP/1.1", "GET http://a/ HTTP/1.1", "CONNECT /a HTTP/1.1",
        "/ HTTP/1.1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1", "GET /\x01 HTTP/1.1", "G / HTTP/1.1 ", ""}) {
    INFO(start);
    CHECK_FALSE(is_plain(Kind::kRequest, start + "\r\n\r\n"));
  }
  for (const std::string lines : {"A: b",
                                  "A: b\r\n",
                                  "A: b\n\r\n",
                                  "A : b\r\n\r\n",
                                  ": b\r\n\r\n",
                                  "A\r\n\r\n",
                                  "A: b\r\n c\r\n\r\n",
                                  " A: b\r\n\r\n",
                                  "A: \xE9\r\n\r\n",
                                  "A: a\tb\r\n\r\n",
                                  "A: \x7F\r\n\r\n",
                                  "A: b\r\n\r",
                                  "A: b\rc\r\n\r\n",
                                  "A@: b\r\n\r\n",
                                  "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
                                  "Content-Length: +1\r\n\r\n",
                                  "Content-Length:\r\n\r\n",
                                  "Content-Length: 1234567890123456789\r\n\r\n",
                                  "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                                  "Transfer-Encoding: gzip\r\n\r\n",
                                  "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                                  "Transfer-Encoding: Chunked\r\n\r\n"}) {
    INFO(visible(lines));
    CHECK_FALSE(is_plain(Kind::kResponse, kResponse + lines));
  }
  CHECK_FALSE(is_plain(Kind::kResponse, kResponse + std::string(65, 'A') + ": b\r\n\r\n"));
}
