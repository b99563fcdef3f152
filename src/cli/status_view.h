// What `httpvet status` shows, and the words for it in both languages.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/terminal.h"
#include "engine/rule_set.h"
#include "fields/status_registry.h"

namespace httpvet::cli {

/// What was asked for.
struct StatusSelection {
  bool everything = false;   // all codes, and what is demanded of numbers without a row
  std::vector<int> classes;  // from 1 to 5: each with its codes
  std::vector<int> codes;    // each in full; some may have no row
  std::vector<int> found;    // those that a word found, when there are several: a list
};

/// The codes of a class (from 1 to 5) that have a row.
std::vector<const fields::StatusInfo*> codes_of_class(int number);

/// What is demanded of `code`, by part; what is said of few codes before what is said of many.
std::vector<const fields::StatusDemand*> demands_on(int code);
/// What is demanded of the class as a whole.
std::vector<const fields::StatusDemand*> demands_on_class(int number);
/// What is demanded of numbers without a row alone.
std::vector<const fields::StatusDemand*> demands_on_others();

/// The rules that `demands` name, in their order, each once.
std::vector<const engine::Rule*> rules_of(std::span<const fields::StatusDemand* const> demands,
                                          const engine::RuleSet& rules);

/// Words of a page in one language.
class StatusWords {
 public:
  explicit StatusWords(Language language) : language_(language) {}

  std::string of(const fields::BothLanguages& text) const {
    return std::string(language_ == Language::kEnglish ? text.en : text.zh_tw);
  }

  /// "404 Not Found"; in Chinese with the English phrase behind it.
  std::string title(int code) const;
  /// The name in this language; of a code without a row that it has none.
  std::string name(int code) const;
  /// "4xx Client Error"
  std::string class_title(int number) const;
  /// The meaning; of a code without a row, what clients take it for.
  std::string meaning(int code) const;
  /// One word for registration and deprecation: "registered", "deprecated", "temporary", "unofficial", "unregistered".
  std::string state(int code) const;
  std::string registered(int code) const;
  std::string deprecated(int code) const;
  std::string cacheable(int code) const;
  std::string content(int code) const;
  /// Heading of the demands of one part.
  std::string part(fields::DemandPart part) const;
  /// "error"; "warning (in some cases info)"; with what switches the rule on, where it does not run by default.
  std::string severity(const engine::Rule& rule) const;

 private:
  Language language_;
};

/// A name and a value of a page.
struct StatusProperty {
  std::string name;
  std::string value;
};

/// What is known of `code` beside name, meaning and demands.
std::vector<StatusProperty> properties_of(int code, const StatusWords& words);

// The three forms of what was asked for.
std::string status_text(const StatusSelection& selection, const engine::RuleSet& rules, Language language,
                        const TextStyle& style);
std::string status_markdown(const StatusSelection& selection, const engine::RuleSet& rules, Language language);
std::string status_json(const StatusSelection& selection, const engine::RuleSet& rules);

}  // namespace httpvet::cli
