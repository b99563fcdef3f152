// What messages say about one hop, and what intermediaries leave in them.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

/// What `source` reads of a request with `lines`.
std::string request(const Lines& lines, const std::string& source) { return ExchangeReading(lines, {})(source); }

/// Whether the list `name` of a request with `lines` has `text` with `level`.
std::string has(const Lines& lines, const std::string& name, const std::string& text, const std::string& level) {
  return request(lines, "req." + name + ".exists(d, d.text == '" + text + "' && d.level == '" + level + "')");
}

}  // namespace

TEST_CASE("connection options are tokens, and close excludes keep-alive") {
  CHECK(has({"Connection: a b, c"}, "connection_defects", "a b", "error") == "true");
  CHECK(has({"Connection: close", "Connection: Keep-Alive"}, "connection_defects", "Keep-Alive", "info") == "true");
  CHECK(request({"Connection: close, x"}, "size(req.connection_defects)") == "0");
}

TEST_CASE("connection options name fields for one hop") {
  CHECK(has({"Connection: close, cookie"}, "end_to_end_options", "cookie", "error") == "true");
  CHECK(request({"Connection: te, X-Mine, Trailer, Early-Data"}, "size(req.end_to_end_options)") == "0");
  CHECK(has({"Connection: x-a, X-B", "x-b: 1"}, "options_without_field", "x-a", "info") == "true");
  CHECK(request({"Connection: x-a, X-B", "x-b: 1"}, "size(req.options_without_field)") == "1");
  CHECK(has({"TE: trailers"}, "unlisted_hop_fields", "TE", "error") == "true");
  CHECK(has({"Keep-Alive: max=1"}, "unlisted_hop_fields", "Keep-Alive", "warning") == "true");
  CHECK(request({"TE: trailers", "Connection: te"}, "size(req.unlisted_hop_fields)") == "0");
}

TEST_CASE("Keep-Alive has whole numbers, and no close beside it") {
  CHECK(has({"Keep-Alive: timeout=5s, max=1"}, "keep_alive_defects", "timeout=5s", "info") == "true");
  CHECK(has({"Keep-Alive: 300"}, "keep_alive_defects", "300", "info") == "true");
  CHECK(request({"Keep-Alive: timeout=5, x=y"}, "size(req.keep_alive_defects)") == "0");
  CHECK(request({"Keep-Alive: timeout=5", "Connection: close"}, "size(req.keep_alive_defects)") == "1");
}

TEST_CASE("Trailer lists fields that can come") {
  CHECK(has({"Trailer: a b"}, "trailer_defects", "a b", "warning") == "true");
  CHECK(has({"Trailer: TE"}, "trailer_defects", "TE", "warning") == "true");
  CHECK(has({"Trailer: X", "Connection: x"}, "trailer_defects", "X", "warning") == "true");
  CHECK(request({"Trailer: X, Cache-Control"}, "size(req.trailer_defects)") == "0");
}

TEST_CASE("HTTP2-Settings is one base64url text that Connection names") {
  const std::string valid = "req.http2_settings_valid";
  CHECK(request({"HTTP2-Settings: AAMAAABk", "Connection: HTTP2-Settings"}, valid) == "true");
  CHECK(request({"HTTP2-Settings: AAMAAABk"}, valid) == "false");
  CHECK(request({"HTTP2-Settings: AAM=", "Connection: HTTP2-Settings"}, valid) == "false");
  CHECK(request({"HTTP2-Settings: AA", "HTTP2-Settings: AA", "Connection: HTTP2-Settings"}, valid) == "false");
}

TEST_CASE("what repeats itself too often shows a loop") {
  CHECK(has({"Via: 1.1 a.b, 1.1 A.b, 1.1 a.b"}, "loop_signs", "a.b", "warning") == "true");
  CHECK(request({"Via: 1.1 a, 1.1 a, 1.1 a"}, "size(req.loop_signs)") == "0");
  CHECK(has({"CDN-Loop: c, c, c, c"}, "loop_signs", "c", "warning") == "true");
  CHECK(request({"CDN-Loop: c, c, c, c;loops=9"}, "size(req.loop_signs)") == "0");
  CHECK(request({"X-Forwarded-For: 203.0.113.1, 203.0.113.1, 203.0.113.1, 203.0.113.1"}, "size(req.loop_signs)") ==
        "1");
}

TEST_CASE("forwarding fields are judged and compared") {
  CHECK(has({"Forwarded: for=host"}, "forwarded_defects", "host", "warning") == "true");
  CHECK(request({"Forwarded: for=192.0.2.1;proto=https"}, "size(req.forwarded_defects)") == "0");
  CHECK(has({"X-Forwarded-Proto: https, 1"}, "x_forwarded_defects", "1", "warning") == "true");
  const std::string conflict = "req.forwarding_conflict";
  CHECK(request({"Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.2"}, conflict) == "another client address");
  CHECK(request({"Forwarded: proto=https", "X-Forwarded-Proto: http"}, conflict) == "another scheme");
  CHECK(request({"Forwarded: host=a", "X-Forwarded-Host: b"}, conflict) == "another host");
  CHECK(request({"Forwarded: for=_a, for=_b", "X-Forwarded-For: 192.0.2.2"}, conflict) == "another number of hops");
  CHECK(request({"Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1"}, conflict) == "absent");
}

}  // namespace httpvet::facts
