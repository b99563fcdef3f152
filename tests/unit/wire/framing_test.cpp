// RFC 9112 §6.3 as a table.
#include "wire/framing.h"

#include <string>

#include "support/catch.h"
#include "unit/wire/wire_support.h"

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;
using model::Framing;

namespace {

// Reads a head and keeps what its views need.
struct Head {
  Head(const std::string& octets, Kind kind) : source(octets), reader(source, nullptr) {
    const HeadOutcome outcome = reader.read_head(kind, {}, arena, message);
    REQUIRE(outcome == HeadOutcome::kHead);
  }
  PinnedSource source;
  MessageReader reader;
  base::Arena arena;
  model::Message message;
};

struct Row {
  std::string head;
  std::string method;  // empty: not known
  Framing framing;
  std::uint64_t length;
  bool faulty;
  bool may_answer_head;
};

void check(Kind kind, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.method << " / " << visible(row.head));
    const Head head(row.head + "\r\n", kind);
    const FramingDecision decision = decide_framing(head.message, {row.method, !row.method.empty()});
    CHECK(static_cast<int>(decision.framing) == static_cast<int>(row.framing));
    CHECK(decision.length == row.length);
    CHECK(decision.faulty == row.faulty);
    CHECK(decision.may_answer_head == row.may_answer_head);
  }
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kLength5 = "Content-Length: 5\r\n";
const std::string kChunked = "Transfer-Encoding: chunked\r\n";
const std::string kPost = "POST / HTTP/1.1\r\n";
const std::string kTooMuch = "Content-Length: 99999999999999999999999\r\n";
constexpr std::uint64_t kMax = ~std::uint64_t{0};

}  // namespace

TEST_CASE("some responses have no content whatever their fields say") {
  check(Kind::kResponse, {{kOk + kLength5, "HEAD", Framing::kNone, 0, false, false},
                          {kOk + kChunked, "HEAD", Framing::kNone, 0, false, false},
                          {"HTTP/1.1 204 No\r\n" + kLength5, "GET", Framing::kNone, 0, false, false},
                          {"HTTP/1.1 304 Not\r\n" + kLength5, "", Framing::kNone, 0, false, false},
                          {"HTTP/1.1 100 Go\r\n" + kChunked, "GET", Framing::kNone, 0, false, false},
                          {"HTTP/1.1 103 Hi\r\n" + kLength5, "CONNECT", Framing::kNone, 0, false, false}});
}

TEST_CASE("what follows 101 and a success to CONNECT is a tunnel") {
  check(Kind::kResponse, {{"HTTP/1.1 101 Up\r\n" + kLength5, "GET", Framing::kTunnel, 0, false, false},
                          {kOk + kLength5 + kChunked, "CONNECT", Framing::kTunnel, 0, false, false},
                          {"HTTP/1.1 204 No\r\n", "CONNECT", Framing::kTunnel, 0, false, false},
                          {"HTTP/1.1 407 No\r\n" + kLength5, "CONNECT", Framing::kLength, 5, false, false}});
}

TEST_CASE("the transfer coding decides before the length") {
  check(Kind::kResponse,
        {{kOk + kChunked, "GET", Framing::kChunked, 0, false, false},
         {kOk + "Transfer-Encoding: gzip, Chunked\r\n", "GET", Framing::kChunked, 0, false, false},
         {kOk + "Transfer-Encoding: gzip\r\n" + kChunked, "GET", Framing::kChunked, 0, false, false},
         {kOk + kLength5 + kChunked, "GET", Framing::kChunked, 0, true, false},
         {kOk + kChunked + kChunked, "GET", Framing::kChunked, 0, true, false},
         {"HTTP/1.0 200 OK\r\n" + kChunked, "GET", Framing::kChunked, 0, true, false},
         {"HTTP/1.0 200 OK\r\n" + kChunked + kLength5, "GET", Framing::kChunked, 0, true, false},
         {kOk + "Transfer-Encoding: chunked, gzip\r\n", "GET", Framing::kUntilClose, 0, false, false},
         {kOk + "Transfer-Encoding: chunked,\r\n", "GET", Framing::kChunked, 0, false, false},
         {kOk + "Transfer-Encoding: a;b=\"x, chunked\"\r\n", "GET", Framing::kUntilClose, 0, false, false},
         {kOk + "Transfer-Encoding: gzip,\r\n chunked\r\n", "GET", Framing::kChunked, 0, false, false},
         {kOk + "Transfer-Encoding: identity\r\n" + kLength5, "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Transfer-Encoding:\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Transfer-Encoding: \"chunked\"\r\n", "GET", Framing::kUntilClose, 0, true, false}});
  check(Kind::kRequest, {{kPost + kChunked, "", Framing::kChunked, 0, false, false},
                         {kPost + kChunked + kLength5, "", Framing::kChunked, 0, true, false},
                         {kPost + "Transfer-Encoding: gzip\r\n", "", Framing::kNone, 0, true, false},
                         {kPost + "Transfer-Encoding: identity\r\n" + kLength5, "", Framing::kNone, 0, true, false},
                         {"POST / HTTP/1.0\r\n" + kChunked, "", Framing::kChunked, 0, true, false}});
}

