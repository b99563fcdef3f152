// Layout: text of safe characters in columns.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::report {

/// Columns that escaped text takes: one a character, two for wide ones, none for combining marks.
std::size_t columns_of(Bytes text);

/// Breaks `text` into lines of at most `width` columns: at blanks, and between wide characters, as Chinese text wants
/// it (a longer word gets a line of its own). No line begins with `::`, which a CI system would take for a command.
std::vector<std::string> wrapped(Bytes text, std::size_t width);

/// "1 finding", "2 findings".
std::string counted(std::uint64_t count, Bytes noun);

}  // namespace httpvet::report
