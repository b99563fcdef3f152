#include "fields/http_date.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;
using httpvet::fields::test::Parsed;

namespace {

template <int ReferenceYear = 2026>
bool parse_date(Bytes value, HttpDate& out, ParseError& error) {
  return parse_http_date(value, ReferenceYear, out, error);
}

std::string failure(std::string_view text) { return outcome(parse_date<>, text); }

DateFault fault(std::string_view text) { return parse(parse_date<>, text).typed.fault; }

}  // namespace

TEST_CASE("the three forms of an HTTP date name the same second") {
  for (const auto& [text, form] : {std::pair{"Sun, 06 Nov 1994 08:49:37 GMT", DateForm::kImfFixdate},
                                   std::pair{"Sunday, 06-Nov-94 08:49:37 GMT", DateForm::kRfc850},
                                   std::pair{"Sun Nov  6 08:49:37 1994", DateForm::kAsctime}}) {
    CAPTURE(text);
    const auto date = parse(parse_date<>, text);
    REQUIRE(date.ok);
    CHECK(date.typed.seconds == 784111777);
    CHECK(date.typed.form == form);
    CHECK(date.typed.weekday_ok);
    CHECK(date.typed.fault == DateFault::kNone);
  }
  CHECK(parse(parse_date<>, "Wed Nov 16 08:49:37 1994").ok);
}

TEST_CASE("days are counted from the epoch in both directions") {
  CHECK(days_since_epoch(1970, 1, 1) == 0);
  CHECK(days_since_epoch(1969, 12, 31) == -1);
  CHECK(days_since_epoch(2000, 2, 29) == 11016);
  CHECK(days_since_epoch(2000, 3, 1) == 11017);
  CHECK(days_since_epoch(2026, 1, 1) == 20454);
  CHECK(days_since_epoch(1, 1, 1) == -719162);
  CHECK(days_since_epoch(0, 12, 31) == -719163);
  CHECK(days_since_epoch(0, 1, 1) == -719528);
  CHECK(parse(parse_date<>, "Thu, 01 Jan 1970 00:00:00 GMT").typed.seconds == 0);
  CHECK(parse(parse_date<>, "Wed, 31 Dec 1969 23:59:59 GMT").typed.seconds == -1);
}

TEST_CASE("a weekday that does not fit its date is noted") {
  CHECK(parse(parse_date<>, "Thu, 01 Jan 2026 00:00:00 GMT").typed.weekday_ok);
  CHECK_FALSE(parse(parse_date<>, "Fri, 01 Jan 2026 00:00:00 GMT").typed.weekday_ok);
  CHECK(parse(parse_date<>, "Fri, 01 Jan 2026 00:00:00 GMT").ok);
  CHECK(parse(parse_date<>, "Mon, 01 Jan 0001 00:00:00 GMT").typed.weekday_ok);
}

TEST_CASE("a year of two digits is at most fifty years ahead") {
  const auto year_of = [](bool (*parser)(Bytes, HttpDate&, ParseError&), std::string_view text) {
    const auto date = parse(parser, text);
    REQUIRE(date.ok);
    return 1970 + static_cast<int>(date.typed.seconds / 31556952 + (date.typed.seconds < 0 ? -1 : 0));
  };
  CHECK(year_of(parse_date<2026>, "Sunday, 15-Jun-26 00:00:00 GMT") == 2026);
  CHECK(year_of(parse_date<2026>, "Sunday, 15-Jun-76 00:00:00 GMT") == 2076);
  CHECK(year_of(parse_date<2026>, "Sunday, 15-Jun-77 00:00:00 GMT") == 1977);
  CHECK(year_of(parse_date<2026>, "Sunday, 15-Jun-99 00:00:00 GMT") == 1999);
  CHECK(year_of(parse_date<1994>, "Sunday, 15-Jun-94 00:00:00 GMT") == 1994);
  CHECK(year_of(parse_date<1994>, "Sunday, 15-Jun-44 00:00:00 GMT") == 2044);
  CHECK(year_of(parse_date<1994>, "Sunday, 15-Jun-45 00:00:00 GMT") == 1945);
  CHECK(year_of(parse_date<2099>, "Sunday, 15-Jun-05 00:00:00 GMT") == 2105);
}

