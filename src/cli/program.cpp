#include "cli/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>

#include "cli/exit_code.h"
#include "cli/output.h"
#include "report/escape.h"

namespace httpvet::cli {
namespace {

/// A file opened later must not become a standard stream that the caller closed. What stands in for it fails when it is
/// used, so that a report is not lost in silence.
void keep_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

Console make_console(const Options& options, DescriptorOutput& out, int descriptor, ErrorOutput& err) {
  const TextStyle style = text_style(options.colour, [](const char* name) { return std::getenv(name); }, descriptor);
  Console console{out, err, style, {}};
  if (::isatty(descriptor) == 1) console.flush = [&out] { out.flush(); };
  return console;
}

int run_parsed(const Options& options, ErrorOutput& err) {
  if (options.output.empty()) {
    DescriptorOutput out(STDOUT_FILENO, "standard output");
    Console console = make_console(options, out, STDOUT_FILENO, err);
    const int code = dispatch(options, console);
    out.flush();
    return code;
  }
  const auto file = FileOutput::open(options.output);
  if (!file) {
    err.write("httpvet: " + report::escaped(file.error().message, report::EscapeStyle::kText) + "\n");
    return kUsage;
  }
  FileOutput& output = *file.value();
  Console console = make_console(options, output.output(), output.descriptor(), err);
  const int code = dispatch(options, console);
  // Where nothing was linted there is no report: what an earlier run left stays.
  if (code != kUsage) output.commit();
  return code;
}

void report_fault(ErrorOutput& err, Bytes what) {
  // In pieces: memory may be what is missing.
  err.write("httpvet: internal error: ");
  err.write(what);
  err.write(
      "\nThis is a fault of httpvet, not of your input. Please report it with the command line and, if you can,\n"
      "the input; `httpvet --version` says which version this is.\n");
}

}  // namespace

void complain(Console& console, Bytes message) {
  console.err.write("httpvet: " + report::escaped(message, report::EscapeStyle::kText) + "\n");
}

int dispatch(const Options& options, Console& console) {
  switch (options.command) {
    case Command::kLint:
      return run_lint(options, console);
    case Command::kExplain:
      return run_explain(options, console);
    case Command::kRules:
      return run_rules(options, console);
    case Command::kFacts:
      return run_facts(options, console);
    case Command::kTestRules:
      return run_test_rules(options, console);
    case Command::kFormats:
      return run_formats(options, console);
    case Command::kStatus:
      return run_status(options, console);
    case Command::kDocs:
      return run_docs(options, console);
    case Command::kHelp:
      return run_help(options, console);
    case Command::kVersion:
      console.out.write("httpvet " HTTPVET_VERSION "\n");
      return kClean;
  }
  return kInternalError;
}

int run_program(const std::vector<std::string>& arguments) {
  ErrorOutput err;
  try {
    keep_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is then an error of write(), which ends the run in order
    const auto options = parse_options(arguments);
    if (!options) {
      err.write("httpvet: " + report::escaped(options.error().message, report::EscapeStyle::kText) + "\n");
      return kUsage;
    }
    return run_parsed(options.value(), err);
  } catch (const ClosedPipe&) {
    return kClosedPipe;
  } catch (const WriteError& error) {
    err.write("httpvet: ");
    err.write(error.what());
    err.write("\n");
    return kInternalError;
  } catch (const std::bad_alloc&) {
    report_fault(err, "out of memory");
  } catch (const std::exception& error) {
    report_fault(err, error.what());
  } catch (...) {
    report_fault(err, "unknown exception");
  }
  return kInternalError;
}

}  // namespace httpvet::cli
