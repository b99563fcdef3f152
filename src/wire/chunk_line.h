// Chunk-size lines (RFC 9112 §7.1, §7.1.1).
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "wire/anomaly_log.h"
#include "wire/line.h"

namespace httpvet::wire {

struct ChunkSize {
  enum class State : std::uint8_t {
    kValid,
    kGuessed,   // no chunk-size, but a number as programming languages write it: ` 5`, `+5`, `0x5`, `1_0`
    kInvalid,   // nothing to go by
    kTooLarge,  // beyond 2^63-1
  };
  State state = State::kInvalid;
  std::uint64_t value = 0;  // kValid, kGuessed
};

/// The size that a chunk-size line announces. `line` is without its line end.
ChunkSize chunk_size(Bytes line);

/// True when `line` is chunk-size [ chunk-ext ], without any fault.
bool is_chunk_line(Bytes line);

/// Notes what is to be remarked about the chunk-size line `line` of `octets`, line end included. `octets` begin at
/// `offset` of the stream; texts are copied to `arena`.
void audit_chunk_line(Bytes octets, const Line& line, const LineRules& rules, std::uint64_t offset, base::Arena& arena,
                      AnomalyLog& log);

}  // namespace httpvet::wire
