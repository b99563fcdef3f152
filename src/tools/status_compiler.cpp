// status_compiler FOLDER OUTPUT: compiles the tables FOLDER/status-*.csv to the C++ tables OUTPUT.
//
// Reading is strict: a mistake in a table breaks the build with file and line.
#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <utility>
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

constexpr Word kParts[] = {{"response-must", "DemandPart::kResponseMust"},
                           {"response-should", "DemandPart::kResponseShould"},
                           {"content", "DemandPart::kContent"},
                           {"request-must", "DemandPart::kRequestMust"},
                           {"use", "DemandPart::kUse"},
                           {"client", "DemandPart::kClient"}};

// The columns of the tables: status-classes.csv, status-codes.csv, status-texts.csv, status-demands.csv.
enum ClassColumn : std::size_t { kClass, kClassName, kClassNameZh, kClassMeaning, kClassMeaningZh, kClassColumns };
constexpr std::array<Bytes, kClassColumns> kClassNames = {"class", "name", "name_zh_tw", "meaning", "meaning_zh_tw"};

enum TextColumn : std::size_t { kTextCode, kMeaning, kMeaningZh, kTextColumns };
constexpr std::array<Bytes, kTextColumns> kTextNames = {"code", "meaning", "meaning_zh_tw"};

enum DemandColumn : std::size_t { kAppliesTo, kPart, kDemand, kDemandZh, kRules, kDemandColumns };
constexpr std::array<Bytes, kDemandColumns> kDemandNames = {"applies_to", "part", "text", "text_zh_tw", "rules"};

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

