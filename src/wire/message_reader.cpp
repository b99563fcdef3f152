#include "wire/message_reader.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/byte_class.h"
#include "wire/anomaly_log.h"
#include "wire/body_reader.h"
#include "wire/chunked.h"
#include "wire/field_lines.h"
#include "wire/head_scan.h"
#include "wire/llhttp_head.h"
#include "wire/plain_head.h"
#include "wire/raw_head.h"
#include "wire/recovery_head.h"
#include "wire/start_line.h"

namespace httpvet::wire {

namespace {

using model::AnomalyKind;
using model::Framing;
using model::Message;

// A first line that is longer than this and does not look like a start line is none: no need to wait for its end.
constexpr std::size_t kFirstLineOctets = 4096;

model::Part part_of(Kind kind, unsigned status) {
  if (kind == Kind::kRequest) return model::Part::kRequest;
  return status >= 100 && status < 200 && status != 101 ? model::Part::kInterim : model::Part::kResponse;
}

// Everything in `message` but what the reader of the input sets.
void reset(Message& message) {
  const model::StreamMap* map = message.map;
  const std::optional<std::int64_t> time = message.time_ns;
  message = Message{};
  message.map = map;
  message.time_ns = time;
}

}  // namespace

class MessageReader::Impl {
 public:
  Impl(base::ByteSource& source, model::ContentSinks* sinks) : source_(source), sinks_(sinks) {}

  HeadOutcome read_head(Kind kind, const HeadOptions& options, base::Arena& arena, Message& message);
  void read_body(const FramingDecision& decision, model::StreamEnd end, base::Arena& arena, Message& message);
  void read_content(std::uint64_t octets, Framing framing, base::Arena& arena, Message& message);

  bool was_cut() const { return cut_ || head_.lines.size() == kMaxLines; }
  void use_fast_path(FastPath path) { fast_path_ = path; }

 private:
  // Where a head lies in the window.
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool whole = false;  // it ends with the empty line
  };

  LlhttpHead::Outcome try_fast(Kind kind, Bytes octets);
  HeadOutcome find_head(Kind kind, Place& place);
  bool ends_simple_request(std::size_t first_line_end, Place& place);
  void take_head(Kind kind, const Place& place, base::Arena& arena, Message& message);
  void fill(Kind kind, Bytes head, std::uint64_t offset, Message& message) const;
  std::span<const model::FieldLine> take_lines(Bytes octets, Bytes head, std::uint64_t offset, base::Arena& arena);
  void skip_cut_head();
  BodyContext open_body(Framing framing, base::Arena& arena, Message& message);
  void close_body(BodyContext& context, base::Arena& arena, Message& message);

  base::ByteSource& source_;
  model::ContentSinks* sinks_;
  PlainHead plain_head_;
  LlhttpHead llhttp_;
  RawHead head_;
  AnomalyLog log_;
  HeadOptions options_;
  bool cut_ = false;
  FastPath fast_path_ = FastPath::kAll;
  bool plain_ = false;  // plain_head_ read the head, and has its lines
};

LlhttpHead::Outcome MessageReader::Impl::try_fast(Kind kind, Bytes octets) {
  plain_ = fast_path_ == FastPath::kAll && plain_head_.parse(kind, octets, head_);
  if (plain_) return LlhttpHead::Outcome::kClean;
  return fast_path_ == FastPath::kNone ? LlhttpHead::Outcome::kOdd : llhttp_.parse(kind, octets, head_);
}

HeadOutcome MessageReader::Impl::read_head(Kind kind, const HeadOptions& options, base::Arena& arena,
                                           Message& message) {
  reset(message);
  log_.clear();
  options_ = options;
  cut_ = false;

  if (source_.window().empty()) source_.grow();
  const Bytes window = source_.window();
  if (window.empty()) return HeadOutcome::kEnd;
  // The usual case: the window holds a whole head with nothing to remark.
  const LlhttpHead::Outcome first = try_fast(kind, window);
  if (first == LlhttpHead::Outcome::kClean) {
    take_head(kind, {0, head_.size, true}, arena, message);
    return HeadOutcome::kHead;
  }

  Place place;
  const HeadOutcome outcome = find_head(kind, place);
  if (outcome != HeadOutcome::kHead) return outcome;
  const Bytes octets = source_.window().substr(place.begin, place.end - place.begin);
  // Worth another try where it was merely incomplete; empty lines before it are skipped by llhttp, but not by its
  // audit.
  const bool retry = place.whole && (first == LlhttpHead::Outcome::kIncomplete || place.begin > 0);
  if (!retry || try_fast(kind, octets) != LlhttpHead::Outcome::kClean) {
    recover_head(octets, kind, options_, head_, log_);
  }
  take_head(kind, place, arena, message);
  return HeadOutcome::kHead;
}

