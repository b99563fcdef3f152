// `httpvet status` as text and as Markdown.
#include <algorithm>
#include <functional>

#include "cli/page.h"
#include "cli/status_view.h"
#include "cli/table.h"
#include "report/layout.h"

namespace httpvet::cli {
namespace {

using fields::BothLanguages;
using fields::StatusDemand;
using fields::StatusInfo;

using Demands = std::vector<const StatusDemand*>;

constexpr BothLanguages kOthers{"Numbers without a row", "表外的數字"};
constexpr BothLanguages kCode{"code", "代碼"};
constexpr BothLanguages kName{"name", "名稱"};
constexpr BothLanguages kState{"state", "登錄情形"};
constexpr BothLanguages kMeaning{"meaning", "意義"};

/// The parts of a page in one language; the two forms say how each looks.
struct Context {
  const engine::RuleSet& rules;
  StatusWords words;
};

std::string rule_count(const Context& context, int code) {
  return std::to_string(rules_of(demands_on(code), context.rules).size());
}

/// The compact list. `cell` makes a cell of text.
Table compact_table(const Context& context, const std::vector<int>& codes,
                    const std::function<std::string(Bytes)>& cell) {
  const StatusWords& words = context.words;
  Table table({words.of(kCode), words.of(kName), words.of(kState), words.of({"cacheable", "可快取"}),
               words.of({"content", "內容"}), words.of({"rules", "規則"})},
              1);
  for (const int code : codes) {
    table.add({std::to_string(code), cell(words.name(code)), words.state(code), words.cacheable(code),
               words.content(code), rule_count(context, code)});
  }
  return table;
}

/// The list of what a word found: it shows the meaning.
Table found_table(const Context& context, const std::vector<int>& codes,
                  const std::function<std::string(Bytes)>& cell) {
  const StatusWords& words = context.words;
  Table table({words.of(kCode), words.of(kName), words.of(kState), words.of(kMeaning)}, 3);
  for (const int code : codes) {
    table.add({std::to_string(code), cell(words.name(code)), words.state(code), cell(words.meaning(code))});
  }
  return table;
}

std::vector<int> numbers_of_class(int number) {
  std::vector<int> codes;
  for (const StatusInfo* info : codes_of_class(number)) codes.push_back(info->code);
  return codes;
}

std::string plain(Bytes text) { return std::string(text); }

// ---- text

constexpr std::size_t kIndent = 2;
constexpr std::size_t kRuleIndent = 6;

void show_demands(Page& page, const Context& context, const Demands& demands) {
  std::size_t width = 0;
  for (const engine::Rule* rule : rules_of(demands, context.rules)) width = std::max(width, rule->info.id.size() + 2);
  const StatusDemand* before = nullptr;
  for (const StatusDemand* demand : demands) {
    if (before == nullptr || before->part != demand->part) {
      page.blank();
      page.heading(context.words.part(demand->part));
    }
    before = demand;
    page.entry("-", context.words.of(demand->text), kIndent, 2);
    for (const engine::Rule* rule : rules_of(std::vector{demand}, context.rules)) {
      page.entry(rule->info.id, context.words.severity(*rule), kRuleIndent, width);
    }
  }
}

void show_code(Page& page, const Context& context, int code) {
  page.heading(context.words.title(code));
  page.blank();
  page.paragraph(context.words.meaning(code), kIndent);
  page.blank();
  const std::vector<StatusProperty> properties = properties_of(code, context.words);
  std::size_t width = 0;
  for (const StatusProperty& property : properties) {
    width = std::max(width, report::columns_of(property.name) + 2);
  }
  for (const StatusProperty& property : properties) page.entry(property.name, property.value, kIndent, width);
  show_demands(page, context, demands_on(code));
}

void show_class(Page& page, const Context& context, int number) {
  const auto& info = fields::status_classes()[static_cast<std::size_t>(number - 1)];
  page.heading(context.words.class_title(number));
  page.blank();
  page.paragraph(context.words.of(info.meaning), kIndent);
  page.blank();
  const Table table = compact_table(context, numbers_of_class(number), plain);
  table.add_headings(page, table.widths());
  table.add_rows(page, table.widths());
  show_demands(page, context, demands_on_class(number));
}

void show_everything(Page& page, const Context& context) {
  std::vector<std::size_t> widths;
  for (int number = 1; number <= 5; ++number) {
    widths = compact_table(context, numbers_of_class(number), plain).widths(widths);
  }
  for (int number = 1; number <= 5; ++number) {
    const Table table = compact_table(context, numbers_of_class(number), plain);
    if (number == 1) table.add_headings(page, widths);
    page.heading(context.words.class_title(number));
    table.add_rows(page, widths);
  }
  page.blank();
  page.heading(context.words.of(kOthers));
  show_demands(page, context, demands_on_others());
}

// ---- Markdown

std::string code_list(const std::vector<const engine::Rule*>& rules, const StatusWords& words) {
  std::string text;
  for (const engine::Rule* rule : rules) {
    text.append(text.empty() ? "" : "<br>");
    text.append("`").append(rule->info.id).append("`: ").append(markdown_cell(words.severity(*rule)));
  }
  return text;
}

std::string demands_markdown(const Context& context, const Demands& demands) {
  const StatusWords& words = context.words;
  Table table({words.of({"about", "項目"}), words.of({"demand", "要求"}), words.of({"rules", "規則"})}, 1);
  for (const StatusDemand* demand : demands) {
    table.add({words.part(demand->part), markdown_cell(words.of(demand->text)),
               code_list(rules_of(std::vector{demand}, context.rules), words)});
  }
  return table.empty() ? "" : "\n" + table.markdown();
}

std::string code_markdown(const Context& context, int code) {
  const StatusWords& words = context.words;
  std::string text = "# " + markdown_cell(words.title(code)) + "\n\n" + markdown_cell(words.meaning(code)) + "\n\n";
  Table table({words.of({"property", "屬性"}), words.of({"value", "值"})}, 1);
  for (const StatusProperty& property : properties_of(code, words)) {
    table.add({property.name, markdown_cell(property.value)});
  }
  return text + table.markdown() + demands_markdown(context, demands_on(code));
}

std::string class_markdown(const Context& context, int number, bool alone) {
  const StatusWords& words = context.words;
  const auto& info = fields::status_classes()[static_cast<std::size_t>(number - 1)];
  std::string text = (alone ? "# " : "## ") + words.class_title(number) + "\n\n" +
                     markdown_cell(words.of(info.meaning)) + "\n\n" +
                     compact_table(context, numbers_of_class(number), markdown_cell).markdown();
  return alone ? text + demands_markdown(context, demands_on_class(number)) : text;
}

std::string everything_markdown(const Context& context) {
  std::string text = "# " + context.words.of({"Status codes", "狀態碼"}) + "\n";
  for (int number = 1; number <= 5; ++number) text += "\n" + class_markdown(context, number, false);
  return text + "\n## " + context.words.of(kOthers) + "\n" + demands_markdown(context, demands_on_others());
}

}  // namespace

std::string status_text(const StatusSelection& selection, const engine::RuleSet& rules, Language language,
                        const TextStyle& style) {
  Page page(style);
  const Context context{rules, StatusWords(language)};
  if (selection.everything) show_everything(page, context);
  const auto between = [&page] {
    if (!page.text().empty()) page.blank();
  };
  for (const int number : selection.classes) {
    between();
    show_class(page, context, number);
  }
  for (const int code : selection.codes) {
    between();
    show_code(page, context, code);
  }
  if (!selection.found.empty()) {
    const Table table = found_table(context, selection.found, plain);
    table.add_headings(page, table.widths());
    table.add_rows(page, table.widths());
  }
  return page.text();
}

std::string status_markdown(const StatusSelection& selection, const engine::RuleSet& rules, Language language) {
  const Context context{rules, StatusWords(language)};
  std::vector<std::string> sections;
  if (selection.everything) sections.push_back(everything_markdown(context));
  for (const int number : selection.classes) sections.push_back(class_markdown(context, number, true));
  for (const int code : selection.codes) sections.push_back(code_markdown(context, code));
  if (!selection.found.empty()) sections.push_back(found_table(context, selection.found, markdown_cell).markdown());
  std::string text;
  for (const std::string& section : sections) text += (text.empty() ? "" : "\n") + section;
  return text;
}

}  // namespace httpvet::cli
