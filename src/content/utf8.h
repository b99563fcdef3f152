// UTF-8, as far as contents are compared with what rules look for.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace httpvet::content {

/// Appends the encoding of `code`; surrogates and what lies beyond U+10FFFF become U+FFFD.
void append_utf8(std::string& text, std::uint32_t code);

/// `text` in lower case: ASCII, Latin-1, Greek without accents and Cyrillic; other characters unchanged. Octets that
/// are no UTF-8 stay what they are.
std::string lower_utf8(Bytes text);

}  // namespace httpvet::content
