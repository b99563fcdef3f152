// `httpvet explain` and `httpvet rules`: what is known about the rules.
#include <algorithm>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/page.h"
#include "cli/rule_loading.h"
#include "cli/rule_text.h"
#include "expr/compiler.h"

namespace httpvet::cli {
namespace {

/// Tells that no rule is called `name`, with the nearest one.
void complain_unknown(const engine::RuleSet& rules, const std::string& name, Console& console) {
  std::vector<Bytes> ids;
  for (const engine::Rule* rule : rules.rules()) ids.push_back(rule->info.id);
  const auto near = expr::nearest(name, ids);
  complain(console, "no rule is called '" + name + "'" +
                        (near ? "; did you mean '" + std::string(*near) + "'?" : "; 'httpvet rules' lists them"));
}

std::string json_list(const std::vector<const engine::Rule*>& rules, bool with_examples) {
  std::string text;
  report::JsonWriter json(text);
  json.open_array();
  for (const engine::Rule* rule : rules) {
    json.break_line();
    append_rule_json(json, *rule, with_examples);
  }
  json.break_line();
  json.close_array();
  return text + "\n";
}

std::string table(const std::vector<const engine::Rule*>& rules, const TextStyle& style) {
  std::size_t width = 0;
  for (const engine::Rule* rule : rules) width = std::max(width, rule->info.id.size());
  const auto padded = [](std::string text, std::size_t columns) {
    text.resize(std::max(columns, text.size()), ' ');
    return text;
  };
  Page page(style);
  page.heading(padded("rule", width + 2) + padded("severity", 10) + padded("basis", 10) + "title");
  for (const engine::Rule* rule : rules) {
    const model::RuleInfo& info = rule->info;
    page.line(padded(std::string(info.id), width + 2) + padded(std::string(name_of(info.severity)), 10) +
              padded(std::string(name_of(info.basis)), 10) + std::string(info.title) +
              (info.default_on ? "" : " (off by default)"));
  }
  return page.text();
}

}  // namespace

int run_explain(const Options& options, Console& console) {
  const auto rules = load_rules(options.rule_paths, console);
  if (!rules) return kUsage;
  std::vector<const engine::Rule*> chosen;
  for (const std::string& id : options.arguments) {
    const engine::Rule* rule = rules->set.find(id);
    if (rule == nullptr) {
      complain_unknown(rules->set, id, console);
      return kUsage;
    }
    chosen.push_back(rule);
  }
  if (options.format == "json") {
    console.out.write(json_list(chosen, true));
    return kClean;
  }
  for (const engine::Rule* rule : chosen) {
    Page page(console.style);
    if (rule != chosen.front()) {
      page.blank();
      page.blank();
    }
    explain_rule(page, *rule);
    console.out.write(page.text());
  }
  return kClean;
}

int run_rules(const Options& options, Console& console) {
  const auto rules = load_rules(options.rule_paths, console);
  if (!rules) return kUsage;
  std::vector<const engine::Rule*> chosen;
  const std::vector<std::string>& globs = options.arguments;
  for (const engine::Rule* rule : rules->set.rules()) {
    const bool wanted = globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
                          return engine::glob_matches(glob, rule->info.id);
                        });
    if (wanted) chosen.push_back(rule);
  }
  if (chosen.empty()) {
    complain_unknown(rules->set, globs.empty() ? "" : globs.front(), console);
    return kUsage;
  }
  console.out.write(options.format == "json" ? json_list(chosen, false) : table(chosen, console.style));
  return kClean;
}

}  // namespace httpvet::cli
