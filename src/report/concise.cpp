// concise: `path:line:column: severity rule message [locator]`, as grep and editors like it.
#include "report/formats.h"
#include "report/message.h"
#include "report/place.h"
#include "report/summary.h"

namespace httpvet::report {
namespace {

class ConciseReporter final : public Reporter {
 public:
  ConciseReporter(const ReportOptions& options, Output& output)
      : quiet_(options.quiet), style_(style_of(options)), paint_(options.colour), output_(output) {}

  void begin(Bytes /*profile*/) override {}

  void findings(std::span<const model::Finding> findings, std::span<model::Input* const> inputs) override {
    redactor_.reset();
    for (const model::Finding& finding : findings) {
      redactor_.use(finding);
      line(finding, place_of(finding, inputs));
      flush();
    }
  }

  void end(const RunSummary& summary) override {
    if (quiet_) return;
    append_issues(text_, summary, style_, "");
    append_undecided(text_, summary, "");
    append_totals(text_, summary, paint_);
    flush();
  }

 private:
  void line(const model::Finding& finding, const Place& place) {
    append_location(text_, place, style_);
    neutralise_commands(text_, 0);
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

  void flush() {
    output_.write(text_);
    text_.clear();
  }

  bool quiet_;
  EscapeStyle style_;
  Paint paint_;
  Output& output_;
  Redactor redactor_;
  std::string text_;
};

}  // namespace

std::unique_ptr<Reporter> make_concise_reporter(const ReportOptions& options, Output& output) {
  return std::make_unique<ConciseReporter>(options, output);
}

}  // namespace httpvet::report
