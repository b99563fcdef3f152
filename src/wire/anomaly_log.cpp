#include "wire/anomaly_log.h"

#include <algorithm>
#include <tuple>

namespace httpvet::wire {

void AnomalyLog::clear() {
  entries_.clear();
  if (any_) counts_.fill(0);
  any_ = false;
}

void AnomalyLog::add(model::AnomalyKind kind, std::uint64_t offset, std::uint64_t length, Bytes text) {
  std::uint8_t& count = counts_[static_cast<std::size_t>(kind)];
  if (count == kMaxAnomaliesOfOneKind) return;
  ++count;
  any_ = true;
  entries_.push_back({kind, offset, length, text.substr(0, kMaxAnomalyText)});
}

void AnomalyLog::place(std::size_t first, Bytes octets, std::uint64_t offset, base::Arena* copies) {
  for (std::size_t i = first; i < entries_.size(); ++i) {
    model::Anomaly& entry = entries_[i];
    const std::size_t begin = std::min(static_cast<std::size_t>(entry.offset), octets.size());
    entry.text = octets.substr(begin, static_cast<std::size_t>(std::min<std::uint64_t>(entry.length, kMaxAnomalyText)));
    if (copies != nullptr) entry.text = copies->copy(entry.text);
    entry.offset += offset;
  }
}

void AnomalyLog::take(model::Message& message, base::Arena& arena) {
  if (entries_.empty()) return;
  merge_anomalies(message, entries_, arena);
  entries_.clear();
}

void merge_anomalies(model::Message& message, std::span<const model::Anomaly> anomalies, base::Arena& arena) {
  const std::span<model::Anomaly> all = arena.make_array<model::Anomaly>(message.anomalies.size() + anomalies.size());
  const auto middle = std::copy(message.anomalies.begin(), message.anomalies.end(), all.begin());
  std::copy(anomalies.begin(), anomalies.end(), middle);
  std::sort(all.begin(), all.end(), [](const model::Anomaly& a, const model::Anomaly& b) {
    return std::tie(a.offset, a.kind, a.length) < std::tie(b.offset, b.kind, b.length);
  });
  for (const model::Anomaly& anomaly : anomalies) message.anomaly_mask |= model::anomaly_bit(anomaly.kind);
  message.anomalies = all;
}

}  // namespace httpvet::wire
