#include "engine/rule_examples.h"

#include <string>
#include <vector>

#include "engine/rule_loader_examples.h"
#include "support/catch.h"

namespace httpvet::engine {
namespace {

TEST_CASE("a request of one line stands for a whole request") {
  CHECK(request_octets("DELETE /x") == "DELETE /x HTTP/1.1\r\nHost: example.com\r\n\r\n");
  CHECK(request_octets("GET /\n") == "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
  CHECK(request_octets("GET / HTTP/1.1") == "GET / HTTP/1.1\r\n\r\n");
  CHECK(request_octets("GET / HTTP/1.1\nHost: a\n") == "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(request_octets("PUT / HTTP/1.1\nContent-Length: 2\n\nhi\n") == "PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
  CHECK(request_octets("").empty());
}

TEST_CASE("the text of a response becomes octets") {
  CHECK(response_octets("HTTP/1.1 200 OK\nA: b\n") == "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  CHECK(response_octets("HTTP/1.1 200 OK\nA: b\n\n") == "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  CHECK(response_octets("HTTP/1.1 200 OK\nA: b\n\none\ntwo\n") == "HTTP/1.1 200 OK\r\nA: b\r\n\r\none\r\ntwo");
  CHECK(response_octets("HTTP/1.1 200 OK\nA: b\n\none\n\n") == "HTTP/1.1 200 OK\r\nA: b\r\n\r\none\r\n");
  CHECK(response_octets("").empty());
}

TEST_CASE("interim responses stand before the final one in one text") {
  CHECK(response_octets("HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK\nA: b\n") ==
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  CHECK(response_octets("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 OK\n\nbody\n") ==
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody");
  CHECK(response_octets("HTTP/1.1 100 Continue\n\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  // What follows 101 is another protocol.
  CHECK(response_octets("HTTP/1.1 101 Switching Protocols\n\nbytes\n") ==
        "HTTP/1.1 101 Switching Protocols\r\n\r\nbytes");
}

TEST_CASE("times of examples are RFC 3339") {
  CHECK(parse_time("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_time("2026-01-01T00:00:01.5Z") == 1767225601500000000);
  CHECK(parse_time("2026-01-01t01:00:00+01:00") == 1767225600000000000);
  CHECK(parse_time("2025-12-31 23:30:00-00:30") == 1767225600000000000);
  for (const Bytes text : {"", "2026-01-01", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
                           "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00.Z", "9999-01-01T00:00:00Z"}) {
    INFO(std::string(text));
    CHECK_FALSE(parse_time(text));
  }
}

std::string rules_with(const std::string& require, const std::string& bad, const std::string& good) {
  return "rules:\n  - id: x-allow\n    severity: warning\n    basis: MUST\n    spec: RFC 9110\n    title: T\n"
         "    when: res.status == 405\n    require: " +
         require + "\n    message: M\n    why: W\n    fix: F\n    bad:\n" + bad + "    good:\n" + good;
}

std::vector<std::string> failures_of(const std::string& yaml) {
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(yaml, "f.yaml", errors);
  for (const RuleFileError& error : errors) FAIL_CHECK(error.text());
  const RuleSet set = RuleSet::merge({}, &file, errors);
  std::vector<std::string> out;
  for (const ExampleFailure& failure : run_all_examples(set, &file)) out.push_back(failure.text());
  return out;
}

TEST_CASE("examples that hold make no failure") {
  CHECK(failures_of(rules_with("has(res.allow)", "      - response: HTTP/1.1 405 No\n",
                               "      - response: \"HTTP/1.1 405 No\\nAllow: GET\"\n"))
            .empty());
}

TEST_CASE("examples that do not hold say where they stand and why") {
  const auto failures = failures_of(rules_with("has(res.allow)", "      - response: \"HTTP/1.1 405 No\\nAllow: GET\"\n",
                                               "      - response: HTTP/1.1 405 No\n"));
  REQUIRE(failures.size() == 2);
  CHECK(failures[0] == "f.yaml:13:9: x-allow, bad example 1: its rule does not fire");
  CHECK(failures[1] == "f.yaml:15:9: x-allow, good example 1: its rule fires");
}

TEST_CASE("another rule's finding breaks an example unless `also` names it") {
  const std::string other =
      "  - id: x-date\n    severity: warning\n    basis: MUST\n    spec: RFC 9110\n    title: T\n"
      "    require: has(res.date)\n    message: M\n    why: W\n    fix: F\n"
      "    bad: [{response: HTTP/1.1 200 OK}]\n    good: [{response: \"HTTP/1.1 200 OK\\nDate: x\"}]\n";
  const std::string good = "      - response: \"HTTP/1.1 405 No\\nAllow: GET\\nDate: x\"\n";
  const auto failures = failures_of(rules_with("has(res.allow)", "      - response: HTTP/1.1 405 No\n", good) + other);
  REQUIRE(failures.size() == 1);
  CHECK(failures[0] == "f.yaml:13:9: x-allow, bad example 1: x-date (warning) fires as well");
  CHECK(failures_of(rules_with("has(res.allow)", "      - {response: HTTP/1.1 405 No, also: [x-date]}\n", good) + other)
            .empty());
}

TEST_CASE("examples have to notice that a requirement is turned round") {
  // These two hold for `has(res.allow)`; negated, the bad one does not fire any more.
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(rules_with("has(res.allow)", "      - response: HTTP/1.1 405 No\n",
                       "      - response: \"HTTP/1.1 405 No\\nAllow: GET\"\n"),
            "f.yaml", errors);
  REQUIRE(errors.empty());
  CHECK(examples_prove(file.rules()[0]));
}

TEST_CASE("examples that a negated requirement passes as well prove nothing") {
  // One line of the bad example fulfils the requirement, another does not; the good one is none of the rule's business.
  const std::string bad = "      - response: \"HTTP/1.1 405 No\\nAllow: GET\\nAge: 1\"\n";
  const auto failures =
      failures_of(rules_with("it.name == \"Allow\"\n    each: res.lines", bad, "      - response: HTTP/1.1 200 OK\n"));
  REQUIRE(failures.size() == 1);
  CHECK(failures[0] == "f.yaml:2:9: x-allow: all examples hold with `require` negated too: they do not test it");
}

TEST_CASE("a message has to take as many words as its check gives") {
  const auto failures = failures_of(
      "rules:\n  - id: x-length\n    severity: error\n    basis: MUST\n    scope: message\n    spec: RFC 9112\n"
      "    title: T\n    check: content_length_invalid\n    message: No words.\n    why: W\n    fix: F\n"
      "    bad: [{response: \"HTTP/1.1 200 OK\\nContent-Length: x\"}]\n"
      "    good: [{response: \"HTTP/1.1 200 OK\\nContent-Length: 0\"}]\n");
  REQUIRE(failures.size() == 1);
  CHECK(failures[0].find("the message of x-length takes 0 words, but its check gives ") != std::string::npos);
}

TEST_CASE("a rule that is off by default runs in its own examples") {
  CHECK(failures_of(rules_with("has(res.allow)\n    default: off", "      - response: HTTP/1.1 405 No\n",
                               "      - response: \"HTTP/1.1 405 No\\nAllow: GET\"\n"))
            .empty());
}

}  // namespace
}  // namespace httpvet::engine
