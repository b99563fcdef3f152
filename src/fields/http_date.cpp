#include "fields/http_date.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>

#include "fields/cursor.h"

namespace httpvet::fields {
namespace {

constexpr std::array<Bytes, 7> kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<Bytes, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// Days of the year before each month, without leap day.
constexpr std::array<int, 12> kDaysBefore = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(int year, int month) {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Reads one date. The functions for the parts fill in the members.
class DateReader {
 public:
  DateReader(Bytes value, int reference_year, HttpDate& out, ParseError& error)
      : cursor_(value, error), reference_year_(reference_year), out_(out) {}

  bool read() {
    if (!day_name() || !after_day_name()) return false;
    if (!possible()) {
      out_.fault = DateFault::kImpossible;
      return false;
    }
    const std::int64_t days = days_since_epoch(year_, month_, day_);
    out_.seconds = days * 86'400 + hour_ * 3'600 + minute_ * 60 + second_;
    out_.weekday_ok = (days % 7 + 11) % 7 == weekday_;  // 1970-01-01 was a Thursday
    return zone();
  }

 private:
  // day-name   = "Mon" / "Tue" / "Wed" / "Thu" / "Fri" / "Sat" / "Sun"
  // day-name-l = "Monday" / "Tuesday" / …
  bool day_name() {
    for (std::size_t i = 0; i < kDays.size(); ++i) {
      const bool whole = cursor_.take(kDays[i]);
      if (!whole && !cursor_.take(kDays[i].substr(0, 3))) continue;
      weekday_ = static_cast<int>(i);
      if (whole) {
        out_.form = DateForm::kRfc850;
      } else {
        out_.form = cursor_.peek() == ',' ? DateForm::kImfFixdate : DateForm::kAsctime;
      }
      return true;
    }
    return cursor_.fail("a day name");
  }

  // IMF-fixdate  = day-name "," SP date1 SP time-of-day SP GMT
  // date1        = day SP month SP year               ; e.g., 02 Jun 1982
  // rfc850-date  = day-name-l "," SP date2 SP time-of-day SP GMT
  // date2        = day "-" month "-" 2DIGIT           ; e.g., 02-Jun-82
  // asctime-date = day-name SP date3 SP time-of-day SP year
  // date3        = month SP ( 2DIGIT / ( SP 1DIGIT )) ; e.g., Jun  2
  bool after_day_name() {
    switch (out_.form) {
      case DateForm::kImfFixdate:
        return comma() && cursor_.single_space() && day() && cursor_.single_space() && month() &&
               cursor_.single_space() && year() && cursor_.single_space() && time_of_day();
      case DateForm::kRfc850:
        return comma() && cursor_.single_space() && day() && hyphen() && month() && hyphen() && short_year() &&
               cursor_.single_space() && time_of_day();
      case DateForm::kAsctime:
        return cursor_.single_space() && month() && padded_day() && cursor_.single_space() && time_of_day() &&
               cursor_.single_space() && year();
    }
    return false;
  }

  bool comma() { return cursor_.take(',') || cursor_.fail("a comma"); }
  bool hyphen() { return cursor_.take('-') || cursor_.fail("a hyphen"); }
  bool colon() { return cursor_.take(':') || cursor_.fail("a colon"); }

  /// Exactly `count` digits.
  bool number(std::size_t count, Bytes expected, int& out) {
    const Bytes text = cursor_.rest().substr(0, count);
    if (text.size() < count || !base::all_of(text, base::kDigit)) return cursor_.fail(expected);
    out = 0;
    for (const char c : text) out = out * 10 + (c - '0');
    cursor_.move_to(cursor_.position() + count);
    return true;
  }

  bool day() {
    day_offset_ = cursor_.position();
    return number(2, "a day of two digits", day_);
  }

  bool padded_day() {
    if (!cursor_.take(' ')) return cursor_.fail("a space");
    if (!cursor_.take(' ')) return day();
    day_offset_ = cursor_.position();
    return number(1, "a digit", day_);
  }

  bool month() {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (!cursor_.take(kMonths[i])) continue;
      month_ = static_cast<int>(i) + 1;
      return true;
    }
    return cursor_.fail("a month name");
  }

  bool year() { return number(4, "a year of four digits", year_); }

  // A year that seems to be more than 50 years ahead is the last one in the past with these digits (RFC 9110 §5.6.7).
  bool short_year() {
    int digits = 0;
    if (!number(2, "a year of two digits", digits)) return false;
    const int latest = reference_year_ + 50;
    year_ = latest - ((latest - digits) % 100 + 100) % 100;
    return true;
  }

  // time-of-day = hour ":" minute ":" second ; 00:00:00 - 23:59:60 (leap second)
  bool time_of_day() {
    time_offset_ = cursor_.position();
    return number(2, "an hour of two digits", hour_) && colon() && number(2, "a minute of two digits", minute_) &&
           colon() && number(2, "a second of two digits", second_);
  }

  bool possible() {
    if (day_ < 1 || day_ > days_in(year_, month_)) return cursor_.fail_at(day_offset_, "a day of that month");
    const bool time_ok = hour_ <= 23 && minute_ <= 59 && (second_ <= 59 || (second_ == 60 && minute_ == 59));
    return time_ok || cursor_.fail_at(time_offset_, "a time of day");
  }

  // GMT = %s"GMT"
  bool zone() {
    if (out_.form == DateForm::kAsctime) return cursor_.expect_end("the end of the date");
    const Bytes rest = cursor_.rest();
    if (rest == " GMT") return true;
    const std::size_t start = cursor_.position();
    if (rest.empty() || is_zone(rest.substr(1))) out_.fault = DateFault::kZone;
    if (rest.empty() || !cursor_.single_space()) return cursor_.fail_at(start, "a space and GMT");
    if (!cursor_.take("GMT")) return cursor_.fail("GMT");
    return cursor_.expect_end("the end of the date");
  }

  /// What other zones look like: letters, or a sign and digits.
  static bool is_zone(Bytes text) {
    if (text.starts_with('+') || text.starts_with('-')) {
      text.remove_prefix(1);
      return text.size() >= 2 && text.size() <= 5 && text.find_first_not_of("0123456789:") == Bytes::npos;
    }
    return !text.empty() && base::all_of(text, base::kAlpha);
  }

  Cursor cursor_;
  int reference_year_;
  HttpDate& out_;
  int weekday_ = 0;
  int year_ = 0;
  int month_ = 1;
  int day_ = 1;
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
  std::size_t day_offset_ = 0;
  std::size_t time_offset_ = 0;
};

}  // namespace

std::int64_t days_since_epoch(int year, int month, int day) {
  // Days before 1 January of `year`, counted from the year 1; the constant is that count for 1970.
  const std::int64_t past = year - 1;
  const std::int64_t leap_days = past >= 0 ? past / 4 - past / 100 + past / 400 : -1;  // the year 0 was a leap year
  const bool leap_day_passed = month > 2 && is_leap(year);
  return past * 365 + leap_days + kDaysBefore[static_cast<std::size_t>(month - 1)] + (leap_day_passed ? 1 : 0) + day -
         1 - 719'162;
}

bool is_plain_imf_fixdate(Bytes value) {
  constexpr Bytes kShape = "ddd, 00 mmm 0000 00:00:00 GMT";
  if (value.size() != kShape.size()) return false;
  for (std::size_t i = 3; i < kShape.size(); ++i) {
    const char shape = kShape[i];
    if (shape == '0' ? !base::is(value[i], base::kDigit) : shape != 'm' && value[i] != shape) return false;
  }
  const auto number = [value](std::size_t at) { return (value[at] - '0') * 10 + value[at + 1] - '0'; };
  const auto month = std::find(kMonths.begin(), kMonths.end(), value.substr(8, 3));
  const int hour = number(17);
  const int second = number(23);
  if (month == kMonths.end() || hour > 23 || number(20) > 59 || second > 59) return false;
  const int year = number(12) * 100 + number(14);
  const int month_number = static_cast<int>(month - kMonths.begin()) + 1;
  const int day = number(5);
  if (day < 1 || day > days_in(year, month_number)) return false;
  const std::int64_t days = days_since_epoch(year, month_number, day);
  return value.substr(0, 3) == kDays[static_cast<std::size_t>((days % 7 + 11) % 7)].substr(0, 3);
}

std::string imf_fixdate(std::int64_t seconds) {
  constexpr std::int64_t kFirst = -62'167'219'200;  // 0000-01-01
  constexpr std::int64_t kLast = 253'402'300'799;   // 9999-12-31 23:59:59
  seconds = std::clamp(seconds, kFirst, kLast);
  const std::int64_t days = (seconds - kFirst) / 86'400 - 719'528;  // 719,528 days from then to 1970
  const std::int64_t second_of_day = (seconds - kFirst) % 86'400;
  int year = static_cast<int>(1970 + days / 366);
  while (year < 9999 && days_since_epoch(year + 1, 1, 1) <= days) ++year;
  while (days_since_epoch(year, 1, 1) > days) --year;
  int month = 1;
  while (month < 12 && days_since_epoch(year, month + 1, 1) <= days) ++month;
  const auto day = static_cast<int>(days - days_since_epoch(year, month, 1)) + 1;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>((days % 7 + 11) % 7)].data(), day,
                kMonths[static_cast<std::size_t>(month - 1)].data(), year, static_cast<int>(second_of_day / 3600),
                static_cast<int>(second_of_day / 60 % 60), static_cast<int>(second_of_day % 60));
  return text.data();
}