// Grows the window until it holds the whole head, or cannot grow any more.
HeadOutcome MessageReader::Impl::find_head(Kind kind, Place& place) {
  HeadScan scan = HeadScan::of_message(options_.blank_lines_are_layout);
  bool recognised = false;
  while (true) {
    place.whole = scan.advance(source_.window());
    place.begin = scan.start();
    const Bytes rest = source_.window().substr(place.begin);
    if (!recognised && scan.first_line_end() > 0) {
      const Bytes line = rest.substr(0, scan.first_line_end() - place.begin);
      if (!looks_like_start_line(line, kind)) return HeadOutcome::kNotHttp;
      recognised = true;
      if (kind == Kind::kRequest && is_simple_request(line) && ends_simple_request(scan.first_line_end(), place)) {
        return HeadOutcome::kHead;
      }
      continue;
    }
    if (!recognised && rest.size() > kFirstLineOctets && !may_begin_start_line(rest, kind))
      return HeadOutcome::kNotHttp;
    if (place.whole) break;
    if (source_.grow()) continue;
    if (scan.has_start() || source_.at_end()) break;
    // Nothing but empty lines up to the source's limit: they have to go, or reading would not get on.
    source_.consume(source_.window().size());
    scan = HeadScan::of_message(options_.blank_lines_are_layout);
  }
  if (!scan.has_start()) return HeadOutcome::kEnd;
  const Bytes window = source_.window();
  if (!recognised && !may_begin_start_line(window.substr(place.begin), kind)) return HeadOutcome::kNotHttp;
  place.end = place.whole ? scan.end() : window.size();
  // The empty line at the end of a text is easily lost when it is saved.
  place.whole = place.whole || (options_.text_lines && source_.at_end());
  return HeadOutcome::kHead;
}

// HTTP/0.9 knew no field lines: a request line without version is all of the head, unless field lines follow all the
// same.
bool MessageReader::Impl::ends_simple_request(std::size_t first_line_end, Place& place) {
  place.end = first_line_end;
  place.whole = true;
  for (std::size_t searched = first_line_end;;) {
    const Bytes window = source_.window();
    const std::size_t lf = window.find('\n', searched);
    if (lf != Bytes::npos || window.size() - first_line_end > kFirstLineOctets) {
      const Bytes line = window.substr(first_line_end, lf == Bytes::npos ? lf : lf - first_line_end);
      if (line.empty() || line == "\r") place.end = lf + 1;
      return !base::is_token(line.substr(0, line.find(':'))) || line.find(':') == Bytes::npos;
    }
    searched = window.size();
    if (!source_.grow()) return true;
  }
}

// Makes `message` of the head at `place`, which head_ and log_ describe, and consumes it.
void MessageReader::Impl::take_head(Kind kind, const Place& place, base::Arena& arena, Message& message) {
  const Bytes window = source_.window();
  const std::uint64_t offset = source_.offset() + place.begin;
  const bool pinned = source_.pinned();
  const Bytes octets = window.substr(place.begin, head_.size);
  const Bytes head = pinned ? octets : arena.copy(octets);
  log_.place(0, head, offset, nullptr);
  if (place.begin > 0 && !options_.blank_lines_are_layout && !options_.printed) {
    const Bytes empty_lines = window.substr(0, std::min(place.begin, kMaxAnomalyText));
    log_.add(AnomalyKind::kEmptyLinesBeforeStart, source_.offset(), place.begin,
             pinned ? empty_lines : arena.copy(empty_lines));
  }
  fill(kind, head, offset, message);
  message.lines = take_lines(octets, head, offset, arena);
  if (plain_) {
    message.framing_fields = plain_head_.framing_fields();
    message.declared_length = plain_head_.declared_length();
  }
  if (!place.whole) {
    message.evidence.fields = false;
    if (head_.start_line.end == head.size()) message.evidence.start_line = false;
    cut_ = !source_.at_end();
    if (!cut_) log_.add(AnomalyKind::kHeaderIncomplete, offset + head.size(), 0);
  }
  source_.consume(place.begin + head.size());
  log_.take(message, arena);
  if (cut_) skip_cut_head();
  message.body.offset = source_.offset();
}

void MessageReader::Impl::fill(Kind kind, Bytes head, std::uint64_t offset, Message& message) const {
  message.part = part_of(kind, head_.status_code);
  message.evidence.start_line = !options_.printed;
  message.evidence.line_ends = !options_.printed && !options_.text_lines;
  message.offset = offset;
  message.head = head;
  message.start_line = head_.start_line.in(head);
  message.version_text = head_.version_text.in(head);
  message.version = head_.version;
  if (kind == Kind::kRequest) {
    message.method = head_.method.in(head);
    message.target = head_.target.in(head);
  } else {
    message.status = head_.status_code;
    message.status_text = head_.status.in(head);
    message.reason = head_.reason.in(head);
  }
  if (head_.lines.size() == kMaxLines) message.evidence.fields = false;
}

