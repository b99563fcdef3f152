// Discovery: from what the user named to the sources to open.
#include <dirent.h>
#include <fnmatch.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/inputs.h"

namespace httpvet::capture {
namespace {

constexpr std::string_view kRequestsSuffix = ".req";
constexpr std::string_view kResponsesSuffix = ".res";

bool ends_with(const std::string& text, std::string_view suffix) {
  return text.size() > suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

std::string with_suffix(const std::string& path, std::string_view suffix) {
  return path.substr(0, path.size() - suffix.size()).append(suffix);
}

std::string base_name(const std::string& path) {
  const std::size_t slash = path.find_last_not_of('/');
  const std::size_t begin = path.rfind('/', slash);
  const std::string tail = begin == std::string::npos ? path : path.substr(begin + 1);
  return tail.substr(0, tail.find('/'));
}

bool is_regular_file(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

class Finder {
 public:
  explicit Finder(const InputOptions& options) : options_(options) {}

  void add_named(const std::string& path) {
    struct stat status{};
    if (path == "-" || ::stat(path.c_str(), &status) == 0) {
      add_path(path, path != "-" && S_ISDIR(status.st_mode));
    } else if (path.find_first_of("*?[") == std::string::npos || !add_glob(path)) {
      sources_.push_back({path, "", true});  // opening it says what is wrong
    }
  }

  void add_list(const std::string& path) {
    std::ifstream file;
    std::istream* in = &std::cin;
    if (path != "-") {
      file.open(path);
      in = &file;
    }
    if (!*in) {
      sources_.push_back({path, "", true});
      return;
    }
    for (std::string line; std::getline(*in, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!line.empty()) add_named(line);
    }
  }

  void add_pair(const std::string& requests, const std::string& responses) {
    sources_.push_back({responses, requests, true, true});
  }

  std::vector<Source> take() { return std::move(sources_); }

 private:
  bool excluded(const std::string& path) const {
    const std::string name = base_name(path);
    return std::any_of(options_.exclude.begin(), options_.exclude.end(), [&](const std::string& pattern) {
      return ::fnmatch(pattern.c_str(), path.c_str(), 0) == 0 || ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    });
  }

  bool add_glob(const std::string& pattern) {
    glob_t matches{};
    const bool found = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &matches) == 0;
    std::vector<std::string> paths;
    if (found) paths.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
    ::globfree(&matches);
    // The shell would sort by locale; byte order is the same everywhere.
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
      struct stat status{};
      add_path(path, ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode));
    }
    return !paths.empty();
  }

  void add_path(const std::string& path, bool folder) {
    if (excluded(path)) return;
    if (!folder) {
      add_file(path, true);
      return;
    }
    std::vector<std::string> files;
    visited_.clear();
    collect(path, files);
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) add_file(file, false);
    if (files.empty()) sources_.push_back({path, "", true});
  }

  // Each folder is entered once, so links that lead in circles do no harm.
  void collect(const std::string& folder, std::vector<std::string>& files) {
    struct stat status{};
    if (::stat(folder.c_str(), &status) != 0) return;
    if (!visited_.insert({status.st_dev, status.st_ino}).second) return;
    DIR* handle = ::opendir(folder.c_str());
    if (handle == nullptr) {
      if (visited_.size() > 1) files.push_back(folder);  // unreadable below the root: an issue of its own
      return;
    }
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(handle)) names.emplace_back(entry->d_name);
    ::closedir(handle);
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      if (name == "." || name == ".." || name == ".git") continue;
      const std::string path = folder.back() == '/' ? folder + name : folder + '/' + name;
      if (excluded(path)) continue;
      if (::stat(path.c_str(), &status) != 0) {
        files.push_back(path);  // a link that leads nowhere, or something we may not look at
      } else if (S_ISDIR(status.st_mode)) {
        collect(path, files);
      } else if (S_ISREG(status.st_mode)) {
        files.push_back(path);
      }
    }
  }

  // Either file of a pair stands for both, also when only one of them was named: what NAME.res answers is in NAME.req,
  // and half of a connection would be judged worse than all of it. --exclude takes the other one out.
  void add_file(const std::string& path, bool named) {
    const bool requests = ends_with(path, kRequestsSuffix);
    if (requests || ends_with(path, kResponsesSuffix)) {
      const std::string other = with_suffix(path, requests ? kResponsesSuffix : kRequestsSuffix);
      if (is_regular_file(other) && !excluded(other)) {
        const std::string& responses_path = requests ? other : path;
        if (paired_.insert(responses_path).second) {
          sources_.push_back({responses_path, requests ? path : other, named, true});
        }
        return;
      }
    }
    sources_.push_back({path, "", named});
  }

  const InputOptions& options_;
  std::vector<Source> sources_;
  std::set<std::string> paired_;
  std::set<std::pair<dev_t, ino_t>> visited_;
};

}  // namespace

std::vector<Source> find_sources(const InputOptions& options) {
  Finder finder(options);
  for (const std::string& path : options.paths) finder.add_named(path);
  for (const std::string& path : options.files_from) finder.add_list(path);
  if (!options.requests.empty() || !options.responses.empty()) finder.add_pair(options.requests, options.responses);
  return finder.take();
}

}  // namespace httpvet::capture
