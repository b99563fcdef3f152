// What may be named as input, and how.
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/program.h"
#include "support/catch.h"

using namespace httpvet::e2e;
using httpvet::testing::ProcessOptions;
using httpvet::testing::TemporaryFolder;

namespace {

/// How many findings a run with `arguments` reports; each is one line.
std::size_t findings(std::vector<std::string> arguments, const ProcessOptions& options = {}) {
  arguments.insert(arguments.begin(), {"--format", "concise", "--quiet"});
  return occurrences(run_httpvet(std::move(arguments), options).out, "[c");
}

}  // namespace

TEST_CASE("folders are read recursively, in byte order") {
  const TemporaryFolder folder;
  folder.write("b.http", kBad);
  folder.write("a/deep/x.http", kBad);
  folder.write("Z.http", kBad);
  folder.write(".git/ignored.http", kBad);
  const auto run = run_httpvet({"--format", "concise", "--quiet", folder.path()});
  CHECK(run.code == 1);
  CHECK(occurrences(run.out, "405-missing-allow") == 3);
  const std::size_t z = run.out.find("Z.http");
  const std::size_t a = run.out.find("a/deep/x.http");
  const std::size_t b = run.out.find("b.http");
  CHECK(z < a);
  CHECK(a < b);
  CHECK(contains(run.out, folder.path() + "/a/deep/x.http:1:1: "));
}

TEST_CASE("globs, exclusion, lists of files and standard input") {
  const TemporaryFolder folder;
  const std::string a = folder.write("a.http", kBad);
  const std::string b = folder.write("b.http", kBad);
  folder.write("c.txt", kBad);
  CHECK(findings({folder.path() + "/*.http"}) == 2);
  CHECK(findings({folder.path(), "--exclude", "*.txt", "--exclude", "a.*"}) == 1);
  CHECK(findings({a, b, a}) == 3);

  const std::string list = folder.write("list", a + "\n\n" + b + "\r\n");
  CHECK(findings({"--files-from", list}) == 2);
  ProcessOptions options;
  options.input = a + "\n";
  CHECK(findings({"--files-from", "-"}, options) == 1);
  options.input = kBad;
  CHECK(findings({a, "-"}, options) == 2);
}

TEST_CASE("a file named like a command or an option") {
  const TemporaryFolder folder;
  folder.write("rules", kBad);
  folder.write("--quiet", kBad);
  ProcessOptions options;
  options.folder = folder.path();
  CHECK(findings({"./rules"}, options) == 1);
  CHECK(findings({"--", "rules"}, options) == 1);
  CHECK(findings({"--", "--quiet"}, options) == 1);
}

TEST_CASE("the two streams of a connection are read together") {
  const TemporaryFolder folder;
  const std::string request = "DELETE /report HTTP/1.1\r\nHost: example.com\r\n\r\n";
  const std::string requests = folder.write("session.req", request);
  const std::string responses = folder.write("session.res", kBad);
  for (const auto& arguments : {std::vector<std::string>{folder.path()}, {responses}, {requests, responses}}) {
    const auto run = run_httpvet(arguments);
    CHECK(occurrences(run.out, "405-missing-allow") == 1);
    CHECK(contains(run.out, "DELETE /report"));
  }
  const std::string sent = folder.write("other/sent", request);
  const std::string received = folder.write("other/received", kBad);
  const auto run = run_httpvet({"--requests", sent, "--responses", received});
  CHECK(run.code == 1);
  CHECK(contains(run.out, "DELETE /report"));
}

TEST_CASE("an unreadable file is told, and the others are linted") {
  if (::geteuid() == 0) return;  // root may read everything
  const TemporaryFolder folder;
  const std::string closed = folder.write("closed.http", kBad);
  const std::string bad = folder.write("bad.http", kBad);
  REQUIRE(::chmod(closed.c_str(), 0) == 0);
  const auto run = run_httpvet({folder.path()});
  CHECK(run.code == 3);
  CHECK(contains(run.out, "input-unreadable"));
  CHECK(contains(run.out, "405-missing-allow"));
}

TEST_CASE("a pipe and a file say the same") {
  const TemporaryFolder folder;
  std::string many;
  for (int i = 0; i < 300; ++i) many += i % 3 == 0 ? kBad : kGood;
  const auto from_file = run_httpvet({"--format", "jsonl", folder.write("many.http", many)});
  auto from_pipe = run_on(many, {"--format", "jsonl"});
  const std::string name = "\"" + folder.path() + "/many.http\"";
  std::string expected = from_file.out;
  for (std::size_t at = expected.find(name); at != std::string::npos; at = expected.find(name)) {
    expected.replace(at, name.size(), "\"-\"");
  }
  CHECK(from_pipe.out == expected);
  CHECK(occurrences(from_pipe.out, "\"type\":\"finding\"") == 100);
}
