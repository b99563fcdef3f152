#include <random>
#include <string>
#include <vector>

#include "report/place.h"
#include "report/reporter.h"
#include "support/capture_sample.h"
#include "support/catch.h"
#include "support/json.h"
#include "support/safe_text.h"
#include "support/string_output.h"

using namespace httpvet;
using testing::CaptureSample;
using testing::Json;
using testing::JsonReader;

namespace {

const std::vector<std::string> kFindingKeys = {
    "rule",  "severity",    "confidence",  "basis", "message", "spec",   "input",  "connection", "exchange", "part",
    "field", "byte_offset", "byte_length", "line",  "column",  "method", "target", "status",     "locator"};

model::RuleInfo rule(Bytes message) {
  model::RuleInfo info;
  info.id = "some-rule";
  info.message = message;
  info.why = "Because.";
  info.fix = "Do.";
  return info;
}

std::string report_of(Bytes format, const model::Finding& finding, const std::vector<model::Input*>& inputs,
                      const report::RunSummary& summary = {}, unsigned width = 100, bool unicode = true) {
  testing::StringOutput output;
  report::ReportOptions options;
  options.version = "1";
  options.width = width;
  options.unicode = unicode;
  const auto reporter = report::make_reporter(format, options, output);
  reporter->begin("rfc9110");
  reporter->findings({&finding, 1}, inputs);
  reporter->end(summary);
  return output.text;
}

std::vector<Json> lines_of(const std::string& jsonl) {
  std::vector<Json> out;
  for (std::size_t at = 0; at < jsonl.size();) {
    const std::size_t end = jsonl.find('\n', at);
    const auto value = JsonReader::read(Bytes(jsonl).substr(at, end - at));
    REQUIRE(value);
    out.push_back(*value);
    at = end + 1;
  }
  return out;
}

struct Fixture {
  CaptureSample sample{"a.http", "GET /a HTTP/1.1\r\nHost: x\r\n\r\nHTTP/1.1 200 OK\r\nAge: abc\r\n\r\nbody"};
  const model::Message* request = sample.message(model::Part::kRequest, 0, 28);
  const model::Message* response = sample.message(model::Part::kResponse, 28, 57);
  model::Exchange& exchange = sample.exchange(request, response);

  model::Finding finding(const model::RuleInfo& info, const model::Message* message) {
    return sample.finding(info, exchange, message);
  }
};

}  // namespace

TEST_CASE("every format has a reporter and nothing else has") {
  testing::StringOutput output;
  for (const report::FormatInfo& format : report::formats()) {
    CHECK(report::make_reporter(format.name, {}, output) != nullptr);
    CHECK_FALSE(format.description.empty());
  }
  CHECK(report::formats().size() == 4);
  CHECK(report::make_reporter("yaml", {}, output) == nullptr);
}

TEST_CASE("jsonl is a run, findings with all their keys, and a summary") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  const auto lines = lines_of(report_of("jsonl", f.finding(info, f.response), f.sample.inputs()));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].keys == std::vector<std::string>{"type", "schema", "tool", "profile"});
  CHECK(lines[0]["schema"].text == "httpvet.report/1");
  CHECK(lines[0]["tool"]["name"].text == "httpvet");
  std::vector<std::string> keys = {"type"};
  keys.insert(keys.end(), kFindingKeys.begin(), kFindingKeys.end());
  CHECK(lines[1].keys == keys);
  CHECK(lines[2]["type"].text == "summary");
  CHECK(lines[2].keys == std::vector<std::string>{"type", "inputs", "findings", "undecided"});
}

TEST_CASE("json is one object of the same parts") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  const auto report = JsonReader::read(report_of("json", f.finding(info, f.response), f.sample.inputs()));
  REQUIRE(report);
  CHECK(report->keys == std::vector<std::string>{"schema", "run", "findings", "summary"});
  REQUIRE((*report)["findings"].items.size() == 1);
  CHECK((*report)["findings"].items[0].keys == kFindingKeys);
}

TEST_CASE("json without findings is valid") {
  testing::StringOutput output;
  const auto reporter = report::make_reporter("json", {}, output);
  reporter->begin("rfc2616");
  reporter->end({});
  const auto report = JsonReader::read(output.text);
  REQUIRE(report);
  CHECK((*report)["run"]["profile"].text == "rfc2616");
  CHECK((*report)["findings"].items.empty());
  CHECK((*report)["summary"]["findings"]["by_severity"]["error"].text == "0");
}

