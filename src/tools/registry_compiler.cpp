// registry_compiler CSV FOLDER: compiles the field registry to FOLDER/field_ids.h and FOLDER/registry_table.inc.
//
// Reading is strict: a mistake in the table breaks the build with file and line.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_class.h"
#include "base/bytes.h"
#include "base/result.h"
#include "fields/matcher_names.h"
#include "fields/name_hash.h"
#include "tools/csv.h"

namespace httpvet::tools {
namespace {

using base::Result;

enum Column : std::size_t {
  kName,
  kDirection,
  kCardinality,
  kType,
  kStructured,
  kGrammar,
  kTrailers,
  kConnectionSpecific,
  kState,
  kSpec,
  kTraits,
  kGood,
  kBad,
  kColumns,
};

constexpr std::array<Bytes, kColumns> kColumnNames = {
    "name",  "direction", "cardinality", "type", "structured", "grammar", "trailers", "connection_specific",
    "state", "spec",      "traits",      "good", "bad"};

/// The words allowed in a column, and the C++ each stands for.
struct Word {
  Bytes word;
  Bytes code;
};
constexpr Word kDirections[] = {
    {"request", "Direction::kRequest"}, {"response", "Direction::kResponse"}, {"both", "Direction::kBoth"}};
constexpr Word kCardinalities[] = {
    {"singleton", "Cardinality::kSingleton"}, {"list", "Cardinality::kList"}, {"special", "Cardinality::kSpecial"}};
constexpr Word kTypes[] = {{"text", "ValueType::kText"},
                           {"token", "ValueType::kToken"},
                           {"tokens", "ValueType::kTokens"},
                           {"names", "ValueType::kNames"},
                           {"integer", "ValueType::kInteger"},
                           {"content_length", "ValueType::kContentLength"},
                           {"date", "ValueType::kDate"},
                           {"media_type", "ValueType::kMediaType"},
                           {"entity_tag", "ValueType::kEntityTag"},
                           {"entity_tags", "ValueType::kEntityTags"},
                           {"tag_or_date", "ValueType::kTagOrDate"},
                           {"content_range", "ValueType::kContentRange"},
                           {"range", "ValueType::kRange"},
                           {"challenges", "ValueType::kChallenges"},
                           {"codings", "ValueType::kCodings"},
                           {"protocols", "ValueType::kProtocols"},
                           {"directives", "ValueType::kDirectives"},
                           {"uri_reference", "ValueType::kUriReference"},
                           {"media_ranges", "ValueType::kMediaRanges"},
                           {"weighted_tokens", "ValueType::kWeightedTokens"},
                           {"language_ranges", "ValueType::kLanguageRanges"},
                           {"host", "ValueType::kHost"},
                           {"links", "ValueType::kLinks"},
                           {"sf_item", "ValueType::kSfItem"},
                           {"sf_list", "ValueType::kSfList"},
                           {"sf_dict", "ValueType::kSfDict"}};
/// Types that are matchers: the word, the C++, whether arguments follow.
struct MatcherWord {
  Bytes word;
  Bytes code;
  bool with_arguments;
};
constexpr MatcherWord kMatchers[] = {
#define HTTPVET_MATCHER(name, word, with_arguments) {word, "Matcher::" #name, with_arguments},
    HTTPVET_MATCHERS(HTTPVET_MATCHER)
#undef HTTPVET_MATCHER
};
constexpr Word kStructuredTypes[] = {{"", "Structured::kNone"},
                                     {"item", "Structured::kItem"},
                                     {"list", "Structured::kList"},
                                     {"dict", "Structured::kDictionary"}};
constexpr Word kStates[] = {{"permanent", "FieldState::kPermanent"},       {"provisional", "FieldState::kProvisional"},
                            {"deprecated", "FieldState::kDeprecated"},     {"obsolete", "FieldState::kObsolete"},
                            {"unregistered", "FieldState::kUnregistered"}, {"reserved", "FieldState::kReserved"}};
constexpr Word kFlags[] = {{"y", "true"}, {"n", "false"}};

template <std::size_t Size>
std::optional<Bytes> code_for(Bytes word, const Word (&words)[Size]) {
  for (const Word& candidate : words) {
    if (candidate.word == word) return candidate.code;
  }
  return std::nullopt;
}

struct Row {
  std::size_t line = 0;
  std::array<std::string, kColumns> cells;
  std::array<Bytes, kColumns> codes;  // of the columns that hold one word of several
  std::string matcher = "{}";
  std::string arguments;  // of the type
  std::string identifier;
  std::string constant;
};

/// "Content-Range" -> "content_range".
std::string identifier_of(Bytes name) {
  std::string identifier;
  for (const char c : name) identifier += base::is(c, base::kDigit | base::kAlpha) ? base::lower(c) : '_';
  return identifier;
}

/// "WWW-Authenticate" -> "kWwwAuthenticate".
std::string constant_of(Bytes name) {
  if (name == "*") return "kAsterisk";
  std::string constant = "k";
  bool word_start = true;
  for (const char c : name) {
    const bool part = base::is(c, base::kDigit | base::kAlpha);
    const char small = base::lower(c);
    if (part) constant += word_start && small >= 'a' ? static_cast<char>(small - 'a' + 'A') : small;
    word_start = !part;
  }
  return constant;
}

template <std::size_t Size>
bool set_code(Row& row, Column column, const Word (&words)[Size], std::string& problem) {
  const std::optional<Bytes> code = code_for(row.cells[column], words);
  if (code) {
    row.codes[column] = *code;
    return true;
  }
  problem = "unknown " + std::string(kColumnNames[column]) + " '" + row.cells[column] + "'; known are";
  for (const Word& word : words) problem += " '" + std::string(word.word) + "'";
  return false;
}

/// The type: a word, perhaps with arguments in parentheses behind it.
bool set_type(Row& row, std::string& problem) {
  std::string& cell = row.cells[kType];
  if (const std::size_t open = cell.find('('); open != std::string::npos && cell.ends_with(')')) {
    row.arguments = cell.substr(open + 1, cell.size() - open - 2);
    cell.resize(open);
  }
  for (const MatcherWord& matcher : kMatchers) {
    if (cell != matcher.word) continue;
    row.codes[kType] = "ValueType::kMatched";
    row.matcher = std::string(matcher.code);
    if (matcher.with_arguments != row.arguments.empty()) return true;
    problem = "type '" + cell + (matcher.with_arguments ? "' lacks its arguments" : "' takes no arguments");
    return false;
  }
  return set_code(row, kType, kTypes, problem);
}

Result<Row> make_row(const std::string& path, CsvRecord record) {
  Row row;
  row.line = record.line;
  std::move(record.cells.begin(), record.cells.end(), row.cells.begin());
  if (row.cells[kName].empty() || row.cells[kName].find_first_not_of(fields::kNameOctets) != std::string::npos) {
    return error_at(path, row.line, "a name is made of letters, digits, '-' and '*'");
  }
  row.identifier = identifier_of(row.cells[kName]);
  row.constant = constant_of(row.cells[kName]);
  std::string problem;
  const bool ok = set_code(row, kDirection, kDirections, problem) &&
                  set_code(row, kCardinality, kCardinalities, problem) && set_type(row, problem) &&
                  set_code(row, kStructured, kStructuredTypes, problem) && set_code(row, kTrailers, kFlags, problem) &&
                  set_code(row, kConnectionSpecific, kFlags, problem) && set_code(row, kState, kStates, problem);
  if (!ok) return error_at(path, row.line, problem);
  if (row.cells[kTraits].find(' ') != std::string::npos) return error_at(path, row.line, "a blank in the traits");
  return row;
}

Result<std::vector<Row>> read_rows(const std::string& path, Bytes text) {
  Result<std::vector<CsvRecord>> records = read_csv(path, text, kColumnNames);
  if (!records) return records.error();
  if (records.value().size() > 0xFFFF) return error_at(path, records.value().back().line, "too many rows");
  std::vector<Row> rows;
  // Names that differ in letter case or punctuation only would share identifier or constant.
  std::map<std::string, std::size_t> lines_of;
  for (std::size_t i = 0; i < records.value().size(); ++i) {
    Result<Row> row = make_row(path, std::move(records.value()[i]));
    if (!row) return row.error();
    for (const std::string& key : {row.value().identifier, row.value().constant}) {
      const auto [known, added] = lines_of.emplace(key, row.value().line);
      if (!added) {
        return error_at(path, row.value().line,
                        "'" + row.value().cells[kName] + "' duplicates line " + std::to_string(known->second));
      }
    }
    rows.push_back(std::move(row.value()));
  }
  return rows;
}

/// A perfect hash table as name_hash.h describes it.
struct NameTable {
  std::uint64_t multiplier = 0;
  std::vector<std::uint16_t> displacements;
  std::vector<fields::NameSlot> slots;
};

/// Finds a displacement for one bucket and fills its slots. `taken` tells free slots from others.
bool place_bucket(const std::vector<std::pair<fields::NamePlace, std::uint16_t>>& bucket, NameTable& table,
                  std::vector<bool>& taken) {
  for (std::size_t displacement = 0; displacement < table.slots.size(); ++displacement) {
    std::vector<std::size_t> chosen;
    for (const auto& [place, row] : bucket) {
      const std::size_t slot = place.base ^ displacement;
      if (taken[slot] || std::find(chosen.begin(), chosen.end(), slot) != chosen.end()) break;
      chosen.push_back(slot);
    }
    if (chosen.size() != bucket.size()) continue;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      taken[chosen[i]] = true;
      table.slots[chosen[i]].row = bucket[i].second;
    }
    table.displacements[bucket.front().first.bucket] = static_cast<std::uint16_t>(displacement);
    return true;
  }
  return false;
}

bool try_multiplier(const std::vector<Row>& rows, NameTable& table) {
  std::vector<std::vector<std::pair<fields::NamePlace, std::uint16_t>>> buckets(table.displacements.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint64_t hash = fields::hash_name(fields::name_key(rows[i].cells[kName]), table.multiplier);
    const fields::NamePlace place = fields::name_place(hash, table.displacements.size(), table.slots.size());
    buckets[place.bucket].emplace_back(place, static_cast<std::uint16_t>(i + 1));
  }
  // The fullest first, while there is room; in a fixed order, so that every build makes the same table.
  std::sort(buckets.begin(), buckets.end(), [](const auto& a, const auto& b) {
    if (a.size() != b.size()) return a.size() > b.size();
    return !a.empty() && a.front().first.bucket < b.front().first.bucket;
  });
  std::vector<bool> taken(table.slots.size());
  for (const auto& bucket : buckets) {
    if (!bucket.empty() && !place_bucket(bucket, table, taken)) return false;
  }
  for (fields::NameSlot& slot : table.slots) {
    if (slot.row == 0) continue;
    const fields::NameKey key = fields::name_key(rows[slot.row - 1].cells[kName]);
    slot = {key.first, key.middle, key.last, static_cast<std::uint32_t>(key.length), slot.row};
  }
  return true;
}

Result<NameTable> make_name_table(const std::string& path, const std::vector<Row>& rows) {
  std::size_t slots = 16;
  while (slots < rows.size() + rows.size() / 4) slots *= 2;
  std::uint64_t state = 1;
  for (int attempt = 0; attempt < 10'000; ++attempt) {
    // A linear congruential generator (Knuth's MMIX constants): the same table on every host of one kind.
    state = state * 6364136223846793005U + 1442695040888963407U;
    NameTable table{state | 1, std::vector<std::uint16_t>(slots / 4), std::vector<fields::NameSlot>(slots)};
    if (try_multiplier(rows, table)) return table;
  }
  return error_at(path, 1, "no perfect hash found; do two long names differ only where hash_name does not look?");
}

std::string ids_header(const std::vector<Row>& rows) {
  std::ostringstream out;
  out << "// Generated from rules/registry/fields.csv.\n#pragma once\n\n#include \"model/message.h\"\n\n"
      << "namespace httpvet::fields::id {\n\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out << "inline constexpr model::FieldId " << rows[i].constant << " = " << i + 1 << ";  // " << rows[i].cells[kName]
        << '\n';
  }
  out << "\n}  // namespace httpvet::fields::id\n";
  return out.str();
}

