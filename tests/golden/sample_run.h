// One run made by hand that shows what reports have to cope with: odd octets, secrets, long lines, missing things.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "report/reporter.h"
#include "support/capture_sample.h"

namespace httpvet::testing {

namespace sample_rules {

inline constexpr std::array<Bytes, 2> kAllowSpec = {"RFC 9110 §15.5.6", "RFC 2616 §10.4.6"};
inline constexpr std::array<Bytes, 1> kFieldSpec = {"RFC 9110 §5.5"};
inline constexpr std::array<Bytes, 1> kAgeSpec = {"RFC 9111 §5.1"};
inline constexpr std::array<Bytes, 1> kLineSpec = {"RFC 9112 §2.2"};
inline constexpr std::array<Bytes, 1> kCookieSpec = {"RFC 6265 §4.1.1"};

inline model::RuleInfo rule(Bytes id, model::Severity severity, model::Basis basis, std::span<const Bytes> spec,
                            Bytes message, Bytes why, Bytes fix) {
  model::RuleInfo info;
  info.id = id;
  info.severity = severity;
  info.basis = basis;
  info.spec = spec;
  info.message = message;
  info.why = why;
  info.fix = fix;
  return info;
}

inline const model::RuleInfo kMissingAllow =
    rule("405-missing-allow", model::Severity::kError, model::Basis::kMust, kAllowSpec,
         "A 405 response must carry Allow; this one has none.",
         "Clients use Allow to pick a method that works; without it the refusal is a dead end.",
         "Send `Allow` with the methods this resource supports (an empty value is allowed).");

inline const model::RuleInfo kControl =
    rule("syntax-field-value-control", model::Severity::kError, model::Basis::kAbnf, kFieldSpec,
         "The value of {} holds a control character: {}.",
         "Recipients drop, replace or reject such octets, so that two of them see two different values.",
         "Leave control characters out, or encode them.");

inline const model::RuleInfo kAge = rule(
    "cache-age-invalid", model::Severity::kWarning, model::Basis::kAbnf, kAgeSpec, "Age {} is no number of seconds.",
    "Caches ignore such a value or the whole response.", "Send digits only, for example `Age: 60`.");

inline const model::RuleInfo kBareLf =
    rule("syntax-bare-lf", model::Severity::kInfo, model::Basis::kMust, kLineSpec,
         "This line ends in LF without CR (`\\n`).",
         "Parsers differ in what they take for a line end, and what differs can be smuggled.",
         "End every line of the header section with CRLF (`\\r\\n`).");

inline const model::RuleInfo kCookie = [] {
  model::RuleInfo info =
      rule("cookie-value-invalid", model::Severity::kWarning, model::Basis::kAbnf, kCookieSpec,
           "The cookie {{{}}} has the octet {} in its value {}.",
           "Servers cut such a value, or take it for two cookies.", "Encode the value, for example in base64.");
  info.confidence = model::Confidence::kLikely;
  return info;
}();

inline const model::RuleInfo kReset =
    rule("session-reset", model::Severity::kWarning, model::Basis::kPractice, kLineSpec,
         "The connection was reset after {} exchanges.", "", "Close in an orderly way.");

}  // namespace sample_rules

/// The capture, and the findings in it.
class SampleRun {
 public:
  explicit SampleRun(bool has_lines = true) : sample_("samples/odd.http", octets(), has_lines) {
    using namespace sample_rules;
    using model::Part;
    const model::Message* request = head(Part::kRequest, "DELETE ");
    const model::Message* refusal = head(Part::kResponse, "HTTP/1.1 405");
    const model::Message* second = head(Part::kRequest, "GET ");
    const model::Message* answer = head(Part::kResponse, "HTTP/1.1 200");
    const model::Exchange& first_exchange = sample_.exchange(request, refusal);
    const model::Exchange& second_exchange = sample_.exchange(second, answer);
    findings.push_back(sample_.finding(kMissingAllow, first_exchange, refusal));
    add(kControl, first_exchange, refusal, "\x1b", {"X-Odd", "\x1b"});
    add(kCookie, second_exchange, second, "\"", {"theme", "\"", "\"obviously fake\""});
    findings.push_back(sample_.finding(kBareLf, second_exchange, answer));
    sample_.point(findings.back(), sample_.octets().find("\nServer"), 1);
    add(kAge, second_exchange, answer, "sixty\xC3\xA4\xFF", {"sixty\xC3\xA4\xFF"});
    add(kControl, second_exchange, answer, "\x07", {"Content-Security-Policy", "\x07"});
    add(kControl, second_exchange, answer, "\r w", {"X-Raw", "\r w"});
    findings.push_back(sample_.finding(kMissingAllow, second_exchange, answer));
    findings.push_back(sample_.finding(kReset, second_exchange, nullptr));
    sample_.arguments(findings.back(), {"2"});
  }

