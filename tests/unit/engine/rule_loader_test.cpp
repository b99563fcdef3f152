// What a rule file that is right becomes.
#include <string>
#include <vector>

#include "engine/rule_set.h"
#include "expr/compiler.h"
#include "facts/schema.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::engine {
namespace {

using model::Profile;

constexpr Bytes kDesignSample = R"(rules:
  - id: 405-missing-allow
    severity: error              # error | warning | info: how loud we are
    basis: MUST                  # what the spec says
    confidence: certain          # certain | likely | heuristic
    spec: [RFC 9110 §15.5.6, RFC 2616 §10.4.6]
    title: 405 response does not list the allowed methods
    when: res.status == 405
    require: has(res.allow)
    message: A 405 response must carry Allow; this one has none.
    why: Clients use Allow to pick a method that works; without it the refusal is a dead end.
    fix: Send `Allow` with the methods this resource supports (an empty value is allowed).
    bad:
      - request: DELETE /reports/7
        response: |
          HTTP/1.1 405 Method Not Allowed
          Date: Thu, 01 Jan 2026 00:00:00 GMT
          Content-Length: 0
    good:
      - request: DELETE /reports/7
        response: |
          HTTP/1.1 405 Method Not Allowed
          Date: Thu, 01 Jan 2026 00:00:00 GMT
          Allow: GET, HEAD
          Content-Length: 0
)";

constexpr Bytes kMinimal = R"(rules:
  - id: x-sample
    severity: error
    basis: MUST
    spec: RFC 9110
    title: T
    message: M
    why: W
    fix: F
    bad: [{response: HTTP/1.1 200 OK}]
    good: [{response: HTTP/1.1 200 OK}]
)";

/// Loads the minimal rule with `lines` (which may repeat none of its keys) added.
void load_with(RuleFile& file, const std::string& lines) {
  std::vector<RuleFileError> errors;
  file.load(std::string(kMinimal) + lines, "f.yaml", errors);
  for (const RuleFileError& error : errors) FAIL_CHECK(error.text());
  REQUIRE(file.rules().size() == 1);
}

/// Loads the minimal rule with the line `from` replaced.
void load_replacing(RuleFile& file, const std::string& from, const std::string& to, const std::string& lines) {
  std::string yaml = std::string(kMinimal) + lines;
  yaml.replace(yaml.find(from), from.size(), to);
  std::vector<RuleFileError> errors;
  file.load(yaml, "f.yaml", errors);
  for (const RuleFileError& error : errors) FAIL_CHECK(error.text());
  REQUIRE(file.rules().size() == 1);
}

Bytes field_name(const EvidencePath& path) { return fields::field_info(facts::field_of(path.fact)).name; }

