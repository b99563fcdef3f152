// Hosts, redirects and cookies over several exchanges.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

/// What `source` reads of an exchange with `request`, after one whose response had `earlier`.
std::string after(const Lines& earlier, const Lines& request, const std::string& source) {
  ExchangeReading before({"Host: example.com"}, earlier, 200);
  ExchangeReading reading(request, {"Date: Thu, 01 Jan 2026 00:10:00 GMT"});
  reading.after(before);
  return reading(source);
}

}  // namespace

TEST_CASE("Host is a host with an optional port") {
  const auto problem = [](const std::string& host) {
    return ExchangeReading({"Host: " + host}, {})("req.host_defects[0].problem");
  };
  CHECK(problem("http://example.com") == "it has a scheme");
  CHECK(problem("example.com/a") == "it has a path");
  CHECK(problem("a@example.com") == "it has user information");
  CHECK(problem("2001:db8::1") == "an IPv6 address has to stand in brackets");
  CHECK(problem("example.com:x") == "its port is no number");
  CHECK(problem("example.com:99999") == "its port is above 65535");
  CHECK(problem("my_host") == "host names have no underscore");
  CHECK(ExchangeReading({"Host: [2001:db8::1]:80"}, {})("size(req.host_defects)") == "0");
}

TEST_CASE("a cookie stays with the host and path that set it") {
  const std::string place = "exchange.cookie_out_of_place";
  const std::string date = "Date: Thu, 01 Jan 2026 00:00:00 GMT";
  const Lines cookie = {"Host: example.com", "Cookie: id=a"};
  CHECK(after({date, "Set-Cookie: id=a; Path=/x; HttpOnly"}, cookie, place) == "it belongs to another path");
  CHECK(after({date, "Set-Cookie: id=a; Path=/; HttpOnly"}, cookie, place) == "absent");
  CHECK(after({date, "Set-Cookie: id=a; Path=/x"}, cookie, place) == "absent");
  CHECK(after({date, "Set-Cookie: id=a; Max-Age=9; Path=/; HttpOnly"}, cookie, place) == "it has expired");
  CHECK(after({date, "Set-Cookie: id=a; Path=/; HttpOnly"}, {"Host: example.org", "Cookie: id=a"}, place) ==
        "it belongs to another host");
}

TEST_CASE("SameSite keeps cookies from cross-site requests") {
  const std::string cross = "exchange.cookie_cross_site";
  const Lines request = {"Host: example.com", "Cookie: id=a", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"};
  CHECK(after({"Set-Cookie: id=a; SameSite=Strict"}, request, cross) == "Strict");
  CHECK(after({"Set-Cookie: id=a; SameSite=Lax"}, request, cross) == "absent");
  CHECK(after({"Set-Cookie: id=a; SameSite=None"}, request, cross) == "absent");
}

TEST_CASE("requests for another host on the same connection are noticed") {
  CHECK(after({}, {"Host: example.org"}, "exchange.other_host_before") == "example.com");
  CHECK(after({}, {"Host: Example.com"}, "exchange.other_host_before") == "absent");
}

}  // namespace httpvet::facts
