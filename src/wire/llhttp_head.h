// The fast path: a head that llhttp accepts and that holds nothing worth a remark.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "wire/message_reader.h"
#include "wire/raw_head.h"

namespace httpvet::wire {

/// Parses heads with llhttp, strict. Reused from head to head without allocating.
class LlhttpHead {
 public:
  enum class Outcome : std::uint8_t {
    kClean,       // a whole head without any anomaly
    kIncomplete,  // nothing is wrong so far, but the head goes on behind the octets
    kOdd,         // rejected, or accepted though something is to be remarked: the recovery parser has to read it
  };

  LlhttpHead();
  ~LlhttpHead();
  LlhttpHead(const LlhttpHead&) = delete;
  LlhttpHead& operator=(const LlhttpHead&) = delete;

  /// Reads the head that `octets` begin with; what follows it is not looked at. `head` is filled only when it is clean.
  Outcome parse(Kind kind, Bytes octets, RawHead& head);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace httpvet::wire
