// `httpvet lint`: reads the inputs, runs the rules, reports.
#include <sys/stat.h>

#include <algorithm>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/rule_loading.h"
#include "cli/runner.h"
#include "expr/compiler.h"

namespace httpvet::cli {
namespace {

bool same_file(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

/// The input that --output would replace; empty if there is none.
std::string input_that_is_output(const std::vector<capture::Source>& sources, const std::string& output) {
  struct stat target{};
  if (output.empty() || ::stat(output.c_str(), &target) != 0 || !S_ISREG(target.st_mode)) return {};
  for (const capture::Source& source : sources) {
    for (const std::string& path : {source.path, source.requests_path}) {
      struct stat status{};
      if (!path.empty() && ::stat(path.c_str(), &status) == 0 && same_file(status, target)) return path;
    }
  }
  return {};
}

int exit_code(const Options& options, const RunOutcome& outcome) {
  if (outcome.interrupted) return kInterrupted;
  const Trouble& trouble = outcome.trouble;
  if (trouble.damaged || (trouble.cut && !options.allow_partial) || (trouble.empty && !options.allow_empty)) {
    return kInputTrouble;
  }
  if (!options.fail_on) return kClean;
  for (auto severity = static_cast<std::size_t>(*options.fail_on); severity < 3; ++severity) {
    if (outcome.summary.by_severity[severity] != 0) return kFindings;
  }
  return kClean;
}

/// What nobody may miss, whatever the format of the report: why the exit code is neither 0 nor 1.
void explain_trouble(const Options& options, const RunOutcome& outcome, Console& console) {
  if (outcome.interrupted) complain(console, "interrupted: the report covers what was read until then");
  if (options.quiet) {
    for (const report::InputSummary& input : outcome.summary.inputs) {
      for (const auto& issue : input.issues) {
        complain(console, input.path + ": " + issue.message + " [" + std::string(issue.id) + "]");
      }
    }
  }
  if (outcome.exchanges == 0 && !options.allow_empty && !outcome.interrupted) {
    complain(console, "no HTTP message was found, so nothing was checked (--allow-empty accepts that)");
  }
}

/// A hint for whoever mistyped a command: it was taken for a file that is not there.
void hint_at_command(const Options& options, Console& console) {
  if (options.arguments.empty()) return;
  const std::string& word = options.arguments.front();
  struct stat status{};
  if (word.size() < 3 || word.find_first_of("/.*-") != std::string::npos || ::stat(word.c_str(), &status) == 0) return;
  std::vector<Bytes> names;
  for (const CommandInfo& command : commands()) names.push_back(command.name);
  const auto near = expr::nearest(word, names);
  if (near) complain(console, "there is no file '" + word + "'; did you mean 'httpvet " + std::string(*near) + "'?");
}

}  // namespace

int run_lint(const Options& options, Console& console) {
  const auto rules = load_rules(options.rule_paths, console);
  if (!rules) return kUsage;
  const auto linter = engine::Linter::create(rules->set, options.selection, options.lint);
  if (!linter) {
    complain(console, linter.error().message);
    return kUsage;
  }
  const std::vector<capture::Source> sources = capture::find_sources(options.input);
  if (const std::string path = input_that_is_output(sources, options.output); !path.empty()) {
    complain(console, "--output would replace the input '" + path + "': choose another file");
    return kUsage;
  }
  hint_at_command(options, console);

  report::ReportOptions report_options;
  report_options.colour = console.style.colour;
  report_options.unicode = console.style.unicode;
  report_options.width = console.style.width;
  report_options.version = HTTPVET_VERSION;
  report_options.quiet = options.quiet;
  const auto reporter = report::make_reporter(options.format, report_options, console.out);
  reporter->begin(model::name_of(options.selection.profile));

  catch_interrupt();
  Runner runner(options.input, *linter.value(), *reporter, interrupted);
  for (const capture::Source& source : sources) {
    if (!runner.add(source)) break;
    if (console.flush) console.flush();
  }
  const RunOutcome outcome = runner.finish();
  reporter->end(outcome.summary);
  explain_trouble(options, outcome, console);
  return exit_code(options, outcome);
}

}  // namespace httpvet::cli
