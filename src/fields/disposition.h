// Disposition: Content-Disposition (RFC 6266 §4.1), read as far as it goes.
#pragma once

#include <optional>

#include "fields/parameters.h"

namespace httpvet::fields {

struct Disposition {
  Slice type;
  std::optional<Parameter> filename;
  std::optional<Parameter> extended;  // filename*
  std::optional<Parameter> name;      // of form-data (RFC 7578 §4.2)
  bool extended_first = false;        // filename* stands before filename
  bool stray_semicolon = false;       // a parameter is empty, which RFC 6266 does not allow
};

/// disposition-type *( ";" disposition-parm ). Empty parameters are accepted and noted.
bool parse_disposition(Bytes value, Disposition& out, ParseError& error);

/// What the ext-value `text` (charset'language'percent-encoded, RFC 8187 §3.2.1) stands for, its charset left as it is;
/// nullopt if it has no such form.
std::optional<Bytes> decode_ext_value(Bytes text, base::Arena& arena);

}  // namespace httpvet::fields
