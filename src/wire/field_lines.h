// Field lines of a header or trailer section, read tolerantly (RFC 9112 §5): never stops, names what is wrong.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/arena.h"
#include "base/bytes.h"
#include "model/message.h"
#include "wire/anomaly_log.h"
#include "wire/line.h"
#include "wire/raw_head.h"

namespace httpvet::wire {

enum class Section : std::uint8_t { kHeader, kTrailer };

/// Reads the section of `octets` that begins at `begin`, up to and including the empty line that ends it. A last line
/// without line end is left out: nobody knows how it went on. So are lines beyond kMaxLines. Positions (of lines and
/// anomalies) are those within `octets`. Returns where it stopped: behind the empty line, or where the line without
/// line end begins.
std::size_t parse_field_lines(Bytes octets, std::size_t begin, Section section, const LineRules& rules,
                              std::vector<RawLine>& lines, AnomalyLog& log);

/// `lines` as the model has them; `octets` live as long as the arena and begin at `offset` of the stream.
std::span<const model::FieldLine> to_field_lines(std::span<const RawLine> lines, Bytes octets, std::uint64_t offset,
                                                 base::Arena& arena);

}  // namespace httpvet::wire
