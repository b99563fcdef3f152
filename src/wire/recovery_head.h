// The recovery parser for heads: reads any head, and names everything that is wrong with it.
#pragma once

#include "base/bytes.h"
#include "wire/anomaly_log.h"
#include "wire/message_reader.h"
#include "wire/raw_head.h"

namespace httpvet::wire {

/// Takes `octets`, from the start line through the empty line or as far as the head goes, apart. Without an empty line
/// the head counts as cut: its last, unfinished line is not judged. Offsets of anomalies are positions within `octets`.
void recover_head(Bytes octets, Kind kind, const HeadOptions& options, RawHead& head, AnomalyLog& log);

}  // namespace httpvet::wire
