// The character encoding of texts: what octets are, and what documents say of themselves.
#pragma once

#include <cstddef>

#include "base/bytes.h"

namespace httpvet::content {

/// What octets are, read as UTF-8 (RFC 3629 §4).
struct Utf8Check {
  bool valid = true;          // no octet is out of place
  std::size_t offset = 0;     // of the first one that is
  std::size_t sequences = 0;  // characters beyond ASCII before it
};
Utf8Check check_utf8(Bytes text);

/// The encoding that a byte order mark at the beginning of `text` stands for: "utf-8", "utf-16le", "utf-16be",
/// "utf-32le", "utf-32be"; empty without one. The mark is `length` octets long.
Bytes byte_order_mark(Bytes text, std::size_t& length);

/// The label in the first meta element of an HTML document that declares an encoding, looked for in its first 1024
/// octets (HTML, prescan a byte stream). Empty if there is none.
Bytes html_declared_charset(Bytes text);

/// The encoding in the XML declaration (XML 1.0 §2.8); empty if there is none.
Bytes xml_declared_charset(Bytes text);

/// The encoding in the @charset rule at the beginning of a style sheet (CSS Syntax §3.2); empty if there is none.
Bytes css_declared_charset(Bytes text);

}  // namespace httpvet::content
