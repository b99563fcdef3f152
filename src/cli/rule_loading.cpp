#include "cli/rule_loading.h"

#include "report/escape.h"

namespace httpvet::cli {

std::unique_ptr<LoadedRules> load_rules(const std::vector<std::string>& paths, Console& console) {
  auto rules = std::make_unique<LoadedRules>();
  std::vector<engine::RuleFileError> errors;
  for (const std::string& path : paths) engine::load_rule_path(path, rules->own, errors);
  if (errors.empty()) {
    rules->set = engine::RuleSet::merge(engine::builtin_rules(), paths.empty() ? nullptr : &rules->own, errors);
  }
  if (errors.empty()) return rules;
  // Without our name in front: `file:line:column: message` is what editors jump to.
  for (const engine::RuleFileError& error : errors) {
    console.err.write(report::escaped(error.text(), report::EscapeStyle::kText) + "\n");
  }
  return nullptr;
}

}  // namespace httpvet::cli
