// What is odd about field lines, and the dates in them.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

std::string of_response(const std::string& line, const std::string& expression) {
  return ExchangeReading({"Host: a"}, {line})(expression);
}
std::string of_request(const std::string& line, const std::string& expression) {
  return ExchangeReading({line}, {})(expression);
}

}  // namespace

TEST_CASE("odd lines are found, ordinary ones are not") {
  ExchangeReading plain({"Host: a", "If-None-Match: \"a\""},
                        {"Date: Thu, 01 Jan 2026 00:00:00 GMT", "ETag: W/\"a\"", "Content-Type: text/html"});
  for (const char* fact :
       {"odd_names", "odd_dates", "odd_tags", "odd_values", "notable_fields", "repeats_singletons"}) {
    CAPTURE(fact);
    CHECK(plain(std::string("res.") + fact) == "false");
    CHECK(plain(std::string("req.") + fact) == "false");
  }
  CHECK(of_response("X-Nobody: a", "res.odd_names") == "true");
  CHECK(of_response("Date: Fri, 01 Jan 2026 00:00:00 GMT", "res.odd_dates") == "true");
  CHECK(of_response("Retry-After: soon", "res.odd_dates") == "true");
  CHECK(of_response("Retry-After: 120", "res.odd_dates") == "false");
  CHECK(of_response("ETag: a", "res.odd_tags") == "true");
  CHECK(of_response("Server: undefined", "res.odd_values") == "true");
  CHECK(of_response("Pragma: x", "res.notable_fields") == "true");
  CHECK(of_response("Host: a", "res.notable_fields") == "true");
  CHECK(of_request("ETag: \"a\"", "req.notable_fields") == "true");
  CHECK(of_request("X-Powered-By: a", "req.notable_fields") == "true");
  CHECK(of_response("X-Powered-By: a", "res.notable_fields") == "true");
}

TEST_CASE("singletons repeat, lists and fields with rules of their own do not") {
  ExchangeReading reading({"Host: a", "Host: a"}, {"Location: /a", "Location: /b", "Vary: a", "Vary: b"});
  CHECK(reading("req.repeats_singletons") == "true");
  CHECK(reading("req.repeated_lines.all(l, l.repeats_alike)") == "true");
  CHECK(reading("res.repeats_singletons") == "true");
  CHECK(reading("res.repeated_lines.exists(l, l.name == \"Location\" && !l.repeats_alike)") == "true");
  CHECK(reading("res.repeated_lines.exists(l, l.name == \"Vary\")") == "false");
  CHECK(ExchangeReading({}, {"X-Frame-Options: DENY", "X-Frame-Options: DENY"})("res.repeats_singletons") == "false");
  CHECK(ExchangeReading({}, {"X-Own: a", "X-Own: b"})("res.repeats_singletons") == "false");
}

TEST_CASE("what is missing in the capture may be odd") {
  ExchangeReading reading({}, {});
  reading.response().evidence.fields = false;
  CHECK(reading("res.odd_dates") == "not captured");
  CHECK(reading("res.repeats_singletons") == "not captured");
}

TEST_CASE("a value may be a leftover of a program") {
  for (const char* value : {"undefined", "null", "None", "NaN", "[object Object]", "%s", "${date}", "{{ date }}"}) {
    CAPTURE(value);
    CHECK(of_response(std::string("Server: ") + value, "res.odd_value_lines.exists(l, l.leftover)") == "true");
  }
  for (const char* line : {"Server: nginx", "Access-Control-Allow-Origin: null", "Accept-Ranges: None", "X-Own: null",
                           "Server: none", "Server: ${a} b"}) {
    CAPTURE(line);
    CHECK(of_response(line, "res.odd_values") == "false");
  }
}

TEST_CASE("a singleton may hold the values of several lines") {
  for (const char* line :
       {"Content-Type: text/html, text/html", "Age: 1, 2", "ETag: \"a\", \"b\"",
        "Date: Thu, 01 Jan 2026 00:00:00 GMT, Thu, 01 Jan 2026 00:00:00 GMT", "Access-Control-Allow-Origin: *, *"}) {
    CAPTURE(line);
    CHECK(of_response(line, "res.odd_value_lines.exists(l, l.merged)") == "true");
    CHECK(of_response(line, "res.odd_dates") == "false");
    CHECK(of_response(line, "res.odd_tags") == "false");
  }
  for (const char* line : {"Content-Type: text/html; a=\"b, text/html\"", "Date: Thu, 01 Jan 2026 00:00:00 GMT",
                           "Location: /a, /b", "Server: a, b", "ETag: \"a, b\"", "Content-Type: a, b"}) {
    CAPTURE(line);
    CHECK(of_response(line, "res.odd_values") == "false");
  }
}

