// The exit codes of docs/cli.md, each with what has to be said about it.
#include "e2e/program.h"
#include "support/catch.h"

using namespace httpvet::e2e;
using httpvet::testing::TemporaryFolder;

TEST_CASE("0: nothing to complain about") {
  const auto run = run_on(kGood, {});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(contains(run.out, "No findings in 1 exchange"));
}

TEST_CASE("1: findings at or above --fail-on") {
  CHECK(run_on(kBad, {}).code == 1);
  CHECK(run_on(kBad, {"--fail-on", "info"}).code == 1);
  CHECK(run_on(kBad, {"--fail-on", "never"}).code == 0);
  CHECK(run_on(kBad, {"--severity", "error"}).code == 1);
  CHECK(run_on(kBad, {"--disable", "405-missing-allow"}).code == 0);
  CHECK(run_on(kBad, {"--disable", "405-*"}).code == 0);
  CHECK(contains(run_on(kBad, {}).out, "405-missing-allow"));
}

TEST_CASE("2: wrong use, and nothing is linted") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
      {{"--sevrity", "info"}, "unknown option '--sevrity'; did you mean '--severity'?"},
      {{"--severity", "eror"}, "did you mean 'error'?"},
      {{"--format", "jsno"}, "did you mean 'json'?"},
      {{"--input-format", "curl-verbos"}, "did you mean 'curl-verbose'?"},
      {{"--disable", "405-mising-allow"}, "405-missing-allow"},
      {{"--rules", "/nowhere/rules.yaml"}, "/nowhere/rules.yaml"},
      {{"--output", "/nowhere/report"}, "cannot write '/nowhere/report'"},
      {{"--requests", "a"}, "give both"},
  };
  for (const auto& [arguments, message] : mistakes) {
    INFO(arguments.front());
    const auto run = run_on(kBad, arguments);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK(contains(run.err, message));
  }
  const auto nothing = run_httpvet({});
  CHECK(nothing.code == 2);
  CHECK(contains(nothing.err, "nothing to lint"));
  CHECK(run_httpvet({"explain", "no-such-rule"}).code == 2);
  CHECK(run_httpvet({"rules", "no-such-*"}).code == 2);
}

TEST_CASE("2: a rule file that is not in order says where") {
  const TemporaryFolder folder;
  const std::string file = folder.write("mine.yaml", "rules:\n  - id: mine\n    severty: error\n");
  for (const auto& arguments : {std::vector<std::string>{"--rules", file, "-"}, {"test-rules", file}}) {
    const auto run = run_httpvet(arguments);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK(contains(run.err, file + ":3:5: "));
    CHECK(contains(run.err, "severity"));
  }
}

TEST_CASE("3: an input is missing, and the others are linted all the same") {
  const TemporaryFolder folder;
  const std::string bad = folder.write("bad.http", kBad);
  const auto run = run_httpvet({folder.path() + "/missing.http", bad});
  CHECK(run.code == 3);
  CHECK(contains(run.out, "405-missing-allow"));
  CHECK(contains(run.out, "missing.http"));
  CHECK(contains(run.out, "input-missing"));
  CHECK(run_httpvet({"--allow-empty", "--allow-partial", folder.path() + "/missing.http", bad}).code == 3);
}

TEST_CASE("3: nothing was read, or a named file holds no HTTP") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.http", kGood);
  const std::string empty = folder.write("empty.http", "");
  const std::string garbage =
      folder.write("garbage.bin", std::string("\x7f\x45\x4c\x46\0\1\2\3", 8) + std::string(500, '\xC3'));
  for (const std::string& path : {empty, garbage}) {
    INFO(path);
    CHECK(run_httpvet({path}).code == 3);
    CHECK(run_httpvet({path, good}).code == 3);
    CHECK(run_httpvet({"--allow-empty", path}).code == 0);
    CHECK(run_httpvet({"--allow-empty", path, good}).code == 0);
  }
  CHECK(run_on("", {}).code == 3);
  const TemporaryFolder nothing;
  CHECK(run_httpvet({nothing.path()}).code == 3);
  CHECK(run_httpvet({"--allow-empty", nothing.path()}).code == 0);
  CHECK(run_on("hello, world\n", {}).code == 3);
}

TEST_CASE("a file in a folder that holds no HTTP is listed, and no reason for 3") {
  const TemporaryFolder folder;
  folder.write("good.http", kGood);
  folder.write("notes.txt", "nothing that looks like HTTP\n");
  const auto run = run_httpvet({folder.path()});
  CHECK(run.code == 0);
  CHECK(contains(run.out, "notes.txt"));
}

TEST_CASE("3 wins over 1") {
  const TemporaryFolder folder;
  CHECK(run_httpvet({folder.write("bad.http", kBad), folder.path() + "/missing"}).code == 3);
}

TEST_CASE("4: a report that cannot be written") {
  const TemporaryFolder folder;
  const std::string command = std::string(HTTPVET_BINARY) + " " + folder.write("bad.http", kBad);
  const auto run = httpvet::testing::run_process({"sh", "-c", command + " > /dev/full"});
  CHECK(run.code == 4);
  CHECK(run.err == "httpvet: cannot write to standard output: No space left on device\n");
  const auto closed = httpvet::testing::run_process({"sh", "-c", command + " >&-"});
  CHECK(closed.code == 4);
}

TEST_CASE("141: a closed pipe is no error and says nothing") {
  const TemporaryFolder folder;
  std::string many;
  for (int i = 0; i < 5000; ++i) many += kBad;
  httpvet::testing::ProcessOptions options;
  options.close_output_early = true;
  const auto run = run_httpvet({"--format", "concise", folder.write("many.http", many)}, options);
  CHECK(run.code == 141);
  CHECK(run.err.empty());
  CHECK(contains(run.out, "405-missing-allow"));
}

TEST_CASE("130: an interrupted run reports what it read") {
  const TemporaryFolder folder;
  // The FIFO is open for writing, too: it never ends. The signal is sent once the program catches it (SIGINT is bit 1).
  const std::string script = R"sh(
      mkfifo "$1"; exec 3<>"$1"; "$0" - <&3 & program=$!
      until grep -q httpvet "/proc/$program/comm" && grep -q 'SigCgt:.*[2367abef]$' "/proc/$program/status"; do
        sleep 0.05
      done
      kill -INT $program; wait $program; echo "code $?")sh";
  // A job in the background of a shell ignores SIGINT unless job control is on.
  const auto run = httpvet::testing::run_process({"bash", "-m", "-c", script, HTTPVET_BINARY, folder.path() + "/fifo"});
  INFO(run.out << run.err);
  CHECK(contains(run.err, "httpvet: interrupted"));
  CHECK(contains(run.out, "code 130"));
  CHECK(contains(run.out, "No findings"));
}
