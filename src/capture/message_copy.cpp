#include "capture/message_copy.h"

#include <span>

namespace httpvet::capture {
namespace {

using model::FieldLine;

// Moves views of the old head to the new one, and copies those that lie elsewhere.
class Mover {
 public:
  Mover(Bytes from, Bytes to, base::Arena& arena) : from_(from), to_(to), arena_(arena) {}

  Bytes operator()(Bytes view) const {
    if (view.empty()) return {};
    if (!base::lies_within(view, from_)) return arena_.copy(view);
    return to_.substr(static_cast<std::size_t>(base::offset_in(view, from_)), view.size());
  }

  std::span<const FieldLine> operator()(std::span<const FieldLine> lines) const {
    const std::span<FieldLine> copies = arena_.copy_array(lines);
    for (FieldLine& line : copies) {
      line.name = (*this)(line.name);
      line.value = (*this)(line.value);
    }
    return copies;
  }

 private:
  Bytes from_;
  Bytes to_;
  base::Arena& arena_;
};

}  // namespace

model::Message copy_message(const model::Message& message, base::Arena& arena) {
  model::Message copy = message;
  copy.head = arena.copy(message.head);
  const Mover move(message.head, copy.head, arena);
  copy.start_line = move(message.start_line);
  copy.method = move(message.method);
  copy.target = move(message.target);
  copy.version_text = move(message.version_text);
  copy.status_text = move(message.status_text);
  copy.reason = move(message.reason);
  copy.lines = move(message.lines);
  copy.trailers = move(message.trailers);

  const std::span<model::Anomaly> anomalies = arena.copy_array(message.anomalies);
  for (model::Anomaly& anomaly : anomalies) anomaly.text = move(anomaly.text);
  copy.anomalies = anomalies;

  if (message.body.content != nullptr) {
    model::Content content = *message.body.content;
    content.prefix = move(content.prefix);
    content.octets = move(content.octets);
    const std::span<model::BodyPart> parts = arena.copy_array(content.parts);
    for (model::BodyPart& part : parts) part.lines = move(part.lines);
    content.parts = parts;
    copy.body.content = arena.make<model::Content>(content);
  }
  return copy;
}

}  // namespace httpvet::capture
