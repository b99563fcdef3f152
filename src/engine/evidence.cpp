#include "engine/evidence.h"

#include <algorithm>

#include "base/byte_class.h"
#include "facts/cookie_facts.h"
#include "facts/defects.h"
#include "facts/member.h"
#include "fields/fault.h"
#include "fields/registry.h"

namespace httpvet::engine {
namespace {

constexpr std::size_t kMaxText = 256;

void set_place(model::Finding& finding, const model::Message& message, std::uint64_t stream_offset,
               std::uint64_t length, Bytes text) {
  finding.message = &message;
  finding.evidence.text = text.substr(0, kMaxText);
  finding.evidence.stream_offset = stream_offset;
  finding.evidence.length = length;
  finding.evidence.input.reset();
  if (message.map == nullptr) return;
  finding.input = message.map->input;
  finding.evidence.input = message.map->locate(stream_offset, length);
}

/// The ordinal of `line` among the lines of its name in `section`; 0 if it is not there.
std::uint32_t ordinal_in(std::span<const model::FieldLine> section, const model::FieldLine& line) {
  if (section.empty() || &line < section.data() || &line >= section.data() + section.size()) return 0;
  std::uint32_t ordinal = 0;
  for (const model::FieldLine* other = section.data(); other <= &line; ++other) {
    if (base::equals_ignoring_case(other->name, line.name)) ++ordinal;
  }
  return ordinal;
}

void set_line(model::Finding& finding, const model::Message& message, const model::FieldLine& line) {
  finding.line = &line;
  finding.field_name = line.field == model::kUnknownField ? line.name : fields::field_info(line.field).name;
  finding.line_ordinal = ordinal_in(message.lines, line);
  finding.in_trailer = finding.line_ordinal == 0;
  if (finding.in_trailer) finding.line_ordinal = ordinal_in(message.trailers, line);
}

const model::FieldLine* line_around(std::span<const model::FieldLine> section, std::uint64_t offset) {
  const auto found = std::ranges::find_if(
      section, [offset](const model::FieldLine& l) { return offset >= l.offset && offset <= l.offset + l.length + 1; });
  return found == section.end() ? nullptr : &*found;
}

}  // namespace

void point_at_start_line(model::Finding& finding, const model::Message& message) {
  const std::uint64_t skipped =
      base::lies_within(message.start_line, message.head) ? base::offset_in(message.start_line, message.head) : 0;
  set_place(finding, message, message.offset + skipped, message.start_line.size(), message.start_line);
}

void point_at_line(model::Finding& finding, const model::Message& message, const model::FieldLine& line, Bytes octets) {
  set_line(finding, message, line);
  if (!octets.empty() && base::lies_within(octets, message.head)) {
    set_place(finding, message, message.offset + base::offset_in(octets, message.head), octets.size(), octets);
    return;
  }
  Bytes text = line.name;
  if (base::lies_within(line.name, message.head)) {
    text = message.head.substr(base::offset_in(line.name, message.head), line.length);
  }
  set_place(finding, message, line.offset, line.length, text);
}

void point_at_anomaly(model::Finding& finding, const model::Message& message, const model::Anomaly& anomaly) {
  const model::FieldLine* line = line_around(message.lines, anomaly.offset);
  if (line == nullptr) line = line_around(message.trailers, anomaly.offset);
  if (line != nullptr) set_line(finding, message, *line);
  set_place(finding, message, anomaly.offset, anomaly.length, anomaly.text);
}

bool point_at_item(model::Finding& finding, const model::Message& message, const expr::Type& type,
                   const expr::Value& item) {
  if (!item.known()) return false;
  if (type.kind == expr::Kind::kString) {
    if (!base::lies_within(item.string, message.head)) return false;
    set_place(finding, message, message.offset + base::offset_in(item.string, message.head), item.string.size(),
              item.string);
    if (const auto* line = line_around(message.lines, finding.evidence.stream_offset))
      set_line(finding, message, *line);
    return true;
  }
  if (type.kind != expr::Kind::kObject) return false;
  switch (static_cast<facts::Object>(type.object)) {
    case facts::Object::kLine:
      point_at_line(finding, message, *static_cast<const model::FieldLine*>(item.object), {});
      return true;
    case facts::Object::kSetCookie:
      point_at_line(finding, message, *static_cast<const facts::SetCookieFacts*>(item.object)->line,
                    static_cast<const facts::SetCookieFacts*>(item.object)->text);
      return true;
    case facts::Object::kAnomaly:
      point_at_anomaly(finding, message, *static_cast<const model::Anomaly*>(item.object));
      return true;
    case facts::Object::kFault: {
      const Bytes text = static_cast<const fields::Fault*>(item.object)->text;
      return !text.empty() && point_at_item(finding, message, expr::kStringType, expr::Value::of(text));
    }
    case facts::Object::kDefect: {
      const auto& defect = *static_cast<const facts::Defect*>(item.object);
      if (defect.line == nullptr)
        return point_at_item(finding, message, expr::kStringType, expr::Value::of(defect.text));
      point_at_line(finding, message, *defect.line, defect.text);
      return true;
    }
    case facts::Object::kOddity: {
      const auto& oddity = *static_cast<const facts::Oddity*>(item.object);
      point_at_line(finding, message, *oddity.line, oddity.octets());
      return true;
    }
    default:
      return false;
  }
}

bool point_at_path(model::Finding& finding, facts::Facts& facts, const EvidencePath& path) {
  facts::MessageFacts& message =
      static_cast<facts::Root>(path.root) == facts::Root::kReq ? facts.request() : facts.judged();
  if (!message.there()) return false;
  if (const model::FieldId field = facts::field_of(path.fact); field != model::kUnknownField) {
    const model::FieldLine* line = message.first_line(field);
    if (line == nullptr) return false;
    point_at_line(finding, message.message(), *line, line->value);
    return true;
  }
  if (const auto kind = facts::anomaly_kind_of(path.fact)) {
    const auto first = std::ranges::find(message.message().anomalies, *kind, &model::Anomaly::kind);
    if (first == message.message().anomalies.end()) return false;
    point_at_anomaly(finding, message.message(), *first);
    return true;
  }
  const expr::Value value = facts.read(path.fact, expr::Value::of_object(&message), {});
  // Of what is no field only the texts of the start line are places.
  const facts::Member& member = facts::member_group(path.fact >> 8)[path.fact & 0xFF];
  if (member.name == "status")
    return point_at_item(finding, message.message(), expr::kStringType, expr::Value::of(message.message().status_text));
  return member.type == expr::kStringType && point_at_item(finding, message.message(), expr::kStringType, value);
}

}  // namespace httpvet::engine
