// The command `docs`, as a script uses it.
#include "e2e/program.h"
#include "support/catch.h"

using namespace httpvet::e2e;
using httpvet::testing::read_file;
using httpvet::testing::TemporaryFolder;

TEST_CASE("docs writes pages once, and leaves alone what is right") {
  const TemporaryFolder folder;
  const std::string pages = folder.path() + "/made/here";
  const auto first = run_httpvet({"docs", pages});
  CHECK(first.code == 0);
  CHECK(contains(read_file(pages + "/405-missing-allow.md"), "# 405-missing-allow"));
  CHECK(contains(run_httpvet({"docs", pages}).out, " pages, 0 of them written\n"));

  folder.write("made/here/405-missing-allow.md", "stale");
  CHECK(contains(run_httpvet({"docs", pages}).out, " pages, 1 of them written\n"));
  CHECK(contains(read_file(pages + "/405-missing-allow.md"), "# 405-missing-allow"));
}

TEST_CASE("docs fails with 2 where it has no folder to write to") {
  const TemporaryFolder folder;
  folder.write("file", "");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"docs"}, {"docs", "a", "b"}, {"docs", folder.path() + "/file"}}) {
    const auto run = run_httpvet(arguments);
    CHECK(run.code == 2);
    CHECK(contains(run.err, "httpvet: "));
  }
}
