// The words at the end of a report for people.
#pragma once

#include <string>

#include "report/escape.h"
#include "report/paint.h"
#include "report/reporter.h"

namespace httpvet::report {

/// The spelling for people: kText, or kAscii where the terminal knows no more.
EscapeStyle style_of(const ReportOptions& options);

/// Appends one line: findings by severity, exchanges, files.
void append_totals(std::string& out, const RunSummary& summary, const Paint& paint);

/// Appends one line for each issue of each input: `path[:+offset]: id message`, after `indent`.
void append_issues(std::string& out, const RunSummary& summary, EscapeStyle style, Bytes indent);

/// Appends how many rules had to pass on how many exchanges, if any.
void append_undecided(std::string& out, const RunSummary& summary, Bytes indent);

}  // namespace httpvet::report
