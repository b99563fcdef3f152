#include "checks/transfer_coding.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

constexpr Bytes kChunked = "chunked";

struct Element {
  const model::FieldLine* line = nullptr;
  Bytes text;  // the whole element, OWS removed
  Bytes name;  // the coding, OWS removed
};

/// The elements of all Transfer-Encoding lines, split at commas outside of quoted strings.
std::vector<Element> elements_of(const model::Message& message) {
  std::vector<Element> elements;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != fields::id::kTransferEncoding) continue;
    std::size_t start = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= line.value.size(); ++i) {
      const bool end = i == line.value.size();
      if (!end && line.value[i] == '"') quoted = !quoted;
      if (!end && (line.value[i] != ',' || quoted)) continue;
      const Bytes text = base::trim_blanks(line.value.substr(start, i - start));
      elements.push_back({&line, text, base::trim_blanks(text.substr(0, text.find(';')))});
      start = i + 1;
    }
  }
  return elements;
}

bool is_chunked(Bytes name) { return base::equals_ignoring_case(name, kChunked); }

/// transfer-coding = token *( OWS ";" OWS transfer-parameter ), transfer-parameter = token BWS "=" BWS ( token /
/// quoted-string ) (RFC 9112 §7)
bool is_parameter(Bytes text) {
  const std::size_t equals = text.find('=');
  if (equals == Bytes::npos || !base::is_token(base::trim_blanks(text.substr(0, equals)))) return false;
  const Bytes value = base::trim_blanks(text.substr(equals + 1));
  if (base::is_token(value)) return true;
  return value.size() >= 2 && value.front() == '"' && value.back() == '"';
}

/// Why `element` is no transfer coding, or empty. A name glued to "chunked" is a disguise that some recipients take for
/// it.
Bytes fault_of(const Element& element) {
  if (element.text.empty()) return "an empty element";
  if (!base::is_token(element.name)) return "not a token";
  std::string lowered(element.name);
  std::ranges::transform(lowered, lowered.begin(), base::lower);
  const bool glued = lowered.find(kChunked) != std::string::npos;
  if (glued && lowered != kChunked) return "a word that some recipients mistake for chunked";
  Bytes rest =
      element.text.substr(static_cast<std::size_t>(element.name.data() - element.text.data()) + element.name.size());
  while (!rest.empty()) {
    rest = base::trim_blanks(rest);
    if (rest.empty() || rest.front() != ';') break;
    rest.remove_prefix(1);
    const std::size_t next = rest.find(';');
    const Bytes parameter = base::trim_blanks(rest.substr(0, next));
    if (!is_parameter(parameter)) return "a semicolon without a parameter behind it";
    rest = next == Bytes::npos ? Bytes() : rest.substr(next);
  }
  return {};
}

const Element* first_fault(const std::vector<Element>& elements, Bytes& why) {
  for (const Element& element : elements) {
    why = fault_of(element);
    if (!why.empty()) return &element;
  }
  return nullptr;
}

}  // namespace

void transfer_coding_invalid(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto elements = elements_of(message);
  Bytes why;
  if (const Element* element = first_fault(elements, why)) {
    sink.report(message, element->line, element->text, {element->text, why});
  }
}

void transfer_coding_not_final_chunked(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto elements = elements_of(message);
  Bytes why;
  if (elements.empty() || first_fault(elements, why) != nullptr || is_chunked(elements.back().name)) return;
  const bool request = message.part == model::Part::kRequest;
  if (!request && elements.size() == 1 && base::equals_ignoring_case(elements.front().name, "identity")) return;
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
