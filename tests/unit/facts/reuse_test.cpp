// What exchanges have to do with earlier ones of their resource.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

const std::string kTag = "ETag: \"a\"";
const std::string kModified = "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT";

/// What `source` reads of a response after another of the same resource.
std::string after(const Lines& earlier, std::uint16_t status, const Lines& now, const std::string& source) {
  ExchangeReading before({}, earlier, status);
  ExchangeReading reading({}, now, 206);
  reading.after(before);
  return reading(source);
}

/// The Content-Range of the piece that a request for `range` goes on from.
std::string piece(const std::string& earlier, const std::string& range) {
  ExchangeReading before({}, {"Content-Range: " + earlier}, 206);
  ExchangeReading reading({"Range: " + range}, {}, 206);
  reading.after(before);
  return reading("exchange.earlier_piece.res.content_range_text");
}

}  // namespace

TEST_CASE("a twin is an earlier 200 of the same representation") {
  const std::string lost = R"(exchange.earlier_twin.lost(["Content-Language", "Content-Type", "X-None"]))";
  const std::string language = "Content-Language: en";
  CHECK(after({kTag, language}, 200, {kTag}, lost) == "Content-Language");
  CHECK(after({kTag, language}, 200, {kTag, language}, lost) == "");
  CHECK(after({kTag, language}, 200, {"ETag: \"b\""}, lost) == "absent");
  CHECK(after({"ETag: W/\"a\"", language}, 200, {"ETag: W/\"a\""}, lost) == "absent");
  CHECK(after({kModified, language}, 200, {kModified}, lost) == "Content-Language");
  CHECK(after({kModified, language}, 200, {kModified, kTag}, lost) == "absent");
  CHECK(after({language}, 200, {}, lost) == "absent");
  CHECK(after({kTag, language}, 206, {kTag}, lost) == "absent");
}

TEST_CASE("the length of a representation is known from 200 and 206") {
  const std::string length = "exchange.earlier_length";
  CHECK(after({"Content-Length: 9"}, 200, {}, length) == "9");
  CHECK(after({"Content-Range: bytes 0-1/7"}, 206, {}, length) == "7");
  CHECK(after({"Content-Range: bytes 0-1/*"}, 206, {}, length) == "absent");
  CHECK(after({"Content-Length: 9"}, 404, {}, length) == "absent");
  CHECK(after({"Content-Length: 9", kTag}, 200, {"ETag: \"b\""}, length) == "absent");
  CHECK(after({"Content-Length: 9", kTag}, 200, {}, length) == "9");
  CHECK(after({"Content-Length: 9"}, 200, {"Content-Encoding: gzip"}, length) == "absent");
}

TEST_CASE("a range goes on from an earlier piece") {
  CHECK(piece("bytes 0-4/100", "bytes=5-9") == "bytes 0-4/100");
  CHECK(piece("bytes 0-4/100", "bytes=3-") == "bytes 0-4/100");
  CHECK(piece("bytes 0-4/100", "bytes=6-") == "absent");
  CHECK(piece("bytes 0-4/100", "bytes=0-") == "absent");
  CHECK(piece("bytes 0-4/100", "bytes=-5") == "absent");
  CHECK(piece("bytes 0-4/100", "bytes=5-6,8-9") == "absent");
  CHECK(piece("rows 0-4/100", "bytes=5-") == "absent");
}

TEST_CASE("a 200 that broke off is a piece, a whole one is none") {
  ExchangeReading before({}, {kTag});
  before.response().body.framing = model::Framing::kLength;
  before.response().body.content_octets = 5;
  for (const auto end : {model::BodyEnd::kClosedEarly, model::BodyEnd::kComplete}) {
    before.response().body.end = end;
    ExchangeReading reading({"Range: bytes=5-"}, {}, 206);
    reading.after(before);
    CHECK(reading("exchange.earlier_piece.res.etag.text") == (end == model::BodyEnd::kComplete ? "absent" : "\"a\""));
  }
}

TEST_CASE("pieces of other connections may be those of another client") {
  ExchangeReading before({}, {"Content-Range: bytes 0-4/100"}, 206);
  before.connection().number = 2;
  ExchangeReading reading({"Range: bytes=5-"}, {}, 206);
  reading.after(before);
  CHECK(reading("exchange.earlier_piece.res.content_range_text") == "absent");
}

TEST_CASE("a client starts over when it asks for the first octet again") {
  const auto started_over = [](const Lines& later, Bytes method = "GET", std::uint32_t connection = 1) {
    ExchangeReading reading({"Range: bytes=5-9"}, {}, 206);
    ExchangeReading next(later, {});
    next.request().method = method;
    next.connection().number = connection;
    reading.before(next);
    return reading("exchange.started_over");
  };
  CHECK(started_over({}) == "true");
  CHECK(started_over({"Range: bytes=0-"}) == "true");
  CHECK(started_over({"Range: bytes=0-9"}) == "true");
  CHECK(started_over({"Range: bytes=10-"}) == "false");
  CHECK(started_over({"Range: bytes=-5"}) == "false");
  CHECK(started_over({"Range: rows=0-5"}) == "false");
  CHECK(started_over({}, "HEAD") == "false");
  CHECK(started_over({}, "GET", 2) == "false");
  ExchangeReading alone({"Range: bytes=5-9"}, {}, 206);
  CHECK(alone("exchange.started_over") == "false");
}