namespace {

bool is_http_date(Bytes value) {
  constexpr int kAnyYear = 2026;
  HttpDate date;
  ParseError error;
  return parse_http_date(value, kAnyYear, date, error);
}

/// `value` with every word in the letter case of the grammar.
std::string in_grammar_case(Bytes value) {
  std::string text(value);
  const auto is_letter = [&text](std::size_t i) { return base::is(text[i], base::kAlpha); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = is_letter(i) && (i == 0 || !is_letter(i - 1));
    if (!begins) text[i] = base::lower(text[i]);
    if (begins && text[i] >= 'a' && text[i] <= 'z') text[i] = static_cast<char>(text[i] - 'a' + 'A');
  }
  if (text.ends_with(" Gmt")) text.replace(text.size() - 3, 3, "GMT");
  return text;
}

bool looks_like_iso8601(Bytes value) {
  constexpr Bytes kShape = "0000-00-00";
  if (value.size() < kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '0' ? !base::is(value[i], base::kDigit) : value[i] != '-') return false;
  }
  return true;
}

}  // namespace

bool resembles_date(Bytes value) {
  if (looks_like_iso8601(value)) return true;
  if (value.size() > 4 && base::equals_ignoring_case(value.substr(value.size() - 4), " GMT")) return true;
  if (value.size() < 4 || base::is(value[3], base::kDigit) || value[3] == '-' || value[3] == '"') return false;
  return std::any_of(kDays.begin(), kDays.end(),
                     [value](Bytes day) { return base::equals_ignoring_case(day.substr(0, 3), value.substr(0, 3)); });
}

