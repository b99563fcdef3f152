#include "report/json_report.h"

#include <string>

#include "report/message.h"
#include "report/place.h"

namespace httpvet::report {
namespace {

using model::Finding;

constexpr std::size_t kLongestName = 256;

// Values are escaped by the writer, which must not escape twice: cut first.
std::string cut(Bytes text, std::size_t limit) {
  std::string out(cut_to(text, limit));
  if (text.size() > limit) out += "…";
  return out;
}

// The message is put together of escaped pieces, so it only needs JSON's own quoting.
void write_message(JsonWriter& json, const Finding& finding, Redactor& redactor) {
  std::string message;
  append_message(message, finding, redactor, EscapeStyle::kMachine);
  json.key("message");
  json.escaped_string(message);
}

void write_rule(JsonWriter& json, const Finding& finding, Redactor& redactor) {
  const model::RuleInfo& rule = *finding.rule;
  json.member("rule", rule.id);
  json.member("severity", name_of(finding.severity));
  json.member("confidence", name_of(rule.confidence));
  json.member("basis", name_of(rule.basis));
  write_message(json, finding, redactor);
  json.key("spec");
  json.open_array();
  for (const Bytes spec : rule.spec) json.string(spec);
  json.close_array();
}

void write_place(JsonWriter& json, const Finding& finding, const Place& place) {
  using Number = std::optional<std::uint64_t>;
  json.member_or_null("input", place.input == nullptr ? Bytes() : Bytes(place.input->path));
  const auto connection = connection_of(finding);
  const bool in_exchange = finding.message != nullptr && finding.exchange != nullptr;
  json.member("connection", connection ? Number(*connection) : std::nullopt);
  json.member("exchange", in_exchange ? Number(finding.exchange->number) : std::nullopt);
  json.member_or_null("part", in_exchange ? part_name(finding.message->part) : Bytes());
  json.member_or_null("field", cut(finding.field_name, kLongestName));
  json.member("byte_offset", place.span ? Number(place.span->offset) : std::nullopt);
  json.member("byte_length", place.span ? Number(place.span->length) : std::nullopt);
  json.member("line", place.position ? Number(place.position->line) : std::nullopt);
  json.member("column", place.position ? Number(place.position->column) : std::nullopt);
}

void write_exchange(JsonWriter& json, const Finding& finding, Redactor& redactor) {
  const bool in_exchange = finding.message != nullptr && finding.exchange != nullptr;
  const model::Message* request = in_exchange ? finding.exchange->request : nullptr;
  json.member_or_null("method", request == nullptr ? "" : cut(request->method, kLongestName));
  json.member_or_null("target", request == nullptr ? "" : cut(redactor.target(kLongestTarget + 4), kLongestTarget));
  const std::uint16_t status = status_of(finding);
  json.member("status", status == 0 ? std::nullopt : std::optional<std::uint64_t>(status));
  json.member_or_null("locator", locator_of(finding));
}

void write_input(JsonWriter& json, const InputSummary& input) {
  json.open_object();
  json.member("path", input.path);
  json.member_or_null("format", input.format);
  json.member("connections", input.connections);
  json.member("exchanges", input.exchanges);
  json.member("requests", input.requests);
  json.member("responses", input.responses);
  json.member("interims", input.interims);
  json.key("statuses");
  json.open_object();
  for (const auto& [status, count] : input.statuses) json.member(std::to_string(status), count);
  json.close_object();
  json.key("issues");
  json.open_array();
  for (const InputSummary::Issue& issue : input.issues) {
    json.open_object();
    json.member("id", issue.id);
    json.member("message", redacted(issue.message));
    json.member("byte_offset", issue.byte_offset);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void write_counts(JsonWriter& json, Bytes name, const std::map<std::string, std::uint64_t>& counts) {
  json.key(name);
  json.open_object();
  for (const auto& [rule, count] : counts) json.member(rule, count);
  json.close_object();
}

}  // namespace

void write_run(JsonWriter& json, Bytes version, Bytes profile) {
  json.key("tool");
  json.open_object();
  json.member("name", "httpvet");
  json.member("version", version);
  json.close_object();
  json.member("profile", profile);
}

void write_finding(JsonWriter& json, const Finding& finding, std::span<model::Input* const> inputs,
                   Redactor& redactor) {
  write_rule(json, finding, redactor);
  write_place(json, finding, place_of(finding, inputs));
  write_exchange(json, finding, redactor);
}

void write_summary(JsonWriter& json, const RunSummary& summary) {
  json.key("inputs");
  json.open_array();
  for (const InputSummary& input : summary.inputs) write_input(json, input);
  json.close_array();
  json.key("findings");
  json.open_object();
  json.key("by_severity");
  json.open_object();
  for (const auto severity : {model::Severity::kError, model::Severity::kWarning, model::Severity::kInfo}) {
    json.member(name_of(severity), summary.by_severity[static_cast<std::size_t>(severity)]);
  }
  json.close_object();
  write_counts(json, "by_rule", summary.by_rule);
  json.close_object();
  write_counts(json, "undecided", summary.undecided);
}

}  // namespace httpvet::report