TEST_CASE("If-Range is judged by the latest validator known") {
  const auto current = [](const Lines& earlier, const Lines& now) {
    ExchangeReading before({}, earlier);
    ExchangeReading reading({"If-Range: \"a\""}, now, 416);
    reading.after(before);
    return reading("exchange.if_range_current");
  };
  CHECK(current({kTag}, {}) == "true");
  CHECK(current({"ETag: \"b\""}, {}) == "false");
  CHECK(current({"ETag: \"b\""}, {kTag}) == "true");
  CHECK(current({}, {}) == "absent");
}

TEST_CASE("a cache has to take over what a 304 says") {
  const auto not_updated = [](const std::string& first, const std::string& updated, const std::string& now) {
    ExchangeReading stored({}, {kTag, first});
    ExchangeReading confirmed({}, {kTag, updated}, 304);
    ExchangeReading reading({}, {kTag, now});
    reading.after(stored);
    reading.after(confirmed);
    return reading("exchange.not_updated");
  };
  CHECK(not_updated("Cache-Control: max-age=1", "Cache-Control: max-age=2", "Cache-Control: max-age=1") ==
        "Cache-Control");
  CHECK(not_updated("X-Policy: 1", "x-policy: 2", "X-Policy: 1") == "x-policy");
  CHECK(not_updated("X-Policy: 1", "X-Policy: 2", "X-Policy: 2") == "");
  CHECK(not_updated("X-Policy: 1", "X-Policy: 2", "X-Policy: 3") == "");
  CHECK(not_updated("X-Policy: 1", "X-Policy: 1", "X-Policy: 1") == "");
  CHECK(not_updated("X-Request-ID: 1", "X-Request-ID: 2", "X-Request-ID: 1") == "");
  CHECK(not_updated("Content-Length: 1", "Content-Length: 2", "Content-Length: 1") == "");
  ExchangeReading alone({}, {kTag});
  CHECK(alone("exchange.not_updated") == "absent");
}

TEST_CASE("of named fields those that a message has are told") {
  ExchangeReading reading({}, {"ETAG: \"a\"", "Vary: *"});
  CHECK(reading(R"(res.present(["Vary", "Age", "ETag"]))") == "Vary, ETag");
  reading.response().evidence.fields = false;
  CHECK(reading(R"(res.present(["Vary"]))") == "not captured");
}

TEST_CASE("an earlier 200 may have had no type") {
  CHECK(after({}, 200, {}, "exchange.untyped_before") == "true");
  CHECK(after({"Content-Type: text/plain"}, 200, {}, "exchange.untyped_before") == "false");
  CHECK(after({}, 404, {}, "exchange.untyped_before") == "false");
}

TEST_CASE("challenges are the same whatever is made anew each time") {
  const std::string same = "exchange.earlier.exists(e, e.same_challenges)";
  const auto compared = [&same](const Lines& earlier, const Lines& now) { return after(earlier, 401, now, same); };
  const std::string digest = "WWW-Authenticate: Digest realm=\"r\", nonce=\"1\", qop=\"auth\"";
  CHECK(compared({digest}, {digest}) == "true");
  CHECK(compared({digest}, {"WWW-Authenticate: digest qop=auth, nonce=2, opaque=x, stale=false, realm=r"}) == "true");
  CHECK(compared({digest}, {"WWW-Authenticate: Digest realm=\"r\", nonce=\"2\", qop=\"auth\", stale=TRUE"}) == "false");
  CHECK(compared({digest}, {"WWW-Authenticate: Digest realm=\"s\", nonce=\"2\", qop=\"auth\""}) == "false");
  CHECK(compared({digest}, {digest, "WWW-Authenticate: Basic realm=\"r\""}) == "false");
  CHECK(compared({"WWW-Authenticate: Negotiate YQ=="}, {"WWW-Authenticate: Negotiate Yg=="}) == "false");
  CHECK(compared({digest}, {}) == "absent");
}

TEST_CASE("a refused expectation is dropped by repeating the request without it") {
  const auto dropped = [](const Lines& request, std::uint16_t status, const Lines& now) {
    ExchangeReading before(request, {}, status);
    ExchangeReading reading(now, {});
    reading.after(before);
    return reading("exchange.refused_expectation_dropped");
  };
  CHECK(dropped({"Expect: 100-Continue"}, 417, {}) == "true");
  CHECK(dropped({"Expect: 100-continue"}, 417, {"Expect: 100-continue"}) == "false");
  CHECK(dropped({"Expect: 100-continue"}, 413, {"Expect: 100-continue"}) == "absent");
  CHECK(dropped({"Expect: x"}, 417, {}) == "absent");
}

TEST_CASE("clients may stop sending what is refused") {
  const auto given_up = [](std::uint16_t status) { return ExchangeReading({}, {}, status)("req.content.given_up"); };
  CHECK(given_up(200) == "false");
  CHECK(given_up(307) == "true");
  CHECK(given_up(400) == "false");
  CHECK(given_up(408) == "false");
  CHECK(given_up(413) == "true");
  CHECK(ExchangeReading({}, {}, 413)("res.content.given_up") == "false");
}

}  // namespace httpvet::facts
