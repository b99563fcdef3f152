// status_compiler FOLDER OUTPUT: compiles the tables FOLDER/status-*.csv to the C++ tables OUTPUT.
//
// Reading is strict: a mistake in a table breaks the build with file and line.
#include <algorithm>
#include <array>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "base/bytes.h"
#include "base/result.h"
#include "tools/csv.h"

namespace httpvet::tools {
namespace {

using base::Error;
using base::Result;

/// A word that a cell may hold, and the C++ it stands for.
struct Word {
  Bytes word;
  Bytes code;
};
constexpr Word kFlags[] = {{"y", "true"}, {"n", "false"}};
constexpr Word kRegistrations[] = {
    {"y", "Registration::kYes"}, {"n", "Registration::kNo"}, {"temporary", "Registration::kTemporary"}};
constexpr Word kCachings[] = {
    {"y", "StatusCaching::kDefault"}, {"n", "StatusCaching::kExplicit"}, {"never", "StatusCaching::kNever"}};

/// status-codes.csv
enum CodeColumn : std::size_t {
  kCode,
  kPhrase,
  kName,
  kSpec,
  kInSeed,
  kRegistered,
  kDeprecated,
  kCacheable,
  kContent,
  kOtherPhrases,
  kInventor,
  kInventorName,
  kCodeColumns
};
constexpr std::array<Bytes, kCodeColumns> kCodeNames = {"code",    "phrase",        "name_zh_tw", "spec",
                                                        "in_seed", "registered",    "deprecated", "cacheable",
                                                        "content", "other_phrases", "inventor",   "inventor_zh_tw"};

/// The rows of the table at `path`.
Result<std::vector<CsvRecord>> read_table(const std::string& path, std::span<const Bytes> columns) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return read_csv(path, text.value(), columns);
}

/// The C++ for `word`; an error that names what is known otherwise. `column`: its name, for the message.
Result<Bytes> code_for(Bytes word, std::span<const Word> words, Bytes column) {
  std::string problem = "unknown " + std::string(column) + " '" + std::string(word) + "'; known are";
  for (const Word& candidate : words) {
    if (candidate.word == word) return candidate.code;
    problem += " '" + std::string(candidate.word) + "'";
  }
  return Error{problem};
}

/// The parts of `cell` between `separator`s, without blanks around them; an empty cell has none.
std::vector<std::string> split_cell(Bytes cell, char separator) {
  std::vector<std::string> parts;
  while (!base::trim_blanks(cell).empty()) {
    const std::size_t stop = std::min(cell.find(separator), cell.size());
    parts.emplace_back(base::trim_blanks(cell.substr(0, stop)));
    cell.remove_prefix(std::min(stop + 1, cell.size()));
  }
  return parts;
}

/// A status code in words of three digits; 0 if it is none.
int code_of(Bytes cell) {
  if (cell.size() != 3 || !base::all_of(cell, base::kDigit) || cell[0] < '1' || cell[0] > '5') return 0;
  return (cell[0] - '0') * 100 + (cell[1] - '0') * 10 + (cell[2] - '0');
}

/// What is wrong with a row of status-codes.csv; empty: nothing. `before`: the code of the row before it.
std::string problem_of(const CsvRecord& record, int before) {
  const auto& cells = record.cells;
  const int code = code_of(cells[kCode]);
  if (code == 0) return "'" + cells[kCode] + "' is no status code from 100 to 599";
  if (code <= before) return "the codes have to rise: " + cells[kCode] + " stands behind " + std::to_string(before);
  if (cells[kPhrase].empty() || cells[kName].empty()) return "a code needs a phrase and a name in both languages";
  const bool registered = cells[kRegistered] != "n";
  if (registered && cells[kSpec].empty()) return "a registered code needs its specification";
  if (!registered && cells[kInventor].empty()) return "a code that is not registered needs its inventor";
  if (cells[kInventor].empty() && !cells[kInventorName].empty()) return "an inventor needs a name in English too";
  return {};
}

/// A list of strings as an array of its own; its name is `name` and the code.
void write_list(std::ostream& out, Bytes name, const std::string& code, const std::string& cell) {
  const std::vector<std::string> parts = split_cell(cell, ';');
  out << "constexpr std::array<Bytes, " << parts.size() << "> " << name << code << " = {";
  for (const std::string& part : parts) out << quoted(part) << ", ";
  out << "};\n";
}

Result<std::string> code_table(const std::string& path) {
  const auto records = read_table(path, kCodeNames);
  if (!records) return records.error();
  std::ostringstream lists;
  std::ostringstream rows;
  int before = 0;
  for (const CsvRecord& record : records.value()) {
    const auto& cells = record.cells;
    if (const std::string problem = problem_of(record, before); !problem.empty()) {
      return error_at(path, record.line, problem);
    }
    before = code_of(cells[kCode]);
    std::array<Bytes, kCodeColumns> codes;
    const auto translate = [&](CodeColumn column, std::span<const Word> words) {
      const auto code = code_for(cells[column], words, kCodeNames[column]);
      if (code) codes[column] = code.value();
      return code ? std::string() : code.error().message;
    };
    for (const std::string& problem :
         {translate(kInSeed, kFlags), translate(kRegistered, kRegistrations), translate(kDeprecated, kFlags),
          translate(kCacheable, kCachings), translate(kContent, kFlags)}) {
      if (!problem.empty()) return error_at(path, record.line, problem);
    }
    write_list(lists, "kSpec", cells[kCode], cells[kSpec]);
    write_list(lists, "kPhrases", cells[kCode], cells[kOtherPhrases]);
    const std::string& translated = cells[kInventorName].empty() ? cells[kInventor] : cells[kInventorName];
    rows << "    {.code = " << cells[kCode] << ", .name = {" << quoted(cells[kPhrase]) << ", " << quoted(cells[kName])
         << "}, .spec = kSpec" << cells[kCode] << ", .in_seed = " << codes[kInSeed]
         << ", .registration = " << codes[kRegistered] << ", .deprecated = " << codes[kDeprecated]
         << ", .caching = " << codes[kCacheable] << ", .content = " << codes[kContent] << ", .other_phrases = kPhrases"
         << cells[kCode] << ", .inventor = {" << quoted(cells[kInventor]) << ", " << quoted(translated) << "}},\n";
  }
  return lists.str() + "constexpr std::array<StatusInfo, " + std::to_string(records.value().size()) +
         "> kStatusCodes = {{\n" + rows.str() + "}};\n";
}

int run(const std::string& folder, const std::string& output) {
  const auto codes = code_table(folder + "/status-codes.csv");
  if (!codes) return fail(codes.error().message);
  const std::string text = "// Generated from rules/registry/status-*.csv.\n" + codes.value();
  return write_file(output, text) ? 0 : fail(output + ": cannot be written");
}

}  // namespace
}  // namespace httpvet::tools

int main(int argc, char** argv) {
  if (argc == 3) return httpvet::tools::run(argv[1], argv[2]);
  return httpvet::tools::fail("usage: status_compiler FOLDER OUTPUT");
}
