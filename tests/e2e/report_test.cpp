// Where a report goes, and what stays the same about it.
#include <filesystem>

#include "e2e/program.h"
#include "support/catch.h"

using namespace httpvet::e2e;
using httpvet::testing::ProcessOptions;
using httpvet::testing::read_file;
using httpvet::testing::TemporaryFolder;

TEST_CASE("the option -o writes the report to a file, and nothing else beside it") {
  const TemporaryFolder folder;
  const std::string bad = folder.write("in/bad.http", kBad);
  const std::string report = folder.path() + "/report.json";
  const auto run = run_httpvet({"-f", "json", "-o", report, bad});
  CHECK(run.code == 1);
  CHECK(run.out.empty());
  CHECK(run.err.empty());
  CHECK(read_file(report) == run_httpvet({"-f", "json", bad}).out);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename().string();
    INFO(name);
    CHECK((name == "in" || name == "report.json"));
  }
}

TEST_CASE("the option -o keeps an older report when nothing is linted, and never takes an input") {
  const TemporaryFolder folder;
  const std::string report = folder.write("report", "older");
  CHECK(run_httpvet({"-o", report, "--disable", "no-such-rule", folder.write("bad.http", kBad)}).code == 2);
  CHECK(read_file(report) == "older");

  const std::string bad = folder.write("bad.http", kBad);
  const auto run = run_httpvet({"-o", bad, bad});
  CHECK(run.code == 2);
  CHECK(contains(run.err, "would replace the input"));
  CHECK(read_file(bad) == kBad);
}

TEST_CASE("the option --quiet leaves findings, and tells troubles on the error stream") {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.http", kGood);
  const auto clean = run_httpvet({"-q", good});
  CHECK(clean.code == 0);
  CHECK(clean.out.empty());
  CHECK(clean.err.empty());
  const auto missing = run_httpvet({"-q", good, folder.path() + "/missing"});
  CHECK(missing.code == 3);
  CHECK(missing.out.empty());
  CHECK(contains(missing.err, folder.path() + "/missing: "));
  CHECK(contains(missing.err, "input-missing"));
}

TEST_CASE("colour only where it is asked for") {
  const std::string escape = "\x1b[";
  CHECK_FALSE(contains(run_on(kBad, {}).out, escape));
  CHECK(contains(run_on(kBad, {"--color", "always"}).out, escape));
  CHECK(contains(run_on(kBad, {"--colour=always"}).out, escape));
  CHECK_FALSE(contains(run_on(kBad, {"--format", "json", "--color", "always"}).out, escape));
  ProcessOptions options;
  options.input = kBad;
  options.environment = {"FORCE_COLOR=1"};
  CHECK(contains(run_httpvet({"-"}, options).out, escape));
  CHECK_FALSE(contains(run_httpvet({"--color", "never", "-"}, options).out, escape));
  options.environment = {"FORCE_COLOR=1", "NO_COLOR=1"};
  CHECK_FALSE(contains(run_httpvet({"-"}, options).out, escape));
}

TEST_CASE("neither locale nor width of a terminal changes a report that goes to no terminal") {
  ProcessOptions options;
  options.input = kBad;
  const std::string plain = run_httpvet({"-"}, options).out;
  options.environment = {"LC_ALL=de_DE.ISO-8859-1", "COLUMNS=40", "TERM=dumb"};
  CHECK(run_httpvet({"-"}, options).out == plain);
}

TEST_CASE("no captured octet starts a terminal escape or a command of a CI system") {
  const std::string hostile =
      "HTTP/1.1 405 \x1b]0;title\x07\r\nDate: ::error::owned\r\nContent-Length: ##[add-path]x\r\nX: \x9b"
      "31m##vso[task]\r\n\r\n";
  for (const char* format : {"text", "concise", "json", "jsonl"}) {
    const auto run = run_on(hostile, {"--format", format, "--severity", "info"});
    INFO(format << ":\n" << run.out);
    CHECK(run.out.find_first_of("\x1b\x07\r") == std::string::npos);
    CHECK_FALSE(contains(run.out, "##["));
    CHECK_FALSE(contains(run.out, "##vso["));
    CHECK_FALSE(contains(run.out, "\n::"));
  }
}

TEST_CASE("explain, rules, facts, formats and help answer on standard output") {
  for (const auto& arguments : {std::vector<std::string>{"explain", "405-missing-allow"},
                                {"explain", "405-missing-allow", "--format", "json"},
                                {"rules"},
                                {"rules", "405-*", "--format=json"},
                                {"facts"},
                                {"facts", "--format", "json"},
                                {"formats"},
                                {"help"},
                                {"help", "lint"},
                                {"--version"}}) {
    const auto run = run_httpvet(arguments);
    INFO(arguments.front());
    CHECK(run.code == 0);
    CHECK_FALSE(run.out.empty());
    CHECK(run.err.empty());
  }
  CHECK(contains(run_httpvet({"explain", "405-missing-allow"}).out, "RFC 9110 §15.5.6"));
  CHECK(contains(run_httpvet({"explain", "405-mising-allow"}).err, "did you mean '405-missing-allow'?"));
}

TEST_CASE("users' own rules are run, explained and tested") {
  const TemporaryFolder folder;
  const auto rule = [](const std::string& require) {
    return "rules:\n"
           "  - id: mine-teapot\n    severity: error\n    basis: PRACTICE\n    spec: [RFC 2324 §2.3.2]\n"
           "    title: Response from a teapot\n    when: res.status == 418\n    require: " +
           require +
           "\n    message: This is a teapot.\n    why: Coffee cannot be had here.\n    fix: Ask the coffee pot.\n"
           "    bad:\n      - response: |\n          HTTP/1.1 418 I'm a teapot\n          Date: Thu, 01 Jan 2026 "
           "00:00:00 GMT\n"
           "          Content-Length: 0\n"
           "    good:\n      - response: |\n          HTTP/1.1 200 OK\n          Date: Thu, 01 Jan 2026 00:00:00 GMT\n"
           "          Content-Length: 0\n";
  };
  const std::string own = folder.write("own.yaml", rule("has(res.retry_after)"));
  const auto tested = run_httpvet({"test-rules", own});
  CHECK(tested.code == 0);
  CHECK(contains(tested.out, "1 rule with 2 examples: all hold"));
  const auto linted = run_on("HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n", {"--rules", own});
  CHECK(linted.code == 1);
  CHECK(contains(linted.out, "mine-teapot"));
  CHECK(contains(run_httpvet({"explain", "--rules", own, "mine-teapot"}).out, "Ask the coffee pot."));

  // An example that does not hold: this rule never fires.
  const auto failed = run_httpvet({"test-rules", folder.write("wrong.yaml", rule("res.status == 418"))});
  CHECK(failed.code == 1);
  CHECK(contains(failed.out, "wrong.yaml:"));
  CHECK(contains(failed.out, "mine-teapot"));
}
