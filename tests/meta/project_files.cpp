#include "meta/project_files.h"

#include <algorithm>
#include <sstream>

#include "support/process.h"

namespace httpvet::meta {
namespace fs = std::filesystem;

namespace {
const fs::path kRoot = HTTPVET_SOURCE_DIR;
}

bool has_suffix(const std::string& path, const std::string& suffix) { return path.ends_with(suffix); }

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> files;
  if (!fs::is_directory(kRoot / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    const std::string path = entry.path().lexically_relative(kRoot).generic_string();
    if (entry.is_regular_file() && !path.starts_with("tests/fuzz/corpus/")) files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> text_files() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(kRoot)) {
    // In a linked work tree .git is a file.
    if (entry.is_regular_file() && entry.path().filename() != ".git") files.push_back(entry.path().filename().string());
  }
  for (const char* folder : {"src", "tests", "rules", "docs", "cmake", ".ci", "samples"}) {
    for (const std::string& path : files_below(folder)) {
      const bool data = path.starts_with("samples/") || path.starts_with("tests/data/");
      const bool capture = data && !has_suffix(path, ".md");
      if (!capture) files.push_back(path);
    }
  }
  return files;
}

std::vector<std::string> lines_of(const std::string& path) {
  std::istringstream text(testing::read_file((kRoot / path).string()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

}  // namespace httpvet::meta
