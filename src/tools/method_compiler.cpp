// method_compiler CSV FILE: compiles the registry of methods to FILE, rows of fields::MethodInfo.
//
// Reading is strict: a mistake in the table breaks the build with file and line.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "tools/csv.h"

namespace httpvet::tools {
namespace {

using base::Result;

constexpr std::array<Bytes, 5> kColumns = {"name", "registered", "safe", "idempotent", "spec"};

/// The C++ of a y or n; empty for any other word.
std::string flag(Bytes cell) {
  if (cell == "y") return "true";
  return cell == "n" ? "false" : "";
}

Result<std::string> table_source(const std::string& path, const std::vector<CsvRecord>& records) {
  std::string out = "// Generated from rules/registry/methods.csv.\n";
  Bytes before;
  for (const CsvRecord& record : records) {
    const std::string registered = flag(record.cells[1]);
    const std::string safe = flag(record.cells[2]);
    const std::string idempotent = flag(record.cells[3]);
    if (registered.empty() || safe.empty() || idempotent.empty()) {
      return error_at(path, record.line, "registered, safe and idempotent are y or n");
    }
    if (record.cells[0].empty() || before >= Bytes(record.cells[0])) {
      return error_at(path, record.line, "methods stand in the order of their names, each once");
    }
    if (record.cells[4].empty()) return error_at(path, record.line, "the method needs a reference");
    before = record.cells[0];
    out += "MethodInfo{" + quoted(record.cells[0]) + ", " + registered + ", " + safe + ", " + idempotent + ", " +
           quoted(record.cells[4]) + "},\n";
  }
  return out;
}

int run(const std::string& csv_path, const std::string& table_path) {
  const Result<std::string> text = read_file(csv_path);
  if (!text) return fail(text.error().message);
  const Result<std::vector<CsvRecord>> records = read_csv(csv_path, text.value(), kColumns);
  if (!records) return fail(records.error().message);
  const Result<std::string> table = table_source(csv_path, records.value());
  if (!table) return fail(table.error().message);
  return write_file(table_path, table.value()) ? 0 : fail(table_path + ": cannot be written");
}

}  // namespace
}  // namespace httpvet::tools

int main(int argc, char** argv) {
  if (argc != 3) return httpvet::tools::fail("usage: method_compiler CSV FILE");
  return httpvet::tools::run(argv[1], argv[2]);
}