void write_row(std::ostream& out, const Row& row) {
  out << "    {.name = " << quoted(row.cells[kName]) << ", .identifier = " << quoted(row.identifier)
      << ", .direction = " << row.codes[kDirection] << ", .cardinality = " << row.codes[kCardinality]
      << ", .type = " << row.codes[kType] << ", .matcher = " << row.matcher
      << ", .arguments = " << quoted(row.arguments) << ", .type_name = " << quoted(row.cells[kType])
      << ", .structured = " << row.codes[kStructured] << ", .in_trailers = " << row.codes[kTrailers]
      << ", .connection_specific = " << row.codes[kConnectionSpecific] << ", .state = " << row.codes[kState]
      << ", .spec = " << quoted(row.cells[kSpec]) << ", .traits = " << quoted(row.cells[kTraits])
      << ", .grammar = " << quoted(row.cells[kGrammar]) << ", .good = " << quoted(row.cells[kGood])
      << ", .bad = " << quoted(row.cells[kBad]) << "},\n";
}

std::string table_source(const std::vector<Row>& rows, const NameTable& table) {
  std::ostringstream out;
  out << "// Generated from rules/registry/fields.csv.\n"
      << "constexpr std::array<FieldInfo, " << rows.size() + 1 << "> kRows = {{\n"
      << "    {.cardinality = Cardinality::kSpecial},\n";
  for (const Row& row : rows) write_row(out, row);
  out << "}};\n\nconstexpr std::uint64_t kNameMultiplier = " << table.multiplier << "U;\n"
      << "constexpr std::array<std::uint16_t, " << table.displacements.size() << "> kNameDisplacements = {\n";
  for (const std::uint16_t displacement : table.displacements) out << displacement << ",\n";
  out << "};\nconstexpr std::array<NameSlot, " << table.slots.size() << "> kNameSlots = {{\n";
  for (const fields::NameSlot& slot : table.slots) {
    out << '{' << slot.first << "U, " << slot.middle << "U, " << slot.last << "U, " << slot.length << ", " << slot.row
        << "},\n";
  }
  std::map<std::string, std::size_t> by_identifier;
  for (std::size_t i = 0; i < rows.size(); ++i) by_identifier[rows[i].identifier] = i + 1;
  out << "}};\n\nconstexpr std::array<FieldId, " << rows.size() << "> kRowsByIdentifier = {\n";
  for (const auto& [identifier, row] : by_identifier) out << row << ",  // " << identifier << '\n';
  out << "};\n";
  return out.str();
}

int run(const std::string& csv_path, const std::string& folder) {
  const Result<std::string> text = read_file(csv_path);
  if (!text) return fail(text.error().message);
  const Result<std::vector<Row>> rows = read_rows(csv_path, text.value());
  if (!rows) return fail(rows.error().message);
  const Result<NameTable> table = make_name_table(csv_path, rows.value());
  if (!table) return fail(table.error().message);
  if (!write_file(folder + "/field_ids.h", ids_header(rows.value())) ||
      !write_file(folder + "/registry_table.inc", table_source(rows.value(), table.value()))) {
    return fail(folder + ": cannot be written");
  }
  return 0;
}

}  // namespace
}  // namespace httpvet::tools

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: registry_compiler CSV FOLDER\n");
    return 1;
  }
  return httpvet::tools::run(argv[1], argv[2]);
}
