// name_compiler FILE CSV...: compiles registries of names to FILE: one text with all names, and where each stands in
// it.
//
// Reading is strict: a mistake in a table breaks the build with file and line.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "tools/csv.h"

namespace httpvet::tools {
namespace {

using base::Result;

constexpr std::array<Bytes, 2> kColumns = {"name", "state"};
constexpr std::array<Bytes, 3> kStates = {"registered", "deprecated", "well-known"};
constexpr std::array<Bytes, 3> kEnumerators = {"kRegistered", "kDeprecated", "kWellKnown"};
constexpr std::size_t kLongestName = 127;  // as fields::name_state() expects

struct Source {
  std::string text;     // lines of string literals
  std::string rows;     // a NameRow a line
  std::string extents;  // a NameExtent a registry
  std::size_t octets = 0;
  std::size_t count = 0;
};

std::string lower(Bytes text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return base::lower(c); });
  return result;
}

Result<bool> add(const std::string& path, Source& out) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  const Result<std::vector<CsvRecord>> records = read_csv(path, text.value(), kColumns);
  if (!records) return records.error();
  std::string before;
  const std::size_t first = out.count;
  for (const CsvRecord& record : records.value()) {
    const std::string name = lower(record.cells[0]);
    if (name.empty() || name <= before) {
      return error_at(path, record.line, "names stand in their order, letter case ignored, each once");
    }
    if (name.size() > kLongestName) return error_at(path, record.line, "the name is too long");
    const auto state = std::find(kStates.begin(), kStates.end(), Bytes(record.cells[1]));
    if (state == kStates.end()) return error_at(path, record.line, "the state is registered, deprecated or well-known");
    before = name;
    out.text += quoted(name) + "\n";
    out.rows += "{" + std::to_string(out.octets) + ", " + std::to_string(name.size()) +
                ", NameState::" + std::string(kEnumerators[static_cast<std::size_t>(state - kStates.begin())]) + "},\n";
    out.octets += name.size();
    ++out.count;
  }
  out.extents += "{" + std::to_string(first) + ", " + std::to_string(out.count - first) + "},\n";
  return true;
}

int run(const std::string& table_path, const std::vector<std::string>& paths) {
  Source source;
  for (const std::string& path : paths) {
    if (const Result<bool> added = add(path, source); !added) return fail(added.error().message);
  }
  const std::string table = "// Generated from rules/registry/names.\nconstexpr char kText[] =\n" + source.text +
                            ";\nconstexpr NameRow kRows[] = {\n" + source.rows +
                            "};\nconstexpr NameExtent kExtents[] = {\n" + source.extents + "};\n";
  return write_file(table_path, table) ? 0 : fail(table_path + ": cannot be written");
}

}  // namespace
}  // namespace httpvet::tools

int main(int argc, char** argv) {
  if (argc < 3) return httpvet::tools::fail("usage: name_compiler FILE CSV...");
  return httpvet::tools::run(argv[1], {argv + 2, argv + argc});
}