  /// Runs `reporter` over it.
  void report(report::Reporter& reporter) {
    reporter.begin("rfc9110");
    const std::vector<model::Input*> inputs = sample_.inputs();
    reporter.findings(findings, inputs);
    reporter.end(summary());
  }

  std::vector<model::Finding> findings;

 private:
  static std::string octets() {
    std::string policy;
    for (int i = 0; i < 12; ++i) policy += " https://cdn" + std::to_string(i) + ".example.com";
    return "DELETE /reports/7?token=fake-token-123&page=2 HTTP/1.1\r\nHost: example.com\r\n"
           "Authorization: Basic ZmFrZTpmYWtl\r\n\r\n"
           "HTTP/1.1 405 Method Not Allowed\r\nX-Odd: a\x1b[31mred\r\nContent-Length: 0\r\n\r\n"
           "GET http://fake-user:fake-password@example.com/%E2%82%AC?q=##[group]x HTTP/1.1\r\nHost: example.com\r\n"
           "Cookie: sid=fake-session-1; theme=\"obviously fake\"; n=1\r\n\r\n"
           "HTTP/1.1 200 OK\nServer: example\r\nAge: sixty\xC3\xA4\xFF\r\n"
           "Content-Security-Policy: default-src" +
           policy + "\x07" + policy +
           "\r\n"
           "X-Raw: ::set-output\r world\r\nSet-Cookie: sid=fake-session-2; Path=/; HttpOnly\r\n\r\n";
  }

  const model::Message* head(model::Part part, Bytes start) {
    const std::size_t begin = sample_.octets().find(start);
    const std::size_t end = sample_.octets().find("\r\n\r\n", begin) + 4;
    return sample_.message(part, begin, end);
  }

  void add(const model::RuleInfo& rule, const model::Exchange& exchange, const model::Message* message, Bytes evidence,
           const std::vector<std::string>& arguments) {
    model::Finding finding = sample_.finding(rule, exchange, message);
    sample_.point(finding, evidence);
    sample_.arguments(finding, arguments);
    findings.push_back(finding);
  }

  static report::RunSummary summary() {
    report::RunSummary summary;
    report::InputSummary& input = summary.inputs.emplace_back();
    input.path = "samples/odd.http";
    input.format = "raw";
    input.connections = 1;
    input.exchanges = input.requests = input.responses = 2;
    input.statuses = {{200, 1}, {405, 1}};
    input.issues.push_back({"input-truncated", "The capture ends within a message: \x1b[2J.", 1234});
    report::InputSummary& missing = summary.inputs.emplace_back();
    missing.path = "samples/miss\ning.http";
    missing.issues.push_back({"input-missing", "No such file.", std::nullopt});
    summary.by_severity[0] = 1;
    summary.by_severity[1] = 3;
    summary.by_severity[2] = 5;
    summary.by_rule = {{"405-missing-allow", 2}, {"cache-age-invalid", 1},          {"cookie-value-invalid", 1},
                       {"session-reset", 1},     {"syntax-field-value-control", 3}, {"syntax-bare-lf", 1}};
    summary.undecided = {{"framing-body-too-short", 1}, {"session-bytes-after-response", 2}};
    summary.rules_run = 40;
    return summary;
  }

  CaptureSample sample_;
};

}  // namespace httpvet::testing
