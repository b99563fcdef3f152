// concise: `path:line:column: severity rule message [locator]`, as grep and editors like it.
#include "report/buffered.h"
#include "report/formats.h"
#include "report/message.h"
#include "report/place.h"
#include "report/summary.h"

namespace httpvet::report {
namespace {

class ConciseReporter final : public BufferedReporter {
 public:
  ConciseReporter(const ReportOptions& options, Output& output)
      : BufferedReporter(output), quiet_(options.quiet), style_(style_of(options)), paint_(options.colour) {}

  void begin(Bytes /*profile*/) override {}

  void end(const RunSummary& summary) override {
    if (quiet_) return;
    append_issues(text_, summary, style_, "");
    append_undecided(text_, summary, "");
    append_totals(text_, summary, paint_);
    flush();
  }

 private:
  void append_finding(const model::Finding& finding, std::span<model::Input* const> inputs) override {
    const std::size_t begin = text_.size();
    append_location(text_, place_of(finding, inputs), style_);
    neutralise_commands(text_, begin);
    text_ += ": ";
    paint_.severity(text_, finding.severity, name_of(finding.severity));
    text_ += ' ';
    text_ += finding.rule->id;
    text_ += ' ';
    append_message(text_, finding, redactor_, style_);
    text_ += " [";
    append_escaped(text_, locator_of(finding), style_);
    text_ += "]\n";
  }

  bool quiet_;
  EscapeStyle style_;
  Paint paint_;
};

}  // namespace

std::unique_ptr<Reporter> make_concise_reporter(const ReportOptions& options, Output& output) {
  return std::make_unique<ConciseReporter>(options, output);
}

}  // namespace httpvet::report
