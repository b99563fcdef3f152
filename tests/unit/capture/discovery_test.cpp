// Discovery: which sources the names on a command line stand for.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "capture_support.h"

namespace httpvet::capture::testing {

namespace {

using Paths = std::vector<std::string>;

Paths paths_below(const TemporaryFolder& folder, const std::vector<Source>& sources) {
  Paths paths;
  for (const Source& source : sources) {
    std::string path = source.path.substr(std::min(source.path.size(), folder.path().size() + 1));
    if (!source.requests_path.empty()) path += "<" + source.requests_path.substr(folder.path().size() + 1);
    paths.push_back(path);
  }
  return paths;
}

InputOptions naming(Paths paths) {
  InputOptions options;
  options.paths = std::move(paths);
  return options;
}

InputOptions excluding(Paths patterns) {
  InputOptions options;
  options.exclude = std::move(patterns);
  return options;
}

Paths find(const TemporaryFolder& folder, InputOptions options, const Paths& names) {
  for (const std::string& name : names) options.paths.push_back(folder.path() + (name.empty() ? "" : "/" + name));
  return paths_below(folder, find_sources(options));
}

}  // namespace

TEST_CASE("folders are read recursively in byte order of their paths") {
  TemporaryFolder folder;
  for (const char* name : {"b.txt", "a/z", "a/B", "a.txt", ".hidden", ".git/config", "c/.git/x", "c/d/e"}) {
    folder.write(name, "x");
  }
  CHECK(find(folder, {}, {""}) == Paths{".hidden", "a.txt", "a/B", "a/z", "b.txt", "c/d/e"});
  CHECK(find(folder, {}, {"c", "a.txt"}) == Paths{"c/d/e", "a.txt"});
  const auto sources = find_sources(naming({folder.path() + "/c/", folder.path() + "/a.txt"}));
  CHECK(sources.at(0).path == folder.path() + "/c/d/e");
  CHECK_FALSE(sources.at(0).named);
  CHECK(sources.at(1).named);
}

TEST_CASE("links that lead in circles do no harm") {
  TemporaryFolder folder;
  folder.write("a/file", "x");
  REQUIRE(::symlink("..", (folder.path() + "/a/up").c_str()) == 0);
  REQUIRE(::symlink("self", (folder.path() + "/self").c_str()) == 0);
  CHECK(find(folder, {}, {""}) == Paths{"a/file", "self"});
  CHECK(read_all(*open_for_test({folder.path() + "/self", "", false}, {})).issues.size() == 1);
}

TEST_CASE("the option --exclude takes out by path and by name") {
  TemporaryFolder folder;
  for (const char* name : {"a.txt", "b.bin", "old/c.txt", "new/c.txt"}) folder.write(name, "x");
  CHECK(find(folder, excluding({"*.bin", "old"}), {""}) == Paths{"a.txt", "new/c.txt"});
  CHECK(find(folder, excluding({"*/new/*"}), {"", "b.bin"}) == Paths{"a.txt", "b.bin", "old/c.txt", "b.bin"});
}

TEST_CASE("globs that the shell did not expand are expanded") {
  TemporaryFolder folder;
  for (const char* name : {"b.txt", "a.txt", "c.bin"}) folder.write(name, "x");
  CHECK(find(folder, {}, {"*.txt"}) == Paths{"a.txt", "b.txt"});
  CHECK(find(folder, {}, {"*.none"}) == Paths{"*.none"});
  folder.write("[x].txt", "x");
  CHECK(find(folder, {}, {"[x].txt"}) == Paths{"[x].txt"});
}

TEST_CASE("NAME.req beside NAME.res pair up whether named or found in a folder") {
  TemporaryFolder folder;
  for (const char* name : {"x.req", "x.res", "y.res", "z.req"}) folder.write(name, "x");
  CHECK(find(folder, {}, {""}) == Paths{"x.res<x.req", "y.res", "z.req"});
  CHECK(find(folder, {}, {"x.req", "x.res"}) == Paths{"x.res<x.req"});
  CHECK(find(folder, {}, {"x.res"}) == Paths{"x.res<x.req"});
  CHECK(find(folder, excluding({"*.req"}), {""}) == Paths{"x.res", "y.res"});
}

TEST_CASE("the option --requests and --responses make one more source") {
  InputOptions options = naming({"-"});
  options.requests = "a";
  options.responses = "b";
  const auto sources = find_sources(options);
  REQUIRE(sources.size() == 2);
  CHECK(sources[0].path == "-");
  CHECK(sources[1].path == "b");
  CHECK(sources[1].requests_path == "a");
  CHECK(sources[1].streams);
}

TEST_CASE("the option --files-from lists paths, one a line") {
  TemporaryFolder folder;
  const std::string a = folder.write("a", "x");
  const std::string list = folder.write("list", a + "\r\n\n" + folder.path() + "/missing\n");
  InputOptions options;
  options.files_from = {list, folder.path() + "/none"};
  const auto sources = find_sources(options);
  CHECK(paths_below(folder, sources) == Paths{"a", "missing", "none"});
}

TEST_CASE("what cannot be read is an issue of its input") {
  TemporaryFolder folder;
  const Seen missing = read_all(*open_for_test({folder.path() + "/missing", "", true}, {}));
  CHECK(missing.issue("input-missing").damage);
  std::filesystem::create_directory(folder.path() + "/empty");
  const auto sources = find_sources(naming({folder.path() + "/empty"}));
  REQUIRE(sources.size() == 1);
  CHECK(read_all(*open_for_test(sources[0], {})).has_issue("input-empty-folder"));
  if (::geteuid() != 0) {
    const std::string secret = folder.write("secret", "x");
    REQUIRE(::chmod(secret.c_str(), 0) == 0);
    CHECK(read_all(*open_for_test({secret, "", true}, {})).issue("input-unreadable").damage);
  }
}

}  // namespace httpvet::capture::testing
