#include "cli/runner.h"

#include <algorithm>
#include <utility>

namespace httpvet::cli {
namespace {

// An input may have an issue every few octets: the first ones tell enough.
constexpr std::size_t kIssuesKept = 1000;

bool means_no_http(Bytes issue) {
  return issue == "input-no-http" || issue == "input-empty" || issue == "input-empty-folder";
}

}  // namespace

Runner::Runner(const capture::InputOptions& options, engine::Linter& linter, report::Reporter& reporter,
               std::function<bool()> interrupted)
    : options_(options), linter_(linter), reporter_(reporter), interrupted_(std::move(interrupted)) {}

bool Runner::add(const capture::Source& source) {
  linter_.begin_source();
  first_input_ = static_cast<std::uint32_t>(inputs_.size());
  const auto open = capture::open_source(source, options_, first_input_, &linter_.sinks());
  std::vector<report::InputSummary>& summaries = outcome_.summary.inputs;
  for (model::Input& input : open->inputs()) {
    inputs_.push_back(&input);
    summaries.emplace_back().path = input.path;
  }

  bool more = true;
  while (more && !outcome_.interrupted) {
    more = open->reader().next(batch_);
    // Standard input may have ended because of the interruption: what was read of it proves nothing.
    outcome_.interrupted = interrupted_();
    if (!outcome_.interrupted) add_batch(batch_);
  }
  for (std::size_t i = first_input_; i < inputs_.size(); ++i) {
    summaries[i].format = inputs_[i]->format;
    inputs_[i] = nullptr;
  }
  batch_.reset();  // its views point into the source
  return !outcome_.interrupted;
}

void Runner::add_batch(model::Batch& batch) {
  for (model::InputIssue& issue : batch.issues) count(issue);
  for (const model::Exchange& exchange : batch.exchanges) count(exchange);
  const std::span<const model::Finding> findings = linter_.lint(batch);
  for (const model::Finding& finding : findings) {
    ++outcome_.summary.by_severity[static_cast<std::size_t>(finding.severity)];
    ++by_rule_[finding.rule];
  }
  if (!findings.empty()) reporter_.findings(findings, inputs_);
}

void Runner::count(const model::Exchange& exchange) {
  ++outcome_.exchanges;
  // Exchanges and connections belong to a source: its first input stands for it.
  report::InputSummary& source = outcome_.summary.inputs[first_input_];
  ++source.exchanges;
  source.connections = std::max<std::uint64_t>(source.connections, exchange.connection->number);
  if (exchange.request != nullptr) count(*exchange.request);
  for (const model::Message& interim : exchange.interims) count(interim);
  if (exchange.response != nullptr) count(*exchange.response);
}

void Runner::count(const model::Message& message) {
  report::InputSummary& input = summary_of(message);
  switch (message.part) {
    case model::Part::kRequest:
      ++input.requests;
      break;
    case model::Part::kInterim:
      ++input.interims;
      break;
    case model::Part::kResponse:
      ++input.responses;
      ++input.statuses[message.status];
      break;
  }
}

void Runner::count(model::InputIssue& issue) {
  Trouble& trouble = outcome_.trouble;
  if (issue.damage) {
    (means_no_http(issue.id) ? trouble.empty : issue.partial ? trouble.cut : trouble.damaged) = true;
  }
  report::InputSummary& input = outcome_.summary.inputs[issue.input];
  if (input.issues.size() == kIssuesKept) {
    input.issues.push_back({"input-issues-omitted", "further issues of this input are not listed", std::nullopt});
  }
  if (input.issues.size() > kIssuesKept) return;
  input.issues.push_back({issue.id, std::move(issue.message), issue.byte_offset});
}

report::InputSummary& Runner::summary_of(const model::Message& message) {
  return outcome_.summary.inputs[message.map == nullptr ? first_input_ : message.map->input];
}

RunOutcome Runner::finish() {
  for (const auto& [rule, findings] : by_rule_) outcome_.summary.by_rule[std::string(rule->id)] = findings;
  const engine::LintCounts& counts = linter_.counts();
  outcome_.summary.undecided = counts.undecided;
  outcome_.summary.rules_run = counts.rules_run;
  if (outcome_.exchanges == 0) outcome_.trouble.empty = true;
  return std::move(outcome_);
}

}  // namespace httpvet::cli
