// What rules read of messages made by hand.
#include "facts/facts.h"

#include <array>
#include <string>
#include <vector>

#include "expr/compiler.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

using expr::State;
using model::AnomalyKind;

model::Message response_with(std::span<const model::FieldLine> lines) {
  model::Message message;
  message.version = {1, 1, true};
  message.status = 200;
  message.lines = lines;
  message.body.end = model::BodyEnd::kComplete;
  return message;
}

model::FieldLine line(Bytes name, Bytes value, std::uint64_t offset) {
  return {name, value, fields::find_field(name), offset, static_cast<std::uint32_t>(name.size() + 2 + value.size())};
}

void add(model::Message& message, std::span<const model::Anomaly> anomalies) {
  message.anomalies = anomalies;
  for (const model::Anomaly& anomaly : anomalies) message.anomaly_mask |= model::anomaly_bit(anomaly.kind);
}

/// One exchange that holds nothing but a response, and expressions over it.
class Reading {
 public:
  explicit Reading(const model::Message& response) {
    connection_.responses_captured = true;
    exchange_.connection = &connection_;
    exchange_.response = &response;
    facts_.bind(exchange_, state_, nullptr, arena_);
  }

  /// Binds to the same exchange again, as to the next one that lies at the same address.
  void bind_again() { facts_.bind(exchange_, state_, nullptr, arena_); }

  expr::Value operator()(const std::string& source) {
    const auto program = expr::compile(source, schema(), {}, arena_);
    INFO(source);
    REQUIRE(program.ok());
    return expr::Evaluator(facts_).run(program.value());
  }

  bool holds(const std::string& source) {
    const expr::Value value = (*this)(source);
    return value.known() && value.boolean;
  }

 private:
  base::Arena arena_;
  model::Connection connection_;
  model::Exchange exchange_;
  ConnectionState state_;
  Facts facts_;
};

}  // namespace

TEST_CASE("a response at the address of the one before is read anew") {
  const std::array first = {line("Content-Length", "5", 17)};
  const std::array second = {line("Content-Length", "6", 17)};
  model::Message message = response_with(first);
  Reading reading(message);
  CHECK(reading.holds("res.content_length == 5"));
  message = response_with(second);
  reading.bind_again();
  CHECK(reading.holds("res.content_length == 6"));
}

TEST_CASE("a kind of anomaly that a message does not have is absent") {
  model::Message message = response_with({});
  SECTION("where the capture would show it") {
    Reading reading(message);
    CHECK(reading("res.anomalies.bare_lf").state == State::kAbsent);
    CHECK(reading.holds("!has(res.anomalies.bare_lf)"));
  }
  SECTION("and not captured where it would not") {
    message.evidence.line_ends = false;
    Reading reading(message);
    CHECK(reading("has(res.anomalies.bare_lf)").state == State::kNotCaptured);
    CHECK(reading("res.byte_stream").state == State::kNotCaptured);
  }
}

TEST_CASE("an anomaly knows the field line that it lies in") {
  const std::array lines = {line("Date", "today", 17), line("X-Note", "a\x01z", 30)};
  const std::array trailers = {line("X-Late", "b\x02z", 90)};
  const std::array anomalies = {model::Anomaly{AnomalyKind::kFieldValueControl, 39, 1, "\x01"},
                                model::Anomaly{AnomalyKind::kFieldValueControl, 99, 1, "\x02"},
                                model::Anomaly{AnomalyKind::kBareLf, 15, 1, "\n"}};
  model::Message message = response_with(lines);
  message.trailers = trailers;
  add(message, anomalies);
  Reading reading(message);
  CHECK(reading.holds("res.anomalies.field_value_control[0].line.name == \"X-Note\""));
  CHECK(reading.holds("res.anomalies.field_value_control[1].line.name == \"X-Late\""));
  CHECK(reading.holds("!has(res.anomalies.bare_lf[0].line)"));
}

