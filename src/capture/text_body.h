// Content in text fixtures: files whose line ends were all turned into LF, so that lengths are off by the CRs lost.
#pragma once

#include <cstdint>

#include "capture/raw_body.h"

namespace httpvet::capture {

enum class TextFit { kFits, kTooShort, kTooLong };

struct TextContent {
  TextFit fit = TextFit::kTooShort;
  std::size_t octets = 0;  // of the content in the file, when it fits
};

/// Looks for the end of content that was declared to have `length` octets, at the beginning of `text`. It fits when the
/// length lies between its octets and these plus its LFs (each may have been CRLF), with or without one final LF. Empty
/// lines before the next start line or the end are no content, unless exactly they make up the length, as LF or as CRLF
/// like all lines before them. A start line
/// before the length is reached is content. `limit`: octets to look at.
TextContent find_text_content(Bytes text, std::uint64_t length, Starts starts, std::uint64_t limit = ~std::uint64_t{0});

/// Octets of content before the next start line in `text`, looked for at or behind the beginning of a line at `from`,
/// one final LF included but no empty lines behind it; npos when no start line follows.
std::size_t text_content_before_next(Bytes text, std::size_t from, Starts starts);

/// Reads content of declared length: body.content_octets is the declared length where it fits, and body.text_line_feeds
/// says by how much the octets of the file may differ.
void read_text_content(MessageStream& stream, const RawFile& file, const wire::FramingDecision& decision,
                       model::Message& message);

}  // namespace httpvet::capture
