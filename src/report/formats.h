// The makers of the reporters, one a format. The table of formats is in formats.cpp.
#pragma once

#include <memory>

#include "report/reporter.h"

namespace httpvet::report {

/// One block a finding, for people.
std::unique_ptr<Reporter> make_text_reporter(const ReportOptions& options, Output& output);

/// One line a finding, for grep and editors.
std::unique_ptr<Reporter> make_concise_reporter(const ReportOptions& options, Output& output);

/// One JSON document.
std::unique_ptr<Reporter> make_json_reporter(const ReportOptions& options, Output& output);

/// One JSON object a line.
std::unique_ptr<Reporter> make_jsonl_reporter(const ReportOptions& options, Output& output);

}  // namespace httpvet::report
