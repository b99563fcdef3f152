// What every reporter has: text on its way to the output, and the redactor of the findings at hand.
#pragma once

#include <string>

#include "report/redactor.h"
#include "report/reporter.h"

namespace httpvet::report {

/// A reporter that appends to `text_`, in which a few findings wait to be written at once.
class BufferedReporter : public Reporter {
 public:
  void findings(std::span<const model::Finding> findings, std::span<model::Input* const> inputs) final {
    constexpr std::size_t kEnough = 64 * 1024;
    redactor_.reset();
    for (const model::Finding& finding : findings) {
      redactor_.use(finding);
      append_finding(finding, inputs);
      if (text_.size() >= kEnough) flush();
    }
    flush();
  }

 protected:
  /// `output` outlives the reporter.
  explicit BufferedReporter(Output& output) : output_(output) {}

  /// Appends `finding`, which the redactor is using, to `text_`.
  virtual void append_finding(const model::Finding& finding, std::span<model::Input* const> inputs) = 0;

  void flush() {
    if (!text_.empty()) output_.write(text_);
    text_.clear();
  }

  Redactor redactor_;
  std::string text_;

 private:
  Output& output_;
};

}  // namespace httpvet::report
