#include "capture/raw_body.h"

#include <algorithm>
#include <limits>

#include "base/byte_class.h"
#include "capture/printed.h"
#include "capture/text_body.h"
#include "fields/field_ids.h"

namespace httpvet::capture {
namespace {

using model::Framing;
using wire::FramingDecision;

// To content that begins with a status line no more than this is looked at to see where it ends: heads without their
// content
// (`curl -sIL`) are far more likely, and a file may hold very many of them.
constexpr std::uint64_t kPrintedStatusLimit = 4 * 1024;

// The length of the first line of content that is a message itself, such as the echo of a TRACE: it begins none of the
// connection. Else 0.
std::size_t first_line_of_message_content(const model::Message& message, Bytes content) {
  constexpr Bytes kMessage = "message/http";
  const auto line = std::ranges::find(message.lines, fields::id::kContentType, &model::FieldLine::field);
  if (line == message.lines.end() || !base::equals_ignoring_case(line->value.substr(0, kMessage.size()), kMessage)) {
    return 0;
  }
  if (message_kind(content, Starts::kRequests) == std::nullopt) return 0;
  return std::min(content.find('\n'), content.size() - 1) + 1;
}

// Reads content of which nothing tells the length: to the next message, or to the end.
void read_to_next_message(MessageStream& stream, const RawFile& file, Framing framing_before_next,
                          Framing framing_at_end, model::Message& message) {
  const Bytes window = look_ahead(stream.source(), std::numeric_limits<std::size_t>::max());
  const std::size_t from = first_line_of_message_content(message, window);
  const std::size_t at =
      file.text ? text_content_before_next(window, from, file.sought()) : find_start(window, from, file.sought());
  if (at != Bytes::npos && at < window.size()) {
    stream.reader().read_content(at, framing_before_next, stream.arena(), message);
    return;
  }
  stream.reader().read_body({Framing::kUntilClose, 0, false, false}, file.end, stream.arena(), message);
  message.body.framing = framing_at_end;
}

void read_declared(MessageStream& stream, const RawFile& file, const FramingDecision& decision,
                   model::Message& message) {
  if (file.text) {
    read_text_content(stream, file, decision, message);
  } else {
    stream.reader().read_body(decision, file.end, stream.arena(), message);
  }
}

// Content that a tool decoded before printing it.
void read_decoded(MessageStream& stream, const RawFile& file, model::Message& message) {
  message.evidence.framing = false;
  read_to_next_message(stream, file, Framing::kUnknown, Framing::kUnknown, message);
}

bool has_content_coding_left(MessageStream& stream, model::Message& message) {
  if (!content_coding_removed(message, look_ahead(stream.source(), kStartLineLimit))) return true;
  message.evidence.content = false;
  return false;
}

bool is_chunked_on_the_wire(MessageStream& stream, const RawFile& file) {
  if (begins_with_chunk_size(look_ahead(stream.source(), kStartLineLimit))) return true;
  const Bytes window = look_ahead(stream.source(), std::numeric_limits<std::size_t>::max());
  if (begins_with_chunk_size(window)) return true;
  return ends_with_last_chunk(window.substr(0, find_start(window, 0, file.sought())));
}

}  // namespace

bool content_fits(MessageStream& stream, const RawFile& file, std::uint64_t length) {
  if (file.text) {
    const Bytes window = look_ahead(stream.source(), std::numeric_limits<std::size_t>::max());
    return find_text_content(window, length, file.sought(), kPrintedStatusLimit).fit == TextFit::kFits;
  }
  constexpr std::uint64_t kMost = std::numeric_limits<std::size_t>::max() / 2;
  const auto wanted = static_cast<std::size_t>(std::min(length, kMost));
  const Bytes window = look_ahead(stream.source(), wanted + 2 * kStartLineLimit);
  if (window.size() < length) return !stream.source().at_end();
  const Bytes rest = window.substr(wanted);
  return rest.empty() || message_kind(rest, Starts::kBoth).has_value();
}

void read_response_body(MessageStream& stream, const RawFile& file, const wire::FramingContext& context,
                        model::Message& response) {
  const FramingDecision decision = wire::decide_framing(response, context);
  if (decision.framing == Framing::kNone || decision.framing == Framing::kTunnel) {
    stream.reader().read_body(decision, file.end, stream.arena(), response);
    return;
  }
  const bool has_length = decision.framing == Framing::kLength;
  const bool empty = has_length && decision.length == 0;
  if (!context.method_known && !empty) {
    // It may answer a HEAD, or curl followed a redirect and did not print its content.
    const Bytes window = stream.look_past_empty_lines();
    const std::size_t blank = file.text ? empty_lines(window) : 0;
    const bool nothing_behind = blank == window.size() && stream.source().at_end();
    const bool head_behind = !file.requests && begins_among_content(window.substr(blank), Starts::kResponses);
    if (nothing_behind || (head_behind && !(has_length && content_fits(stream, file, decision.length)))) {
      stream.leave_body(response);
      return;
    }
  }
  const bool printed_form = is_printed_status_line(response.start_line);
  if (printed_form) {
    response.evidence.framing = false;
    has_content_coding_left(stream, response);
    if (has_length && content_fits(stream, file, decision.length)) {
      read_declared(stream, file, decision, response);
      response.body.framing = Framing::kUnknown;
    } else {
      read_to_next_message(stream, file, Framing::kUnknown, Framing::kUnknown, response);
    }
    return;
  }
  switch (decision.framing) {
    case Framing::kLength:
      // Decoded content of exactly the length of the coded one: then nobody decoded it.
      if (content_coding_removed(response, look_ahead(stream.source(), kStartLineLimit)) &&
          !content_fits(stream, file, decision.length)) {
        response.evidence.content = false;
        read_decoded(stream, file, response);
      } else {
        read_declared(stream, file, decision, response);
      }
      return;
    case Framing::kChunked:
      if (is_chunked_on_the_wire(stream, file)) {
        stream.reader().read_body(decision, file.end, stream.arena(), response);
      } else {
        has_content_coding_left(stream, response);
        read_decoded(stream, file, response);
      }
      return;
    default:
      if (!has_content_coding_left(stream, response)) {
        read_decoded(stream, file, response);
      } else {
        // Without requests nobody knows whether the next response came on the same connection.
        read_to_next_message(stream, file, file.requests ? Framing::kUntilClose : Framing::kUnknown, decision.framing,
                             response);
      }
  }
}

void read_request_body(MessageStream& stream, const RawFile& file, model::Message& request) {
  const FramingDecision decision = wire::decide_framing(request, {});
  if (decision.framing == Framing::kLength) {
    read_declared(stream, file, decision, request);
  } else {
    stream.reader().read_body(decision, file.end, stream.arena(), request);
  }
}

}  // namespace httpvet::capture