TEST_CASE("lines tell what is wrong with their dates") {
  const auto fault = [](const std::string& value) {
    return of_response("Last-Modified: " + value, "res.odd_date_lines.exists(l, l.date_fault == \"form\")");
  };
  CHECK(fault("2026-01-01") == "true");
  CHECK(fault("Thu, 01 Jan 2026 00:00:00 UTC") == "false");
  CHECK(of_response("Last-Modified: Thu, 01 Jan 2026 00:00:00 UTC",
                    "res.odd_date_lines.exists(l, l.date_fault == \"zone\" && l.weekday_ok)") == "true");
  CHECK(of_response("Expires: Friday, 01-Jan-26 00:00:00 GMT",
                    "res.odd_date_lines.exists(l, l.date_form == \"RFC 850\" && !l.weekday_ok "
                    "&& l.imf == \"Thu, 01 Jan 2026 00:00:00 GMT\")") == "true");
  CHECK(of_request("If-Range: abc", "req.odd_dates") == "false");
  CHECK(of_request("If-Range: Thu, 1 Jan 2026", "req.odd_dates") == "true");
}

TEST_CASE("Retry-After is a delay or a date") {
  CHECK(of_response("Retry-After: 120", "res.retry_after_seconds") == "120");
  CHECK(of_response("Retry-After: 120", "res.retry_after_date") == "absent");
  CHECK(of_response("Retry-After: Thu, 01 Jan 2026 00:00:00 GMT", "res.retry_after_date") == "1767225600");
  CHECK(of_response("Retry-After: soon", "res.retry_after_date") == "malformed");
  CHECK(of_response("Age: 1", "res.retry_after_seconds") == "absent");
  CHECK(ExchangeReading({}, {"Retry-After: 1", "Retry-After: 2"})("res.retry_after_seconds") == "malformed");
}

TEST_CASE("Deprecation is a date of structured fields") {
  CHECK(of_response("Deprecation: @1767225600", "res.deprecated_at") == "1767225600");
  CHECK(of_response("Deprecation: @-5;a=1", "res.deprecated_at") == "-5");
  CHECK(of_response("Deprecation: @1", "res.deprecation_mistake") == "absent");
  CHECK(of_response("Deprecation: true", "res.deprecated_at") == "malformed");
  CHECK(of_response("Deprecation: ?1", "res.deprecation_mistake") == "a boolean is what early drafts had");
  CHECK(of_response("Deprecation: 5", "res.deprecation_mistake") == "the @ before the number is missing");
  CHECK(of_response("Deprecation: @1", "res.deprecation_explained") == "false");
  CHECK(of_response("Link: </b>; rel=\"successor-version\"", "res.deprecation_explained") == "true");
}

TEST_CASE("dates are set against the capture time") {
  ExchangeReading reading({"Host: a"}, {"Date: Thu, 01 Jan 2026 00:00:00 GMT"});
  CHECK(reading("res.date_skew") == "not captured");
  CHECK(reading("res.seen_at") == "1767225600");
  reading.response().time_ns = 1767225500LL * 1'000'000'000;
  CHECK(reading("res.date_skew") == "100");
  CHECK(reading("res.captured") == "1767225500");
  ExchangeReading stored({"Host: a"}, {"Date: Thu, 01 Jan 2026 00:00:00 GMT", "Age: 50"});
  stored.response().time_ns = 1767225700LL * 1'000'000'000;
  CHECK(stored("res.date_skew") == "absent");
}

TEST_CASE("other origins confirm the clock of the capture, or show that it is wrong") {
  SourceState source;
  ExchangeReading reading({"Host: a.example"}, {"Date: Thu, 01 Jan 2026 00:00:00 GMT"});
  reading.response().time_ns = 1767225500LL * 1'000'000'000;
  reading.state().source = &source;
  CHECK(reading("res.clock_confirmed") == "false");
  source.clocks.note(1, 0);
  source.clocks.note(2, 4);
  CHECK(reading("res.clock_confirmed") == "true");
  CHECK(reading("res.clock_shared") == "false");
  for (const std::uint64_t origin : {3U, 4U, 5U}) source.clocks.note(origin, 98);
  CHECK(reading("res.clock_shared") == "true");
}

}  // namespace httpvet::facts
