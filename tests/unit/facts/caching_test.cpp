// Who may store a response, how long it stays fresh, and whether a cache served it.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

std::string of(const Lines& response, const std::string& fact) { return ExchangeReading({}, response)("res." + fact); }

}  // namespace

TEST_CASE("Age above 0 and a hit in Cache-Status show a cache") {
  CHECK(of({"Age: 5"}, "served_from_cache") == "true");
  CHECK(of({"Age: 0"}, "served_from_cache") == "false");
  CHECK(of({"Age: old"}, "served_from_cache") == "false");
  CHECK(of({"X-Cache: HIT"}, "served_from_cache") == "false");
  CHECK(of({"Cache-Status: Origin; fwd=miss, \"CDN; hit, x\"; hit; ttl=5"}, "served_from_cache") == "true");
  CHECK(of({"Cache-Status: a; fwd=uri-miss", "Cache-Status: b;hit"}, "served_from_cache") == "true");
  CHECK(of({"Cache-Status: \"CDN; hit\"; fwd=miss; detail=\"x; hit\""}, "served_from_cache") == "false");
  CHECK(of({"Cache-Status: a; hit=?0"}, "served_from_cache") == "false");
  CHECK(of({"Cache-Status: hit; fwd=miss"}, "served_from_cache") == "false");
}

TEST_CASE("warnings are told by their code") {
  const Lines lines = {"Warning: 110 a \"214 x, 214 y\", 214 - \"changed\""};
  CHECK(of(lines, "warns(214)") == "true");
  CHECK(of(lines, "warns(110)") == "true");
  CHECK(of(lines, "warns(21)") == "false");
  CHECK(of({"Warning: 110 a \"x, 214 y\""}, "warns(214)") == "false");
  CHECK(of({}, "warns(214)") == "false");
}

TEST_CASE("the freshness lifetime comes from the first of s-maxage, max-age and Expires") {
  const std::string date = "Date: Thu, 01 Jan 2026 00:00:00 GMT";
  const std::string expires = "Expires: Thu, 01 Jan 2026 00:01:00 GMT";
  CHECK(of({"Cache-Control: max-age=5, s-maxage=9"}, "shared_lifetime") == "9");
  CHECK(of({"Cache-Control: max-age=5, s-maxage=9"}, "private_lifetime") == "5");
  CHECK(of({date, expires, "Cache-Control: max-age=5"}, "shared_lifetime") == "5");
  CHECK(of({date, expires}, "private_lifetime") == "60");
  CHECK(of({expires}, "private_lifetime") == "absent");
  CHECK(of({date, "Expires: 0"}, "private_lifetime") == "0");
  CHECK(of({date, "Expires: Wed, 31 Dec 2025 00:00:00 GMT"}, "private_lifetime") == "0");
  CHECK(of({date}, "private_lifetime") == "absent");
  CHECK(of({"Cache-Control: max-age=soon"}, "private_lifetime") == "malformed");
  CHECK(of({"Cache-Control: max-age=\"7\""}, "private_lifetime") == "7");
}

TEST_CASE("nothing is reused without asking when directives forbid it") {
  CHECK(of({"Cache-Control: max-age=5"}, "reusable_for") == "5");
  CHECK(of({"Cache-Control: max-age=5, s-maxage=90"}, "reusable_for") == "90");
  CHECK(of({"Cache-Control: private, max-age=5, s-maxage=90"}, "reusable_for") == "5");
  CHECK(of({"Cache-Control: no-store, max-age=5"}, "reusable_for") == "0");
  CHECK(of({"Cache-Control: no-cache, max-age=5"}, "reusable_for") == "0");
  CHECK(of({"Cache-Control: no-cache=\"set-cookie\", max-age=5"}, "reusable_for") == "5");
  CHECK(of({"Cache-Control: no-store", "CDN-Cache-Control: max-age=30"}, "reusable_for") == "30");
  CHECK(of({"CDN-Cache-Control: no-store", "Cache-Control: max-age=5"}, "reusable_for") == "5");
  CHECK(of({}, "reusable_for") == "0");
}

TEST_CASE("some directives allow storing whatever the status is") {
  for (const std::string line :
       {"Cache-Control: max-age=0", "Cache-Control: s-maxage=1", "Cache-Control: PUBLIC", "Cache-Control: private",
        "Expires: 0", "CDN-Cache-Control: max-age=1", "Netlify-CDN-Cache-Control: max-age=1", "Surrogate-Control: x"}) {
    CAPTURE(line);
    CHECK(of({line}, "explicitly_storable") == "true");
  }
  CHECK(of({"Cache-Control: must-revalidate"}, "explicitly_storable") == "false");
  CHECK(of({}, "explicitly_storable") == "false");
  CHECK(of({"Cache-Control: max-age="}, "explicitly_storable") == "malformed");
}

TEST_CASE("who may store a response depends on request, status and directives") {
  const auto storable = [](const Lines& request, const Lines& response, std::uint16_t status = 200) {
    ExchangeReading reading(request, response, status);
    return reading("exchange.storable_shared") + " " + reading("exchange.storable_private");
  };
  CHECK(storable({}, {}) == "true true");
  CHECK(storable({}, {}, 302) == "false false");
  CHECK(storable({}, {"Cache-Control: max-age=1"}, 302) == "true true");
  CHECK(storable({}, {"Cache-Control: s-maxage=1"}, 302) == "true false");
  CHECK(storable({}, {"Cache-Control: private"}, 302) == "false true");
  CHECK(storable({}, {"Cache-Control: no-store"}) == "false false");
  CHECK(storable({"Cache-Control: no-store"}, {}) == "false false");
  CHECK(storable({"Authorization: Basic eDp5"}, {}) == "false true");
  CHECK(storable({"Authorization: Basic eDp5"}, {"Cache-Control: public"}) == "true true");
  CHECK(storable({}, {}, 304) == "false false");
}

TEST_CASE("a server that never sends Date may have no clock") {
  ExchangeReading reading({}, {});
  CHECK(reading("conn.clockless") == "false");
  reading.state().undated = 2;
  CHECK(reading("conn.clockless") == "true");
  reading.state().dated = true;
  CHECK(reading("conn.clockless") == "false");
}

TEST_CASE("the authors of text fixtures leave out fields") {
  ExchangeReading reading({}, {});
  CHECK(reading("res.fields_as_sent") == "true");
  reading.response().evidence.line_ends = false;
  CHECK(reading("res.fields_as_sent") == "not captured");
  reading.response().evidence.start_line = false;
  CHECK(reading("res.fields_as_sent") == "true");
  reading.response().evidence.fields = false;
  CHECK(reading("res.fields_as_sent") == "not captured");
}

TEST_CASE("directives repeat others, or are lists that add up") {
  const auto repeats = [](const std::string& value, const std::string& how) {
    return of({"Cache-Control: " + value}, "cache_directives.exists(d, d.repeats == \"" + how + "\")");
  };
  CHECK(repeats("no-cache, No-Cache", "same") == "true");
  CHECK(repeats("max-age=1, max-age=2", "other") == "true");
  CHECK(repeats("no-cache, no-cache=\"a\"", "other") == "true");
  CHECK(repeats("private=\"a\", private=\"b\"", "other") != "true");
  CHECK(of({"Cache-Control: no-cache=\"a\""}, "cache_control.plain(\"no-cache\")") == "false");
  CHECK(of({"Cache-Control: No-Cache"}, "cache_control.plain(\"no-cache\")") == "true");
  CHECK(of({}, "cache_directives") == "absent");
}

}  // namespace httpvet::facts