TEST_CASE("a valid length is the length, an invalid one counts as absent") {
  check(Kind::kResponse,
        {{kOk + kLength5, "GET", Framing::kLength, 5, false, false},
         {kOk + "content-length: 0005\r\n", "GET", Framing::kLength, 5, false, false},
         {kOk + kLength5 + kLength5, "GET", Framing::kLength, 5, false, false},
         {kOk + "Content-Length: 5, 5\r\n", "GET", Framing::kLength, 5, false, false},
         {kOk + "Content-Length: 5, 05\r\n", "GET", Framing::kLength, 5, false, false},
         {kOk + "Content-Length: 0\r\n", "GET", Framing::kLength, 0, false, false},
         {kOk + "Content-Length: 5, 6\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + kLength5 + "Content-Length: 6\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Content-Length: +5\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Content-Length: 5 5\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Content-Length:\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Content-Length: ,\r\n", "GET", Framing::kUntilClose, 0, true, false},
         {kOk + "Content-Length: 0x5\r\n" + kLength5, "GET", Framing::kUntilClose, 0, true, false},
         {kOk + kTooMuch, "GET", Framing::kLength, kMax, false, false},
         {kOk + "Content-Length: 18446744073709551615\r\n", "GET", Framing::kLength, kMax, false, false}});
  check(Kind::kRequest, {{kPost + kLength5, "", Framing::kLength, 5, false, false},
                         {kPost + "Content-Length: five\r\n", "", Framing::kNone, 0, true, false}});
}

TEST_CASE("without length a response ends at the close, and a request has no content") {
  check(Kind::kResponse, {{kOk, "GET", Framing::kUntilClose, 0, false, false},
                          {"HTTP/1.1 205 Reset\r\n", "GET", Framing::kUntilClose, 0, false, false},
                          {"HTTP/1.1 2x0 OK\r\n", "GET", Framing::kUntilClose, 0, false, false}});
  check(Kind::kRequest,
        {{kPost, "", Framing::kNone, 0, false, false}, {"GET / HTTP/1.0\r\n", "", Framing::kNone, 0, false, false}});
}

TEST_CASE("a response with a length to an unknown method may answer a HEAD") {
  check(Kind::kResponse, {{kOk + kLength5, "", Framing::kLength, 5, false, true},
                          {kOk + kChunked, "", Framing::kChunked, 0, false, true},
                          {kOk, "", Framing::kUntilClose, 0, false, false}});
}

TEST_CASE("the states of Content-Length are told apart") {
  using State = ContentLength::State;
  const auto of = [](const std::string& lines) {
    return content_length(Head(kOk + lines + "\r\n", Kind::kResponse).message);
  };
  CHECK(of("").state == State::kAbsent);
  CHECK(of(kLength5).state == State::kValid);
  CHECK_FALSE(of(kLength5).repeated);
  CHECK(of(kLength5 + kLength5).repeated);
  CHECK(of("Content-Length: 5, 5\r\n").repeated);
  CHECK_FALSE(of("Content-Length: 5,\r\n").repeated);
  CHECK(of("Content-Length: 5, 7\r\n").state == State::kConflicting);
  CHECK(of("Content-Length: 5_0\r\n").state == State::kInvalid);
  CHECK(of("Content-Length: 9223372036854775807\r\n").state == State::kValid);
  CHECK(of("Content-Length: 9223372036854775808\r\n").state == State::kTooLarge);
  CHECK(of(kTooMuch).state == State::kTooLarge);
}
