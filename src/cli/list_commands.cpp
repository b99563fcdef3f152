// `httpvet facts` and `httpvet formats`: what rules can read, and what can be read and written.
#include <algorithm>
#include <string>
#include <vector>

#include "capture/inputs.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/page.h"
#include "facts/schema.h"
#include "fields/registry.h"
#include "report/json_writer.h"
#include "report/reporter.h"

namespace httpvet::cli {
namespace {

/// Row 0 of the registry stands for all fields that it does not know.
std::span<const fields::FieldInfo> known_fields() { return fields::registry().subspan(1); }

std::string facts_json() {
  std::string text;
  report::JsonWriter json(text);
  json.open_object();
  json.key("facts");
  json.open_array();
  for (const facts::FactDoc& fact : facts::documented_facts()) {
    json.break_line();
    json.open_object();
    json.member("owner", fact.owner);
    json.member("name", fact.name);
    json.member("type", fact.type);
    json.member("doc", fact.doc);
    json.close_object();
  }
  json.close_array();
  json.key("fields");
  json.open_array();
  for (const fields::FieldInfo& field : known_fields()) {
    json.break_line();
    json.open_object();
    json.member("name", field.name);
    json.member("identifier", field.identifier);
    json.member("type", field.type_name);
    json.member("spec", field.spec);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  return text + "\n";
}

void add_facts(Page& page) {
  std::size_t width = 0;
  const std::vector<facts::FactDoc> docs = facts::documented_facts();
  const auto label = [](const facts::FactDoc& fact) { return std::string(fact.name) + ": " + fact.type; };
  for (const facts::FactDoc& fact : docs) width = std::max(width, label(fact).size() + 2);
  width = std::min<std::size_t>(width, 36);
  Bytes owner;
  for (const facts::FactDoc& fact : docs) {
    if (fact.owner != owner) {
      if (!owner.empty()) page.blank();
      page.heading(fact.owner);
      owner = fact.owner;
    }
    page.entry(label(fact), fact.doc, 2, width);
  }
}

void add_fields(Page& page) {
  page.blank();
  page.heading("fields of a message");
  page.paragraph(
      "Each field is a fact under its identifier. With '_text' behind it: all its values as one string, joined by "
      "commas. With "
      "'_lines' behind it: its field lines. The type is that of the registry.",
      2);
  page.blank();
  for (const fields::FieldInfo& field : known_fields()) {
    page.entry(std::string(field.identifier) + ": " + std::string(field.type_name), field.name, 2, 54);
  }
}

}  // namespace

int run_facts(const Options& options, Console& console) {
  if (options.format == "json") {
    console.out.write(facts_json());
    return kClean;
  }
  Page page(console.style);
  add_facts(page);
  add_fields(page);
  console.out.write(page.text());
  return kClean;
}

int run_formats(const Options& /*options*/, Console& console) {
  Page page(console.style);
  page.heading("Input (--input-format; without it, the content tells)");
  for (const capture::FormatInfo& format : capture::formats()) page.entry(format.name, format.description, 2, 16);
  page.blank();
  page.heading("Output (--format)");
  for (const report::FormatInfo& format : report::formats()) page.entry(format.name, format.description, 2, 16);
  console.out.write(page.text());
  return kClean;
}

}  // namespace httpvet::cli
