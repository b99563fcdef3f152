// What a body shows about itself: is it as it was sent, or did a tool decode it before printing?
#pragma once

#include "base/bytes.h"
#include "model/message.h"

namespace httpvet::capture {

/// True when `body`, found beside `Transfer-Encoding: chunked`, begins with a chunk-size line, or with one that is
/// faulty in the ways of chunk-size lines (0x, sign, underscore, leading blank). A line that ends in bare LF has to be
/// followed by that many octets and a line end as well, since words such as "add" are hexadecimal, too.
bool begins_with_chunk_size(Bytes body);

/// True when `body` ends with a last chunk and an empty line.
bool ends_with_last_chunk(Bytes body);

/// True when the content codings of `message` cannot be those of `content` (its first octets): they were removed.
bool content_coding_removed(const model::Message& message, Bytes content);

/// True when the reason phrase says that a proxy has opened a tunnel ("200 Connection established").
bool says_connection_established(const model::Message& message);

}  // namespace httpvet::capture
