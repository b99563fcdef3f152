// MessageStream: one input read message by message, with what lies between messages.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "capture/byte_sources.h"
#include "capture/scan.h"
#include "model/exchange.h"
#include "wire/message_reader.h"

namespace httpvet::capture {

/// What the readers of raw files and of byte streams have in common. Call begin() before and end() after every batch.
class MessageStream {
 public:
  /// `sinks` may be null and outlives the stream.
  MessageStream(std::shared_ptr<InputSource> source, std::uint32_t input, model::ContentSinks* sinks);

  /// From now on what is read lives in `batch`.
  void begin(model::Batch& batch);

  /// The batch will be handed over: from now on it alone keeps its lines.
  void end() { kept_.reset(); }

  InputSource& source() { return *source_; }
  wire::MessageReader& reader() { return reader_; }
  std::uint32_t input() const { return input_; }
  base::Arena& arena() { return batch_->arena; }

  /// Goes to the first message: over a byte order mark, and over octets that are no HTTP, with an issue, if a start
  /// line lies among the first 64 KiB. False when none does; then the position is where it was.
  bool find_first(Starts starts);

  /// The window, with something behind its leading empty lines if anything is, and enough of that to judge what it is.
  Bytes look_past_empty_lines();

  /// What begins behind the empty lines at the position.
  std::optional<wire::Kind> next_kind(Starts starts);

  /// Reads a head. False when the octets turn out to be none; then one line of them was skipped, with an issue.
  bool read_head(wire::Kind kind, const wire::HeadOptions& options, model::Message& message);

  /// True when the head read last was larger than the window may be. The issue was made.
  bool head_was_cut() const { return head_was_cut_; }

  /// True when the head of `message`, read last, is not whole; then it leaves the body alone, since lines that tell of
  /// it may be missing. `end` is how the stream ends: of a capture that was cut nobody knows how the head goes on.
  bool leave_if_partial(model::Message& message, model::StreamEnd end);

  /// Leaves the body of `message` alone: nothing of it is at hand, or nothing is known about it.
  void leave_body(model::Message& message);

  /// True when text stands at the position, behind empty lines, and no message that `starts` names anywhere in the
  /// first 64 KiB of it: an answer without any head, as HTTP/0.9 gave it.
  bool is_headless_text(Starts starts);

  /// Takes what stands at the position for the response to `request`, all of it. Its first line is all that is known of
  /// it; that is no status line, which is right only where the request is one of HTTP/0.9, without a version.
  void read_headless(const model::Message& request, model::Message& response);

  /// Notes in `message`, which turned its connection into a tunnel, how that begins.
  void note_tunnel(model::Message& message);

  /// Goes to the next message. Octets that begin none become an anomaly of `message`; without one, an issue; where its
  /// own framing was lost they are the rest of it. `starts`:
  /// what may stand at the position; `sought`: what is looked for behind octets that begin no message. `layout`: empty
  /// lines mean nothing. False when no message follows.
  bool settle(model::Message* message, Starts starts, Starts sought, bool layout);

  /// Keeps the lines of a finished message findable until its batch is gone, where the source is a pipe.
  void keep_lines(const model::Message& message);

  /// The issue of a read that failed, if one did and it was not told yet.
  void report_read_error();

 private:
  struct Skipped {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    Bytes text;
    bool at_message = false;
  };

  Skipped skip_to_start(std::size_t from, Starts starts);
  void add_issue(Bytes id, const char* text, std::uint64_t offset);

  std::shared_ptr<InputSource> source_;
  std::uint32_t input_;
  std::shared_ptr<const model::StreamMap> map_;
  wire::MessageReader reader_;
  model::Batch* batch_ = nullptr;
  std::shared_ptr<KeptLines> kept_;
  bool head_was_cut_ = false;
  bool error_told_ = false;
};

/// Where in `start` (the first octets of an input, behind its byte order mark) the first message begins; npos if
/// nowhere.
std::size_t first_message(Bytes start, Starts starts);

}  // namespace httpvet::capture
