// SetCookie, Cookie: cookies as servers set them and as clients send them back (RFC 6265 §4, §5; RFC 6265bis).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields {

struct CookieAttribute {
  Slice name;   // blanks trimmed, letter case kept
  Slice value;  // likewise; empty without one
  bool has_value = false;
};

/// What a user agent makes of one Set-Cookie value (RFC 6265 §5.2), which never fails.
struct SetCookie {
  Slice pair;   // up to the first semicolon, blanks trimmed
  Slice name;   // of the pair, blanks trimmed; empty if it has none
  Slice value;  // of the pair, blanks trimmed
  bool has_equals = false;
  std::span<const CookieAttribute> attributes;

  /// The last attribute called `wanted` (in any letter case), which is the one that counts; null without one.
  const CookieAttribute* find(Bytes text, Bytes wanted) const;
};

SetCookie parse_set_cookie(Bytes value, base::Arena& arena);

/// Where a second cookie begins in `value`, if two were joined with a comma: an attribute is followed by `, name=`. The
/// offset of the comma. The comma of a date is none.
std::optional<std::size_t> second_cookie(Bytes value);

/// How a cookie leaves the grammar of servers (RFC 6265 §4.1.1).
enum class CookieFault : std::uint8_t {
  kNone,
  kControl,  // a control character: user agents drop the cookie
  kNoName,   // no name, or no `=`
  kName,     // a separator or blank in the name
  kValue,    // blank, quote, comma or backslash in the value
};
CookieFault fault_of(const SetCookie& cookie, Bytes value);

/// The lenient date of cookies (RFC 6265 §5.1.1), in seconds since 1970; nullopt where even that fails.
std::optional<std::int64_t> parse_cookie_date(Bytes value);

/// One pair of a Cookie field.
struct CookiePair {
  Slice name;  // the whole member if it has no `=`
  Slice value;
  bool has_equals = false;
};

/// The members of a Cookie value between semicolons, blanks trimmed, empty ones left out.
std::span<const CookiePair> parse_cookie(Bytes value, base::Arena& arena);

/// How a Cookie value leaves its grammar (RFC 6265 §4.2.1), the gravest first.
enum class CookieListFault : std::uint8_t {
  kNone,
  kControl,
  kComma,      // pairs joined with commas
  kAttribute,  // an attribute of Set-Cookie came back
  kSpacing,    // not exactly `; ` between pairs
  kTrailing,   // a semicolon at the end, or an empty value
  kSeveralNameless,
  kNameless,  // one member without name or `=`
  kOctet,     // an odd character in a name or value
};
CookieListFault fault_of_cookie(Bytes value, base::Arena& arena);

}  // namespace httpvet::fields