bool has_empty(const CsvRecord& record) {
  return std::any_of(record.cells.begin(), record.cells.end(), [](const std::string& cell) { return cell.empty(); });
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

/// A list of strings as an array of its own, called `name`.
void write_list(std::ostream& out, const std::string& name, const std::vector<std::string>& parts) {
  out << "constexpr std::array<Bytes, " << parts.size() << "> " << name << " = {";
  for (const std::string& part : parts) out << quoted(part) << ", ";
  out << "};\n";
}

std::string both(const std::string& en, const std::string& zh_tw) {
  return "{" + quoted(en) + ", " + quoted(zh_tw) + "}";
}

/// The tables as they are read, each kept with its path for messages.
struct Tables {
  std::string classes_path;
  std::string codes_path;
  std::string texts_path;
  std::string demands_path;
  std::vector<CsvRecord> classes;
  std::vector<CsvRecord> codes;
  std::vector<CsvRecord> texts;
  std::vector<CsvRecord> demands;
};

Result<std::string> class_table(const Tables& tables) {
  std::string rows;
  char digit = '1';
  for (const CsvRecord& record : tables.classes) {
    const auto& cells = record.cells;
    if (digit > '5' || cells[kClass] != std::string(1, digit) + "xx") {
      return error_at(tables.classes_path, record.line, "the classes are 1xx to 5xx, in this order");
    }
    if (has_empty(record))
      return error_at(tables.classes_path, record.line, "a class needs name and meaning in both languages");
    rows += "    {" + both(cells[kClassName], cells[kClassNameZh]) + ", " +
            both(cells[kClassMeaning], cells[kClassMeaningZh]) + "},\n";
    ++digit;
  }
  if (digit != '6') return error_at(tables.classes_path, tables.classes.size() + 1, "the classes are 1xx to 5xx");
  return "constexpr std::array<StatusClass, 5> kStatusClasses = {{\n" + rows + "}};\n";
}

/// The C++ of one row of status-codes.csv, with what status-texts.csv says of it.
Result<std::string> code_row(const Tables& tables, const CsvRecord& record, const CsvRecord& text) {
  const auto& cells = record.cells;
  std::array<Bytes, kCodeColumns> codes;
  const auto translate = [&](CodeColumn column, std::span<const Word> words) {
    const auto code = code_for(cells[column], words, kCodeNames[column]);
    if (code) codes[column] = code.value();
    return code ? std::string() : code.error().message;
  };
  for (const std::string& problem :
       {translate(kInSeed, kFlags), translate(kRegistered, kRegistrations), translate(kDeprecated, kFlags),
        translate(kCacheable, kCachings), translate(kContent, kFlags)}) {
    if (!problem.empty()) return error_at(tables.codes_path, record.line, problem);
  }
  const std::string& code = cells[kCode];
  const std::string& translated = cells[kInventorName].empty() ? cells[kInventor] : cells[kInventorName];
  return "    {.code = " + code + ", .name = " + both(cells[kPhrase], cells[kName]) +
         ", .meaning = " + both(text.cells[kMeaning], text.cells[kMeaningZh]) + ", .spec = kSpec" + code +
         ", .in_seed = " + std::string(codes[kInSeed]) + ", .registration = " + std::string(codes[kRegistered]) +
         ", .deprecated = " + std::string(codes[kDeprecated]) + ", .caching = " + std::string(codes[kCacheable]) +
         ", .content = " + std::string(codes[kContent]) + ", .other_phrases = kPhrases" + code +
         ", .inventor = " + both(cells[kInventor], translated) + "},\n";
}

Result<std::string> code_table(const Tables& tables) {
  std::ostringstream lists;
  std::string rows;
  int before = 0;
  for (std::size_t i = 0; i < tables.codes.size(); ++i) {
    const CsvRecord& record = tables.codes[i];
    const std::string& code = record.cells[kCode];
    if (const std::string problem = problem_of(record, before); !problem.empty()) {
      return error_at(tables.codes_path, record.line, problem);
    }
    before = code_of(code);
    if (i >= tables.texts.size())
      return error_at(tables.codes_path, record.line, code + " has no text in " + tables.texts_path);
    const CsvRecord& text = tables.texts[i];
    if (text.cells[kTextCode] != code) {
      return error_at(tables.texts_path, text.line,
                      "here the text of " + code + " has to stand: both tables have the same codes in the same order");
    }
    if (has_empty(text)) return error_at(tables.texts_path, text.line, "a code needs its meaning in both languages");
    const Result<std::string> row = code_row(tables, record, text);
    if (!row) return row.error();
    write_list(lists, "kSpec" + code, split_cell(record.cells[kSpec], ';'));
    write_list(lists, "kPhrases" + code, split_cell(record.cells[kOtherPhrases], ';'));
    rows += row.value();
  }
  if (tables.texts.size() > tables.codes.size()) {
    return error_at(tables.texts_path, tables.texts[tables.codes.size()].line,
                    "there is no such code in " + tables.codes_path);
  }
  return lists.str() + "constexpr std::array<StatusInfo, " + std::to_string(tables.codes.size()) +
         "> kStatusCodes = {{\n" + rows + "}};\n";
}

/// What a demand applies to.
struct Reach {
  std::set<int> codes;
  unsigned classes = 0;  // one bit a class that is meant as a whole, 1xx first
  bool others = false;   // numbers without a row
};

/// Takes one word of the column applies_to into `reach`; what is wrong with it, or nothing.
std::string take_word(const Tables& tables, Bytes word, Reach& reach) {
  if (word == "others") {
    reach.others = true;
    return {};
  }
  const bool without = word.starts_with('-');
  if (without) word.remove_prefix(1);
  const bool whole_class = word.size() == 3 && word.ends_with("xx") && word[0] >= '1' && word[0] <= '5';
  std::set<int> meant;
  for (const CsvRecord& record : tables.codes) {
    const std::string& code = record.cells[kCode];
    const bool unofficial = word == "unofficial" && !record.cells[kInventor].empty();
    const bool of_class = whole_class && code[0] == word[0];
    if (word == "every" || word == Bytes(code) || of_class || unofficial) meant.insert(code_of(code));
  }
  if (meant.empty())
    return "applies_to does not know '" + std::string(word) +
           "': a code of the table, a class such as 4xx, every, unofficial, others";
  if (whole_class && !without) reach.classes |= 1U << static_cast<unsigned>(word[0] - '1');
  if (word == "every") reach.classes = 0x1F;
  for (const int code : meant) {
    const bool there = reach.codes.count(code) == 1;
    if (there != without)
      return "'" + std::string(word) + (without ? "' is taken away from what is not there" : "' stands there twice");
    if (!reach.codes.insert(code).second) reach.codes.erase(code);
  }
  return {};
}

bool is_rule_id(Bytes id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return base::is(c, base::kDigit) || (c >= 'a' && c <= 'z') || c == '-';
  });
}

