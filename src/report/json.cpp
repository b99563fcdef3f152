// json: one document, written as the findings come.
#include "report/buffered.h"
#include "report/formats.h"
#include "report/json_report.h"

namespace httpvet::report {
namespace {

class JsonReporter final : public BufferedReporter {
 public:
  JsonReporter(const ReportOptions& options, Output& output)
      : BufferedReporter(output), version_(options.version), json_(text_) {}

  void begin(Bytes profile) override {
    json_.open_object();
    json_.member("schema", kSchema);
    json_.key("run");
    json_.open_object();
    write_run(json_, version_, profile);
    json_.close_object();
    json_.key("findings");
    json_.open_array();
    flush();
  }

  void end(const RunSummary& summary) override {
    json_.break_line();
    json_.close_array();
    json_.key("summary");
    json_.open_object();
    write_summary(json_, summary);
    json_.close_object();
    json_.close_object();
    text_ += '\n';
    flush();
  }

 private:
  void append_finding(const model::Finding& finding, std::span<model::Input* const> inputs) override {
    json_.break_line();
    json_.open_object();
    write_finding(json_, finding, inputs, redactor_);
    json_.close_object();
  }
  std::string version_;
  JsonWriter json_;
};

}  // namespace

std::unique_ptr<Reporter> make_json_reporter(const ReportOptions& options, Output& output) {
  return std::make_unique<JsonReporter>(options, output);
}

}  // namespace httpvet::report
