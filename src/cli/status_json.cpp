// `httpvet status --format json`: both languages, whatever --lang says.
#include "cli/status_view.h"
#include "report/json_writer.h"

namespace httpvet::cli {
namespace {

using fields::BothLanguages;
using fields::find_status;
using fields::StatusDemand;
using fields::StatusInfo;
using report::JsonWriter;

// The words of the columns `registered`, `cacheable` and `part`.
constexpr Bytes kRegistrations[] = {"no", "yes", "temporary"};
constexpr Bytes kCachings[] = {"no", "yes", "never"};
constexpr Bytes kParts[] = {"response-must", "response-should", "content", "request-must", "use", "client"};
static_assert(std::size(kParts) == fields::kDemandParts);

void append_both(JsonWriter& json, Bytes name, const BothLanguages& text) {
  json.key(name);
  json.open_object();
  json.member("en", text.en);
  json.member("zh-TW", text.zh_tw);
  json.close_object();
}

void append_both_or_null(JsonWriter& json, Bytes name, const BothLanguages& text) {
  if (!text.en.empty()) return append_both(json, name, text);
  json.key(name);
  json.null();
}

void append_list(JsonWriter& json, Bytes name, std::span<const Bytes> words) {
  json.key(name);
  json.open_array();
  for (const Bytes word : words) json.string(word);
  json.close_array();
}

void append_demands(JsonWriter& json, std::span<const StatusDemand* const> demands, const engine::RuleSet& rules) {
  json.key("demands");
  json.open_array();
  for (const StatusDemand* demand : demands) {
    json.break_line();
    json.open_object();
    json.member("part", kParts[static_cast<std::size_t>(demand->part)]);
    append_both(json, "text", demand->text);
    append_list(json, "rules", demand->rules);
    json.close_object();
  }
  json.close_array();
  json.key("rules");
  json.open_array();
  for (const engine::Rule* rule : rules_of(demands, rules)) {
    json.break_line();
    json.open_object();
    json.member("id", rule->info.id);
    json.member("severity", name_of(rule->info.severity));
    json.key("severities");
    json.open_array();
    for (const engine::SeverityCase& entry : rule->severities) json.string(name_of(entry.severity));
    json.string(name_of(rule->info.severity));
    json.close_array();
    json.member("title", rule->info.title);
    json.close_object();
  }
  json.close_array();
}

void append_code(JsonWriter& json, int code, const engine::RuleSet& rules) {
  const StatusInfo* found = find_status(code);
  StatusInfo unknown;  // what holds for a number without a row
  unknown.content = code / 100 != 1;
  const StatusInfo& info = found == nullptr ? unknown : *found;
  json.break_line();
  json.open_object();
  json.member("code", static_cast<std::uint64_t>(code));
  json.member("class", std::to_string(code / 100) + "xx");
  append_both_or_null(json, "name", info.name);
  append_both_or_null(json, "meaning", info.meaning);
  json.member("registered", kRegistrations[static_cast<std::size_t>(info.registration)]);
  json.key("deprecated");
  json.boolean(info.deprecated);
  json.member("cacheable", kCachings[static_cast<std::size_t>(info.caching)]);
  json.key("content_allowed");
  json.boolean(info.content);
  append_list(json, "spec", info.spec);
  append_list(json, "other_phrases", info.other_phrases);
  append_both_or_null(json, "inventor", info.inventor);
  const bool in_use = found != nullptr && !info.unofficial();
  json.member("taken_for", in_use ? std::nullopt : std::optional<std::uint64_t>(fields::status_fallback(code)));
  append_demands(json, demands_on(code), rules);
  json.close_object();
}

void append_class(JsonWriter& json, int number, const engine::RuleSet& rules) {
  const auto& info = fields::status_classes()[static_cast<std::size_t>(number - 1)];
  json.break_line();
  json.open_object();
  json.member("class", std::to_string(number) + "xx");
  append_both(json, "name", info.name);
  append_both(json, "meaning", info.meaning);
  append_demands(json, demands_on_class(number), rules);
  json.close_object();
}

}  // namespace

std::string status_json(const StatusSelection& selection, const engine::RuleSet& rules) {
  std::vector<int> classes = selection.classes;
  if (selection.everything) classes = {1, 2, 3, 4, 5};
  std::string text;
  JsonWriter json(text);
  json.open_object();
  json.member("schema", "httpvet.status/1");
  json.key("classes");
  json.open_array();
  for (const int number : classes) append_class(json, number, rules);
  json.close_array();
  json.key("codes");
  json.open_array();
  for (const int number : classes) {
    for (const StatusInfo* info : codes_of_class(number)) append_code(json, info->code, rules);
  }
  for (const int code : selection.codes) append_code(json, code, rules);
  for (const int code : selection.found) append_code(json, code, rules);
  json.close_array();
  json.key("others");
  if (selection.everything) {
    json.open_object();
    append_demands(json, demands_on_others(), rules);
    json.close_object();
  } else {
    json.null();
  }
  json.close_object();
  return text + "\n";
}

}  // namespace httpvet::cli
