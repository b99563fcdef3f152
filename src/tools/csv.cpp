#include "tools/csv.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

namespace httpvet::tools {

using base::Error;
using base::Result;

namespace {

/// Takes one cell off the front of `text`; false if its quotes are not closed.
bool take_cell(Bytes& text, std::string& cell) {
  if (!text.starts_with('"')) {
    const std::size_t stop = std::min(text.find_first_of(",\"\r\n"), text.size());
    cell = text.substr(0, stop);
    text.remove_prefix(stop);
    return true;
  }
  text.remove_prefix(1);
  for (;;) {
    const std::size_t stop = text.find_first_of("\"\r\n");
    if (stop == Bytes::npos || text[stop] != '"') return false;
    cell += text.substr(0, stop);
    text.remove_prefix(stop + 1);
    if (!text.starts_with('"')) return true;
    cell += '"';
    text.remove_prefix(1);
  }
}

std::string joined(std::span<const Bytes> columns) {
  std::string out;
  for (const Bytes name : columns) out += (out.empty() ? "" : ",") + std::string(name);
  return out;
}

}  // namespace

Error error_at(const std::string& path, std::size_t line, const std::string& message) {
  return {path + ":" + std::to_string(line) + ": " + message};
}

Result<std::vector<CsvRecord>> read_csv(const std::string& path, Bytes text, std::span<const Bytes> columns) {
  std::vector<CsvRecord> records;
  for (std::size_t line = 1; !text.empty(); ++line) {
    CsvRecord record{line, {}};
    for (bool more = true; more;) {
      std::string cell;
      if (!take_cell(text, cell)) return error_at(path, line, "a quoted cell is not closed");
      record.cells.push_back(std::move(cell));
      more = text.starts_with(',');
      if (more) text.remove_prefix(1);
    }
    if (text.starts_with("\r\n")) text.remove_prefix(1);
    if (!text.starts_with('\n')) return error_at(path, line, "a cell is followed by neither comma nor line end");
    text.remove_prefix(1);
    if (line == 1) {
      if (!std::ranges::equal(record.cells, columns)) {
        return error_at(path, line, "the first line has to be " + joined(columns));
      }
      continue;
    }
    if (record.cells.size() != columns.size()) {
      return error_at(
          path, line,
          std::to_string(record.cells.size()) + " columns where there should be " + std::to_string(columns.size()));
    }
    records.push_back(std::move(record));
  }
  return records;
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{path + ": cannot be read"};
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  return out.good();
}

std::string quoted(Bytes text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  return literal + '"';
}

int fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return 1;
}

}  // namespace httpvet::tools
