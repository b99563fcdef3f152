// Where a message ends: RFC 9112 §6.3 as a pure function.
#pragma once

#include <cstdint>

#include "model/message.h"

namespace httpvet::wire {

/// What the request says about the framing of the response to it. For requests themselves it is not used.
struct FramingContext {
  Bytes method;  // of the request; empty when it is not known
  bool method_known = false;
};

struct FramingDecision {
  model::Framing framing = model::Framing::kUnknown;
  std::uint64_t length = 0;  // kLength only
  /// The framing fields contradict themselves or are invalid; `framing` is then the reading of RFC 9112 §6.3 that lets
  /// a reader go on (Transfer-Encoding wins over Content-Length; an invalid Content-Length counts as absent).
  bool faulty = false;
  /// A response with Content-Length or chunked to an unknown method: it might answer a HEAD and have no content.
  bool may_answer_head = false;
};

/// The length of the body of `message` by RFC 9112 §6.3. Pure: looks at the start line and the field lines only.
FramingDecision decide_framing(const model::Message& message, const FramingContext& context);

/// Content-Length as all lines and list members of `message` give it (RFC 9110 §8.6).
struct ContentLength {
  enum class State : std::uint8_t { kAbsent, kValid, kInvalid, kConflicting, kTooLarge };
  State state = State::kAbsent;
  std::uint64_t value = 0;  // kValid: also for several equal members
  bool repeated = false;    // several equal members
};
ContentLength content_length(const model::Message& message);

/// True when chunked is the last transfer coding of `message` (RFC 9112 §7).
bool last_coding_is_chunked(const model::Message& message);

}  // namespace httpvet::wire
