#include "report/summary.h"

#include <algorithm>

#include "report/layout.h"
#include "report/redact.h"

namespace httpvet::report {

EscapeStyle style_of(const ReportOptions& options) {
  return options.unicode ? EscapeStyle::kText : EscapeStyle::kAscii;
}

void append_totals(std::string& out, const RunSummary& summary, const Paint& paint) {
  using model::Severity;
  const auto of = [&](Severity severity) { return summary.by_severity[static_cast<std::size_t>(severity)]; };
  std::uint64_t exchanges = 0;
  for (const InputSummary& input : summary.inputs) exchanges += input.exchanges;

  Bytes separator;
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    if (of(severity) == 0) continue;
    out += separator;
    const bool countable = severity != Severity::kInfo;
    paint.severity(out, severity,
                   countable ? counted(of(severity), name_of(severity)) : std::to_string(of(severity)) + " info");
    separator = ", ";
  }
  if (separator.empty()) exchanges == 0 ? paint.strong(out, "No findings") : paint.good(out, "No findings");
  out += " in " + counted(exchanges, "exchange") + " (" + counted(summary.inputs.size(), "file") + ")\n";
}

void append_issues(std::string& out, const RunSummary& summary, EscapeStyle style, Bytes indent) {
  for (const InputSummary& input : summary.inputs) {
    for (const InputSummary::Issue& issue : input.issues) {
      const std::size_t begin = out.size();
      out += indent;
      append_escaped(out, input.path, style);
      if (issue.byte_offset) out += ":+" + std::to_string(*issue.byte_offset);
      out += ": ";
      out += issue.id;
      out += ' ';
      append_escaped(out, redacted(issue.message), style);
      neutralise_commands(out, begin);
      out += '\n';
    }
  }
}

void append_undecided(std::string& out, const RunSummary& summary, Bytes indent) {
  std::uint64_t exchanges = 0;
  for (const auto& [rule, count] : summary.undecided) exchanges = std::max(exchanges, count);
  if (exchanges == 0) return;
  out += indent;
  out += counted(summary.undecided.size(), "rule") + " undecided on up to " + counted(exchanges, "exchange") +
         ": what they ask for was not captured\n";
}

}  // namespace httpvet::report