TEST_CASE("a finding says where it is") {
  Fixture f;
  const model::RuleInfo info = rule("Age {} is {{odd}}.");
  model::Finding finding = f.finding(info, f.response);
  f.sample.point(finding, "abc");
  f.sample.arguments(finding, {"abc"});
  const Json json = lines_of(report_of("jsonl", finding, f.sample.inputs()))[1];
  CHECK(json["message"].text == "Age abc is {odd}.");
  CHECK(json["input"].text == "a.http");
  CHECK(json["part"].text == "response");
  CHECK(json["field"].text == "Age");
  CHECK(json["byte_offset"].text == "50");
  CHECK(json["byte_length"].text == "3");
  CHECK(json["line"].text == "5");
  CHECK(json["column"].text == "6");
  CHECK(json["method"].text == "GET");
  CHECK(json["target"].text == "/a");
  CHECK(json["status"].text == "200");
  CHECK(json["locator"].text == "c1e1.response.field[age][1]");
}

TEST_CASE("what does not exist is null") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  const model::Finding finding = f.finding(info, nullptr);
  const Json json = lines_of(report_of("jsonl", finding, f.sample.inputs()))[1];
  for (const Bytes key :
       {"exchange", "part", "field", "byte_offset", "byte_length", "line", "column", "method", "target", "status"}) {
    INFO(key);
    CHECK(json[key].kind == Json::Kind::kNull);
  }
  CHECK(json["connection"].text == "1");
  CHECK(json["locator"].text == "c1");
}

TEST_CASE("a finding on a request has the status of the final response") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  CHECK(report::status_of(f.finding(info, f.request)) == 200);
  f.exchange.response = nullptr;
  CHECK(report::status_of(f.finding(info, f.request)) == 0);
  f.exchange.request = nullptr;
  const Json json = lines_of(report_of("jsonl", f.finding(info, f.response), f.sample.inputs()))[1];
  CHECK(json["method"].kind == Json::Kind::kNull);
}

TEST_CASE("locators name the place within the message") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  model::Finding finding = f.finding(info, f.response);
  CHECK(report::locator_of(finding) == "c1e1.response");
  f.sample.point(finding, 28, 8);
  CHECK(report::locator_of(finding) == "c1e1.response.start-line");
  f.sample.point(finding, 57, 4);
  CHECK(report::locator_of(finding) == "c1e1.response.body");
  finding.line = f.response->lines.data();
  finding.line_ordinal = 2;
  CHECK(report::locator_of(finding) == "c1e1.response.field[age][2]");
  finding.in_trailer = true;
  CHECK(report::locator_of(finding) == "c1e1.response.trailer[age][2]");
  f.exchange.interims = {f.response, 1};
  finding.in_trailer = false;
  const_cast<model::Message*>(f.response)->part = model::Part::kInterim;
  CHECK(report::locator_of(finding) == "c1e1.interim[1].field[age][2]");
}

TEST_CASE("something missing is shown at the start line") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  const report::Place place = report::place_of(f.finding(info, f.response), f.sample.inputs());
  REQUIRE(place.span);
  CHECK(place.span->offset == 28);
  CHECK(place.span->length == 15);
  CHECK(place.position->line == 4);
}

TEST_CASE("arguments are cut and say so") {
  Fixture f;
  const model::RuleInfo info = rule("{}");
  model::Finding finding = f.finding(info, f.response);
  f.sample.arguments(finding, {std::string(119, 'a') + "ä" + std::string(50, 'b')});
  CHECK(lines_of(report_of("jsonl", finding, f.sample.inputs()))[1]["message"].text == std::string(119, 'a') + "…");
  f.sample.arguments(finding, {std::string(120, 'a')});
  CHECK(lines_of(report_of("jsonl", finding, f.sample.inputs()))[1]["message"].text == std::string(120, 'a'));
}

TEST_CASE("a template with fewer arguments than places leaves them empty") {
  Fixture f;
  const model::RuleInfo info = rule("a{}b{}c}{");
  model::Finding finding = f.finding(info, f.response);
  f.sample.arguments(finding, {"X"});
  CHECK(lines_of(report_of("jsonl", finding, f.sample.inputs()))[1]["message"].text == "aXbc}{");
}

TEST_CASE("the text report explains a rule once a run") {
  Fixture f;
  const model::RuleInfo info = rule("x");
  testing::StringOutput output;
  const auto reporter = report::make_reporter("text", {}, output);
  const std::vector<model::Finding> findings = {f.finding(info, f.response), f.finding(info, f.request)};
  const std::vector<model::Input*> inputs = f.sample.inputs();
  reporter->findings(findings, inputs);
  CHECK(output.text.find("Because.") == output.text.rfind("Because."));
  CHECK(output.text.find("Do.") != output.text.rfind("Do."));
}

TEST_CASE("a clean run says what was read, and quiet says nothing") {
  for (const Bytes format : {"text", "concise"}) {
    testing::StringOutput output;
    report::RunSummary summary;
    summary.inputs.resize(2);
    summary.inputs[0].exchanges = 3;
    report::make_reporter(format, {}, output)->end(summary);
    CHECK(output.text == "No findings in 3 exchanges (2 files)\n");
    report::ReportOptions quiet;
    quiet.quiet = true;
    testing::StringOutput nothing;
    report::make_reporter(format, quiet, nothing)->end(summary);
    CHECK(nothing.text.empty());
  }
}

