#include "cli/docs_pages.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "cli/rule_text.h"
#include "cli/status_view.h"
#include "cli/table.h"
#include "facts/schema.h"
#include "fields/registry.h"

namespace httpvet::cli {
namespace {

using engine::Rule;
using model::Example;
using model::RuleInfo;

using RuleList = std::vector<const Rule*>;

constexpr Bytes kNote = "<!-- Made from the rules by `httpvet docs`: change those, then run `./dev accept`. -->\n\n";

/// A rule that looks at more codes than this is about a class, or about messages of all kinds.
constexpr std::size_t kMostStatuses = 12;

std::string link_to(const RuleInfo& info) { return "[" + std::string(info.id) + "](" + std::string(info.id) + ".md)"; }

std::string rule_table(const RuleList& rules) {
  Table table({"rule", "severity", "what it finds"}, 2);
  for (const Rule* rule : rules) {
    std::string title = markdown_cell(rule->info.title);
    if (!rule->info.default_on) title += " (off by default)";
    table.add({link_to(rule->info), std::string(name_of(rule->info.severity)), title});
  }
  return table.markdown();
}

// ---- a page for each rule

/// Where the RFC Editor shows `reference`; empty where it is no section of an RFC.
std::string address_of(Bytes reference) {
  constexpr Bytes kRfc = "RFC ";
  constexpr Bytes kSection = " §";
  if (!reference.starts_with(kRfc)) return {};
  const std::size_t mark = reference.find(kSection);
  const Bytes number = reference.substr(kRfc.size(), mark == Bytes::npos ? Bytes::npos : mark - kRfc.size());
  const bool digits = !number.empty() && number.find_first_not_of("0123456789") == Bytes::npos;
  if (!digits) return {};
  std::string address = "https://www.rfc-editor.org/rfc/rfc" + std::string(number);
  if (mark == Bytes::npos) return address;
  const Bytes section = reference.substr(mark + kSection.size());
  const bool appendix = !section.empty() && section.front() >= 'A' && section.front() <= 'Z';
  return address + (appendix ? "#appendix-" : "#section-") + std::string(section);
}

std::string spec_list(std::span<const Bytes> spec) {
  std::string text;
  for (const Bytes reference : spec) {
    const std::string address = address_of(reference);
    const std::string words = markdown_cell(reference);
    text += "- " + (address.empty() ? words : "[" + words + "](" + address + ")") + "\n";
  }
  return text;
}

std::string fenced(const std::vector<std::string>& lines) {
  std::string text = "```\n";
  for (const std::string& line : lines) text += line + "\n";
  return text + "```\n";
}

std::string example_section(Bytes title, std::span<const Example> examples) {
  if (examples.empty()) return {};
  const Example& example = examples.front();
  std::string note;
  for (const std::string& words : evidence_of(example)) note.append(note.empty() ? " (" : ", ").append(words);
  std::vector<std::string> lines;
  for (const model::ExampleExchange& exchange : example.exchanges) {
    for (std::string& line : example_lines(exchange.request, "> ")) lines.push_back(std::move(line));
    for (std::string& line : example_lines(exchange.response, "< ")) lines.push_back(std::move(line));
  }
  return "\n## " + std::string(title) + (note.empty() ? "" : note + ")") + "\n\n" + fenced(lines);
}

std::string section(Bytes title, Bytes text) {
  return text.empty() ? std::string() : "\n## " + std::string(title) + "\n\n" + markdown_cell(text) + "\n";
}

std::string properties(const Rule& rule) {
  const RuleInfo& info = rule.info;
  Table table({"severity", "basis", "confidence", "scope", "profiles", "default"}, 0);
  std::string profiles;
  for (const Bytes name : profiles_of(info)) profiles.append(profiles.empty() ? "" : ", ").append(name);
  table.add({severity_words(rule), std::string(name_of(info.basis)), std::string(name_of(info.confidence)),
             std::string(name_of(info.scope)), profiles, info.default_on ? "on" : "off"});
  return table.markdown();
}

std::string rule_page(const Rule& rule) {
  const RuleInfo& info = rule.info;
  std::string text(kNote);
  text += "# " + std::string(info.id) + "\n\n" + markdown_cell(info.title) + "\n\n" + properties(rule);
  text += section("What it says", message_words(info.message));
  text += section("Why it matters", info.why);
  text += section("How to fix it", info.fix);
  text += "\n## The requirement\n\n" + spec_list(info.spec);
  if (!info.requirement.empty()) text += "\n```\n" + std::string(info.requirement) + "\n```\n";
  text += example_section("Bad", info.bad) + example_section("Good", info.good);
  text += "\n## How to switch it off\n\n`httpvet --disable " + std::string(info.id) + " INPUT...`\n";
  return text + "\n[All rules](README.md)\n";
}

// ---- lists

/// A heading, and the rules below it.
using Sections = std::map<std::string, RuleList>;

std::string sections_page(Bytes title, const Sections& sections,
                          const std::function<std::string(const std::string&)>& heading) {
  std::string text(kNote);
  text += "# " + std::string(title) + "\n\nOther lists: [by group](README.md), [by field](by-field.md), " +
          "[by status](by-status.md), [by section](by-section.md).\n";
  for (const auto& [key, rules] : sections) text += "\n## " + heading(key) + "\n\n" + rule_table(rules);
  return text;
}

/// "status" for rules on codes and classes; else what stands before the first hyphen.
std::string group_of(Bytes id) {
  if (id.front() >= '0' && id.front() <= '9') return "status";
  return std::string(id.substr(0, id.find('-')));
}

std::string by_group(const RuleList& rules) {
  Sections sections;
  for (const Rule* rule : rules) sections[group_of(rule->info.id)].push_back(rule);
  return sections_page("The rules: " + std::to_string(rules.size()), sections,
                       [](const std::string& key) { return key; });
}

std::string by_field(const RuleList& rules) {
  Sections sections;
  for (const Rule* rule : rules) {
    std::set<std::string> names;
    for (const engine::EvidencePath& path : rule->evidence) {
      const model::FieldId field = facts::field_of(path.fact);
      if (field != model::kUnknownField) names.emplace(fields::field_info(field).name);
    }
    for (const std::string& name : names) sections[name].push_back(rule);
  }
  return sections_page("Rules by field", sections, [](const std::string& key) { return key; });
}

/// Codes that `rule` is about: those that its condition names, and those whose table of demands names it.
std::set<int> statuses_of(const Rule& rule) {
  std::set<int> statuses;
  for (const expr::StatusRange& range : rule.needs.statuses) {
    for (int code = range.first; code <= range.last && statuses.size() <= kMostStatuses; ++code) statuses.insert(code);
  }
  return statuses.size() > kMostStatuses ? std::set<int>() : statuses;
}

std::string by_status(const RuleList& rules) {
  Sections sections;
  for (const Rule* rule : rules) {
    for (const int code : statuses_of(*rule)) sections[std::to_string(code)].push_back(rule);
  }
  const StatusWords words(Language::kEnglish);
  return sections_page("Rules by status", sections,
                       [&](const std::string& key) { return words.title(std::stoi(key)); });
}

/// `reference` with its numbers widened, so that texts sort as numbers do.
std::string sort_key(Bytes reference) {
  constexpr std::size_t kWidth = 6;
  std::string key;
  std::string digits;
  const auto flush = [&] {
    if (!digits.empty()) key.append(kWidth - std::min(kWidth, digits.size()), '0').append(digits);
    digits.clear();
  };
  for (const char c : reference) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else {
      flush();
      key += c;
    }
  }
  flush();
  return key;
}

std::string by_section(const RuleList& rules) {
  Sections sections;
  std::map<std::string, std::string> headings;
  for (const Rule* rule : rules) {
    for (const Bytes reference : rule->info.spec) {
      const std::string key = sort_key(reference);
      headings[key] = markdown_cell(reference);
      RuleList& list = sections[key];
      if (list.empty() || list.back() != rule) list.push_back(rule);
    }
  }
  return sections_page("Rules by section of their specifications", sections,
                       [&](const std::string& key) { return headings[key]; });
}

}  // namespace

std::map<std::string, std::string> rule_pages(const engine::RuleSet& rules) {
  RuleList list(rules.rules().begin(), rules.rules().end());
  std::sort(list.begin(), list.end(), [](const Rule* a, const Rule* b) { return a->info.id < b->info.id; });
  std::map<std::string, std::string> pages;
  for (const Rule* rule : list) pages[std::string(rule->info.id) + ".md"] = rule_page(*rule);
  pages["README.md"] = by_group(list);
  pages["by-field.md"] = by_field(list);
  pages["by-status.md"] = by_status(list);
  pages["by-section.md"] = by_section(list);
  return pages;
}

}  // namespace httpvet::cli
