// `httpvet test-rules`: runs the examples of users' own rules.
#include <string>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/rule_loading.h"
#include "engine/rule_examples.h"
#include "report/escape.h"
#include "report/layout.h"

namespace httpvet::cli {

int run_test_rules(const Options& options, Console& console) {
  const auto rules = load_rules(options.arguments, console);
  if (!rules) return kUsage;
  const auto failures = engine::run_all_examples(rules->set, &rules->own);
  for (const engine::ExampleFailure& failure : failures) {
    console.out.write(report::escaped(failure.text(), report::EscapeStyle::kText) + "\n");
  }
  if (options.quiet) return failures.empty() ? kClean : kFindings;

  std::size_t examples = 0;
  for (const engine::Rule& rule : rules->own.rules()) examples += rule.info.bad.size() + rule.info.good.size();
  const std::string tested =
      report::counted(rules->own.rules().size(), "rule") + " with " + report::counted(examples, "example");
  console.out.write(failures.empty() ? tested + ": all hold\n"
                                     : tested + ": " + report::counted(failures.size(), "failure") + "\n");
  return failures.empty() ? kClean : kFindings;
}

}  // namespace httpvet::cli
