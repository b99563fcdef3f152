// Who is speaking, timings, lines that a target smuggled in, and summaries.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

std::string of_response(const std::string& line, const std::string& expression) {
  return ExchangeReading({"Host: a"}, {line})(expression);
}

std::string timing(const std::string& value) { return of_response("Server-Timing: " + value, "res.timing_fault"); }

std::string injected(const std::string& target, const ExchangeReading::Lines& response) {
  ExchangeReading reading({"Host: a"}, response, 302);
  reading.request().target = target;
  return reading("exchange.injected_text");
}

}  // namespace

TEST_CASE("fields that say who is speaking are judged") {
  CHECK(of_response("Server: Jetty(9.4)", "res.product_fault") == "Jetty(9.4)");
  CHECK(of_response("Server: nginx", "res.product_fault") == "absent");
  CHECK(of_response("Server: nginx", "res.odd_context") == "false");
  ExchangeReading reading({"From: a@b, c@d", "User-Agent: (x)"}, {});
  CHECK(reading("req.odd_context") == "true");
  CHECK(reading("req.context_field") == "From");
  CHECK(reading("req.product_fault") == "(x)");
  CHECK(ExchangeReading({"Max-Forwards: -1"}, {})("req.context_fault") == "-1");
}

TEST_CASE("parameters of Server-Timing are judged") {
  for (const char* value : {"cache", "db;dur=53.2;desc=\"a, b;c\", app;dur=\"4e1\"", "a;dur=-.5", ""}) {
    CAPTURE(value);
    CHECK(timing(value) == "none");
  }
  CHECK(timing("db;dur=53ms") == "number");
  CHECK(timing("db;dur") == "number");
  CHECK(timing("db;dur=1;dur=2") == "repeated");
  CHECK(timing("db;x=1, app;dur=a") == "number");
  CHECK(timing("db;total=1") == "unknown");
  CHECK(timing("db;Dur=1") == "case");
}

TEST_CASE("a line of the response may come from the target") {
  CHECK(injected("/?a=%0d%0aX-A:%20b", {"X-A: b"}) == "b");
  CHECK(injected("/?a=%0AX-A:b&c=d", {"X-A: b"}) == "b");
  CHECK(injected("/?a=%E5%98%8AX-A:b", {"X-A: b"}) == "b");
  CHECK(injected("/?a=%0d%0aX-A:b%0d%0a%0d%0a<p>", {"X-A: b"}) == "b");
  CHECK(injected("/?a=%0d%0aX-A:b", {"X-A: c"}) == "absent");
  CHECK(injected("/?a=X-A:b", {"X-A: b"}) == "absent");
  CHECK(injected("/?a=%0aServer:b", {"Server: b"}) == "absent");
  CHECK(injected("/?a=%0aServer:b", {"Server: c", "Server: b"}) == "b");
  CHECK(injected("/" + std::string(200'000, '%'), {"X-A: b"}) == "absent");
}

TEST_CASE("responses are summed up in words") {
  ExchangeReading reading({"Host: a"}, {"Cache-Control: max-age=60, s-maxage=600", "Age: 20", "Via: 1.1 b"});
  CHECK(reading("exchange.storing") == "private caches: yes (max-age), shared caches: yes (s-maxage)");
  CHECK(reading("res.freshness") ==
        "60 s, of which 40 s remain in private caches, and 600 s, of which 580 s remain in shared ones");
  CHECK(reading("res.stale_permission") ==
        "shared caches never (proxy-revalidate or s-maxage), private ones when disconnected");
  CHECK(reading("res.cache_path") == "came through 1.1 b; seconds in caches: 20");
  CHECK(reading("res.framing_summary") == "by definition it has no content");
  CHECK(of_response("Cache-Control: no-store", "exchange.storing") ==
        "private caches: no (no-store), shared caches: no (no-store)");
  CHECK(of_response("X-Content-Type-Options: nosniff", "res.protections") == "X-Content-Type-Options");
  CHECK(of_response("Strict-Transport-Security: max-age=0", "res.protections") == "");
  CHECK(of_response("Link: </a.css>; rel=preload, </b>; rel=next", "res.link_hints") == "preload /a.css");
  CHECK(ExchangeReading({"Origin: https://a"}, {"Access-Control-Allow-Origin: *"})("exchange.cors_summary") ==
        "https://a may read the response, if it was sent without credentials");
}

}  // namespace httpvet::facts
