// The files of the project, for tests that read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace httpvet::meta {

/// Regular files below `folder` of the source tree, as paths relative to the tree, sorted. Not those of
/// tests/fuzz/corpus.
std::vector<std::string> files_below(const std::string& folder);

/// Hand-written text: everything below src, tests, rules, docs, cmake and samples that is no capture, and the files at
/// the top.
std::vector<std::string> text_files();

/// The lines of a file of the source tree.
std::vector<std::string> lines_of(const std::string& path);

bool has_suffix(const std::string& path, const std::string& suffix);

}  // namespace httpvet::meta
