// Looking ahead: where lines and messages begin in octets that were not read yet.
#pragma once

#include <cstddef>
#include <optional>

#include "base/byte_source.h"
#include "wire/message_reader.h"

namespace httpvet::capture {

/// So many octets of a line are looked at to tell whether it is a start line.
inline constexpr std::size_t kStartLineLimit = 8 * 1024;

/// Which start lines may stand where one is looked for.
enum class Starts { kRequests, kResponses, kBoth };

/// The window of `source`, made at least `count` octets long as far as that is possible.
Bytes look_ahead(base::ByteSource& source, std::size_t count);

/// Octets of `text` up to its first line end, without it, cut to kStartLineLimit.
Bytes first_line(Bytes text);

/// Number of octets of the empty lines (CRLF or LF) that `text` begins with.
std::size_t empty_lines(Bytes text);

/// True when `line` is a status line as servers send it, nothing damaged about it: HTTP/d.d SP 3DIGIT [SP reason].
bool is_strict_status_line(Bytes line);

/// True when `line` is a status line as curl prints it for HTTP/2 and HTTP/3: "HTTP/2 200", which is no line of the
/// wire.
bool is_printed_status_line(Bytes line);

/// The kind of message that begins at the beginning of `text`, if one does.
std::optional<wire::Kind> message_kind(Bytes text, Starts starts);

/// True when a message begins at the beginning of `text`, judged more strictly than where one has to begin: content
/// that speaks of HTTP/1.1 is no status line.
bool begins_among_content(Bytes text, Starts starts);

/// Offset of the first message start in `text` at or behind `from`, which is taken for the beginning of a line; npos if
/// there is none. With `mid_line` the line of `from` began before it and is no start line itself. A start is a line
/// that looks like a start line, or, within a line, a faultless status line ended by CRLF and followed by a field line
/// or an empty line (content without a final line end, printed before the next head).
std::size_t find_start(Bytes text, std::size_t from, Starts starts, bool mid_line = false);

}  // namespace httpvet::capture