// The lines of the head, which was read at `octets` and now lies at `head`.
std::span<const model::FieldLine> MessageReader::Impl::take_lines(Bytes octets, Bytes head, std::uint64_t offset,
                                                                  base::Arena& arena) {
  if (!plain_) return to_field_lines(head_.lines, head, offset, arena);
  const std::span<model::FieldLine> lines = arena.copy_array(plain_head_.lines());
  for (model::FieldLine& line : lines) {
    if (octets.data() != head.data()) {
      line.name = head.substr(base::offset_in(line.name, octets), line.name.size());
      line.value = head.substr(base::offset_in(line.value, octets), line.value.size());
    }
    line.offset += offset;
  }
  return lines;
}

// The head went on beyond what the source can show at once: drops the rest of it.
void MessageReader::Impl::skip_cut_head() {
  bool in_line = true;  // the cut lies within a line
  while (true) {
    if (source_.window().empty() && !source_.grow()) return;
    const Bytes window = source_.window();
    if (in_line) {
      const std::size_t lf = window.find('\n');
      in_line = lf == Bytes::npos;
      source_.consume(in_line ? window.size() : lf + 1);
      continue;
    }
    if (window.front() == '\n') return source_.consume(1);
    if (window.front() == '\r') {
      source_.consume(1);
    } else {
      in_line = true;
    }
  }
}

BodyContext MessageReader::Impl::open_body(Framing framing, base::Arena& arena, Message& message) {
  message.body = model::Body{};
  message.body.framing = framing;
  message.body.offset = source_.offset();
  model::ContentSink* sink = sinks_ == nullptr ? nullptr : sinks_->open(message, arena);
  return {source_, sink, arena, log_, message.body, options_.text_lines};
}

void MessageReader::Impl::close_body(BodyContext& context, base::Arena& arena, Message& message) {
  message.body.wire_octets = source_.offset() - message.body.offset;
  if (context.sink != nullptr) message.body.content = context.sink->finish();
  log_.take(message, arena);
}

void MessageReader::Impl::read_body(const FramingDecision& decision, model::StreamEnd end, base::Arena& arena,
                                    Message& message) {
  const bool reads = decision.framing == Framing::kLength || decision.framing == Framing::kChunked ||
                     decision.framing == Framing::kUntilClose;
  const bool empty = decision.framing == Framing::kLength && decision.length == 0;
  // Nothing follows the head: it may be the answer to a HEAD, and its length be none of this message.
  const bool may_be_absent = decision.may_answer_head && !empty && source_.window().empty() && !source_.grow();
  if (!reads || may_be_absent) {
    message.body = model::Body{};
    message.body.offset = source_.offset();
    message.body.framing = may_be_absent ? Framing::kUnknown : decision.framing;
    message.body.end = decision.framing == Framing::kNone ? model::BodyEnd::kComplete : model::BodyEnd::kNotCaptured;
    return;
  }
  BodyContext context = open_body(decision.framing, arena, message);
  if (decision.framing == Framing::kLength) {
    read_length_body(context, decision.length, end);
  } else if (decision.framing == Framing::kChunked) {
    read_chunked_body(context, end, message, head_.lines);
  } else {
    read_until_close(context, end);
  }
  close_body(context, arena, message);
}

void MessageReader::Impl::read_content(std::uint64_t octets, Framing framing, base::Arena& arena, Message& message) {
  BodyContext context = open_body(framing, arena, message);
  const bool whole = stream_content(context, octets) == octets;
  message.body.end = whole ? model::BodyEnd::kComplete : model::BodyEnd::kCut;
  close_body(context, arena, message);
}

MessageReader::MessageReader(base::ByteSource& source, model::ContentSinks* sinks)
    : impl_(std::make_unique<Impl>(source, sinks)) {}

MessageReader::~MessageReader() = default;

HeadOutcome MessageReader::read_head(Kind kind, const HeadOptions& options, base::Arena& arena, Message& message) {
  return impl_->read_head(kind, options, arena, message);
}

void MessageReader::read_body(const FramingDecision& decision, model::StreamEnd end, base::Arena& arena,
                              Message& message) {
  impl_->read_body(decision, end, arena, message);
}

void MessageReader::read_content(std::uint64_t octets, Framing framing, base::Arena& arena, Message& message) {
  impl_->read_content(octets, framing, arena, message);
}

void MessageReader::add_anomaly(Message& message, const model::Anomaly& anomaly, base::Arena& arena) {
  model::Anomaly kept = anomaly;
  kept.text = arena.copy(anomaly.text.substr(0, kMaxAnomalyText));
  merge_anomalies(message, {&kept, 1}, arena);
}

bool MessageReader::head_was_cut() const { return impl_->was_cut(); }

void MessageReader::use_fast_path(FastPath path) { impl_->use_fast_path(path); }

}  // namespace httpvet::wire