// Whatever was captured, wherever it stands: no output can hurt a terminal or drive a CI system.
TEST_CASE("no captured octets get through to a terminal or a CI system") {
  std::mt19937 random(3);  // NOLINT: the same octets in every run
  const auto odd = [&random] { return testing::random_octets(random, 60); };
  const auto without_lines = [](std::string text) {
    for (char& c : text) {
      if (c == '\n') c = '\r';
    }
    return text;
  };
  for (int round = 0; round < 1500; ++round) {
    const std::string request =
        without_lines(odd()) + " " + without_lines(odd()) + " HTTP/1.1\r\nX" + odd() + ": " + odd() + "\r\n\r\n";
    const std::string response =
        "HTTP/1.1 200 " + odd() + "\r\n" + odd() + ":" + odd() + "\r\nAge: " + odd() + "\r\n\r\n";
    CaptureSample sample(odd(), request + response, random() % 2 == 0);
    const model::Message* asked = sample.message(model::Part::kRequest, 0, request.size());
    const model::Message* answered =
        sample.message(model::Part::kResponse, request.size(), request.size() + response.size());
    const model::RuleInfo info = rule(random() % 2 == 0 ? Bytes("{} and {}") : Bytes("{}{}"));
    model::Finding finding =
        sample.finding(info, sample.exchange(asked, answered), random() % 2 == 0 ? asked : answered);
    const std::uint64_t offset = random() % sample.octets().size();
    if (random() % 4 != 0) sample.point(finding, offset, random() % (sample.octets().size() - offset + 1));
    if (random() % 2 == 0 && !finding.message->lines.empty()) finding.line = &finding.message->lines.back();
    const std::string field = odd();
    finding.field_name = field;
    sample.arguments(finding, {odd(), odd()});
    report::RunSummary summary;
    summary.inputs.push_back({odd(), "raw", 1, 1, 1, 1, 0, {{200, 1}}, {{"input-odd", odd(), std::nullopt}}});

    for (const report::FormatInfo& format : report::formats()) {
      const auto width = static_cast<unsigned>(20 + random() % 100);
      const std::string output = report_of(format.name, finding, sample.inputs(), summary, width, random() % 2 == 0);
      INFO(output);
      CHECK(testing::unsafe_text(output) == "");
      if (format.name == "json") CHECK(JsonReader::read(output));
      if (format.name == "jsonl") CHECK(lines_of(output).size() == 3);
    }
  }
}

// Wherever the evidence lies and whatever a message quotes: no six octets of a secret in a row.
TEST_CASE("no secret gets into a report") {
  std::mt19937 random(4);  // NOLINT: the same octets in every run
  const auto secret_text = [&random] {
    std::string out;
    for (int i = 0; i < 16; ++i) out += "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[random() % 62];
    return out;
  };
  for (int round = 0; round < 1000; ++round) {
    const std::string secret = secret_text();
    const std::string request = "GET http://me:" + secret + "@example.com/?token=" + secret +
                                " HTTP/1.1\r\nAuthorization: Bearer " + secret + "\r\nCookie: a=" + secret + "; b=\"" +
                                secret + "\";\r\n c=" + secret + "\r\n\r\n";
    const std::string response = "HTTP/1.1 200 OK\r\nSet-Cookie: x=" + secret +
                                 "; Path=/\r\nLocation: /?a=b&client_secret=" + secret + "\r\nX-Api-Key: " + secret +
                                 "\r\nX-Copy: the " + secret + "\r\n\r\n";
    CaptureSample sample("a.http", request + response, random() % 2 == 0);
    const model::Message* asked = sample.message(model::Part::kRequest, 0, request.size());
    const model::Message* answered =
        sample.message(model::Part::kResponse, request.size(), request.size() + response.size());
    const model::RuleInfo info = rule("{} and {}");
    model::Finding finding =
        sample.finding(info, sample.exchange(asked, answered), random() % 2 == 0 ? asked : answered);
    const model::Message& message = *finding.message;
    const std::size_t at = random() % message.head.size();
    sample.point(finding, message.offset + at, random() % (message.head.size() - at));
    const Bytes quoted = random() % 2 == 0 ? asked->head : answered->head;
    const std::vector<Bytes> arguments = {quoted.substr(random() % quoted.size(), random() % 60), secret};
    finding.arguments = arguments;

    for (const report::FormatInfo& format : report::formats()) {
      const std::string output = report_of(format.name, finding, sample.inputs(), {}, 300);
      INFO(secret << "\n" << output);
      bool leaked = false;
      for (std::size_t i = 0; i + 6 <= secret.size(); ++i)
        leaked |= output.find(secret.substr(i, 6)) != std::string::npos;
      CHECK_FALSE(leaked);
    }
  }
}
