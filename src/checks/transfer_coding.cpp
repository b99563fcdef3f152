#include "checks/transfer_coding.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "fields/codings.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

constexpr Bytes kChunked = "chunked";

struct Element {
  const model::FieldLine* line = nullptr;
  Bytes text;  // the whole element, OWS removed
  Bytes name;  // what stands before the first semicolon, OWS removed
};

/// `text` without OWS at both ends, and without the line breaks of a folded value, which count as blanks there.
Bytes trim(Bytes text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == Bytes::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

/// Where the element of a list that begins at `begin` ends: at the next comma outside of a quoted string.
std::size_t end_of_element(Bytes list, std::size_t begin) {
  bool quoted = false;
  for (std::size_t i = begin; i < list.size(); ++i) {
    if (list[i] == '"') quoted = !quoted;
    if (list[i] == ',' && !quoted) return i;
    if (list[i] == '\\' && quoted) ++i;
  }
  return list.size();
}

/// The elements of all Transfer-Encoding lines, empty ones too.
std::vector<Element> elements_of(const model::Message& message) {
  std::vector<Element> elements;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != fields::id::kTransferEncoding) continue;
    for (std::size_t begin = 0; begin <= line.value.size();) {
      const std::size_t end = end_of_element(line.value, begin);
      const Bytes text = trim(line.value.substr(begin, end - begin));
      elements.push_back({&line, text, trim(text.substr(0, text.find(';')))});
      begin = end + 1;
    }
  }
  return elements;
}

bool is_chunked(Bytes name) { return base::equals_ignoring_case(name, kChunked); }

bool contains_chunked(Bytes text) {
  const auto same = [](char a, char b) { return base::lower(a) == b; };
  return std::search(text.begin(), text.end(), kChunked.begin(), kChunked.end(), same) != text.end();
}

/// Why `element` is no transfer coding, or empty. A name that chunked is glued to is a token, but some recipients look
/// for the word alone.
Bytes fault_of(const Element& element, base::Arena& arena) {
  if (element.text.empty()) return "an empty element";
  if (!base::is_token(element.name)) return "no token";
  if (contains_chunked(element.name) && !is_chunked(element.name)) return "a name easily mistaken for chunked";
  fields::Codings parsed;
  fields::ParseError error;
  return fields::parse_codings(element.text, arena, parsed, error) ? Bytes()
                                                                   : Bytes("a coding with a broken parameter");
}

struct Fault {
  const Element* element = nullptr;
  Bytes why;
};

Fault first_fault(const std::vector<Element>& elements, base::Arena& arena) {
  for (const Element& element : elements) {
    const Bytes why = fault_of(element, arena);
    if (!why.empty()) return {&element, why};
  }
  return {};
}

}  // namespace

void transfer_coding_invalid(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto elements = elements_of(message);
  const Fault fault = first_fault(elements, facts.arena());
  if (fault.element == nullptr) return;
  const Bytes value = fault.element->line->value;
  sink.report(message, fault.element->line, fault.element->text, {value, fault.why});
}

void transfer_coding_not_final_chunked(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto elements = elements_of(message);
  if (elements.empty() || is_chunked(elements.back().name)) return;
  if (first_fault(elements, facts.arena()).element != nullptr) return;
  const bool identity = elements.size() == 1 && base::equals_ignoring_case(elements.front().name, "identity");
  if (identity && message.part != model::Part::kRequest) return;
  sink.report(message, elements.back().line, elements.back().text, {elements.back().text});
}

void transfer_coding_chunked_repeated(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  bool seen = false;
  for (const Element& element : elements_of(message)) {
    if (!is_chunked(element.name)) continue;
    if (seen) {
      sink.report(message, element.line, element.text, {});
      return;
    }
    seen = true;
  }
}

}  // namespace httpvet::checks