Result<std::string> demand_table(const Tables& tables) {
  std::ostringstream lists;
  std::ostringstream rows;
  for (const CsvRecord& record : tables.demands) {
    const auto& cells = record.cells;
    const auto wrong = [&](const std::string& message) { return error_at(tables.demands_path, record.line, message); };
    if (has_empty(record)) return wrong("a demand needs all its cells, and at least one rule");
    const Result<Bytes> part = code_for(cells[kPart], kParts, kDemandNames[kPart]);
    if (!part) return wrong(part.error().message);
    Reach reach;
    for (const std::string& word : split_cell(cells[kAppliesTo], ' ')) {
      if (const std::string problem = take_word(tables, word, reach); !problem.empty()) return wrong(problem);
    }
    const std::vector<std::string> rules = split_cell(cells[kRules], ' ');
    for (const std::string& id : rules) {
      if (!is_rule_id(id)) return wrong("'" + id + "' is no rule id");
    }
    const std::string line = std::to_string(record.line);
    lists << "constexpr std::array<std::uint16_t, " << reach.codes.size() << "> kDemandCodes" << line << " = {";
    for (const int code : reach.codes) lists << code << ", ";
    lists << "};\n";
    write_list(lists, "kDemandRules" + line, rules);
    rows << "    {.codes = kDemandCodes" << line << ", .classes = " << reach.classes
         << ", .others = " << (reach.others ? "true" : "false") << ", .part = " << part.value()
         << ", .text = " << both(cells[kDemand], cells[kDemandZh]) << ", .rules = kDemandRules" << line << "},\n";
  }
  return lists.str() + "constexpr std::array<StatusDemand, " + std::to_string(tables.demands.size()) +
         "> kStatusDemands = {{\n" + rows.str() + "}};\n";
}

/// Reads one table into `records`; what is wrong with it, or nothing.
std::string load(const std::string& path, std::span<const Bytes> columns, std::vector<CsvRecord>& records) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error().message;
  Result<std::vector<CsvRecord>> read = read_csv(path, text.value(), columns);
  if (!read) return read.error().message;
  records = std::move(read.value());
  return {};
}

int run(const std::string& folder, const std::string& output) {
  Tables tables{folder + "/status-classes.csv",
                folder + "/status-codes.csv",
                folder + "/status-texts.csv",
                folder + "/status-demands.csv",
                {},
                {},
                {},
                {}};
  for (const std::string& problem :
       {load(tables.classes_path, kClassNames, tables.classes), load(tables.codes_path, kCodeNames, tables.codes),
        load(tables.texts_path, kTextNames, tables.texts), load(tables.demands_path, kDemandNames, tables.demands)}) {
    if (!problem.empty()) return fail(problem);
  }
  std::string text = "// Generated from rules/registry/status-*.csv.\n";
  for (const auto table : {class_table, code_table, demand_table}) {
    const Result<std::string> part = table(tables);
    if (!part) return fail(part.error().message);
    text += part.value();
  }
  return write_file(output, text) ? 0 : fail(output + ": cannot be written");
}

}  // namespace
}  // namespace httpvet::tools

int main(int argc, char** argv) {
  if (argc == 3) return httpvet::tools::run(argv[1], argv[2]);
  return httpvet::tools::fail("usage: status_compiler FOLDER OUTPUT");
}
