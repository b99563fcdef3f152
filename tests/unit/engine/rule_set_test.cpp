#include "engine/rule_set.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/catch.h"

namespace httpvet::engine {
namespace {

namespace fs = std::filesystem;

std::string rule(const std::string& id, const std::string& more = "") {
  return "  - id: " + id +
         "\n    severity: info\n    basis: MAY\n    spec: RFC 9110\n    title: T\n    when: res.status == 200\n"
         "    message: M\n    why: W\n    fix: F\n    bad: [{response: HTTP/1.1 200 OK}]\n"
         "    good: [{response: HTTP/1.1 404 No}]\n" +
         more;
}

class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              ("httpvet-rules-" + std::to_string(::getpid()) + "-" + std::to_string(++count_))) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "sub");
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string path(const std::string& name = "") const { return (name.empty() ? path_ : path_ / name).string(); }

 private:
  static inline int count_ = 0;
  fs::path path_;
};

TEST_CASE("globs match whole names") {
  CHECK(glob_matches("*", ""));
  CHECK(glob_matches("405-*", "405-missing-allow"));
  CHECK(glob_matches("*-allow", "405-missing-allow"));
  CHECK(glob_matches("4?5-*", "405-missing-allow"));
  CHECK(glob_matches("*missing*", "405-missing-allow"));
  CHECK(glob_matches("*a*b*c*", "xxaxxbxxcxx"));
  CHECK_FALSE(glob_matches("405", "405-missing-allow"));
  CHECK_FALSE(glob_matches("405-missing-allo?w", "405-missing-allow"));
  CHECK_FALSE(glob_matches("", "x"));
  const std::string text(2000, 'a');
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "a*";
  CHECK_FALSE(glob_matches(pattern + "b", text));
}

TEST_CASE("a rule set is sorted, and finds rules by id and alias") {
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load("rules:\n" + rule("x-second") + rule("x-first", "    aliases: [x-old]\n"), "f", errors);
  const RuleSet set = RuleSet::merge({}, &file, errors);
  REQUIRE(errors.empty());
  REQUIRE(set.rules().size() == 2);
  CHECK(set.rules()[0]->info.id == "x-first");
  CHECK(set.find("x-second") == set.rules()[1]);
  CHECK(set.find("x-old") == set.rules()[0]);
  CHECK(set.find("x-third") == nullptr);
}

TEST_CASE("a name that is taken is an error, in one file, in two, and against the built-in rules") {
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load("rules:\n" + rule("x-one") + rule("x-two", "    aliases: [x-one]\n"), "a", errors);
  file.load("rules:\n" + rule("x-one"), "b", errors);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].text() == "a:13:9: There is a rule called `x-one` already, at a:2.");
  CHECK(errors[1].text() == "b:2:9: There is a rule called `x-one` already, at a:2.");

  RuleFile mine;
  errors.clear();
  mine.load("rules:\n" + rule("405-missing-allow"), "mine", errors);
  REQUIRE(errors.empty());
  const RuleSet set = RuleSet::merge(builtin_rules(), &mine, errors);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].text() ==
        "mine:2:9: `405-missing-allow` is a built-in rule; a rule of yours needs an id of its own.");
  CHECK(set.rules().size() == builtin_rules().size());
}

TEST_CASE("a folder of rules is read in order, and only its YAML files") {
  const Folder folder;
  folder.write("b.yaml", "rules:\n" + rule("x-b"));
  folder.write("a.yml", "rules:\n" + rule("x-a"));
  folder.write("sub/c.yaml", "rules:\n" + rule("x-c"));
  folder.write("notes.txt", "no rules\n");
  RuleFile file;
  std::vector<RuleFileError> errors;
  load_rule_path(folder.path(), file, errors);
  REQUIRE(errors.empty());
  REQUIRE(file.rules().size() == 3);
  CHECK(file.rules()[0].info.id == "x-a");
  CHECK(file.rules()[2].info.id == "x-c");
  CHECK(file.origin(2).file == folder.path("sub/c.yaml"));
}

TEST_CASE("a path without rules is an error") {
  const Folder folder;
  RuleFile file;
  std::vector<RuleFileError> errors;
  load_rule_path(folder.path(), file, errors);
  load_rule_path(folder.path("missing.yaml"), file, errors);
  folder.write("empty.yaml", "");
  load_rule_path(folder.path("empty.yaml"), file, errors);
  folder.write("large.yaml", std::string(5 * 1024 * 1024, '#'));
  load_rule_path(folder.path("large.yaml"), file, errors);
  REQUIRE(errors.size() == 4);
  CHECK(errors[0].text() == folder.path() + ":1:1: The folder holds no rule files (*.yaml).");
  CHECK(errors[1].text() == folder.path("missing.yaml") + ":1:1: There is no such rule file or folder.");
  CHECK(errors[2].text().starts_with(folder.path("empty.yaml") + ":1:1: A rule file has to be a map"));
  CHECK(errors[3].text() == folder.path("large.yaml") + ":1:1: The rule file is larger than 4 MiB.");
}

TEST_CASE("the built-in rules are sorted by id") {
  const auto rules = builtin_rules();
  for (std::size_t i = 1; i < rules.size(); ++i) CHECK(rules[i - 1].info.id < rules[i].info.id);
}

}  // namespace
}  // namespace httpvet::engine
