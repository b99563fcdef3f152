// Where the body of a message in a raw file ends, and what it proves: tools print what was not sent, editors change
// line ends.
#pragma once

#include "capture/message_stream.h"
#include "model/exchange.h"
#include "wire/framing.h"

namespace httpvet::capture {

/// What is known about a raw file when a body is read.
struct RawFile {
  bool text = false;      // a text fixture: every line end is LF
  bool requests = false;  // it holds requests
  model::StreamEnd end = model::StreamEnd::kOrderly;

  /// Messages that may follow content whose length nothing tells.
  Starts sought() const { return requests ? Starts::kBoth : Starts::kResponses; }
};

/// Reads the body of `response`, whose head was read last from `stream`.
void read_response_body(MessageStream& stream, const RawFile& file, const wire::FramingContext& context,
                        model::Message& response);

/// Reads the body of `request`, whose head was read last from `stream`.
void read_request_body(MessageStream& stream, const RawFile& file, model::Message& request);

/// True when `length` octets of content from the position on end at a message or at the end of the file (as far as can
/// be seen). In a text fixture: within the tolerance of its line ends.
bool content_fits(MessageStream& stream, const RawFile& file, std::uint64_t length);

}  // namespace httpvet::capture
