// Lifetimes against each other, and what shows that a cache answered.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

std::string of(const Lines& response, const std::string& fact) { return ExchangeReading({}, response)("res." + fact); }

const std::string kDate = "Date: Thu, 01 Jan 2026 00:00:00 GMT";
const std::string kHourLater = "Expires: Thu, 01 Jan 2026 01:00:00 GMT";

}  // namespace

TEST_CASE("the longest lifetime is that of any directive, of Expires only without them") {
  CHECK(of({"Cache-Control: max-age=5, s-maxage=2"}, "longest_lifetime") == "5");
  CHECK(of({"Cache-Control: max-age=5", "CDN-Cache-Control: max-age=90"}, "longest_lifetime") == "90");
  CHECK(of({kDate, kHourLater, "Cache-Control: max-age=5"}, "longest_lifetime") == "5");
  CHECK(of({kDate, kHourLater, "Cache-Control: private"}, "longest_lifetime") == "3600");
  CHECK(of({kHourLater}, "longest_lifetime") == "absent");
  CHECK(of({"Cache-Control: max-age=x"}, "longest_lifetime") == "malformed");
  CHECK(of({"Cache-Control: max-age=5", "Age: 7"}, "stale_for") == "2");
  CHECK(of({"Cache-Control: stale-if-error=9, stale-while-revalidate=3"}, "stale_window") == "9");
  CHECK(of({"Cache-Control: max-age=5"}, "stale_window") == "absent");
}

TEST_CASE("Expires and max-age agree within a minute or a tenth") {
  CHECK(of({kDate, kHourLater, "Cache-Control: max-age=3540"}, "lifetimes_agree") == "true");
  CHECK(of({kDate, kHourLater, "Cache-Control: max-age=3300"}, "lifetimes_agree") == "true");
  CHECK(of({kDate, kHourLater, "Cache-Control: max-age=600"}, "lifetimes_agree") == "false");
  CHECK(of({kDate, kHourLater, "Cache-Control: max-age=0"}, "lifetimes_agree") == "absent");
}

TEST_CASE("seconds beyond reason are told by kind") {
  CHECK(of({"Cache-Control: max-age=4294967296"}, "lifetime_excess") == "exceeds 2^31 seconds");
  CHECK(of({"Cache-Control: max-age=1, s-maxage=604800000"}, "lifetime_excess") == "looks like milliseconds");
  CHECK(of({"Cache-Control: max-age=315360000"}, "lifetime_excess") == "is more than a year");
  CHECK(of({"Cache-Control: max-age=31536000"}, "lifetime_excess") == "absent");
  CHECK(of({"Cache-Control: stale-if-error=315360000"}, "lifetime_excess") == "absent");
  CHECK(of({kDate, "Expires: Thu, 31 Dec 2037 23:55:55 GMT"}, "lifetime_excess") == "absent");
  CHECK(of({"Cache-Control: max-age=315360000"}, "lifetime_excess_note") == "max-age=315360000 is more than a year");
}

TEST_CASE("verdicts of caches are read as words") {
  CHECK(of({"X-Cache: Hit from cloudfront"}, "vendor_hit") == "true");
  CHECK(of({"X-Cache: TCP_MEM_HIT"}, "vendor_hit") == "true");
  CHECK(of({"X-Cache: MISS, HIT"}, "vendor_hit") == "true");
  CHECK(of({"X-Cache: TCP_REFRESH_HIT"}, "vendor_hit") == "false");
  CHECK(of({"X-Cache: white"}, "vendor_hit") == "false");
  CHECK(of({"X-Cache: RefreshHit from cloudfront"}, "validated_by_cache") == "true");
  CHECK(of({"Cache-Status: a; fwd=stale; fwd-status=304"}, "validated_by_cache") == "true");
  CHECK(of({"Cache-Status: a; hit"}, "stored_by_sign") == "Cache-Status");
  CHECK(of({"Cache-Status: a; hit, a; fwd=stale"}, "stored_by_sign") == "absent");
  CHECK(of({"Cache-Status: a; hit, b; fwd=miss"}, "stored_by_sign") == "Cache-Status");
}

TEST_CASE("an Expires that is no date is told from one with another zone, and from several") {
  CHECK(of({"Expires: 0"}, "expires_invalid") == "true");
  CHECK(of({"Expires: Thu, 01 Jan 2026 00:00:00 UTC"}, "expires_invalid") == "false");
  CHECK(of({kHourLater, kHourLater}, "expires_invalid") == "false");
  CHECK(of({kHourLater}, "expires_invalid") == "false");
  CHECK(of({}, "expires_invalid") == "absent");
}

}  // namespace httpvet::facts