TEST_CASE("a message is well formed as long as it shows no fault") {
  const auto well_formed = [](std::span<const model::FieldLine> lines, model::Part part, AnomalyKind kind) {
    model::Message message = response_with(lines);
    message.part = part;
    const std::array anomalies = {model::Anomaly{kind, 0, 1, "\n"}};
    add(message, anomalies);
    return Reading(message).holds("res.well_formed");
  };
  const std::array host = {line("Host", "example.com:8080", 17)};
  const std::array hosts = {line("Host", "a", 17), line("Host", "a", 26)};
  const std::array bad_host = {line("Host", "a/b", 17)};
  const std::array length = {line("Host", "a", 17), line("Content-Length", "5, 6", 26)};
  CHECK(well_formed({}, model::Part::kResponse, AnomalyKind::kBareLf));
  CHECK_FALSE(well_formed({}, model::Part::kResponse, AnomalyKind::kSpaceBeforeColon));
  CHECK(well_formed(host, model::Part::kRequest, AnomalyKind::kEmptyLinesBeforeStart));
  CHECK_FALSE(well_formed({}, model::Part::kRequest, AnomalyKind::kBareLf));
  CHECK_FALSE(well_formed(hosts, model::Part::kRequest, AnomalyKind::kBareLf));
  CHECK_FALSE(well_formed(bad_host, model::Part::kRequest, AnomalyKind::kBareLf));
  CHECK_FALSE(well_formed(length, model::Part::kRequest, AnomalyKind::kBareLf));
}

TEST_CASE("content is cut where the capture ends, not where its framing was lost") {
  model::Message message = response_with({});
  CHECK(Reading(message).holds("!res.content.cut"));
  message.body.end = model::BodyEnd::kCut;
  CHECK(Reading(message).holds("res.content.cut"));
  const std::array anomalies = {model::Anomaly{AnomalyKind::kChunkSizeOverflow, 40, 16, "ffffffffffffffff"}};
  add(message, anomalies);
  CHECK(Reading(message).holds("!res.content.cut"));
}

TEST_CASE("what was not captured stays so through a view") {
  const model::Message message = response_with({});
  Reading reading(message);
  CHECK(reading("req.content.framing").state == State::kNotCaptured);
  CHECK(reading("has(req.anomalies.request_line)").state == State::kNotCaptured);
}

TEST_CASE("what the registry says of a status code") {
  model::Message message = response_with({});
  const auto read = [&message](std::uint16_t status, Bytes reason, const std::string& source) {
    message.status = status;
    message.reason = reason;
    return Reading(message).holds(source);
  };
  CHECK(read(200, "OK", "res.status_registered && !res.status_unofficial && !has(res.status_inventor)"));
  CHECK(read(299, "", "!res.status_registered && !res.status_unofficial && res.status_fallback == 200"));
  CHECK(read(520, "", "!res.status_registered && res.status_inventor == \"Cloudflare\""));
  CHECK(read(418, "", "res.status_registered && res.status_unofficial && res.status_fallback == 400"));
  CHECK(read(999, "", "!res.status_registered && !has(res.status_fallback)"));
  CHECK(read(200, "Not Found", "res.reason_belongs_to == 404"));
  CHECK(read(404, "Not Found", "!has(res.reason_belongs_to)"));

  message.status = 0;  // not three digits
  CHECK(Reading(message)("res.status_registered").state == State::kMalformed);
  CHECK(Reading(message)("res.reason_belongs_to").state == State::kMalformed);
}

TEST_CASE("challenges and alternatives give their parameters") {
  const std::array lines = {
      line("WWW-Authenticate", "Basic realm=x, Bearer Error=\"insufficient_scope\"", 17),
      line("Accept", "text/HTML;level=\"1\";q=0.5, */*", 90),
      line("Accept-Encoding", "", 130),
  };
  const model::Message message = response_with(lines);
  Reading reading(message);
  CHECK(reading.holds("res.www_authenticate.exists(c, c.parameter(\"error\") == \"insufficient_scope\")"));
  CHECK(reading.holds("!res.www_authenticate.exists(c, \"x\" in c.parameters(\"error\"))"));
  CHECK(reading.holds("res.www_authenticate.all(c, c.scheme == \"basic\" || size(c.parameters(\"error\")) == 1)"));
  CHECK(
      reading.holds("res.accept.exists(a, a.name == \"text/html\" && a.q == 500 && a.parameter(\"LEVEL\") == \"1\")"));
  CHECK(reading.holds("res.accept.exists(a, a.name == \"*/*\" && a.q == 1000)"));
  CHECK(reading.holds("size(res.accept_encoding) == 0"));
}

}  // namespace httpvet::facts
