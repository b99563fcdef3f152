// Reading one message after another, however the octets come in.
#include "wire/message_reader.h"

#include <string>

#include "support/catch.h"
#include "unit/wire/wire_support.h"

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;
using namespace std::string_literals;

namespace {

// Streams of several messages, clean and odd, that between them reach every part of the readers.
const std::vector<std::pair<Kind, std::string>>& streams() {
  static const std::vector<std::pair<Kind, std::string>> all = {
      {Kind::kResponse,
       "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello"
       "HTTP/1.1 204 No Content\r\nX-Odd:\r\n\r\n"
       "HTTP/1.1 100 \r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"},
      {Kind::kResponse,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n"
       "6 \r\n world\r\n0\r\nX: y\r\n\r\n\r\nHTTP/1.1 200 OK\r\n\r\nuntil the end"},
      {Kind::kResponse, "\r\n\nHTTP/1.1 200\nA : b\r\n c\r\nD\r\r\nE: \0\x01\r\n\r\nrest"s},
      {Kind::kResponse, "http/1.1 20 OK\r\n A: b\r\nContent-Length: 2\r\n\r\nabICY 200 OK\r\n\r\nx"},
      {Kind::kResponse,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n2\r\nab0\r\n\r\n"
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\nHTTP/1.1 204 No\r\n\r\n"},
      {Kind::kResponse, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nHTTP/1.1 204 No\r\n\r\n"},
      {Kind::kRequest,
       "GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
       "GET  /a b HTTP/1.1\r\nHost : a\r\n\r\nGET /old\r\nGET /older\r\n\r\nfrob * http/1.0\r\n\r\n"},
  };
  return all;
}

}  // namespace

TEST_CASE("however the octets come in, the messages are the same") {
  for (const auto& [kind, stream] : streams()) {
    for (const bool text_lines : {false, true}) {
      ReadOptions options;
      options.head.text_lines = text_lines;
      const std::string whole = read_pinned(stream, kind, options);
      for (std::size_t step = 1; step <= stream.size(); ++step) {
        StepSource source(stream, step);
        INFO("step " << step << " of " << visible(stream));
        REQUIRE(read_all(source, kind, options) == whole);
      }
    }
  }
}

TEST_CASE("the fast path and the recovery parser read the same") {
  ReadOptions recovery;
  recovery.fast_path = FastPath::kNone;
  for (const auto& [kind, stream] : streams()) CHECK(read_pinned(stream, kind) == read_pinned(stream, kind, recovery));
}

TEST_CASE("a stream may be cut anywhere") {
  for (const auto& [kind, stream] : streams()) {
    for (std::size_t size = 0; size < stream.size(); ++size) {
      INFO(visible(stream.substr(0, size)));
      const std::string text = read_pinned(stream.substr(0, size), kind);
      CHECK(text.find("stop ") != std::string::npos);
      StepSource source(stream.substr(0, size), 3);
      CHECK(read_all(source, kind, {}) == text);
    }
  }
}

TEST_CASE("every proper prefix of a head is an incomplete head") {
  for (const auto& [kind, head] :
       std::vector<std::pair<Kind, std::string>>{{Kind::kResponse, "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"},
                                                 {Kind::kRequest, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"}}) {
    for (std::size_t size = 1; size < head.size(); ++size) {
      INFO(visible(head.substr(0, size)));
      const One read(head.substr(0, size), kind);
      CHECK(read.outcome == HeadOutcome::kHead);
      CHECK(read.anomalies() == "header_incomplete@" + std::to_string(size) + "+0''");
    }
  }
}

TEST_CASE("nothing but empty lines is the end, and they stay") {
  PinnedSource source("\r\n\r\n\n");
  MessageReader reader(source, nullptr);
  base::Arena arena;
  model::Message message;
  CHECK(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kEnd);
  CHECK(source.offset() == 0);
}

TEST_CASE("what begins no message is left alone") {
  for (const std::string text :
       {"hello\r\n\r\n", "<html>\n", "HTTPS is good\r\n", "GET the book\r\n", "200 OK\r\n", "\x16\x03\x01"}) {
    for (const Kind kind : {Kind::kRequest, Kind::kResponse}) {
      INFO(text);
      PinnedSource source(text);
      MessageReader reader(source, nullptr);
      base::Arena arena;
      model::Message message;
      CHECK(reader.read_head(kind, {}, arena, message) == HeadOutcome::kNotHttp);
      CHECK(source.offset() == 0);
    }
  }
}

TEST_CASE("a long first line that is none is given up before its end") {
  StepSource source(std::string(1 << 20, 'x'), 512);
  MessageReader reader(source, nullptr);
  base::Arena arena;
  model::Message message;
  CHECK(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kNotHttp);
  CHECK(source.grown < 20);
}

TEST_CASE("start lines are told from text") {
  for (const Bytes line :
       {"HTTP/1.1 200 OK", "HTTP/1.1200 OK", "http/1.1 200", "ICY 200 OK", "HTTP/", " HTTP/1.1  20", "HTTP 200 OK"}) {
    INFO(line);
    CHECK(looks_like_start_line(line, Kind::kResponse));
    CHECK_FALSE(looks_like_start_line(line, Kind::kRequest));
  }
  for (const Bytes line :
       {"GET / HTTP/1.1", "GET  /x HTTP/1.1\r\n", "get /x http/1.1", "GET /a b HTTP/1.1", "G@T /x HTTP/1.1", "GET /x",
        "FROB foo HTTP/1.1", "GET HTTP/1.1", "OPTIONS * HTTP/1.0", "CONNECT a:1 HTTP/1.1"}) {
    INFO(line);
    CHECK(looks_like_start_line(line, Kind::kRequest));
    CHECK_FALSE(looks_like_start_line(line, Kind::kResponse));
  }
  for (const Bytes line :
       {"", "5", "Content-Length: 5", "see HTTP/1.1", "it uses HTTP/1.1", "GET it", "{\"a\": \"b\"}", "ICY road"}) {
    INFO(line);
    CHECK_FALSE(looks_like_start_line(line, Kind::kRequest));
    CHECK_FALSE(looks_like_start_line(line, Kind::kResponse));
  }
}

TEST_CASE("a head beyond the window's limit is cut, and reading goes on behind it") {
  std::string stream = "HTTP/1.1 204 No\r\n";
  for (int i = 0; i < 100; ++i) stream += "A: some value\r\n";
  stream += "\r\nHTTP/1.1 204 Next\r\n\r\n";
  StepSource source(stream, 64, 256);
  MessageReader reader(source, nullptr);
  base::Arena arena;
  model::Message message;
  REQUIRE(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kHead);
  CHECK(reader.head_was_cut());
  CHECK(message.anomalies.empty());
  CHECK_FALSE(message.evidence.fields);
  REQUIRE(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kHead);
  CHECK(message.reason == "Next");
  CHECK_FALSE(reader.head_was_cut());
}

TEST_CASE("a long body flows through a small window") {
  const std::string content(100000, 'x');
  StepSource source("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + content, 100, 1000);
  KeepContent kept;
  MessageReader reader(source, &kept);
  base::Arena arena;
  model::Message message;
  REQUIRE(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kHead);
  reader.read_body(decide_framing(message, {"GET", true}), model::StreamEnd::kOrderly, arena, message);
  CHECK(kept.content == content);
  CHECK(arena.used() < 1000);
}

TEST_CASE("views of a message outlive its window") {
  StepSource source("HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n0\r\nC: d\r\n\r\n", 7);
  MessageReader reader(source, nullptr);
  base::Arena arena;
  model::Message message;
  REQUIRE(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kHead);
  reader.read_body(decide_framing(message, {"GET", true}), model::StreamEnd::kOrderly, arena, message);
  while (source.grow()) continue;
  CHECK(message.lines[0].value == "b");
  CHECK(message.trailers[0].value == "d");
  CHECK(message.anomalies[0].text == ";x");
}

TEST_CASE("an anomaly may be added to a finished message, in its place") {
  One read("HTTP/1.1 204\r\nA : b\r\n\r\n", Kind::kResponse);
  MessageReader::add_anomaly(read.message, {model::AnomalyKind::kBytesAfterMessage, 13, 2, "xy"}, read.arena);
  CHECK(read.anomalies() == "status_line_no_space@12+0'' bytes_after_message@13+2'xy' space_before_colon@15+1' '");
  CHECK(read.message.has(model::AnomalyKind::kBytesAfterMessage));
}
