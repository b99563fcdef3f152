// rule_compiler RULES_FOLDER OUTPUT.cpp: checks every rule file and writes the built-in rules as constant tables.
// A mistake in a rule is `file:line:column: sentence` and exit status 1, so that a broken rule is a broken build.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/rule_set.h"
#include "tools/rule_tables.h"

namespace {

using httpvet::Bytes;
using httpvet::engine::FilePosition;
using httpvet::engine::RuleFile;
using httpvet::engine::RuleFileError;
using httpvet::engine::RuleOrigin;
using httpvet::engine::RuleSet;

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// The rows of areas.csv: prefix of an id → folder.
using Areas = std::map<std::string, std::string>;

Areas read_areas(const std::string& path, std::vector<RuleFileError>& errors) {
  Areas areas;
  std::ifstream stream(path);
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t comma = line.find(',');
    if (++number == 1 || line.empty()) continue;
    if (comma == std::string::npos || comma == 0 ||
        !areas.emplace(line.substr(0, comma), line.substr(comma + 1)).second) {
      errors.push_back({path, number, 1, "A row is `prefix,area`, each prefix once."});
    }
  }
  if (number == 0) errors.push_back({path, 1, 1, "The table of areas is missing."});
  return areas;
}

/// The folder for `id`: that of the longest prefix; empty if no prefix fits.
std::string area_of(const Areas& areas, Bytes id) {
  for (std::size_t length = id.size(); length > 0; --length) {
    const auto row = areas.find(std::string(id.substr(0, length)));
    if (row != areas.end()) return row->second;
  }
  return {};
}

/// Every rule lies in the folder that the prefix of its id says.
void check_areas(const RuleFile& file, const std::string& folder, std::vector<RuleFileError>& errors) {
  const Areas areas = read_areas(folder + "/areas.csv", errors);
  for (std::size_t i = 0; i < file.rules().size(); ++i) {
    const RuleOrigin& origin = file.origin(i);
    const std::string id(file.rules()[i].info.id);
    const std::string area = area_of(areas, id);
    const auto fail = [&](const std::string& message) {
      errors.push_back({origin.file, origin.rule.line, origin.rule.column, message});
    };
    if (area.empty()) {
      fail("No prefix of `" + id + "` stands in " + folder + "/areas.csv.");
    } else if (!origin.file.starts_with(folder + "/" + area + "/")) {
      fail("`" + id + "` belongs into " + folder + "/" + area + "/, says " + folder + "/areas.csv.");
    }
  }
}

/// Every id under `also` is a rule.
void check_also(const RuleFile& file, const RuleSet& all, std::vector<RuleFileError>& errors) {
  const auto check = [&](const RuleOrigin& origin, auto examples, const std::vector<FilePosition>& positions) {
    for (std::size_t i = 0; i < examples.size(); ++i) {
      for (const Bytes id : examples[i].also) {
        if (all.find(id) != nullptr) continue;
        errors.push_back({origin.file, positions[i].line, positions[i].column,
                          "`also` of this example names `" + std::string(id) + "`, which is no rule."});
      }
    }
  };
  for (std::size_t i = 0; i < file.rules().size(); ++i) {
    check(file.origin(i), file.rules()[i].info.bad, file.origin(i).bad);
    check(file.origin(i), file.rules()[i].info.good, file.origin(i).good);
  }
}

int fail(const std::vector<RuleFileError>& errors) {
  for (const RuleFileError& error : errors) std::fprintf(stderr, "%s\n", error.text().c_str());
  return 1;
}

int run(const std::string& folder, const std::string& output) {
  std::vector<RuleFileError> errors;
  RuleFile file;
  httpvet::engine::load_rule_path(folder, file, errors);
  const RuleSet all = RuleSet::merge({}, &file, errors);
  check_areas(file, folder, errors);
  if (errors.empty()) check_also(file, all, errors);
  if (!errors.empty()) return fail(errors);

  const std::string text = httpvet::tools::write_rule_tables(all.rules());
  if (read_file(output) == text) return 0;  // an unchanged table compiles nothing anew
  std::ofstream stream(output, std::ios::binary);
  stream << text;
  if (stream.flush()) return 0;
  std::fprintf(stderr, "rule_compiler: cannot write %s\n", output.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) return run(argv[1], argv[2]);
  std::fprintf(stderr, "usage: rule_compiler RULES_FOLDER OUTPUT.cpp\n");
  return 2;
}
