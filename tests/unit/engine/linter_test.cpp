#include "engine/linter.h"

#include <string>
#include <vector>

#include "capture/inputs.h"
#include "support/catch.h"

namespace httpvet::engine {
namespace {

constexpr Bytes kRequest = "GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n";
constexpr Bytes kDate = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n";

const RuleSet& rules() {
  static std::vector<RuleFileError> errors;
  static const RuleSet set = RuleSet::merge(builtin_rules(), nullptr, errors);
  return set;
}

struct Found {
  std::string id;
  model::Severity severity;
  std::string field;
  std::string text;
  std::uint64_t offset;
  std::vector<std::string> arguments;
};

/// Lints the two streams of one connection; a findings' copy, since batches do not last.
std::vector<Found> lint(Linter& linter, const std::string& requests, const std::string& responses) {
  capture::MemoryConnection connection;
  if (!requests.empty()) connection.requests = requests;
  connection.responses = responses;
  const auto source = capture::open_connection(connection, &linter.sinks());
  linter.begin_source();
  model::Batch batch;
  std::vector<Found> found;
  while (source->reader().next(batch)) {
    for (const model::Finding& f : linter.lint(batch)) {
      found.push_back({std::string(f.rule->id),
                       f.severity,
                       std::string(f.field_name),
                       std::string(f.evidence.text),
                       f.evidence.input ? f.evidence.input->offset : 0,
                       {}});
      for (const Bytes argument : f.arguments) found.back().arguments.emplace_back(argument);
    }
  }
  return found;
}

std::unique_ptr<Linter> linter_with(Selection selection) {
  auto created = Linter::create(rules(), selection, {});
  REQUIRE(created.ok());
  return std::move(created.value());
}

std::vector<std::string> ids(const std::vector<Found>& found) {
  std::vector<std::string> result;
  for (const Found& f : found) result.push_back(f.id);
  return result;
}

const std::string kMissingAllow =
    "HTTP/1.1 405 Method Not Allowed\r\n" + std::string(kDate) + "Content-Length: 0\r\n\r\n";

TEST_CASE("a finding carries its rule, its place and its octets") {
  const auto linter = linter_with({});
  const std::string response = "HTTP/1.1 204 No Content\r\n" + std::string(kDate) + "Content-Length: 5\r\n\r\n";
  const auto found = lint(*linter, std::string(kRequest), response);
  REQUIRE(ids(found) == std::vector<std::string>{"204-content-length"});
  CHECK(found[0].severity == model::Severity::kError);
  CHECK(found[0].field == "Content-Length");
  CHECK(found[0].text == "5");
  CHECK(found[0].offset == response.find("5\r\n\r\n"));
  CHECK(found[0].arguments == std::vector<std::string>{"5"});
}

TEST_CASE("what is missing is shown at the start line") {
  const auto linter = linter_with({});
  const auto found = lint(*linter, std::string(kRequest), kMissingAllow);
  REQUIRE(ids(found) == std::vector<std::string>{"405-missing-allow"});
  CHECK(found[0].text == "HTTP/1.1 405 Method Not Allowed");
  CHECK(found[0].offset == 0);
}

TEST_CASE("a disabled rule is silent, by id and by glob") {
  Selection selection;
  selection.disable = {"405-missing-allow"};
  CHECK(lint(*linter_with(selection), std::string(kRequest), kMissingAllow).empty());
  selection.disable = {"405-*"};
  CHECK(lint(*linter_with(selection), std::string(kRequest), kMissingAllow).empty());
}

TEST_CASE("severity decides what is shown, and an enabled rule is shown at any level") {
  const std::string response = "HTTP/1.1 204 No Content\r\n" + std::string(kDate) + "Content-Length: 0\r\n\r\n";
  Selection selection;
  selection.severity = model::Severity::kError;
  CHECK(lint(*linter_with(selection), std::string(kRequest), response).empty());
  selection.enable = {"204-content-length"};
  const auto found = lint(*linter_with(selection), std::string(kRequest), response);
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == model::Severity::kWarning);
}

TEST_CASE("a pattern that matches no rule is an error with the nearest id") {
  Selection selection;
  selection.disable = {"405-mising-allow"};
  const auto created = Linter::create(rules(), selection, {});
  REQUIRE_FALSE(created.ok());
  CHECK(created.error().message.find("did you mean '405-missing-allow'") != std::string::npos);
}

TEST_CASE("rules that ask for a request which was not captured are undecided, others are not") {
  const auto linter = linter_with({});
  const std::string partial = "HTTP/1.1 206 Partial Content\r\n" + std::string(kDate) +
                              "Content-Range: bytes 0-4/100\r\nContent-Length: 5\r\n\r\nhello";
  CHECK(lint(*linter, "", partial).empty());
  CHECK(linter->counts().undecided.at("206-without-range-request") == 1);
  CHECK(linter->counts().undecided.count("206-missing-content-range") == 0);
  CHECK(linter->counts().undecided_exchanges == 1);
}

TEST_CASE("findings come in the order of exchange, part, octet offset and rule id") {
  const auto linter = linter_with({});
  const std::string bad =
      "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n" + std::string(kDate) + "\r\n";
  const auto found = lint(*linter, std::string(kRequest) + std::string(kRequest), bad + kMissingAllow);
  CHECK(ids(found) == std::vector<std::string>{"204-transfer-encoding", "204-content-length", "405-missing-allow"});
  REQUIRE(found.size() == 3);
  CHECK(found[0].offset < found[1].offset);
}

TEST_CASE("a rule on exchanges that asks for the response speaks once, whether there is one or not") {
  Selection selection;
  selection.enable = {"414-expected"};
  selection.disable = {"session-*", "syntax-*"};
  const auto linter = linter_with(selection);
  const std::string request = "GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: example.com\r\n\r\n";
  const std::string refused = "HTTP/1.1 400 Bad Request\r\n" + std::string(kDate) + "Content-Length: 0\r\n\r\n";
  CHECK(ids(lint(*linter, request, "")) == std::vector<std::string>{"414-expected"});
  CHECK(ids(lint(*linter, request, refused)) == std::vector<std::string>{"414-expected"});
  CHECK(lint(*linter, std::string(kRequest), "").empty());
}

TEST_CASE("history is forgotten from one source to the next") {
  const auto linter = linter_with({});
  const std::string full = "HTTP/1.1 200 OK\r\n" + std::string(kDate) + "ETag: \"v1\"\r\nContent-Length: 1\r\n\r\na";
  const std::string revalidated = "HTTP/1.1 304 Not Modified\r\n" + std::string(kDate) + "\r\n";
  const std::string conditional =
      "GET /a HTTP/1.1\r\nHost: example.com\r\nIf-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT\r\n\r\n";
  CHECK(ids(lint(*linter, std::string(kRequest) + conditional, full + revalidated)) ==
        std::vector<std::string>{"304-missing-validator"});
  CHECK(lint(*linter, conditional, revalidated).empty());
}

TEST_CASE("one hostile message does not flood a report") {
  const auto linter = linter_with({});
  std::string response = "HTTP/1.1 200 OK\r\n" + std::string(kDate);
  for (int i = 0; i < 5000; ++i) response += "no colon here\r\n";
  response += "Content-Length: 0\r\n\r\n";
  CHECK(lint(*linter, std::string(kRequest), response).size() <= 256);
}

TEST_CASE("what a rule asks of contents is asked again only where the rest of it may hold") {
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(R"(rules:
  - id: example-page
    severity: warning
    basis: PRACTICE
    spec: RFC 9110
    title: t
    message: m
    why: w.
    fix: f.
    when: res.content.kind == "html" && res.content.says("oops")
    bad: [{wire: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\noops"}]
    good: [{wire: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\ngood"}]
)",
            "mine.yaml", errors);
  const RuleSet set = RuleSet::merge({}, &file, errors);
  REQUIRE(errors.empty());
  const auto linter = std::move(Linter::create(set, {}, {}).value());
  const auto response = [](const std::string& type, const std::string& text) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 4\r\n\r\n" + text;
  };
  std::string requests;
  std::string responses;
  for (const char* text : {"good", "oops", "good", "oops"}) {
    requests += std::string(kRequest) + std::string(kRequest);
    responses += response("application/json", "oops") + response("text/html", text);
  }
  CHECK(lint(*linter, requests, responses).size() == 2);
  CHECK(linter->counts().evaluated.at("example-page") == 4);
}

/// Two rules on every 405, the second in place of the first.
RuleSet replacing_rules(RuleFile& file, const std::string& severity) {
  const std::string example = R"(
    bad: [{wire: "HTTP/1.1 405 No\r\nAllow: GET\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n"}]
    good: [{wire: "HTTP/1.1 204 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n"}]
)";
  const std::string rest = R"(
    basis: MUST
    spec: RFC 9110
    title: t
    message: m
    why: w.
    fix: f.
    when: res.status == 405)" +
                           example;
  std::vector<RuleFileError> errors;
  file.load("rules:\n  - id: example-general\n    severity: warning" + rest +
                "  - id: example-special\n    severity: " + severity + "\n    replaces: example-general" + rest,
            "mine.yaml", errors);
  RuleSet set = RuleSet::merge({}, &file, errors);
  for (const RuleFileError& error : errors) FAIL_CHECK(error.text());
  return set;
}

TEST_CASE("a rule that replaces another speaks in its place") {
  RuleFile file;
  const RuleSet set = replacing_rules(file, "error");
  const auto linter = std::move(Linter::create(set, {}, {}).value());
  CHECK(ids(lint(*linter, std::string(kRequest), kMissingAllow)) == std::vector<std::string>{"example-special"});
}

TEST_CASE("a rule that is too quiet to be shown silences the one it replaces all the same") {
  RuleFile file;
  const RuleSet set = replacing_rules(file, "info");
  const auto linter = std::move(Linter::create(set, {}, {}).value());
  CHECK(lint(*linter, std::string(kRequest), kMissingAllow).empty());
}

TEST_CASE("a rule that is switched off replaces nothing") {
  RuleFile file;
  const RuleSet set = replacing_rules(file, "error");
  Selection selection;
  selection.disable = {"example-special"};
  const auto linter = std::move(Linter::create(set, selection, {}).value());
  CHECK(ids(lint(*linter, std::string(kRequest), kMissingAllow)) == std::vector<std::string>{"example-general"});
}

TEST_CASE("a rule of a user can only replace a rule that is there") {
  RuleFile file;
  replacing_rules(file, "error");
  std::vector<RuleFileError> errors;
  RuleFile wrong;
  wrong.load(R"(rules:
  - id: example-alone
    severity: warning
    basis: MUST
    spec: RFC 9110
    title: t
    message: m
    why: w.
    fix: f.
    when: res.status == 405
    replaces: example-generel
    bad: [{wire: "HTTP/1.1 405 No\r\n\r\n"}]
    good: [{wire: "HTTP/1.1 204 OK\r\n\r\n"}]
)",
             "mine.yaml", errors);
  RuleSet::merge({}, &wrong, errors);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].message.find("example-generel") != std::string::npos);
}

}  // namespace
}  // namespace httpvet::engine
