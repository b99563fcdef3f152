#include "fields/set_cookie.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "fields/arena_list.h"
#include "fields/http_date.h"

namespace httpvet::fields {
namespace {

constexpr unsigned kDigit = base::kDigit;

/// The part of `value` from `begin` to `end`, blanks trimmed.
Slice trimmed(Bytes value, std::size_t begin, std::size_t end) {
  while (begin < end && base::is(value[begin], base::kBlank)) ++begin;
  while (end > begin && base::is(value[end - 1], base::kBlank)) --end;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
}

/// cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E
bool is_cookie_octet(char c) { return base::is(c, base::kVchar) && c != '"' && c != ',' && c != ';' && c != '\\'; }

/// cookie-value = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE )
bool is_cookie_value(Bytes value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  return std::ranges::all_of(value, is_cookie_octet);
}

bool is_control(char c) { return base::is(c, base::kControl) && c != '\t'; }

/// Whether a new cookie-pair begins at `text`: a token and `=`.
bool begins_pair(Bytes text) {
  std::size_t end = 0;
  while (end < text.size() && base::is(text[end], base::kTchar)) ++end;
  return end > 0 && end < text.size() && text[end] == '=';
}

/// Reads the tokens of a cookie-date (RFC 6265 §5.1.1).
class CookieDate {
 public:
  std::optional<std::int64_t> read(Bytes value) {
    std::size_t i = 0;
    while (i < value.size()) {
      if (is_delimiter(value[i])) {
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < value.size() && !is_delimiter(value[end])) ++end;
      token(value.substr(i, end - i));
      i = end;
    }
    return result();
  }

 private:
  // delimiter = %x09 / %x20-2F / %x3B-40 / %x5B-60 / %x7B-7E
  static bool is_delimiter(char c) {
    const auto o = static_cast<unsigned char>(c);
    return o == 0x09 || (o >= 0x20 && o <= 0x2F) || (o >= 0x3B && o <= 0x40) || (o >= 0x5B && o <= 0x60) ||
           (o >= 0x7B && o <= 0x7E);
  }

  /// One to `most` digits at the front of `text`, taken off; -1 where there are none or more.
  static int digits(Bytes& text, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int number = 0;
    while (count < text.size() && base::is(text[count], kDigit) && count <= most) {
      number = number * 10 + (text[count++] - '0');
    }
    if (count < least || count > most) return -1;
    text.remove_prefix(count);
    return number;
  }

  /// What follows the digits of a day or year may be anything that does not begin with a digit.
  static bool ends(Bytes rest) { return rest.empty() || !base::is(rest.front(), kDigit); }

  bool take_time(Bytes text) {
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0) {
        if (!text.starts_with(':')) return false;
        text.remove_prefix(1);
      }
      parts[i] = digits(text, 1, 2);
      if (parts[i] < 0) return false;
    }
    if (!ends(text)) return false;
    time_ = parts;
    return has_time_ = true;
  }

  bool take_day(Bytes text) {
    const int day = digits(text, 1, 2);
    if (day < 0 || !ends(text)) return false;
    day_ = day;
    return true;
  }

  bool take_month(Bytes text) {
    constexpr std::array<Bytes, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                               "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (!base::equals_ignoring_case(text.substr(0, 3), kMonths[i])) continue;
      month_ = static_cast<int>(i) + 1;
      return true;
    }
    return false;
  }

  bool take_year(Bytes text) {
    const int year = digits(text, 2, 4);
    if (year < 0 || !ends(text)) return false;
    year_ = year;
    return true;
  }

  void token(Bytes text) {
    if (!has_time_ && take_time(text)) return;
    if (day_ < 0 && take_day(text)) return;
    if (month_ < 0 && take_month(text)) return;
    if (year_ < 0) take_year(text);
  }

  std::optional<std::int64_t> result() const {
    int year = year_;
    if (year >= 70 && year <= 99) year += 1900;
    if (year >= 0 && year <= 69) year += 2000;
    if (!has_time_ || day_ < 1 || day_ > 31 || month_ < 0 || year < 1601) return std::nullopt;
    if (time_[0] > 23 || time_[1] > 59 || time_[2] > 59) return std::nullopt;
    const std::int64_t days = days_since_epoch(year, month_, day_);
    const bool year_ends = month_ == 12;
    const std::int64_t next = days_since_epoch(year_ends ? year + 1 : year, year_ends ? 1 : month_ + 1, 1);
    if (days >= next) return std::nullopt;  // no such day
    return days * 86'400 + time_[0] * 3'600 + time_[1] * 60 + time_[2];
  }

  std::array<int, 3> time_{};
  bool has_time_ = false;
  int day_ = -1;
  int month_ = -1;
  int year_ = -1;
};

/// Names that only attributes of Set-Cookie have.
bool is_echoed_attribute(Bytes name, bool has_equals) {
  constexpr std::array<Bytes, 3> kFlags = {"secure", "httponly", "partitioned"};
  constexpr std::array<Bytes, 3> kValued = {"expires", "max-age", "samesite"};
  const auto is = [name](Bytes other) { return base::equals_ignoring_case(name, other); };
  return has_equals ? std::ranges::any_of(kValued, is) : std::ranges::any_of(kFlags, is);
}

