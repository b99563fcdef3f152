// Cookies as rules see them, and how the client saw the exchange.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

/// What `expression` says of the only cookie, as text.
std::string cookie(const std::string& value, const std::string& expression,
                   const ExchangeReading::Lines& request = {"Host: www.example.com"}) {
  return ExchangeReading(request, {"Date: Thu, 01 Jan 2026 00:00:00 GMT", "Set-Cookie: " + value})(
      "res.cookies.exists(c, " + expression + ")");
}

std::string scheme(const ExchangeReading::Lines& request, model::Scheme scheme = model::Scheme::kUnknown) {
  ExchangeReading reading(request, {});
  reading.connection().scheme = scheme;
  return reading("exchange.client_scheme");
}

std::string reach(const std::string& host) { return ExchangeReading({"Host: " + host}, {})("exchange.host_reach"); }

}  // namespace

TEST_CASE("cookies have lifetimes") {
  CHECK(cookie("a=b; Max-Age=60", "c.max_age == 60 && c.lifetime == 60 && !c.deletes") == "true");
  CHECK(cookie("a=b; Max-Age=-1", "c.max_age == 0 - 1 && c.deletes") == "true");
  CHECK(cookie("a=b; Max-Age=1h", "c.max_age > 0") == "malformed");
  CHECK(cookie("a=b; Expires=Fri, 02 Jan 2026 00:00:00 GMT", "c.expires_plain && c.lifetime == 86400") == "true");
  CHECK(cookie("a=b; Expires=Fri, 02-Jan-26 00:00:00 GMT", "!c.expires_plain && c.expires_in == 86400") == "true");
  CHECK(cookie("a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "c.deletes") == "true");
  CHECK(cookie("a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=5", "c.deletes") == "false");
  CHECK(cookie("a=b", "has(c.lifetime)") == "false");
}

TEST_CASE("attributes of cookies are known, misspelled or private") {
  CHECK(cookie("a=b; Path=/; HttpOnly", "has(c.unknown_attribute)") == "false");
  for (const char* name : {"Http-Only", "Same-Site=Lax", "Secured", "MaxAge=1", "Http Only", "Expire=x", "Sceure"}) {
    CAPTURE(name);
    CHECK(cookie(std::string("a=b; ") + name, "has(c.misspelled_attribute)") == "true");
  }
  CHECK(cookie("a=b; Priority=High", "c.private_attribute == \"Priority\"") == "true");
  CHECK(cookie("a=b; Priority=High", "has(c.misspelled_attribute)") == "false");
  CHECK(cookie("a=b; Secure=false", "c.valued_flag == \"Secure\"") == "true");
  CHECK(cookie("a=b; Path=/; path=/x", "c.repeated_attribute == \"path\"") == "true");
}

TEST_CASE("names of cookies suggest what they are for") {
  for (const char* name : {"sid", "PHPSESSID", "JSESSIONID", "access_token", "__Host-sid", "connect.sid", "jwt"}) {
    CAPTURE(name);
    CHECK(cookie(std::string(name) + "=b", "c.sensitive") == "true");
  }
  for (const char* name : {"theme", "inside", "author", "side"}) {
    CAPTURE(name);
    CHECK(cookie(std::string(name) + "=b", "c.sensitive") == "false");
  }
  CHECK(cookie("XSRF-TOKEN=b", "c.guards_forms && c.sensitive") == "true");
  CHECK(cookie("__host-a=b", "c.prefix == \"__Host-\"") == "true");
}

TEST_CASE("Domain and Path are held against the request") {
  CHECK(cookie("a=b; Domain=example.com", "c.domain_matches") == "true");
  CHECK(cookie("a=b; Domain=.EXAMPLE.com", "c.domain_matches") == "true");
  CHECK(cookie("a=b; Domain=ample.com", "c.domain_matches") == "false");
  CHECK(cookie("a=b; Domain=a.www.example.com", "c.domain_matches") == "false");
  CHECK(cookie("a=b; Domain=example.org", "c.domain_matches",
               {"Host: backend", "X-Forwarded-Host: www.example.org, x"}) == "true");
  CHECK(cookie("a=b; Domain=0.0.1", "c.domain_matches", {"Host: 127.0.0.1:80"}) == "false");
  CHECK(cookie("a=b; Domain=co.uk", "c.domain_is_public_suffix") == "true");
  CHECK(cookie("a=b; Domain=com", "c.domain_is_public_suffix") == "true");
  CHECK(cookie("a=b; Domain=example.com", "c.domain_is_public_suffix") == "false");
  CHECK(cookie("a=b; Path=/", "c.path_matches") == "true");
  CHECK(cookie("a=b; Path=/a", "c.path_matches") == "true");
  CHECK(cookie("a=b; Path=/ab", "c.path_matches") == "false");
}

TEST_CASE("a line with several cookies makes several") {
  ExchangeReading reading({}, {"Set-Cookie: a=1; Path=/, b=2; Secure", "Set-Cookie: a=3"});
  CHECK(reading("size(res.cookies)") == "3");
  CHECK(reading("res.cookies.exists(c, c.folded && c.name == \"a\")") == "true");
  CHECK(reading("res.cookies.exists(c, c.repeats && !c.repeats_scope)") == "true");
  CHECK(ExchangeReading({}, {})("res.cookies") == "absent");
}

TEST_CASE("requests carry cookies") {
  CHECK(ExchangeReading({"Cookie: a=1; b=2; a=3"}, {})("req.repeated_cookie") == "a");
  CHECK(ExchangeReading({"Cookie: a=1; b=2"}, {})("req.repeated_cookie") == "absent");
  CHECK(ExchangeReading({"Cookie: $Version=1; a=1; $Path=/"}, {})("req.pseudo_cookie") == "$Version");
  CHECK(ExchangeReading({"Cookie: a=1; Secure"}, {})("req.cookie_lines.exists(l, l.cookie_fault == \"attribute\")") ==
        "true");
}

TEST_CASE("the client saw https where anything says so") {
  CHECK(scheme({"Host: a"}) == "not captured");
  CHECK(scheme({"Host: a"}, model::Scheme::kHttp) == "http");
  CHECK(scheme({"Host: a", "X-Forwarded-Proto: https, http"}, model::Scheme::kHttp) == "https");
  CHECK(scheme({"Host: a", "Forwarded: for=1.2.3.4;proto=\"https\""}) == "https");
  CHECK(scheme({"Host: a", "Front-End-Https: on"}) == "https");
  CHECK(scheme({"Host: a", "X-Forwarded-Proto: http"}) == "http");
}

TEST_CASE("hosts are public, private or this one") {
  for (const char* host : {"localhost:8080", "127.0.0.1", "[::1]:443", "a.localhost"}) CHECK(reach(host) == "loopback");
  CHECK(reach("backend") == "local");
  for (const char* host : {"10.0.0.1", "172.16.0.1", "172.31.9.9", "192.168.1.1", "a.internal"}) {
    CAPTURE(host);
    CHECK(reach(host) == "private");
  }
  for (const char* host : {"example.com", "8.8.8.8", "172.32.0.1", "[2001:db8::1]"}) CHECK(reach(host) == "public");
}

}  // namespace httpvet::facts
