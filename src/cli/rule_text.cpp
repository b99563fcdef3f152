#include "cli/rule_text.h"

#include <algorithm>
#include <vector>

#include "report/escape.h"

namespace httpvet::cli {
namespace {

using model::Example;
using model::RuleInfo;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kExampleLines = 40;  // of one message; longer ones are cut
constexpr std::size_t kExampleOctets = 4096;

std::string joined(std::span<const Bytes> words, Bytes separator) {
  std::string text;
  for (const Bytes word : words) text.append(text.empty() ? Bytes() : separator).append(word);
  return text;
}

void append_list(report::JsonWriter& json, Bytes name, std::span<const Bytes> words) {
  json.key(name);
  json.open_array();
  for (const Bytes word : words) json.string(word);
  json.close_array();
}

void append_examples(report::JsonWriter& json, Bytes name, std::span<const Example> examples) {
  json.key(name);
  json.open_array();
  for (const Example& example : examples) {
    json.open_object();
    json.key("exchanges");
    json.open_array();
    for (const model::ExampleExchange& exchange : example.exchanges) {
      json.open_object();
      json.member_or_null("request", exchange.request);
      json.member_or_null("response", exchange.response);
      json.close_object();
    }
    json.close_array();
    append_list(json, "also", example.also);
    json.key("evidence");
    json.open_array();
    for (const std::string& words : evidence_of(example)) json.string(words);
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

void show_example(Page& page, Bytes title, std::span<const Example> examples) {
  if (examples.empty()) return;
  const Example& example = examples.front();
  std::string note;
  for (const std::string& words : evidence_of(example)) note.append(note.empty() ? " (" : ", ").append(words);
  page.blank();
  page.heading(title, note.empty() ? note : note + ")");
  for (const model::ExampleExchange& exchange : example.exchanges) {
    for (const std::string& line : example_lines(exchange.request, "> ")) page.line(line, kIndent + 2);
    for (const std::string& line : example_lines(exchange.response, "< ")) page.line(line, kIndent + 2);
  }
}

void show_section(Page& page, Bytes title, Bytes text) {
  if (text.empty()) return;
  page.blank();
  page.heading(title);
  page.paragraph(text, kIndent);
}

void show_property(Page& page, Bytes name, Bytes value) {
  if (!value.empty()) page.entry(name, value, kIndent, 12);
}

}  // namespace

std::vector<Bytes> profiles_of(const RuleInfo& info) {
  std::vector<Bytes> names;
  for (std::size_t i = 0; i < model::kProfileNames.size(); ++i) {
    if ((info.profiles >> i & 1U) != 0) names.push_back(model::kProfileNames[i]);
  }
  return names;
}

std::vector<std::string> evidence_of(const Example& example) {
  std::vector<std::string> words;
  if (example.tls) words.emplace_back("over TLS");
  if (example.plain) words.emplace_back("over plain http");
  if (example.structured) words.emplace_back("kept message by message");
  if (example.cut) words.emplace_back("the capture ends without a close");
  if (!example.time.empty()) words.push_back("captured at " + std::string(example.time));
  if (example.profile != model::Profile::kRfc9110) {
    words.push_back("under --profile " + std::string(name_of(example.profile)));
  }
  return words;
}

std::vector<std::string> example_lines(Bytes octets, Bytes marker) {
  std::vector<std::string> lines;
  const std::size_t all = octets.size();
  octets = octets.substr(0, kExampleOctets);
  while (!octets.empty() && lines.size() < kExampleLines) {
    const std::size_t end = octets.find('\n');
    Bytes line = octets.substr(0, end);
    std::string text(marker);
    // CRLF is how a line ends; anything else is shown.
    if (end != Bytes::npos && line.ends_with('\r')) {
      line.remove_suffix(1);
      report::append_escaped(text, line, report::EscapeStyle::kText);
    } else {
      report::append_escaped(text, octets.substr(0, end == Bytes::npos ? end : end + 1), report::EscapeStyle::kText);
    }
    while (text.ends_with(' ')) text.pop_back();
    lines.push_back(std::move(text));
    octets.remove_prefix(end == Bytes::npos ? octets.size() : end + 1);
  }
  if (!octets.empty() || all > kExampleOctets) lines.push_back(std::string(marker) + "…");
  return lines;
}

std::string severity_words(const engine::Rule& rule) {
  std::vector<Bytes> others;
  for (const engine::SeverityCase& entry : rule.severities) {
    const Bytes name = name_of(entry.severity);
    const bool known = std::find(others.begin(), others.end(), name) != others.end();
    if (entry.severity != rule.info.severity && !known) others.push_back(name);
  }
  std::string text(name_of(rule.info.severity));
  if (!others.empty()) text.append(" (in some cases ").append(joined(others, ", ")).append(")");
  return text;
}

std::string message_words(Bytes message) {
  std::string text;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const Bytes pair = message.substr(i, 2);
    if (pair == "{}") {
      text += "…";
      ++i;
    } else {
      text += message[i];
      if (pair == "{{" || pair == "}}") ++i;
    }
  }
  return text;
}

void append_rule_json(report::JsonWriter& json, const engine::Rule& rule, bool with_examples) {
  const RuleInfo& info = rule.info;
  json.open_object();
  json.member("id", info.id);
  json.member("title", info.title);
  json.member("severity", name_of(info.severity));
  json.key("severities");
  json.open_array();
  for (const engine::SeverityCase& entry : rule.severities) json.string(name_of(entry.severity));
  json.string(name_of(info.severity));
  json.close_array();
  json.member("basis", name_of(info.basis));
  json.member("confidence", name_of(info.confidence));
  json.member("scope", name_of(info.scope));
  json.member("status", name_of(info.status));
  json.member("default", info.default_on ? "on" : "off");
  append_list(json, "profiles", profiles_of(info));
  append_list(json, "spec", info.spec);
  append_list(json, "tags", info.tags);
  append_list(json, "aliases", info.aliases);
  json.member_or_null("since", info.since);
  json.member("message", message_words(info.message));
  json.member_or_null("why", info.why);
  json.member_or_null("fix", info.fix);
  json.member_or_null("requirement", info.requirement);
  if (with_examples) {
    append_examples(json, "bad", info.bad);
    append_examples(json, "good", info.good);
  }
  json.close_object();
}

void explain_rule(Page& page, const engine::Rule& rule) {
  const RuleInfo& info = rule.info;
  page.heading(info.id, ": " + std::string(info.title));
  page.blank();
  show_property(page, "severity", severity_words(rule));
  show_property(page, "basis", name_of(info.basis));
  show_property(page, "confidence", name_of(info.confidence));
  show_property(page, "scope", name_of(info.scope));
  if (!info.default_on) show_property(page, "default", "off: runs only with --enable " + std::string(info.id));
  const std::vector<Bytes> profiles = profiles_of(info);
  if (profiles.size() < model::kProfileNames.size()) show_property(page, "profile", joined(profiles, ", "));
  if (info.status != model::RuleStatus::kStable) show_property(page, "status", name_of(info.status));
  show_property(page, "aliases", joined(info.aliases, ", "));
  show_property(page, "tags", joined(info.tags, ", "));
  show_property(page, "since", info.since);

  show_section(page, "What", message_words(info.message));
  show_section(page, "Why", info.why);
  show_section(page, "The requirement", joined(info.spec, "; "));
  page.paragraph(info.requirement, kIndent + 2);
  show_example(page, "Bad", info.bad);
  show_example(page, "Good", info.good);
  show_section(page, "How to fix it", info.fix);
  page.blank();
  page.heading("How to switch it off");
  page.line("httpvet --disable " + std::string(info.id) + " INPUT...", kIndent);
}

}  // namespace httpvet::cli
