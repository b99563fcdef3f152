// Cookies as servers set them and as clients send them back.
#include "fields/set_cookie.h"

#include <string>

#include "support/catch.h"

namespace httpvet::fields {
namespace {

struct Reading {
  explicit Reading(std::string value) : text(std::move(value)), cookie(parse_set_cookie(text, arena)) {}
  std::string name() const { return std::string(cookie.name.in(text)); }
  std::string value() const { return std::string(cookie.value.in(text)); }
  std::string attribute(Bytes wanted) const {
    const CookieAttribute* found = cookie.find(text, wanted);
    return found == nullptr ? "none" : found->has_value ? "=" + std::string(found->value.in(text)) : "flag";
  }
  CookieFault fault() const { return fault_of(cookie, text); }

  base::Arena arena;
  std::string text;
  SetCookie cookie;
};

CookieFault fault(const char* value) { return Reading(value).fault(); }

CookieListFault list_fault(Bytes value) {
  base::Arena arena;
  return fault_of_cookie(value, arena);
}

std::string date(Bytes value) {
  const auto seconds = parse_cookie_date(value);
  return seconds ? std::to_string(*seconds) : "none";
}

}  // namespace

TEST_CASE("a cookie is a pair and attributes") {
  const Reading reading("sid = a=b ; Path=/x; secure ; max-age= 5;;=;Path=/y; HttpOnly=");
  CHECK(reading.name() == "sid");
  CHECK(reading.value() == "a=b");
  CHECK(reading.attribute("Path") == "=/y");
  CHECK(reading.attribute("SECURE") == "flag");
  CHECK(reading.attribute("Max-Age") == "=5");
  CHECK(reading.attribute("HttpOnly") == "=");
  CHECK(reading.attribute("Domain") == "none");
}

TEST_CASE("any text is a cookie") {
  for (const char* value : {"", ";", "=", "abc", ";;;", "=x", "; Secure"}) {
    CAPTURE(value);
    CHECK(fault(value) == CookieFault::kNoName);
  }
  CHECK(Reading("abc; Secure").value() == "abc");
}

TEST_CASE("names and values of cookies have a grammar") {
  CHECK(fault("a=b") == CookieFault::kNone);
  CHECK(fault("a=") == CookieFault::kNone);
  CHECK(fault("a=\"b\"") == CookieFault::kNone);
  CHECK(fault("a=b=c:d{e}") == CookieFault::kNone);
  CHECK(fault("a b=c") == CookieFault::kName);
  CHECK(fault("a[0]=c") == CookieFault::kName);
  CHECK(fault("a=b c") == CookieFault::kValue);
  CHECK(fault("a=b,c") == CookieFault::kValue);
  CHECK(fault("a=b\\c") == CookieFault::kValue);
  CHECK(fault("a=\"b") == CookieFault::kValue);
  CHECK(fault("a=b\"c\"") == CookieFault::kValue);
  CHECK(fault("a=b\x01") == CookieFault::kControl);
  CHECK(fault("a=\xC3\xA9") == CookieFault::kValue);
}

TEST_CASE("cookies joined with a comma are found, dates are not") {
  CHECK(second_cookie("a=1; Path=/, b=2; Path=/") == 11);
  CHECK(second_cookie("a=1; Secure,b=2; Path=/") == 11);
  CHECK(second_cookie("a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT, b=2") == 42);
  CHECK_FALSE(second_cookie("a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Path=/"));
  CHECK_FALSE(second_cookie("a=1, b=2"));
  CHECK_FALSE(second_cookie("a=1; Path=/x,y=z"));
}

TEST_CASE("dates of cookies are read leniently") {
  CHECK(date("Thu, 01 Jan 2026 00:00:00 GMT") == "1767225600");
  CHECK(date("Thu, 01-Jan-26 00:00:00 GMT") == "1767225600");
  CHECK(date("thursday 1 january 2026 0:0:0 +0000") == "1767225600");
  CHECK(date("Thu Jan  1 00:00:00 1970") == "0");
  CHECK(date("01 Jan 70 00:00:01") == "1");
  CHECK(date("31 Dec 2025 23:59:59.5") == "1767225599");
  for (const char* text : {"", "0", "-1", "Thu, 32 Jan 2026 00:00:00 GMT", "Thu, 30 Feb 2026 00:00:00 GMT",
                           "01 Jan 2026", "01 Jan 1600 00:00:00", "01 Jan 2026 24:00:00", "2026-01-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK(date(text) == "none");
  }
}

TEST_CASE("a Cookie field has a grammar") {
  CHECK(list_fault("a=1; b=2") == CookieListFault::kNone);
  CHECK(list_fault("a=1; b=\"2\"; c=") == CookieListFault::kNone);
  CHECK(list_fault("a=1;b=2") == CookieListFault::kSpacing);
  CHECK(list_fault("a=1;  b=2") == CookieListFault::kSpacing);
  CHECK(list_fault("a=1 ; b=2") == CookieListFault::kSpacing);
  CHECK(list_fault("a=1;") == CookieListFault::kTrailing);
  CHECK(list_fault("") == CookieListFault::kTrailing);
  CHECK(list_fault("a=1, b=2") == CookieListFault::kComma);
  CHECK(list_fault("a=1,b=2") == CookieListFault::kComma);
  CHECK(list_fault("a=1,b=2; c=3") == CookieListFault::kOctet);
  CHECK(list_fault("a=1; Secure; HttpOnly") == CookieListFault::kAttribute);
  CHECK(list_fault("a=1; expires=Thu") == CookieListFault::kAttribute);
  CHECK(list_fault("expires=Thu") == CookieListFault::kNone);
  CHECK(list_fault("a=1; abc") == CookieListFault::kNameless);
  CHECK(list_fault("abc; def; a=1") == CookieListFault::kSeveralNameless);
  CHECK(list_fault("a={\"x\":1}") == CookieListFault::kOctet);
  CHECK(list_fault("a=1\x01") == CookieListFault::kControl);
}

TEST_CASE("hostile cookies cost linear time") {
  base::Arena arena;
  std::string text = "a=1; x";
  for (int i = 0; i < 100'000; ++i) text += ",b=";
  CHECK_FALSE(second_cookie(text));
  CHECK(parse_set_cookie(std::string(200'000, ';'), arena).attributes.empty());
  CHECK(fault_of_cookie(text, arena) != CookieListFault::kControl);
}

}  // namespace httpvet::fields