bool joins_with_comma(Bytes value) {
  const bool listed = value.find(';') != Bytes::npos;
  for (std::size_t comma = value.find(','); comma != Bytes::npos; comma = value.find(',', comma + 1)) {
    Bytes rest = value.substr(comma + 1);
    // Without a blank it is data, unless the value is no list of pairs otherwise.
    if (rest.empty() || (listed && !base::is(rest.front(), base::kBlank))) continue;
    rest = base::trim_blanks(rest);
    // The name of a pair ends before the next comma; looking further would take quadratic time.
    if (begins_pair(rest.substr(0, 256))) return true;
  }
  return false;
}

bool is_spaced_well(Bytes value) {
  for (std::size_t at = value.find(';'); at != Bytes::npos; at = value.find(';', at + 1)) {
    if (at + 1 == value.size()) continue;  // at the end: another fault
    const bool one_space = value[at + 1] == ' ' && (at + 2 == value.size() || value[at + 2] != ' ');
    if (!one_space || (at > 0 && value[at - 1] == ' ')) return false;
  }
  return true;
}

}  // namespace

const CookieAttribute* SetCookie::find(Bytes text, Bytes wanted) const {
  const CookieAttribute* found = nullptr;
  for (const CookieAttribute& attribute : attributes) {
    if (base::equals_ignoring_case(attribute.name.in(text), wanted)) found = &attribute;
  }
  return found;
}

SetCookie parse_set_cookie(Bytes value, base::Arena& arena) {
  SetCookie cookie;
  const std::size_t first = std::min(value.find(';'), value.size());
  cookie.pair = trimmed(value, 0, first);
  const std::size_t equals = value.substr(0, first).find('=');
  cookie.has_equals = equals != Bytes::npos;
  cookie.name = cookie.has_equals ? trimmed(value, 0, equals) : Slice{};
  cookie.value = cookie.has_equals ? trimmed(value, equals + 1, first) : cookie.pair;
  ArenaList<CookieAttribute, 8> attributes(arena);
  for (std::size_t start = first; start < value.size();) {
    const std::size_t end = std::min(value.find(';', start + 1), value.size());
    const std::size_t sign = std::min(value.find('=', start + 1), end);
    const Slice name = trimmed(value, start + 1, sign);
    const Slice text = sign < end ? trimmed(value, sign + 1, end) : Slice{};
    if (!name.empty() || sign < end) attributes.push_back({name, text, sign < end});
    start = end;
  }
  cookie.attributes = attributes.finish();
  return cookie;
}

std::optional<std::size_t> second_cookie(Bytes value) {
  const std::size_t first = value.find(';');
  if (first == Bytes::npos) return std::nullopt;
  const std::size_t last = value.rfind(';');
  for (std::size_t comma = value.find(',', first); comma != Bytes::npos; comma = value.find(',', comma + 1)) {
    const Bytes after = value.substr(comma + 1);
    const Bytes rest = base::trim_blanks(after.substr(0, 256));
    if (!begins_pair(rest)) continue;
    const bool spaced = !after.empty() && base::is(after.front(), base::kBlank);
    if (spaced || last > comma) return comma;
  }
  return std::nullopt;
}

CookieFault fault_of(const SetCookie& cookie, Bytes value) {
  if (std::ranges::any_of(value, is_control)) return CookieFault::kControl;
  if (!cookie.has_equals || cookie.name.empty()) return CookieFault::kNoName;
  if (!base::is_token(cookie.name.in(value))) return CookieFault::kName;
  return is_cookie_value(cookie.value.in(value)) ? CookieFault::kNone : CookieFault::kValue;
}

std::optional<std::int64_t> parse_cookie_date(Bytes value) {
  constexpr std::size_t kLongest = 256;
  return CookieDate().read(value.substr(0, kLongest));
}

std::span<const CookiePair> parse_cookie(Bytes value, base::Arena& arena) {
  ArenaList<CookiePair, 8> pairs(arena);
  for (std::size_t start = 0; start < value.size();) {
    const std::size_t end = std::min(value.find(';', start), value.size());
    const std::size_t equals = std::min(value.find('=', start), end);
    const Slice whole = trimmed(value, start, end);
    if (!whole.empty()) {
      const bool has_equals = equals < end;
      pairs.push_back(
          {trimmed(value, start, equals), has_equals ? trimmed(value, equals + 1, end) : Slice{}, has_equals});
    }
    start = end + 1;
  }
  return pairs.finish();
}

CookieListFault fault_of_cookie(Bytes value, base::Arena& arena) {
  if (std::ranges::any_of(value, is_control)) return CookieListFault::kControl;
  if (joins_with_comma(value)) return CookieListFault::kComma;
  const auto pairs = parse_cookie(value, arena);
  std::size_t nameless = 0;
  bool odd = false;
  for (const CookiePair& pair : pairs) {
    const Bytes name = pair.name.in(value);
    // The first pair stands alone; what looks like an attribute behind another pair is one.
    if (&pair != pairs.data() && is_echoed_attribute(name, pair.has_equals)) return CookieListFault::kAttribute;
    if (!pair.has_equals || name.empty()) ++nameless;
    odd = odd || !base::is_token(name) || !is_cookie_value(pair.value.in(value));
  }
  if (!is_spaced_well(value)) return CookieListFault::kSpacing;
  if (pairs.empty() || value.back() == ';') return CookieListFault::kTrailing;
  if (nameless > 1) return CookieListFault::kSeveralNameless;
  if (nameless == 1) return CookieListFault::kNameless;
  return odd ? CookieListFault::kOctet : CookieListFault::kNone;
}

}  // namespace httpvet::fields
