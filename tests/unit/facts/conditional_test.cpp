// What conditional requests name, and what that selects.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

std::string selects(const std::string& fact, const std::string& request, const std::string& etag) {
  return ExchangeReading({request}, {"ETag: " + etag})("exchange." + fact);
}

std::string range_holds(const std::string& if_range, const std::string& validator) {
  return ExchangeReading({"If-Range: " + if_range}, {validator})("exchange.if_range_holds");
}

}  // namespace

TEST_CASE("If-None-Match selects by weak comparison") {
  const std::string fact = "if_none_match_selects";
  CHECK(selects(fact, "If-None-Match: \"a\", W/\"b\"", "\"b\"") == "true");
  CHECK(selects(fact, "If-None-Match: \"a\", W/\"b\"", "W/\"a\"") == "true");
  CHECK(selects(fact, "If-None-Match: \"a\"", "\"c\"") == "false");
  CHECK(selects(fact, "If-None-Match: *", "\"c\"") == "true");
  CHECK(selects(fact, "If-None-Match: a", "\"c\"") == "malformed");
  CHECK(selects(fact, "If-Match: \"a\"", "\"a\"") == "absent");
  CHECK(ExchangeReading({"If-None-Match: \"a\""}, {})("exchange." + fact) == "absent");
}

TEST_CASE("suffixes that tell codings apart can be left out of the comparison") {
  const std::string fact = "if_none_match_selects_coding";
  for (const std::string suffix : {"-gzip", "--gzip", ";gzip", "-br"}) {
    CAPTURE(suffix);
    CHECK(selects(fact, "If-None-Match: \"a" + suffix + "\"", "\"a\"") == "true");
    CHECK(selects(fact, "If-None-Match: W/\"a\"", "\"a" + suffix + "\"") == "true");
  }
  CHECK(selects(fact, "If-None-Match: \"a-gzip\"", "\"b\"") == "false");
}

TEST_CASE("If-Match selects by strong comparison") {
  CHECK(selects("if_match_selects", "If-Match: \"a\", \"b\"", "\"b\"") == "true");
  CHECK(selects("if_match_selects", "If-Match: W/\"b\"", "\"b\"") == "false");
  CHECK(selects("if_match_selects", "If-Match: \"b\"", "W/\"b\"") == "false");
}

TEST_CASE("If-Range is a tag or a date") {
  const ExchangeReading::Lines none;
  CHECK(ExchangeReading({"If-Range: W/\"a\""}, none)("req.if_range.tag.text") == "W/\"a\"");
  CHECK(ExchangeReading({"If-Range: W/\"a\""}, none)("req.if_range.tag.weak") == "true");
  CHECK(ExchangeReading({"If-Range: \"a\""}, none)("req.if_range.date") == "absent");
  CHECK(ExchangeReading({"If-Range: Thu, 01 Jan 1970 00:00:09 GMT"}, none)("req.if_range.date") == "9");
  CHECK(ExchangeReading({"If-Range: Thu, 01 Jan 1970 00:00:09 GMT"}, none)("req.if_range.tag") == "absent");
  CHECK(ExchangeReading({"If-Range: yesterday"}, none)("req.if_range.date") == "malformed");
}

TEST_CASE("If-Range holds for the same strong tag or the same date") {
  const std::string date = "Thu, 01 Jan 2026 00:00:00 GMT";
  CHECK(range_holds("\"a\"", "ETag: \"a\"") == "true");
  CHECK(range_holds("\"a\"", "ETag: W/\"a\"") == "false");
  CHECK(range_holds("W/\"a\"", "ETag: W/\"a\"") == "false");
  CHECK(range_holds("\"a\"", "Last-Modified: " + date) == "absent");
  CHECK(range_holds(date, "Last-Modified: " + date) == "true");
  CHECK(range_holds(date, "Last-Modified: Thu, 01 Jan 2026 00:00:01 GMT") == "false");
  CHECK(range_holds(date, "ETag: \"a\"") == "absent");
}

TEST_CASE("a date is a strong validator a second later") {
  const std::string same = "Date: Thu, 01 Jan 2026 00:00:00 GMT";
  const std::string later = "Date: Thu, 01 Jan 2026 00:00:01 GMT";
  const std::string modified = "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT";
  CHECK(ExchangeReading({}, {same, modified})("res.last_modified_strong") == "false");
  CHECK(ExchangeReading({}, {later, modified})("res.last_modified_strong") == "true");
  CHECK(ExchangeReading({}, {modified})("res.last_modified_strong") == "absent");
  const std::string asked = "If-Range: Thu, 01 Jan 2026 00:00:00 GMT";
  CHECK(ExchangeReading({asked}, {same})("exchange.if_range_strong") == "false");
  CHECK(ExchangeReading({asked}, {later})("exchange.if_range_strong") == "true");
  CHECK(ExchangeReading({"If-Range: W/\"a\""}, {later})("exchange.if_range_strong") == "false");
}

TEST_CASE("preconditions are fields and query parameters") {
  ExchangeReading reading({"If-Match: \"a\"", "IF-MATCH: \"b\"", "X-Goog-If-Generation-Match: 1", "Overwrite: T",
                           "Tus-Resumable: 1.0.0", "Accept: */*"},
                          {});
  CHECK(reading("req.preconditions") == "if-match, x-goog-if-generation-match, tus-resumable");
  reading.request().target = "/o?ifGenerationMatch=1&iffy=2&ifMetagenerationNotMatch&gift=3";
  reading.request().lines = {};
  CHECK(reading("req.preconditions") == "ifGenerationMatch, ifMetagenerationNotMatch");
  CHECK(reading("req.conditional") == "true");
  reading.request().target = "/o";
  CHECK(reading("req.preconditions") == "");
  CHECK(reading("req.conditional") == "false");
  reading.request().evidence.fields = false;
  CHECK(reading("req.conditional") == "not captured");
  CHECK(ExchangeReading({"Overwrite: f"}, {})("req.conditional") == "true");
}

}  // namespace httpvet::facts
