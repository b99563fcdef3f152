// What is odd about the text of a URI: characters, paths, queries. Looks at octets only.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace httpvet::facts {

/// What a request target has, a bit each: found in one pass, for the index.
using Marks = std::uint8_t;
inline constexpr Marks kMarkOdd = 1;      // an octet that RFC 3986 §2 does not allow
inline constexpr Marks kMarkPercent = 2;  // a percent sign
inline constexpr Marks kMarkQuery = 4;    // a question mark
inline constexpr Marks kMarkDot = 8;      // a slash with a dot behind it
inline constexpr Marks kMarkNoPath = 16;  // it does not begin with a slash

/// The marks of `target`.
Marks target_marks(Bytes target);

/// A fault of a URI; without a problem there is none.
struct UriDefect {
  Bytes text;  // the octets at fault
  Bytes problem;
  bool serious = false;  // no: browsers send it as it is (URL Standard)
};

/// The first serious, else the first other octet of `uri` that RFC 3986 does not allow there.
UriDefect find_uri_defect(Bytes uri);

/// Whether `reference` has a placeholder in braces that should have been filled in: `{id}`, `{{url}}`, `${name}`.
bool is_template(Bytes reference);

/// What in `path` servers may read in different ways: dot segments, plain or encoded, %00 and overlong UTF-8 (serious);
/// %2F, %5C and doubly encoded octets.
UriDefect find_path_trick(Bytes path);

struct SensitiveParameter {
  Bytes name;
  bool password = false;  // else a key or a session
};

/// The first parameter of the query of `uri` whose whole name says that it is secret, with a value.
std::optional<SensitiveParameter> find_sensitive_parameter(Bytes uri);

/// Why `value` is no `seconds` or `seconds; URL=reference` (HTML, Refresh); empty: it is.
Bytes find_refresh_problem(Bytes value);

}  // namespace httpvet::facts
