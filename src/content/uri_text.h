// URI references as they stand in texts: a heuristic, since nothing marks them there.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::content {

/// True for a string that is a URI reference by its looks: "http://…", "https://…", "/path", "./path", "../path",
/// "?query", and no blank within.
bool looks_like_reference(Bytes text);

/// True when `name`, of a member or an attribute, says that its value is a link: "href", "url", "uri", "link",
/// "location", "src", "action" and names that end like it (`statusUrl`, `monitor_uri`). A namespace before a blank is
/// skipped.
bool is_link_name(Bytes name);

/// Appends the URI references in plain `text` to `found` until that holds `most`: http and https URIs anywhere,
/// path-absolute references at the beginning of a word.
void find_references(Bytes text, std::size_t most, std::vector<std::string>& found);

}  // namespace httpvet::content
