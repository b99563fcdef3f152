#include "report/place.h"

#include <algorithm>

#include "base/byte_class.h"

namespace httpvet::report {
namespace {

using model::Finding;
using model::Message;

bool has_evidence(const model::EvidenceSpan& evidence) {
  return evidence.length != 0 || evidence.stream_offset != 0 || !evidence.text.empty() || evidence.input.has_value();
}

// The place of `finding` within its message: what follows the part in a locator.
std::string place_in_message(const Finding& finding) {
  const Message& message = *finding.message;
  if (finding.line != nullptr) {
    std::string out = finding.in_trailer ? ".trailer[" : ".field[";
    for (const char c : finding.line->name.substr(0, 256)) out += base::lower(c);
    return out + "][" + std::to_string(std::max(finding.line_ordinal, 1U)) + "]";
  }
  const std::uint64_t at = finding.evidence.stream_offset;
  if (!has_evidence(finding.evidence)) return "";
  if (message.body.offset > message.offset && at >= message.body.offset) return ".body";
  if (!base::lies_within(message.start_line, message.head)) return "";
  const std::uint64_t start = message.offset + base::offset_in(message.start_line, message.head);
  return at >= start && at <= start + message.start_line.size() ? ".start-line" : "";
}

}  // namespace

Place place_of(const Finding& finding, std::span<model::Input* const> inputs) {
  Place place;
  if (finding.input < inputs.size()) place.input = inputs[finding.input];
  const Message* message = finding.message;
  if (has_evidence(finding.evidence)) {
    place.known = true;
    place.stream_offset = finding.evidence.stream_offset;
    place.length = finding.evidence.length;
    place.text = finding.evidence.text;
    place.span = finding.evidence.input;
  } else if (message != nullptr && !message->start_line.empty() &&
             base::lies_within(message->start_line, message->head)) {
    place.known = true;
    place.stream_offset = message->offset + base::offset_in(message->start_line, message->head);
    place.length = message->start_line.size();
    place.text = message->start_line;
    place.span = message->locate(message->start_line);
  }
  if (place.span && place.input != nullptr && place.input->lines != nullptr) {
    place.position = place.input->lines->position(place.span->offset);
  }
  return place;
}

void append_location(std::string& out, const Place& place, EscapeStyle style) {
  if (place.input != nullptr) append_escaped(out, place.input->path, style);
  if (place.position) {
    out += ':' + std::to_string(place.position->line) + ':' + std::to_string(place.position->column);
  } else if (place.span) {
    out += ":+" + std::to_string(place.span->offset);
  }
}

std::optional<std::uint32_t> connection_of(const Finding& finding) {
  if (finding.exchange == nullptr || finding.exchange->connection == nullptr) return std::nullopt;
  return finding.exchange->connection->number;
}

Bytes part_name(model::Part part) {
  switch (part) {
    case model::Part::kRequest:
      return "request";
    case model::Part::kInterim:
      return "interim";
    case model::Part::kResponse:
      break;
  }
  return "response";
}

std::uint16_t status_of(const Finding& finding) {
  if (finding.message == nullptr) return 0;
  if (finding.message->part != model::Part::kRequest) return finding.message->status;
  const bool answered = finding.exchange != nullptr && finding.exchange->response != nullptr;
  return answered ? finding.exchange->response->status : std::uint16_t{0};
}

std::string locator_of(const Finding& finding) {
  const std::optional<std::uint32_t> connection = connection_of(finding);
  std::string out = connection ? "c" + std::to_string(*connection) : "";
  if (finding.message == nullptr || finding.exchange == nullptr) return out;
  out += "e" + std::to_string(finding.exchange->number);
  const auto& interims = finding.exchange->interims;
  out += '.';
  out += part_name(finding.message->part);
  if (finding.message->part == model::Part::kInterim) {
    for (std::size_t i = 0; i < interims.size(); ++i) {
      if (&interims[i] == finding.message) out += "[" + std::to_string(i + 1) + "]";
    }
  }
  return out + place_in_message(finding);
}

}  // namespace httpvet::report
