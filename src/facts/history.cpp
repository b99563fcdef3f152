#include "facts/history.h"

#include <algorithm>
#include <cstring>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

Bytes host_of(const model::Message& request) {
  for (const model::FieldLine& line : request.lines) {
    if (line.field == fields::id::kHost) return line.value;
  }
  return {};
}

/// Mixes `text` into `hash`, eight octets at a time. Not for adversaries: a hit is compared octet by octet.
std::uint64_t mix(std::uint64_t hash, Bytes text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
    text.remove_prefix(8);
  }
  std::uint64_t rest = text.size() + 1;
  for (const char c : text) rest = rest << 8 | static_cast<unsigned char>(c);
  hash = (hash ^ rest) * kFactor;
  return hash ^ hash >> 29;
}

std::uint64_t key_of(const model::Exchange& exchange) {
  // Hosts that differ in letter case only are rare enough to be different resources here.
  const auto scheme = static_cast<std::uint64_t>(exchange.connection->scheme);
  return mix(mix(scheme + 1, host_of(*exchange.request)), exchange.request->target);
}

bool same_resource(const History::Record& record, const model::Exchange& exchange) {
  return record.request().target == exchange.request->target &&
         host_of(record.request()) == host_of(*exchange.request) && record.scheme() == exchange.connection->scheme;
}

/// A copy of `from` whose views lie in `head`, a copy of its head, and whose lines lie at `lines`.
model::Message moved(const model::Message& from, char* head, model::FieldLine* lines) {
  model::Message to = from;
  const auto move = [&from, head](Bytes view) {
    return base::lies_within(view, from.head) ? Bytes(head + base::offset_in(view, from.head), view.size()) : Bytes();
  };
  to.map = nullptr;
  to.head = {head, from.head.size()};
  to.start_line = move(from.start_line);
  to.method = move(from.method);
  to.target = move(from.target);
  to.version_text = move(from.version_text);
  to.status_text = move(from.status_text);
  to.reason = move(from.reason);
  for (std::size_t i = 0; i < from.lines.size(); ++i) {
    lines[i] = from.lines[i];
    lines[i].name = move(from.lines[i].name);
    lines[i].value = move(from.lines[i].value);
  }
  to.lines = {lines, from.lines.size()};
  to.trailers = {};
  to.anomalies = {};
  to.anomaly_mask = 0;
  to.body.content = nullptr;
  return to;
}

}  // namespace

History::Record::Record(const model::Exchange& exchange) : scheme_(exchange.connection->scheme) {
  const model::Message& request = *exchange.request;
  const model::Message& response = *exchange.response;
  const std::size_t lines = request.lines.size() + response.lines.size();
  const std::size_t text = request.head.size() + response.head.size();
  octets_ = lines * sizeof(model::FieldLine) + text + sizeof(Record);
  // Field lines first: they have to be aligned. Not value-initialised: all of it is written.
  memory_.reset(new std::byte[lines * sizeof(model::FieldLine) + text]);
  auto* const first_line = reinterpret_cast<model::FieldLine*>(memory_.get());
  auto* const heads = reinterpret_cast<char*>(memory_.get() + lines * sizeof(model::FieldLine));
  std::uninitialized_default_construct_n(first_line, lines);
  std::copy(request.head.begin(), request.head.end(), heads);
  std::copy(response.head.begin(), response.head.end(), heads + request.head.size());
  request_ = moved(request, heads, first_line);
  response_ = moved(response, heads + request.head.size(), first_line + request.lines.size());
}

std::span<const History::Record> History::find(const model::Exchange& exchange) const {
  const auto found = by_key_.find(key_of(exchange));
  if (found == by_key_.end()) return {};
  const std::vector<Record>& records = found->second->records;
  if (!same_resource(records.back(), exchange)) return {};
  return records;
}

void History::remember(const model::Exchange& exchange) {
  if (exchange.response == nullptr || exchange.request == nullptr || exchange.request->target.empty()) return;
  if (exchange.request->head.size() + exchange.response->head.size() > kMaxHeads) return;
  const std::uint64_t key = key_of(exchange);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    resources_.push_front({key, {}});
    found = by_key_.emplace(key, resources_.begin()).first;
  } else {
    resources_.splice(resources_.begin(), resources_, found->second);
  }
  std::vector<Record>& records = found->second->records;
  if (!records.empty() && !same_resource(records.back(), exchange)) return;
  if (records.size() == kRecordsPerResource) {
    octets_ -= records.front().octets();
    records.erase(records.begin());
  }
  records.emplace_back(exchange);
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
