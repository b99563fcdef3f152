// jsonl: a run object, findings, a summary; one a line.
#include "report/formats.h"
#include "report/json_report.h"

namespace httpvet::report {
namespace {

class JsonlReporter final : public Reporter {
 public:
  JsonlReporter(const ReportOptions& options, Output& output) : version_(options.version), output_(output) {}

  void begin(Bytes profile) override {
    line("run", [&](JsonWriter& json) {
      json.member("schema", kSchema);
      write_run(json, version_, profile);
    });
    flush();
  }

  void findings(std::span<const model::Finding> findings, std::span<model::Input* const> inputs) override {
    redactor_.reset();
    for (const model::Finding& finding : findings) {
      line("finding", [&](JsonWriter& json) { write_finding(json, finding, inputs, redactor_); });
      flush();
    }
  }

  void end(const RunSummary& summary) override {
    line("summary", [&](JsonWriter& json) { write_summary(json, summary); });
    flush();
  }

 private:
  template <typename Write>
  void line(Bytes type, Write write) {
    JsonWriter json(text_);
    json.open_object();
    json.member("type", type);
    write(json);
    json.close_object();
    text_ += '\n';
  }

  void flush() {
    output_.write(text_);
    text_.clear();
  }

  std::string version_;
  Output& output_;
  Redactor redactor_;
  std::string text_;
};

}  // namespace

std::unique_ptr<Reporter> make_jsonl_reporter(const ReportOptions& options, Output& output) {
  return std::make_unique<JsonlReporter>(options, output);
}

}  // namespace httpvet::report