Bytes date_mistake(Bytes value) {
  constexpr std::size_t kLongest = 64;
  if (value.empty()) return "it is empty";
  if (value.size() > kLongest) return "it is too long for a date";
  if (base::all_of(value, base::kDigit)) return "it is a number, perhaps of seconds since 1970";
  if (looks_like_iso8601(value)) return "it is written as ISO 8601 has it";
  HttpDate date;
  ParseError error;
  parse_http_date(value, 2026, date, error);
  if (date.fault == DateFault::kImpossible) return "there is no such day or time of day";
  if (value.front() == '"' || value.front() == '\'') return "it stands in quotes";
  const std::string cased = in_grammar_case(value);
  if (is_http_date(cased)) return "dates are case-sensitive";
  const std::size_t space = cased.find(' ');
  if (space != std::string::npos) {
    std::string padded = cased;
    padded.insert(space + 1, "0");
    if (is_http_date(padded)) return "its day has one digit";
  }
  std::string hyphens = cased;
  std::replace(hyphens.begin(), hyphens.end(), '-', ' ');
  if (hyphens != cased && is_http_date(hyphens)) return "it has hyphens between day, month and year";
  for (const Bytes day : kDays) {
    if (is_http_date(std::string(day.substr(0, 3)) + ", " + cased)) return "the day name is missing";
  }
  constexpr std::size_t kImfOctets = 29;
  if (value.size() > kImfOctets && is_http_date(value.substr(0, kImfOctets))) return "text follows the date";
  return "it has none of the forms of a date";
}

bool parse_http_date(Bytes value, int reference_year, HttpDate& out, ParseError& error) {
  out = {};
  if (DateReader(value, reference_year, out, error).read()) return true;
  if (out.fault == DateFault::kNone) out.fault = DateFault::kForm;
  return false;
}

}  // namespace httpvet::fields
