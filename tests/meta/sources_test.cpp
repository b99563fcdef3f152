// What every hand-written file keeps to.
#include <regex>
#include <string>

#include "meta/project_files.h"
#include "support/catch.h"
#include "support/process.h"

namespace {

using httpvet::meta::files_below;
using httpvet::meta::has_suffix;
using httpvet::meta::lines_of;
using httpvet::meta::text_files;

constexpr std::size_t kMostLines = 500;

bool is_cpp(const std::string& path) { return has_suffix(path, ".cpp") || has_suffix(path, ".h"); }

/// Octets of the UTF-8 character at `position`; 0 if none stands there.
std::size_t character_length(const std::string& text, std::size_t position) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : '\0'); };
  const unsigned first = octet(position);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2
                             : first < 0xE0                ? 0
                             : first < 0xF0                ? 3
                             : first < 0xF5                ? 4
                                                           : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(position + i) & 0xC0U) != 0x80) return 0;
  }
  return length;
}

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

}  // namespace

TEST_CASE("source files have snake_case names") {
  const std::regex name("[a-z][a-z0-9_]*\\.(cpp|h)");
  for (const char* folder : {"src", "tests"}) {
    for (const std::string& path : files_below(folder)) {
      if (!is_cpp(path)) continue;
      INFO(path);
      CHECK(std::regex_match(path.substr(path.rfind('/') + 1), name));
    }
  }
}

TEST_CASE("source files stay short enough to read") {
  for (const char* folder : {"src", "tests"}) {
    for (const std::string& path : files_below(folder)) {
      if (!is_cpp(path)) continue;
      INFO(path << ": split it by responsibility");
      CHECK(lines_of(path).size() <= kMostLines);
    }
  }
}

TEST_CASE("text files are UTF-8 without tabs, blanks at line ends, or carriage returns") {
  for (const std::string& path : text_files()) {
    INFO(path);
    CHECK(is_utf8(httpvet::testing::read_file(HTTPVET_SOURCE_DIR "/" + path)));
    if (!is_cpp(path)) continue;
    std::size_t number = 0;
    for (const std::string& line : lines_of(path)) {
      ++number;
      if (line.find_first_of("\t\r") == std::string::npos && !line.ends_with(' ')) continue;
      FAIL_CHECK(path << ":" << number << ": '" << line << "'");
    }
  }
}

TEST_CASE("nothing is left open, and no file knows the machine it was written on") {
  // Written in pieces, so that this file does not find itself.
  const std::regex left_open(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X|HA"
      "CK)\\b");
  const std::regex machine(
      "(^|[^A-Za-z0-9._/-])/(wo"
      "rk|ho"
      "me/[a-z]+|ro"
      "ot|fa"
      "rm)/");
  for (const std::string& path : text_files()) {
    std::size_t number = 0;
    for (const std::string& line : lines_of(path)) {
      ++number;
      if (line.size() > 4000) continue;  // std::regex recurses; a line that long is data
      if (!std::regex_search(line, left_open) && !std::regex_search(line, machine)) continue;
      FAIL_CHECK(path << ":" << number << ": " << line);
    }
  }
}

TEST_CASE("headers are guarded by #pragma once") {
  for (const std::string& path : files_below("src")) {
    if (!has_suffix(path, ".h")) continue;
    INFO(path);
    bool guarded = false;
    for (const std::string& line : lines_of(path)) guarded = guarded || line == "#pragma once";
    CHECK(guarded);
  }
}
