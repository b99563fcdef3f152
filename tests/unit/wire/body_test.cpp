// Bodies by length, by the close, and chunked ones.
#include <string>

#include "support/catch.h"
#include "unit/wire/wire_support.h"

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;
using model::BodyEnd;
using model::Framing;
using model::StreamEnd;

namespace {

const std::string kLength5 = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";           // 38 octets
const std::string kUntilClose = "HTTP/1.1 200 OK\r\n\r\n";                             // 19 octets
const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";  // 47 octets

struct ChunkCase {
  std::string body;
  std::string content;
  std::string anomalies;  // with offsets of the stream: the body begins at 47
  BodyEnd end = BodyEnd::kComplete;
};

void check_chunked(const std::vector<ChunkCase>& cases, const ReadOptions& options = {}) {
  for (const ChunkCase& one : cases) {
    INFO(visible(one.body));
    const One read(kChunked + one.body, Kind::kResponse, options);
    CHECK(read.content.content == one.content);
    CHECK(read.message.body.content_octets == one.content.size());
    CHECK(read.anomalies() == one.anomalies);
    CHECK(static_cast<int>(read.message.body.end) == static_cast<int>(one.end));
  }
}

}  // namespace

TEST_CASE("a body by length ends after so many octets") {
  const One read(kLength5 + "helloHTTP/1.1", Kind::kResponse);
  CHECK(read.content.content == "hello");
  CHECK(read.message.body.end == BodyEnd::kComplete);
  CHECK(read.message.body.offset == 38);
  CHECK(read.message.body.wire_octets == 5);
  CHECK(read.source.offset() == 43);
  CHECK(read.content.opened == 1);
  CHECK(read.content.finished == 1);
}

TEST_CASE("a body that an orderly close cuts is too short") {
  const One read(kLength5 + "hel", Kind::kResponse);
  CHECK(read.message.body.end == BodyEnd::kClosedEarly);
  CHECK(read.anomalies() == "body_too_short@41+0''");
}

TEST_CASE("of a body that the capture cuts nothing is said") {
  for (const StreamEnd end : {StreamEnd::kCut, StreamEnd::kReset, StreamEnd::kOpen}) {
    ReadOptions options;
    options.end = end;
    const One read(kLength5 + "hel", Kind::kResponse, options);
    CHECK(read.message.body.end == BodyEnd::kCut);
    CHECK(read.anomalies().empty());
    CHECK(One(kChunked + "5\r\nhel", Kind::kResponse, options).anomalies().empty());
    CHECK(One(kUntilClose + "hel", Kind::kResponse, options).message.body.end == BodyEnd::kCut);
  }
}

TEST_CASE("the largest lengths do not overflow") {
  for (const std::string length : {"18446744073709551615", "9223372036854775808", "99999999999999999999999"}) {
    const One read("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nhello", Kind::kResponse);
    CHECK(read.message.body.content_octets == 5);
    CHECK(read.message.body.end == BodyEnd::kClosedEarly);
  }
}

TEST_CASE("a body until the close is complete when the close was orderly") {
  const One read(kUntilClose + "hello", Kind::kResponse);
  CHECK(read.content.content == "hello");
  CHECK(read.message.body.framing == Framing::kUntilClose);
  CHECK(read.message.body.end == BodyEnd::kComplete);
}

TEST_CASE("a message without content opens no sink") {
  const One read("HTTP/1.1 204 No\r\n\r\nHTTP", Kind::kResponse);
  CHECK(read.content.opened == 0);
  CHECK(read.message.body.framing == Framing::kNone);
  CHECK(read.message.body.end == BodyEnd::kComplete);
  CHECK(read.message.body.wire_octets == 0);
}

