// What clients do with what they were given before, and what shared caches may hand on.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

constexpr std::int64_t kSecond = 1'000'000'000;
const std::string kModified = "Last-Modified: Mon, 01 Dec 2025 00:00:00 GMT";

/// An exchange after another of the same resource.
struct Two {
  ExchangeReading before;
  ExchangeReading now;

  Two(const Lines& response, const Lines& request, const Lines& now_response = {}, std::uint16_t status = 304)
      : before({}, response), now(request, now_response, status) {
    now.after(before);
  }
  std::string operator()(const std::string& fact) { return now("exchange." + fact); }
};

std::string of(const Lines& response, const std::string& fact) { return ExchangeReading({}, response)("res." + fact); }

}  // namespace

TEST_CASE("how long the stored response was fresh depends on the clock of the capture") {
  ExchangeReading before({}, {"Cache-Control: max-age=60, s-maxage=900", "Age: 10"});
  before.response().time_ns = 100 * kSecond;
  ExchangeReading now({"If-None-Match: \"v1\""}, {}, 304);
  now.after(before);
  CHECK(now("exchange.fresh_left") == "not captured");
  now.request().time_ns = 120 * kSecond;
  CHECK(now("exchange.fresh_left") == "30");
  CHECK(Two({"Cache-Control: no-cache, max-age=60"}, {})("fresh_left") == "absent");
}

TEST_CASE("validators are known from responses, or are not") {
  CHECK(Two({"ETag: \"a\""}, {"If-None-Match: W/\"a\""})("unknown_tags") == "absent");
  CHECK(Two({"ETag: \"a\""}, {"If-None-Match: \"b\""})("unknown_tags") == "was never in a response");
  CHECK(ExchangeReading({"If-None-Match: \"b\""}, {})("exchange.unknown_tags") == "absent");
  CHECK(Two({kModified}, {"If-Modified-Since: Mon, 01 Dec 2025 00:00:00 GMT"})("own_date") == "absent");
  CHECK(Two({kModified}, {"If-Modified-Since: Tue, 02 Dec 2025 00:00:00 GMT"})("own_date") == "If-Modified-Since");
  CHECK(Two({}, {"If-Modified-Since: Tue, 02 Dec 2025 00:00:00 GMT"})("own_date") == "absent");
  const Lines unstored = {"ETag: \"a\"", "Cache-Control: no-store"};
  CHECK(Two(unstored, {"If-None-Match: \"a\""})("validator_of_unstored") == "If-None-Match");
  CHECK(Two(unstored, {"If-None-Match: \"b\""})("validator_of_unstored") == "absent");
  CHECK(Two({"ETag: \"a\""}, {"If-None-Match: \"a\""})("validator_of_unstored") == "absent");
}

TEST_CASE("a stored response is one that this request selects") {
  CHECK(Two({"Vary: Accept", "ETag: \"a\""}, {"Accept: text/plain"})("stored.res.etag_text") == "absent");
  CHECK(Two({"Vary: *", "ETag: \"a\""}, {})("stored.res.etag_text") == "absent");
  CHECK(Two({"ETag: \"a\""}, {})("stored.res.etag_text") == "\"a\"");
  CHECK(Two({"ETag: \"a\""}, {}, {"ETag: \"a\""}, 200)("same_validator_as_stored") == "true");
  CHECK(Two({kModified}, {}, {kModified}, 200)("same_validator_as_stored") == "true");
  CHECK(Two({"ETag: \"a\""}, {}, {kModified}, 200)("same_validator_as_stored") == "absent");
}

TEST_CASE("cookies of sessions are told from others") {
  CHECK(of({"Set-Cookie: PHPSESSID=1"}, "credential_cookie") == "PHPSESSID");
  CHECK(of({"Set-Cookie: lang=en", "Set-Cookie: connect.sid=1; Path=/"}, "credential_cookie") == "connect.sid");
  CHECK(of({"Set-Cookie: id=1; HttpOnly"}, "credential_cookie") == "id");
  CHECK(of({"Set-Cookie: author=1; Path=/"}, "credential_cookie") == "absent");
  CHECK(of({"Set-Cookie: sid=; Path=/"}, "credential_cookie") == "absent");
  CHECK(of({"Set-Cookie: sid=1; Max-Age=0"}, "credential_cookie") == "absent");
  CHECK(of({"Set-Cookie: __cf_bm=1; HttpOnly"}, "credential_cookie") == "absent");
  CHECK(of({"Cache-Control: public"}, "shared_storage") == "true");
  CHECK(of({"Cache-Control: public, no-cache=\"Set-Cookie\""}, "shared_storage") == "false");
  CHECK(of({"Cache-Control: public, no-cache=\"X\""}, "shared_storage") == "true");
  CHECK(of({"Cache-Control: max-age=9, s-maxage=0"}, "shared_storage") == "false");
  CHECK(of({"CDN-Cache-Control: max-age=9"}, "shared_storage") == "true");
}

}  // namespace httpvet::facts