TEST_CASE("the sample of the design loads as written") {
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(kDesignSample, "rules/status/405.yaml", errors);
  REQUIRE(errors.empty());
  REQUIRE(file.rules().size() == 1);
  const Rule& rule = file.rules()[0];
  CHECK(rule.info.id == "405-missing-allow");
  CHECK(rule.info.severity == model::Severity::kError);
  CHECK(rule.info.basis == model::Basis::kMust);
  CHECK(rule.info.confidence == model::Confidence::kCertain);
  CHECK(rule.info.scope == model::Scope::kResponse);
  CHECK(rule.info.status == model::RuleStatus::kStable);
  CHECK(rule.info.default_on);
  CHECK(rule.info.profiles == 0b11);
  REQUIRE(rule.info.spec.size() == 2);
  CHECK(rule.info.spec[1] == "RFC 2616 §10.4.6");
  CHECK(rule.info.title == "405 response does not list the allowed methods");
  CHECK(rule.info.message == "A 405 response must carry Allow; this one has none.");
  CHECK(rule.info.why.ends_with("a dead end."));
  CHECK(rule.info.requirement == "when: res.status == 405\nrequire: has(res.allow)");
  CHECK(rule.each.empty());
  CHECK(rule.when.type == expr::kBoolType);
  CHECK(rule.require.type == expr::kBoolType);
  CHECK(rule.arguments.empty());
  CHECK(rule.severities.empty());
  CHECK(rule.check == nullptr);
  CHECK(rule.at.root == expr::kNoRoot);
  REQUIRE(rule.evidence.size() == 1);
  CHECK(field_name(rule.evidence[0]) == "Allow");
  // Necessary for a finding: status 405, and no Allow.
  REQUIRE(rule.needs.statuses.size() == 1);
  CHECK(rule.needs.statuses[0].first == 405);
  CHECK(rule.needs.statuses[0].last == 405);
  REQUIRE(rule.needs.absent.size() == 1);
  CHECK(rule.needs.absent[0] == facts::field_feature(false, fields::find_field("Allow")));
  REQUIRE(rule.info.bad.size() == 1);
  const model::Example& bad = rule.info.bad[0];
  CHECK(bad.has_request_stream);
  CHECK(bad.has_response_stream);
  REQUIRE(bad.exchanges.size() == 1);
  CHECK(bad.exchanges[0].request == "DELETE /reports/7 HTTP/1.1\r\nHost: example.com\r\n\r\n");
  CHECK(bad.exchanges[0].response ==
        "HTTP/1.1 405 Method Not Allowed\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
  CHECK(file.origin(0).rule.line == 2);
  CHECK(file.origin(0).rule.column == 9);
  CHECK(file.origin(0).bad.at(0).line == 14);
  CHECK(file.origin(0).good.at(0).line == 20);
}

TEST_CASE("every other key ends up where it belongs") {
  RuleFile file;
  load_with(file, R"(    confidence: heuristic
    scope: message
    each: msg.lines
    when: it.name == "x"
    tags: [a, b]
    default: off
    profiles: rfc2616
    status: preview
    since: 0.2
    aliases: [x-former]
    at: msg.content_range
    reads: [msg.allow, msg.allow_text, msg.content_range]
)");
  const Rule& rule = file.rules()[0];
  CHECK(rule.info.confidence == model::Confidence::kHeuristic);
  CHECK(rule.info.scope == model::Scope::kMessage);
  CHECK(rule.each.type.kind == expr::Kind::kList);
  CHECK(rule.info.tags.size() == 2);
  CHECK_FALSE(rule.info.default_on);
  CHECK(rule.info.profiles == 0b10);
  CHECK(rule.info.status == model::RuleStatus::kPreview);
  CHECK(rule.info.since == "0.2");
  REQUIRE(rule.info.aliases.size() == 1);
  CHECK(rule.at.root == static_cast<expr::RootId>(facts::Root::kMsg));
  CHECK(field_name(rule.at) == "Content-Range");
  // allow and allow_text are one field.
  REQUIRE(rule.evidence.size() == 2);
  CHECK(field_name(rule.evidence[0]) == "Allow");
  // A rule of the rfc2616 profile alone is judged under it.
  CHECK(rule.info.bad[0].profile == Profile::kRfc2616);
}

TEST_CASE("evidence is what require reads, then what when reads") {
  RuleFile file;
  load_with(file, "    when: has(res.age) && has(req.range)\n    require: has(res.allow) || has(res.age)\n");
  const Rule& rule = file.rules()[0];
  REQUIRE(rule.evidence.size() == 3);
  CHECK(field_name(rule.evidence[0]) == "Allow");
  CHECK(field_name(rule.evidence[1]) == "Age");
  CHECK(field_name(rule.evidence[2]) == "Range");
  CHECK(rule.evidence[2].root == static_cast<expr::RootId>(facts::Root::kReq));
}

TEST_CASE("a severity list keeps its order, and the last one alone is the rule's") {
  RuleFile file;
  load_replacing(file, "severity: error",
                 "severity: [{when: res.status == 200, is: info}, {when: req.method == \"PUT\", is: error}, warning]",
                 "    when: res.status == 405\n");
  const Rule& rule = file.rules()[0];
  REQUIRE(rule.severities.size() == 2);
  CHECK(rule.severities[0].severity == model::Severity::kInfo);
  CHECK_FALSE(rule.severities[0].when.empty());
  CHECK(rule.severities[1].severity == model::Severity::kError);
  CHECK(rule.info.severity == model::Severity::kWarning);
}

TEST_CASE("message templates") {
  struct Case {
    std::string written;
    std::string text;
    std::size_t arguments;
  };
  const Case cases[] = {
      {"'No places.'", "No places.", 0},
      {"'Status {res.status} of {req.method}.'", "Status {} of {}.", 2},
      {"'{res.allow} is a list, {has(res.allow)} a bool.'", "{} is a list, {} a bool.", 2},
      {"'Braces {{ and }} and {{}}.'", "Braces {{ and }} and {{}}.", 0},
      {"'{res.reason + \"}\"}'", "{}", 1},
  };
  for (const Case& c : cases) {
    INFO(c.written);
    RuleFile file;
    load_replacing(file, "message: M", "message: " + c.written, "    when: res.status == 405\n");
    CHECK(file.rules()[0].info.message == c.text);
    CHECK(file.rules()[0].arguments.size() == c.arguments);
  }
}

TEST_CASE("a check takes its arguments from C++") {
  const auto checks = checks::all_checks();
  REQUIRE_FALSE(checks.empty());
  RuleFile file;
  load_replacing(file, "message: M", "message: \"'{}' is no length.\"",
                 "    when: res.status == 200\n    check: " + std::string(checks[0].name) + "\n");
  const Rule& rule = file.rules()[0];
  CHECK(rule.check == checks[0].function);
  CHECK(rule.info.message == "'{}' is no length.");
  CHECK(rule.arguments.empty());
  CHECK(rule.require.empty());
}

}  // namespace
}  // namespace httpvet::engine
