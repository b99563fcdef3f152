// HttpDate: HTTP-date in its three forms (RFC 9110 §5.6.7).
#pragma once

#include <cstdint>
#include <string>

#include "fields/parse.h"

namespace httpvet::fields {

enum class DateForm : std::uint8_t { kImfFixdate, kRfc850, kAsctime };

/// Why a value is no HTTP-date.
enum class DateFault : std::uint8_t {
  kNone,
  kForm,        // it has none of the three forms
  kImpossible,  // well formed, but there is no such day or time of day
  kZone,        // right but for the zone, which is not GMT, or missing
};

struct HttpDate {
  std::int64_t seconds = 0;  // since 1970-01-01 00:00:00 UTC; a leap second counts as the second after it
  DateForm form = DateForm::kImfFixdate;
  bool weekday_ok = true;  // the day name fits the date
  DateFault fault = DateFault::kNone;
};

/// An HTTP-date, in exactly the letter case and spacing of the grammar. Two-digit years are taken as the latest year
/// that is at most 50 years after `reference_year` (pass the year of the capture). On failure `out.fault` says why, and
/// `out` is filled in as for a valid date when it is kZone (as if it said GMT).
bool parse_http_date(Bytes value, int reference_year, HttpDate& out, ParseError& error);

/// True when `value` is an IMF-fixdate of a day that there is, with the right day name: what nearly all dates are. Much
/// faster than parse_http_date(), for those who only look for odd ones.
bool is_plain_imf_fixdate(Bytes value);

/// True when `value` was meant as a date rather than as an entity tag: it begins with a day name, or as ISO 8601 has
/// it, or ends with GMT. For If-Range (RFC 9110 §13.1.5).
bool resembles_date(Bytes value);

/// What is wrong with `value`, which is no HTTP-date, in words that go on after "no HTTP-date:". Static text.
Bytes date_mistake(Bytes value);

/// `seconds` since 1970-01-01 as an IMF-fixdate; years are cut to 0 to 9999.
std::string imf_fixdate(std::int64_t seconds);

/// Days from 1970-01-01 to a day of the Gregorian calendar (month from 1).
std::int64_t days_since_epoch(int year, int month, int day);

}  // namespace httpvet::fields
