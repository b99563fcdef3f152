#include "capture/message_stream.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "base/byte_class.h"
#include "capture/format.h"
#include "capture/issues.h"

namespace httpvet::capture {
namespace {

// Octets behind a supposed start line that have to be at hand to judge it: that line and the next one.
constexpr std::size_t kJudged = 2 * kStartLineLimit;
constexpr std::size_t kSkipWindow = 128 * 1024;
constexpr std::size_t kAnomalyText = 256;

}  // namespace

std::size_t first_message(Bytes start, Starts starts) {
  const std::size_t blank = empty_lines(start);
  if (message_kind(start.substr(blank), starts)) return blank;
  return find_start(start, blank, starts);
}

MessageStream::MessageStream(std::shared_ptr<InputSource> source, std::uint32_t input, model::ContentSinks* sinks)
    : source_(std::move(source)),
      input_(input),
      map_(std::make_shared<const model::StreamMap>(model::StreamMap{input, {}})),
      reader_(*source_, sinks) {}

void MessageStream::begin(model::Batch& batch) {
  batch_ = &batch;
  batch.pins.push_back(map_);
  if (source_->pinned()) batch.pins.push_back(source_);
  if (PipeLineIndex* lines = source_->pipe_lines()) {
    kept_ = std::make_shared<KeptLines>();
    batch.pins.push_back(kept_);
    lines->attach(kept_);
  }
}

bool MessageStream::find_first(Starts starts) {
  const Bytes start = look_ahead(*source_, kSniffOctets).substr(0, kSniffOctets);
  const std::size_t mark = byte_order_mark(start);
  const std::size_t at = first_message(start.substr(mark), starts);
  if (at == Bytes::npos) return false;
  source_->consume(mark);
  if (at > empty_lines(source_->window())) {
    add_issue("input-garbage", "octets before the first message are no HTTP and were skipped", source_->offset());
    source_->consume(at);
  }
  return true;
}

Bytes MessageStream::look_past_empty_lines() {
  std::size_t blank = empty_lines(look_ahead(*source_, 1));
  // A CR at the very end may be half of an empty line.
  while (blank + 1 >= source_->window().size() && source_->grow())
    blank += empty_lines(source_->window().substr(blank));
  return look_ahead(*source_, blank + kJudged);
}

std::optional<wire::Kind> MessageStream::next_kind(Starts starts) {
  const Bytes window = look_past_empty_lines();
  return message_kind(window.substr(empty_lines(window)), starts);
}

bool MessageStream::read_head(wire::Kind kind, const wire::HeadOptions& options, model::Message& message) {
  message = {};
  const std::uint64_t before = source_->offset();
  head_was_cut_ = false;
  if (reader_.read_head(kind, options, batch_->arena, message) != wire::HeadOutcome::kHead) {
    const Bytes window = look_ahead(*source_, kStartLineLimit);
    const std::size_t end = window.find('\n', empty_lines(window));
    source_->consume(end == Bytes::npos ? window.size() : end + 1);
    add_issue("input-garbage", "octets that are no HTTP message were skipped", before);
    return false;
  }
  message.map = map_.get();
  head_was_cut_ = reader_.head_was_cut();
  if (head_was_cut_) {
    // What is behind the cut is unknown: field lines, content, anything.
    message.evidence.fields = false;
    message.evidence.framing = false;
    add_issue("input-line-cut", "a header section is longer, or has more lines, than what can be kept; it was cut",
              before);
  }
  return true;
}

bool MessageStream::leave_if_partial(model::Message& message, model::StreamEnd end) {
  const bool incomplete = message.has(model::AnomalyKind::kHeaderIncomplete);
  if (!head_was_cut_ && !incomplete) return false;
  leave_body(message);
  if (incomplete && end == model::StreamEnd::kCut) message.body.end = model::BodyEnd::kCut;
  return true;
}

void MessageStream::leave_body(model::Message& message) {
  message.body = {};
  message.body.offset = source_->offset();
}

bool MessageStream::is_headless_text(Starts starts) {
  const Bytes window = look_ahead(*source_, kSniffOctets).substr(0, kSniffOctets);
  const Bytes text = window.substr(empty_lines(window));
  if (first_message(text, starts) != Bytes::npos) return false;
  const Bytes line = first_line(text);
  return !line.empty() && std::ranges::none_of(line, [](char c) { return c != '\t' && base::is(c, base::kControl); });
}

void MessageStream::read_headless(const model::Message& request, model::Message& response) {
  source_->consume(empty_lines(look_ahead(*source_, kStartLineLimit)));
  Bytes line = first_line(look_ahead(*source_, kStartLineLimit));
  if (!source_->pinned()) line = batch_->arena.copy(line);
  response = {};
  response.map = map_.get();
  response.offset = source_->offset();
  response.head = line;
  response.start_line = line;
  response.evidence.fields = false;
  response.evidence.framing = false;
  response.evidence.content = false;
  leave_body(response);
  if (!request.version_text.empty()) {
    const model::Anomaly anomaly{model::AnomalyKind::kStatusLine, response.offset, line.size(), line};
    wire::MessageReader::add_anomaly(response, anomaly, batch_->arena);
  }
  keep_lines(response);
}

void MessageStream::note_tunnel(model::Message& message) {
  const Bytes start = look_ahead(*source_, model::kTunnelStart).substr(0, model::kTunnelStart);
  message.body.tunnel_start = source_->pinned() ? start : batch_->arena.copy(start);
}

MessageStream::Skipped MessageStream::skip_to_start(std::size_t from, Starts starts) {
  Skipped skipped;
  skipped.offset = source_->offset();
  bool mid_line = false;
  bool first = true;
  while (true) {
    const Bytes window = look_ahead(*source_, from + kSkipWindow);
    if (first) {
      skipped.text = window.substr(0, kAnomalyText);
      if (!source_->pinned()) skipped.text = batch_->arena.copy(skipped.text);
      first = false;
    }
    std::size_t at = find_start(window, from, starts, mid_line);
    const bool whole = source_->at_end();
    // The next line is needed as well to judge one.
    if (at != Bytes::npos && !whole && window.size() - at < kJudged && source_->grow()) continue;
    if (at != Bytes::npos) {
      source_->consume(at);
      skipped.at_message = true;
      break;
    }
    if (whole) {
      source_->consume(window.size());
      break;
    }
    // Keep so much that no start line is cut in two, and go on at the beginning of a line if there is one near.
    at = window.size() > kJudged ? window.size() - kJudged : 0;
    const std::size_t near = at > kStartLineLimit ? at - kStartLineLimit : 0;
    const std::size_t line_end = window.substr(near, at - near).rfind('\n');
    if (line_end != Bytes::npos) at = near + line_end + 1;
    mid_line = line_end == Bytes::npos;
    source_->consume(at);
    from = 0;
  }
  skipped.length = source_->offset() - skipped.offset;
  skipped.text =
      skipped.text.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(skipped.length, kAnomalyText)));
  return skipped;
}