TEST_CASE("a leap second is allowed, other impossible times and days are not") {
  CHECK(parse(parse_date<>, "Sat, 31 Dec 2016 23:59:60 GMT").typed.seconds == 1483228800);
  CHECK(parse(parse_date<>, "Tue, 29 Feb 2000 00:00:00 GMT").ok);
  CHECK(failure("Tue, 29 Feb 1900 00:00:00 GMT") == "5: a day of that month");
  CHECK(failure("Tue, 31 Apr 2026 00:00:00 GMT") == "5: a day of that month");
  CHECK(failure("Tue, 00 Apr 2026 00:00:00 GMT") == "5: a day of that month");
  CHECK(failure("Wed, 01 Apr 2026 24:00:00 GMT") == "17: a time of day");
  CHECK(failure("Wed, 01 Apr 2026 23:60:00 GMT") == "17: a time of day");
  CHECK(failure("Wed, 01 Apr 2026 23:59:61 GMT") == "17: a time of day");
  CHECK(failure("Tue Feb 30 00:00:00 2026") == "8: a day of that month");
  CHECK(fault("Tue, 31 Apr 2026 00:00:00 GMT") == DateFault::kImpossible);
}

TEST_CASE("a date with another zone than GMT fails for that, and its second is known") {
  for (const char* text :
       {"Thu, 01 Jan 2026 00:00:00 UTC", "Thu, 01 Jan 2026 00:00:00 +0000", "Thu, 01 Jan 2026 00:00:00 -05:00",
        "Thu, 01 Jan 2026 00:00:00 gmt", "Thu, 01 Jan 2026 00:00:00 Z", "Thu, 01 Jan 2026 00:00:00"}) {
    CAPTURE(text);
    const auto date = parse(parse_date<>, text);
    CHECK_FALSE(date.ok);
    CHECK(date.typed.fault == DateFault::kZone);
    CHECK(date.typed.seconds == 1767225600);
  }
  CHECK(failure("Thu, 01 Jan 2026 00:00:00 UTC") == "26: GMT");
  CHECK(failure("Thu, 01 Jan 2026 00:00:00") == "25: a space and GMT");
  CHECK(failure("Thu, 01 Jan 2026 00:00:00 GMT+1") == "29: the end of the date");
  CHECK(fault("Thu, 01 Jan 2026 00:00:00 GMT+1") == DateFault::kForm);
  CHECK(fault("Thu, 01 Jan 2026 00:00:00.5 GMT") == DateFault::kForm);
}

TEST_CASE("what is no HTTP date fails at the octet that does not fit") {
  CHECK(failure("") == "0: a day name");
  CHECK(failure("0") == "0: a day name");
  CHECK(failure("2026-01-01T00:00:00Z") == "0: a day name");
  CHECK(failure("thu, 01 Jan 2026 00:00:00 GMT") == "0: a day name");
  CHECK(failure("Thursday 01-Jan-26 00:00:00 GMT") == "8: a comma");
  CHECK(failure("Thursday, 01 Jan 2026 00:00:00 GMT") == "12: a hyphen");
  CHECK(failure("Thu,01 Jan 2026 00:00:00 GMT") == "4: a single space");
  CHECK(failure("Thu,  01 Jan 2026 00:00:00 GMT") == "5: a single space");
  CHECK(failure("Thu, 1 Jan 2026 00:00:00 GMT") == "5: a day of two digits");
  CHECK(failure("Thu, 01 JAN 2026 00:00:00 GMT") == "8: a month name");
  CHECK(failure("Thu, 01-Jan-2026 00:00:00 GMT") == "7: a single space");
  CHECK(failure("Thu, 01 Jan 26 00:00:00 GMT") == "12: a year of four digits");
  CHECK(failure("Thu, 01 Jan 2026 0:00:00 GMT") == "17: an hour of two digits");
  CHECK(failure("Thu, 01 Jan 2026 00:00 GMT") == "22: a colon");
  CHECK(failure("Thu Jan 1 00:00:00 2026") == "8: a day of two digits");
  CHECK(failure("Thu Jan  1 00:00:00 2026 GMT") == "24: the end of the date");
  CHECK(failure("Thu") == "3: a single space");
  CHECK(fault("0") == DateFault::kForm);
}

