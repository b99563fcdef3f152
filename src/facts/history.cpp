#include "facts/history.h"

#include <algorithm>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

/// Copies what rules may ask of a message: its start line, its fields, its body's sizes. Views are moved over to
/// `text`.
void copy_message(const model::Message& from, model::Message& to, char*& text, model::FieldLine*& lines) {
  const auto keep = [&text](Bytes view) {
    char* const start = text;
    text = std::copy(view.begin(), view.end(), text);
    return Bytes(start, view.size());
  };
  to.part = from.part;
  to.evidence = from.evidence;
  to.method = keep(from.method);
  to.target = keep(from.target);
  to.version = from.version;
  to.version_text = keep(from.version_text);
  to.status = from.status;
  to.status_text = keep(from.status_text);
  to.reason = keep(from.reason);
  to.body = from.body;
  to.body.content = nullptr;
  to.time_ns = from.time_ns;
  model::FieldLine* const first = lines;
  for (const model::FieldLine& line : from.lines) {
    *lines = line;
    lines->name = keep(line.name);
    lines->value = keep(line.value);
    ++lines;
  }
  to.lines = {first, from.lines.size()};
}

std::size_t text_octets(const model::Message& message) {
  std::size_t octets = message.method.size() + message.target.size() + message.version_text.size() +
                       message.status_text.size() + message.reason.size();
  for (const model::FieldLine& line : message.lines) octets += line.name.size() + line.value.size();
  return octets;
}

}  // namespace

std::string resource_key(const model::Exchange& exchange) {
  if (exchange.request == nullptr || exchange.request->target.empty()) return {};
  std::string key;
  for (const model::FieldLine& line : exchange.request->lines) {
    if (line.field != fields::id::kHost) continue;
    for (const char c : line.value) key += base::lower(c);
    break;
  }
  key += static_cast<char>('0' + static_cast<int>(exchange.connection->scheme));
  key += exchange.request->target;
  return key;
}

History::Record::Record(const model::Exchange& exchange, std::uint64_t order) : order_(order) {
  const std::size_t text = text_octets(*exchange.request) + text_octets(*exchange.response);
  const std::size_t lines = exchange.request->lines.size() + exchange.response->lines.size();
  text_ = std::make_unique<char[]>(text);
  lines_ = std::make_unique<model::FieldLine[]>(lines);
  octets_ = text + lines * sizeof(model::FieldLine) + sizeof(Record);
  char* next_text = text_.get();
  model::FieldLine* next_line = lines_.get();
  copy_message(*exchange.request, request_, next_text, next_line);
  copy_message(*exchange.response, response_, next_text, next_line);
}

std::span<const History::Record> History::find(const model::Exchange& exchange) const {
  const auto found = by_key_.find(resource_key(exchange));
  if (found == by_key_.end()) return {};
  return found->second->records;
}

void History::remember(const model::Exchange& exchange) {
  if (exchange.response == nullptr || exchange.request == nullptr) return;
  if (exchange.request->head.size() + exchange.response->head.size() > kMaxHeads) return;
  std::string key = resource_key(exchange);
  if (key.empty()) return;
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    resources_.push_front({std::move(key), {}});
    found = by_key_.emplace(resources_.front().key, resources_.begin()).first;
  } else {
    resources_.splice(resources_.begin(), resources_, found->second);
  }
  std::vector<Record>& records = found->second->records;
  if (records.size() == kRecordsPerResource) {
    octets_ -= records.front().octets();
    records.erase(records.begin());
  }
  records.emplace_back(exchange, next_order_++);
  octets_ += records.back().octets();
  while (resources_.size() > max_resources_ || (octets_ > max_octets_ && resources_.size() > 1)) forget_oldest();
}

void History::forget_oldest() {
  const Resource& oldest = resources_.back();
  for (const Record& record : oldest.records) octets_ -= record.octets();
  by_key_.erase(oldest.key);
  resources_.pop_back();
}

void History::clear() {
  by_key_.clear();
  resources_.clear();
  octets_ = 0;
}

}  // namespace httpvet::facts
