// Which folder may include which. A new edge is a decision about the design: change the table and CONTRIBUTING.md
// together.
#include <map>
#include <regex>
#include <set>
#include <string>

#include "meta/project_files.h"
#include "support/catch.h"

namespace {

using Folders = std::set<std::string>;

const Folders kLibraries = {"base",    "model", "fields", "wire",   "capture", "expr",
                            "content", "facts", "checks", "engine", "report"};

const std::map<std::string, Folders> kAllowed = {
    {"base", {}},
    {"model", {"base"}},
    {"fields", {"base", "model"}},
    {"wire", {"base", "model", "fields"}},
    {"capture", {"base", "model", "fields", "wire"}},
    {"expr", {"base"}},
    {"content", {"base"}},
    {"facts", {"base", "model", "fields", "content", "expr"}},
    {"checks", {"base", "model", "fields", "content", "expr", "facts"}},
    // Of capture, the engine uses the readers of memory, to run the examples of rules.
    {"engine", {"base", "model", "fields", "content", "expr", "facts", "checks", "capture"}},
    {"report", {"base", "model"}},
    {"tools", kLibraries},
    {"cli", kLibraries},
};

std::string first_folder(const std::string& path) { return path.substr(0, path.find('/')); }

}  // namespace

TEST_CASE("every include of src/ follows the order of the folders") {
  const std::regex include(R"(^\s*#\s*include\s*"([^"]+)\")");
  for (const std::string& path : httpvet::meta::files_below("src")) {
    if (!httpvet::meta::has_suffix(path, ".h") && !httpvet::meta::has_suffix(path, ".cpp")) continue;
    const std::string folder = first_folder(path.substr(4));
    INFO("src/" << folder << " has no row in the table of tests/meta/layering_test.cpp");
    REQUIRE(kAllowed.count(folder) == 1);
    for (const std::string& line : httpvet::meta::lines_of(path)) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const std::string target = match[1];
      INFO(path << " includes \"" << target << '"');
      CHECK(target.find('/') != std::string::npos);  // the path from src/, never one beside the file
      const std::string other = first_folder(target);
      CHECK((other == folder || kAllowed.at(folder).count(other) == 1));
    }
  }
}

TEST_CASE("Boost.Program_options is included once, and yaml-cpp only where YAML is read") {
  std::set<std::string> boost;
  std::set<std::string> yaml;
  for (const std::string& path : httpvet::meta::files_below("src")) {
    for (const std::string& line : httpvet::meta::lines_of(path)) {
      if (line.starts_with("#include <boost/")) boost.insert(path);
      if (line.starts_with("#include <yaml-cpp/")) yaml.insert(first_folder(path.substr(4)));
    }
  }
  CHECK(boost == std::set<std::string>{"src/cli/options.cpp"});
  CHECK(yaml == std::set<std::string>{"engine"});
}
