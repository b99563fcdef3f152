// What octets evidently are, by how they begin (WHATWG MIME Sniffing §6).
#pragma once

#include "base/bytes.h"

namespace httpvet::content {

/// What a file of a binary format is, in words ("a PNG image"), by its first octets; empty if they are none of those
/// that are known here, or may just as well be text.
Bytes binary_format(Bytes text);

/// True when `text` begins as HTML documents do: a doctype or an html element, behind white space and comments.
bool begins_like_html(Bytes text);

/// True when `text` begins with an XML declaration.
bool begins_like_xml(Bytes text);

/// `text` without byte order mark of UTF-8 and white space at its beginning.
Bytes without_leading_space(Bytes text);

}  // namespace httpvet::content
