// Reading of the registries under rules/registry, and writing of what host tools make of them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace httpvet::tools {

/// One row of a table, with the line it stands on (from 1).
struct CsvRecord {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

/// The error `path:line: message`.
base::Error error_at(const std::string& path, std::size_t line, const std::string& message);

/// The rows of `text` (RFC 4180 §2; records may end in LF alone, and a quoted cell may not hold a line end) below its
/// first line, which has to be `columns`. Every row has as many cells as there are columns.
base::Result<std::vector<CsvRecord>> read_csv(const std::string& path, Bytes text, std::span<const Bytes> columns);

/// All octets of the file at `path`.
base::Result<std::string> read_file(const std::string& path);

/// Writes `text` to `path`; false if that fails.
bool write_file(const std::string& path, const std::string& text);

/// `text` as a C++ string literal.
std::string quoted(Bytes text);

/// Prints `message` on the error stream; returns the exit code of a host tool that failed.
int fail(const std::string& message);

}  // namespace httpvet::tools
