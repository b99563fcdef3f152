// The documents against the program: commands that they show are run, options that they name exist, and none is
// missing. HTTPVET_ACCEPT=1 in the environment writes what the commands print now into the documents.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "cli/options.h"
#include "engine/rule_examples.h"
#include "engine/rule_set.h"
#include "meta/project_files.h"
#include "support/catch.h"
#include "support/process.h"

namespace {

using httpvet::engine::RuleFile;
using httpvet::engine::RuleFileError;
using httpvet::engine::RuleSet;
using httpvet::meta::lines_of;

const std::string kMark = "<!-- checked by tests/meta -->";

/// A command of a document, and what the document says that it prints.
struct Shown {
  std::string place;
  std::string command;
  std::string output;
};

/// The commands of the ```console blocks that follow the mark.
std::vector<Shown> shown_commands(const std::string& path) {
  std::vector<Shown> shown;
  bool marked = false;
  bool inside = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(path)) {
    ++number;
    if (line == kMark) {
      marked = true;
    } else if (!inside && marked && line == "```console") {
      inside = true;
      marked = false;
    } else if (inside && line == "```") {
      inside = false;
    } else if (inside && line.starts_with("$ ")) {
      shown.push_back({path + ":" + std::to_string(number), line.substr(2), ""});
    } else if (inside && !shown.empty()) {
      shown.back().output += line + "\n";
    }
  }
  return shown;
}

/// The ```yaml blocks that follow the mark, which may stand within a list.
std::vector<std::string> shown_rule_files(const std::string& path) {
  std::vector<std::string> files;
  std::size_t indent = std::string::npos;  // of the mark before, or of the block at hand
  bool inside = false;
  for (const std::string& line : lines_of(path)) {
    if (const std::size_t mark = line.find(kMark); mark != std::string::npos) {
      indent = mark;
    } else if (!inside && indent != std::string::npos && line == std::string(indent, ' ') + "```yaml") {
      inside = true;
      files.emplace_back();
    } else if (inside && line == std::string(indent, ' ') + "```") {
      inside = false;
      indent = std::string::npos;
    } else if (inside) {
      files.back() += line.substr(std::min(indent, line.size())) + "\n";
    }
  }
  return files;
}

const std::string& binary_folder() {
  static const std::string folder = std::string(HTTPVET_BINARY).substr(0, std::string(HTTPVET_BINARY).rfind('/'));
  return folder;
}

std::string output_of(const std::string& command) {
  httpvet::testing::ProcessOptions options;
  options.folder = HTTPVET_SOURCE_DIR;
  const auto result =
      httpvet::testing::run_process({"sh", "-c", "PATH=\"" + binary_folder() + ":$PATH\"; " + command}, options);
  return result.out + result.err;
}

/// Writes what the commands of `path` print now below them, as the golden tests do: HTTPVET_ACCEPT=1.
void accept_outputs(const std::string& path) {
  std::string text;
  bool marked = false;
  bool inside = false;
  bool replaced = false;  // the lines at hand are the former output of a command
  for (const std::string& line : lines_of(path)) {
    if (line == kMark) marked = true;
    if (inside && line == "```") inside = replaced = false;
    if (inside && line.starts_with("$ ")) {
      text += line + "\n" + output_of(line.substr(2));
      replaced = true;
    }
    if (!replaced) text += line + "\n";
    if (!inside && marked && line == "```console") {
      inside = true;
      marked = false;
    }
  }
  std::ofstream(std::string(HTTPVET_SOURCE_DIR) + "/" + path, std::ios::binary) << text;
}

std::vector<std::string> documents() {
  std::vector<std::string> paths = {"README.md", "CONTRIBUTING.md"};
  for (const char* folder : {"docs", "rules", "samples"}) {
    for (const std::string& path : httpvet::meta::files_below(folder)) {
      if (httpvet::meta::has_suffix(path, ".md")) paths.push_back(path);
    }
  }
  return paths;
}

}  // namespace

TEST_CASE("commands in the documents print what the documents show") {
  std::size_t commands = 0;
  for (const std::string& path : documents()) {
    if (std::getenv("HTTPVET_ACCEPT") != nullptr && !shown_commands(path).empty()) accept_outputs(path);
    for (const Shown& shown : shown_commands(path)) {
      INFO(shown.place << ": " << shown.command);
      CHECK(output_of(shown.command) == shown.output);
      ++commands;
    }
  }
  CHECK(commands > 0);
}

TEST_CASE("rule files in the documents load, and their examples hold") {
  std::size_t files = 0;
  for (const std::string& path : documents()) {
    for (const std::string& yaml : shown_rule_files(path)) {
      INFO(path << ":\n" << yaml);
      std::vector<RuleFileError> errors;
      RuleFile file;
      file.load(yaml, path, errors);
      const RuleSet all = RuleSet::merge(httpvet::engine::builtin_rules(), &file, errors);
      for (const RuleFileError& error : errors) FAIL_CHECK(error.text());
      for (const auto& failure : httpvet::engine::run_all_examples(all, &file)) FAIL_CHECK(failure.text());
      ++files;
    }
  }
  CHECK(files > 0);
}

TEST_CASE("docs/cli.md tells every option and command, and no other") {
  std::string text;
  for (const std::string& line : lines_of("docs/cli.md")) text += line + "\n";
  std::set<std::string> known;
  for (const auto& option : httpvet::cli::option_infos()) {
    const std::string name = "--" + std::string(option.name);
    known.insert(name);
    INFO(name);
    CHECK(text.find("`" + name) != std::string::npos);
  }
  for (const auto& command : httpvet::cli::commands()) {
    INFO(command.name);
    CHECK(text.find("`httpvet " + std::string(command.name)) != std::string::npos);
  }
  const std::regex option("--[a-z][a-z-]+");
  for (std::sregex_iterator match(text.begin(), text.end(), option), end; match != end; ++match) {
    INFO(match->str());
    CHECK(known.count(match->str()) == 1);
  }
}

TEST_CASE("options that the README shows with httpvet exist") {
  std::set<std::string> known;
  for (const auto& option : httpvet::cli::option_infos()) known.insert("--" + std::string(option.name));
  const std::regex command("(httpvet|dev lint) [^`|]*");
  const std::regex option("--[a-z][a-z-]+");
  for (const std::string& line : lines_of("README.md")) {
    std::smatch shown;
    if (!std::regex_search(line, shown, command)) continue;
    const std::string text = shown.str();
    for (std::sregex_iterator match(text.begin(), text.end(), option), end; match != end; ++match) {
      INFO("README.md: " << line);
      CHECK(known.count(match->str()) == 1);
    }
  }
}