TEST_CASE("a response to an unknown method that ends after its head says nothing about its body") {
  ReadOptions options;
  options.method = "";
  const One read(kLength5, Kind::kResponse, options);
  CHECK(read.anomalies().empty());
  CHECK(read.message.body.framing == Framing::kUnknown);
  CHECK(read.message.body.end == BodyEnd::kNotCaptured);
  CHECK(One(kLength5 + "x", Kind::kResponse, options).anomalies() == "body_too_short@39+0''");
  CHECK(One("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Kind::kResponse, options).message.body.end ==
        BodyEnd::kComplete);
}

TEST_CASE("clean chunks and trailers have no anomalies") {
  const std::string body = "5\r\nhello\r\n006\r\n world\r\n0\r\nExpires: 0\r\nX-Sum: abc \r\n\r\n";
  check_chunked({{body, "hello world", ""}, {"0\r\n\r\n", "", ""}});
  const One read(kChunked + body + "HTTP/1.1", Kind::kResponse);
  CHECK(read.message.body.wire_octets == body.size());
  REQUIRE(read.message.trailers.size() == 2);
  CHECK(read.message.trailers[1].name == "X-Sum");
  CHECK(read.message.trailers[1].value == "abc");
  CHECK(read.message.trailers[1].offset == 47 + 38);
}

TEST_CASE("a chunk size that is none is named, and a number of a programming language is followed where it fits") {
  const std::string last = "\r\nhello\r\n0\r\n\r\n";
  check_chunked({{"0x5" + last, "hello", "chunk_size_invalid@47+3'0x5'"},
                 {" 5" + last, "hello", "chunk_size_invalid@47+2' 5'"},
                 {"+5" + last, "hello", "chunk_size_invalid@47+2'+5'"},
                 {"1_0" + last, "", "chunk_size_invalid@47+3'1_0'", BodyEnd::kCut},
                 {"0x7" + last, "", "chunk_size_invalid@47+3'0x7'", BodyEnd::kCut},
                 {"\r\n0\r\n\r\n", "", "chunk_size_invalid@47+0''", BodyEnd::kCut},
                 {"5zz" + last, "", "chunk_size_invalid@47+3'5zz'", BodyEnd::kCut}});
}

TEST_CASE("after a chunk size that says nothing the octets are left to the next reader") {
  const One read(kChunked + "2\r\nab\r\nzz\r\nHTTP/1.1 200 OK\r\n", Kind::kResponse);
  CHECK(read.content.content == "ab");
  CHECK(read.source.offset() == 47 + 7);
  CHECK(read.message.body.wire_octets == 7);
}

TEST_CASE("a chunk size beyond 2^63-1 is named") {
  check_chunked({{"8000000000000000\r\nab", "", "chunk_size_overflow@47+16'8000000000000000'", BodyEnd::kCut},
                 {"FFFFFFFFFFFFFFFFF;a\r\nab", "",
                  "chunk_size_overflow@47+17'FFFFFFFFFFFFFFFFF' chunk_ext_present@64+2';a'", BodyEnd::kCut},
                 {"7FFFFFFFFFFFFFFF\r\nab", "ab", "chunked_incomplete@67+0''", BodyEnd::kClosedEarly},
                 {"00000000000000000002\r\nab\r\n0\r\n\r\n", "ab", ""}});
}

TEST_CASE("chunk extensions are present, invalid or padding") {
  const std::string last = "\r\nhello\r\n0\r\n\r\n";
  check_chunked({{"5;a" + last, "hello", "chunk_ext_present@48+2';a'"},
                 {"5 ; a = b;c=\"d\\\";e\"" + last, "hello", "chunk_ext_present@48+18' ; a = b;c=\"d\\\";e\"'"},
                 {"5  " + last, "hello", "chunk_ext_padding@48+2'  '"},
                 {"5 x" + last, "hello", "chunk_ext_invalid@48+2' x'"},
                 {"5;" + last, "hello", "chunk_ext_invalid@48+1';'"},
                 {"5;a=" + last, "hello", "chunk_ext_invalid@48+3';a='"},
                 {"5;a=\"b" + last, "hello", "chunk_ext_invalid@48+5';a=\"b'"},
                 {"5;a\x01" + last, "hello", "chunk_ext_invalid@48+3';a\\x01'"},
                 {"5;a\rb" + last, "hello", "chunk_ext_invalid@48+4';a\\rb'"},
                 {"5\r" + last, "hello", "bare_cr@48+1'\\r'"}});
}

TEST_CASE("line ends of chunk framing and trailers are judged") {
  check_chunked({{"5\nhello\r\n0\r\n\r\n", "hello", "bare_lf@48+1'\\n'"},
                 {"5\r\nhello\n0\r\n\r\n", "hello", "bare_lf@55+1'\\n'"},
                 {"0\r\nA: b\n\r\n", "", "bare_lf@54+1'\\n'"},
                 {"0\r\n\n", "", "bare_lf@50+1'\\n'"}});
}

TEST_CASE("trailers have the anomalies of field lines") {
  check_chunked({{"0\r\nA : b\r\n\r\n", "", "space_before_colon@51+1' '"},
                 {"0\r\noops\r\n\r\n", "", "no_colon@50+4'oops'"},
                 {"0\r\n x\r\n\r\n", "", "obs_fold@50+1' '"},
                 {"0\r\nA: b\r\n c\r\n\r\n", "", "obs_fold@54+3'\\r\\n '"}});
}

TEST_CASE("chunk data that no CRLF follows is named, and reading goes on at the next chunk-size line") {
  check_chunked({{"3\r\nhello\r\n2\r\nab\r\n0\r\n\r\n", "helab", "chunk_data_unterminated@53+2'lo'"},
                 {"5\r\nhello2\r\nab\r\n0\r\n\r\n", "helloab", "chunk_data_unterminated@55+2'2\\r'"},
                 {"5\r\nhello0\r\n\r\n", "hello", "chunk_data_unterminated@55+2'0\\r'"},
                 {"3\r\nabcde\r\n0\r\n\r\n", "abc", "chunk_data_unterminated@53+2'de'"},
                 {"5\r\nhello\r0\r\n\r\n", "hello", "chunk_data_unterminated@55+2'\\r0'"},
                 {"5\r\nhelloxx0\r\n\r\n", "hello", "chunk_data_unterminated@55+2'xx'"},
                 {"5\r\nhelloxx2\r\nab\r\n0\r\n\r\n", "helloab", "chunk_data_unterminated@55+2'xx'"}});
}

TEST_CASE("a chunked body that the close cuts is incomplete") {
  const std::string whole = "5\r\nhello\r\n0\r\nA: b\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    const One read(kChunked + whole.substr(0, size), Kind::kResponse);
    CHECK(read.message.body.end == BodyEnd::kClosedEarly);
    CHECK(read.anomalies() == "chunked_incomplete@" + std::to_string(47 + size) + "+0''");
    CHECK(read.source.window().empty());
  }
}

