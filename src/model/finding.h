// Finding: one rule's verdict on one place. Small; reporters turn it into text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "model/exchange.h"
#include "model/rule_info.h"

namespace httpvet::model {

/// The octets that a finding is about. Where something is missing all members keep their defaults, and reports point at
/// the start line of the message; an empty span at a known place has `input` (or `stream_offset`) set.
struct EvidenceSpan {
  Bytes text;  // the octets themselves (may be cut to their first 256); empty if something is missing
  std::uint64_t stream_offset = 0;
  std::uint64_t length = 0;        // octets in the stream
  std::optional<InputSpan> input;  // where they lie in a file
};

/// Lives as long as the batch it was found in.
struct Finding {
  const RuleInfo* rule = nullptr;
  std::uint32_t rule_order = 0;  // rank of the rule by id: the last key of the order of findings
  Severity severity = Severity::kWarning;
  const Exchange* exchange = nullptr;
  const Message* message = nullptr;  // the message it sits on; null: the connection as a whole
  std::uint32_t input = 0;           // index of the file that holds the octets
  const FieldLine* line = nullptr;   // the field line it sits on, if it does
  Bytes field_name;                  // registry spelling if known, else as sent; empty if it sits on no field line
  std::uint32_t line_ordinal = 0;    // from 1 among the lines of that name in that section
  bool in_trailer = false;
  EvidenceSpan evidence;
  std::span<const Bytes> arguments;  // captured values for the message template, raw: escape and redact them
};

}  // namespace httpvet::model
