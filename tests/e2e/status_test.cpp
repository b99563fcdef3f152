// The command `status`, as a script uses it.
#include "e2e/program.h"
#include "support/catch.h"

using namespace httpvet::e2e;
using httpvet::testing::ProcessOptions;
using httpvet::testing::read_file;
using httpvet::testing::TemporaryFolder;

TEST_CASE("status prints to standard output, or to a file") {
  const auto run = run_httpvet({"status", "404"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(contains(run.out, "404 Not Found\n"));

  const TemporaryFolder folder;
  const std::string report = folder.path() + "/status.md";
  CHECK(run_httpvet({"status", "404", "-f", "markdown", "-o", report}).code == 0);
  CHECK(read_file(report) == run_httpvet({"status", "404", "-f", "markdown"}).out);
}

TEST_CASE("status fails with 2 where there is nothing to show") {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"status", "600"}, {"status", "nothing-like-it"}, {"status", "--lang", "fr"}}) {
    const auto run = run_httpvet(arguments);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK(contains(run.err, "httpvet: "));
  }
}

TEST_CASE("status in Chinese needs no locale") {
  ProcessOptions options;
  options.environment = {"LC_ALL=C"};
  CHECK(contains(run_httpvet({"status", "404", "--lang", "zh-TW"}, options).out, "找不到資源"));
}

TEST_CASE("a file that is called status is linted as ./status") {
  const TemporaryFolder folder;
  folder.write("status", kBad);
  ProcessOptions options;
  options.folder = folder.path();
  CHECK(run_httpvet({"./status"}, options).code == 1);
  CHECK(run_httpvet({"--", "status"}, options).code == 1);
  CHECK(contains(run_httpvet({"status"}, options).out, "Not Found"));
}

TEST_CASE("status colours headings where that is asked for") {
  CHECK(contains(run_httpvet({"status", "404", "--color", "always"}).out, "\x1b[1m404 Not Found\x1b[0m\n"));
  CHECK_FALSE(contains(run_httpvet({"status", "404", "-f", "json", "--color", "always"}).out, "\x1b["));
}
