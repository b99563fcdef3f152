// jsonl: a run object, findings, a summary; one a line.
#include "report/buffered.h"
#include "report/formats.h"
#include "report/json_report.h"

namespace httpvet::report {
namespace {

class JsonlReporter final : public BufferedReporter {
 public:
  JsonlReporter(const ReportOptions& options, Output& output) : BufferedReporter(output), version_(options.version) {}

  void begin(Bytes profile) override {
    line("run", [&](JsonWriter& json) {
      json.member("schema", kSchema);
      write_run(json, version_, profile);
    });
    flush();
  }

  void end(const RunSummary& summary) override {
    line("summary", [&](JsonWriter& json) { write_summary(json, summary); });
    flush();
  }

 private:
  void append_finding(const model::Finding& finding, std::span<model::Input* const> inputs) override {
    line("finding", [&](JsonWriter& json) { write_finding(json, finding, inputs, redactor_); });
  }

  template <typename Write>
  void line(Bytes type, Write write) {
    JsonWriter json(text_);
    json.open_object();
    json.member("type", type);
    write(json);
    json.close_object();
    text_ += '\n';
  }

  std::string version_;
};

}  // namespace

std::unique_ptr<Reporter> make_jsonl_reporter(const ReportOptions& options, Output& output) {
  return std::make_unique<JsonlReporter>(options, output);
}

}  // namespace httpvet::report