bool MessageStream::settle(model::Message* message, Starts starts, Starts sought, bool layout) {
  const Bytes window = look_past_empty_lines();
  const std::size_t blank = empty_lines(window);
  if (blank == window.size() && source_->at_end() && (layout || blank == 0)) {
    source_->consume(blank);
    return false;
  }
  if (message_kind(window.substr(blank), starts)) return true;
  if (layout) source_->consume(blank);
  const Skipped skipped = skip_to_start(layout ? 0 : blank, sought);
  if (message != nullptr && message->body.end == model::BodyEnd::kCut) return skipped.at_message;
  if (message != nullptr) {
    const model::Anomaly anomaly{model::AnomalyKind::kBytesAfterMessage, skipped.offset, skipped.length, skipped.text};
    wire::MessageReader::add_anomaly(*message, anomaly, batch_->arena);
  }
  return skipped.at_message;
}

void MessageStream::keep_lines(const model::Message& message) {
  if (!kept_) return;
  const PipeLineIndex& lines = *source_->pipe_lines();
  if (const auto position = lines.recent(message.offset)) kept_->keep(message.offset, message.head, *position);
  const std::uint64_t head_end = message.offset + message.head.size();
  const auto keep_place = [&](std::uint64_t offset, Bytes text) {
    if (offset >= message.offset && offset < head_end) return;
    if (const auto position = lines.recent(offset)) kept_->keep(offset, text, *position);
  };
  for (const model::Anomaly& anomaly : message.anomalies) keep_place(anomaly.offset, {});
  for (const model::FieldLine& trailer : message.trailers) keep_place(trailer.offset, {});
}

void MessageStream::report_read_error() {
  if (source_->read_error() == 0 || error_told_) return;
  error_told_ = true;
  batch_->issues.push_back(make_issue(input_, "input-unreadable",
                                      std::string("reading failed: ") + std::strerror(source_->read_error()),
                                      source_->offset() + source_->window().size(), Damage::kYes));
}

void MessageStream::add_issue(Bytes id, const char* text, std::uint64_t offset) {
  batch_->issues.push_back(make_issue(input_, id, text, offset, Damage::kNo));
}

}  // namespace httpvet::capture
