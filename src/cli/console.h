// Console: where a command writes, and how that may look.
#pragma once

#include "cli/options.h"
#include "cli/terminal.h"
#include "report/reporter.h"

namespace httpvet::cli {

struct Console {
  report::Output& out;
  report::Output& err;
  TextStyle style;              // of `out`
  std::function<void()> flush;  // hands on what `out` holds back, where somebody waits for it; may be empty
};

/// Writes `httpvet: message` and a line end to the error stream. What the message quotes may come from anywhere: it is
/// escaped.
void complain(Console& console, Bytes message);

// One function a command; each gives the exit code.
int run_lint(const Options& options, Console& console);
int run_explain(const Options& options, Console& console);
int run_rules(const Options& options, Console& console);
int run_facts(const Options& options, Console& console);
int run_test_rules(const Options& options, Console& console);
int run_formats(const Options& options, Console& console);
int run_status(const Options& options, Console& console);
int run_docs(const Options& options, Console& console);
int run_help(const Options& options, Console& console);

}  // namespace httpvet::cli
