// HTTP/1 messages from a byte stream, one after another. Heads of the plain sort are taken apart at once; llhttp parses
// all others; what it rejects is read again by the recovery parser, so that nothing on the wire stops the reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/arena.h"
#include "base/byte_source.h"
#include "model/exchange.h"
#include "model/message.h"
#include "wire/framing.h"

namespace httpvet::wire {

enum class Kind : std::uint8_t { kRequest, kResponse };

struct HeadOptions {
  /// A text fixture: LF ends a line as well as CRLF does, and neither is an anomaly; the end of the text ends a head.
  bool text_lines = false;
  /// A tool printed the head: `HTTP/2 200`, `HTTP/2` and `HTTP/3` are versions, a missing space after the status code
  /// and the line ends mean nothing, no start-line or line-end anomaly is made. Sets the evidence flags accordingly.
  bool printed = false;
  /// Empty lines before the start line are layout and no anomaly.
  bool blank_lines_are_layout = false;
};

/// What reading a head came to.
enum class HeadOutcome : std::uint8_t {
  kHead,     // a head was read (it may be incomplete: kHeaderIncomplete says so)
  kEnd,      // only empty lines, or nothing, were left; they were not consumed
  kNotHttp,  // the octets at the position do not begin a message of that kind; nothing was consumed
};

/// Which parsers are asked before the recovery parser.
enum class FastPath : std::uint8_t { kAll, kLlhttp, kNone };

/// True when `line` (a first line, or as much of it as there is) begins a message of that kind well enough for the
/// recovery parser: a method-like token, a target and HTTP/, or for responses a status line, also a damaged one
/// ("HTTP/1.1200 OK", "http/1.1 200", "ICY 200 OK"). Not for arbitrary text.
bool looks_like_start_line(Bytes line, Kind kind);

/// Reads messages from one source. Bodies stream; heads are contiguous (copied to the arena unless the source is
/// pinned).
class MessageReader {
 public:
  /// `source` outlives the reader. `sinks` may be null: nobody wants content.
  MessageReader(base::ByteSource& source, model::ContentSinks* sinks);
  ~MessageReader();
  MessageReader(const MessageReader&) = delete;
  MessageReader& operator=(const MessageReader&) = delete;

  /// Reads the head at the position: leading empty lines, start line, field lines, the empty line. Everything in
  /// `message` but its map and body is set; its views live as long as `arena` (and the source, if that is pinned). A
  /// head larger than the source's window limit is cut there, and reading goes on behind it (head_was_cut()).
  HeadOutcome read_head(Kind kind, const HeadOptions& options, base::Arena& arena, model::Message& message);

  /// Reads the body of the message whose head was read last, as `decision` says, feeding its content to the sink that
  /// `sinks` has for it. Sets message.body, trailers, and adds anomalies. `end` says how the stream ends where it does.
  /// kUnknown, kNone and kTunnel read nothing.
  void read_body(const FramingDecision& decision, model::StreamEnd end, base::Arena& arena, model::Message& message);

  /// Reads exactly `octets` octets (as far as there are any) as the content, whatever the framing fields say: for
  /// readers that know better (text fixtures, decoded bodies). Sets message.body with `framing`.
  void read_content(std::uint64_t octets, model::Framing framing, base::Arena& arena, model::Message& message);

  /// Adds an anomaly to a finished message (for readers that notice something between messages).
  static void add_anomaly(model::Message& message, const model::Anomaly& anomaly, base::Arena& arena);

  /// True when the head read last did not fit into the window, or had more field lines than are kept, and was cut.
  bool head_was_cut() const;

  /// Leaves parsers out. For tests: the outcome is the same.
  void use_fast_path(FastPath path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace httpvet::wire
