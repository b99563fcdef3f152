// AnomalyLog: the anomalies of one message while it is being read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "base/bytes.h"
#include "model/message.h"

namespace httpvet::wire {

/// At most this many anomalies of one kind are kept for a message, so that hostile input cannot fill memory.
inline constexpr std::size_t kMaxAnomaliesOfOneKind = 64;

/// At most this many octets of an anomaly are kept as its text.
inline constexpr std::size_t kMaxAnomalyText = 256;

/// Collects anomalies; reused from message to message without allocating.
class AnomalyLog {
 public:
  /// Forgets everything: the next message begins.
  void clear();

  /// Notes `length` octets at `offset`; their text is not known yet (see place()). Beyond the limit of its kind,
  /// nothing.
  void add(model::AnomalyKind kind, std::uint64_t offset, std::uint64_t length) { add(kind, offset, length, {}); }

  /// The same with its text, which has to live as long as the message.
  void add(model::AnomalyKind kind, std::uint64_t offset, std::uint64_t length, Bytes text);

  /// The number of anomalies waiting for take().
  std::size_t size() const { return entries_.size(); }

  /// Turns the entries from number `first` on, whose offsets count from the start of `octets`, into ones of the stream:
  /// adds `offset`, where octets.data() lies in the stream, and sets the texts. `octets` lives as long as the message;
  /// where it does not, the texts are copied to `copies`.
  void place(std::size_t first, Bytes octets, std::uint64_t offset, base::Arena* copies);

  /// Adds all entries to those that `message` has, in order of offset, and forgets them (but not how many there were of
  /// each kind).
  void take(model::Message& message, base::Arena& arena);

 private:
  std::vector<model::Anomaly> entries_;
  std::array<std::uint8_t, model::kAnomalyKinds> counts_{};
  bool any_ = false;  // counts_ is not all zero
};

/// Adds `anomalies` to those of `message`, in order of offset.
void merge_anomalies(model::Message& message, std::span<const model::Anomaly> anomalies, base::Arena& arena);

}  // namespace httpvet::wire