TEST_CASE("a folded date is a date") { CHECK(parse(parse_date<>, "Thu,\r\n 01 Jan 2026 00:00:00 GMT").ok); }

TEST_CASE("plain dates are IMF-fixdates of days that there are, with the right day name") {
  CHECK(is_plain_imf_fixdate("Thu, 01 Jan 2026 00:00:00 GMT"));
  CHECK(is_plain_imf_fixdate("Thu, 29 Feb 2024 23:59:59 GMT"));
  CHECK(is_plain_imf_fixdate("Sat, 01 Jan 0000 00:00:00 GMT"));
  for (const char* text :
       {"", "Fri, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 UTC", "thu, 01 Jan 2026 00:00:00 GMT",
        "Thu, 01 JAN 2026 00:00:00 GMT", "Thu, 00 Jan 2026 00:00:00 GMT", "Sun, 29 Feb 2026 00:00:00 GMT",
        "Thu, 01 Jan 2026 24:00:00 GMT", "Thu, 01 Jan 2026 00:60:00 GMT", "Thu, 01 Jan 2026 0a:00:00 GMT",
        "Thursday, 01-Jan-26 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT "}) {
    CAPTURE(text);
    CHECK_FALSE(is_plain_imf_fixdate(text));
  }
}

TEST_CASE("a moment is written as an IMF-fixdate") {
  CHECK(imf_fixdate(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(imf_fixdate(1767225599) == "Wed, 31 Dec 2025 23:59:59 GMT");
  CHECK(imf_fixdate(-1) == "Wed, 31 Dec 1969 23:59:59 GMT");
  CHECK(imf_fixdate(951782400) == "Tue, 29 Feb 2000 00:00:00 GMT");
  CHECK(imf_fixdate(INT64_MAX) == "Fri, 31 Dec 9999 23:59:59 GMT");
  CHECK(imf_fixdate(INT64_MIN) == "Sat, 01 Jan 0000 00:00:00 GMT");
}

TEST_CASE("what is wrong with a date is said in words") {
  CHECK(date_mistake("") == "it is empty");
  CHECK(date_mistake("1767225600") == "it is a number, perhaps of seconds since 1970");
  CHECK(date_mistake("2026-01-01T00:00:00Z") == "it is written as ISO 8601 has it");
  CHECK(date_mistake("Mon, 30 Feb 2026 00:00:00 GMT") == "there is no such day or time of day");
  CHECK(date_mistake("\"Thu, 01 Jan 2026 00:00:00 GMT\"") == "it stands in quotes");
  CHECK(date_mistake("THU, 01 Jan 2026 00:00:00 gmt") == "dates are case-sensitive");
  CHECK(date_mistake("Thu, 1 Jan 2026 00:00:00 GMT") == "its day has one digit");
  CHECK(date_mistake("Thu, 01-Jan-2026 00:00:00 GMT") == "it has hyphens between day, month and year");
  CHECK(date_mistake("01 Jan 2026 00:00:00 GMT") == "the day name is missing");
  CHECK(date_mistake("Thu, 01 Jan 2026 00:00:00 GMT; 5") == "text follows the date");
  CHECK(date_mistake("soon") == "it has none of the forms of a date");
}

TEST_CASE("a value resembles a date, or rather an entity tag") {
  for (const char* text : {"Thu, 01 Jan 2026 00:00:00", "thursday", "2026-01-01", "01 Jan 2026 00:00:00 GMT"}) {
    CAPTURE(text);
    CHECK(resembles_date(text));
  }
  for (const char* text : {"", "abc", "\"Thu\"", "W/\"x\"", "5f3a9c", "mon1", "sun-4"}) {
    CAPTURE(text);
    CHECK_FALSE(resembles_date(text));
  }
}