TEST_CASE("a last chunk without its final line end stops before the next status line") {
  check_chunked({{"0\r\nHTTP/1.1 200 OK\r\n\r\n", "", "chunked_incomplete@50+0''", BodyEnd::kCut}});
  const One read(kChunked + "0\r\nHTTP/1.1 200 OK\r\n\r\n", Kind::kResponse);
  CHECK(read.source.offset() == 50);
  SECTION("or request line") {
    const std::string request = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nGET /a:b HTTP/1.1\r\n\r\n";
    CHECK(One(request, Kind::kRequest).anomalies() == "chunked_incomplete@50+0''");
    const One trailer(kChunked + "0\r\nA: GET / HTTP/1.1\r\n\r\n", Kind::kResponse);
    CHECK(trailer.anomalies().empty());
  }
}

TEST_CASE("in a text fixture chunk data may have lost its CRs") {
  ReadOptions options;
  options.head.text_lines = true;
  check_chunked({{"5\nhello\n0\n\n", "hello", ""},
                 {"8\nab\ncd\n\n0\n\n", "ab\ncd\n", ""},   // ab CRLF cd CRLF when it was sent
                 {"6\nab\ncd\n\n0\n\n", "ab\ncd\n", ""}},  // as it is
                options);
  CHECK(One(kChunked + "8\nab\ncd\n\n0\n\n", Kind::kResponse, options).message.body.text_line_feeds == 2);
}

TEST_CASE("a reader that knows better may say how long the content is") {
  PinnedSource source(kChunked + "decoded already");
  KeepContent content;
  MessageReader reader(source, &content);
  base::Arena arena;
  model::Message message;
  REQUIRE(reader.read_head(Kind::kResponse, {}, arena, message) == HeadOutcome::kHead);
  SECTION("all of it is there") {
    reader.read_content(7, Framing::kUnknown, arena, message);
    CHECK(content.content == "decoded");
    CHECK(message.body.end == BodyEnd::kComplete);
    CHECK(message.body.framing == Framing::kUnknown);
  }
  SECTION("some of it is missing") {
    reader.read_content(700, Framing::kLength, arena, message);
    CHECK(message.body.content_octets == 15);
    CHECK(message.body.end == BodyEnd::kCut);
  }
}
