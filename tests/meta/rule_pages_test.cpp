// docs/rules against the rules. HTTPVET_ACCEPT=1 in the environment writes the pages anew.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/docs_pages.h"
#include "engine/rule_set.h"
#include "meta/project_files.h"
#include "support/catch.h"
#include "support/process.h"

namespace {

namespace fs = std::filesystem;
using httpvet::engine::RuleFileError;
using httpvet::engine::RuleSet;

const std::string kFolder = "docs/rules";

/// The pages as the program writes them.
std::map<std::string, std::string> made_pages() {
  std::vector<RuleFileError> errors;
  const RuleSet rules = RuleSet::merge(httpvet::engine::builtin_rules(), nullptr, errors);
  return httpvet::cli::rule_pages(rules);
}

void accept(const std::map<std::string, std::string>& pages) {
  const std::string folder = std::string(HTTPVET_SOURCE_DIR) + "/" + kFolder;
  for (const std::string& path : httpvet::meta::files_below(kFolder)) {
    if (!pages.contains(fs::path(path).filename())) fs::remove(std::string(HTTPVET_SOURCE_DIR) + "/" + path);
  }
  httpvet::testing::run_process({HTTPVET_BINARY, "docs", folder});
}

}  // namespace

TEST_CASE("pages about rules are those that the program writes") {
  const auto pages = made_pages();
  if (std::getenv("HTTPVET_ACCEPT") != nullptr) accept(pages);
  std::size_t found = 0;
  for (const std::string& path : httpvet::meta::files_below(kFolder)) {
    INFO(path << "; ./dev accept writes it anew");
    const auto page = pages.find(fs::path(path).filename());
    REQUIRE(page != pages.end());
    CHECK((httpvet::testing::read_file(std::string(HTTPVET_SOURCE_DIR) + "/" + path) == page->second));
    ++found;
  }
  CHECK(found == pages.size());
}
