#include "capture/streams.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/byte_class.h"
#include "capture/exchange_builder.h"
#include "capture/issues.h"
#include "capture/message_stream.h"
#include "capture/raw_body.h"
#include "fields/field_ids.h"

namespace httpvet::capture {
namespace {

using model::Framing;

class StreamsReader : public model::Reader {
 public:
  explicit StreamsReader(const StreamsOpening& opening)
      : opening_(opening), builder_({1, opening.scheme, true, true, false}) {
    end_ = opening.cut ? model::StreamEnd::kCut : model::StreamEnd::kOrderly;
    if (opening.requests) requests_.emplace(opening.requests, opening.requests_input, opening.sinks);
    if (opening.responses) responses_.emplace(opening.responses, opening.responses_input, opening.sinks);
    builder_.captures(requests_.has_value(), responses_.has_value());
  }

  bool next(model::Batch& batch) override {
    batch.reset();
    if (finished_) return false;
    batch_ = &batch;
    if (requests_) requests_->begin(batch);
    if (responses_) responses_->begin(batch);
    builder_.begin(batch);
    if (!started_) start();
    while (!done() && !builder_.full()) step();
    if (done()) {
      finished_ = true;
      builder_.finish();
      if (requests_) requests_->report_read_error();
      if (responses_) responses_->report_read_error();
    } else {
      builder_.suspend();
    }
    if (requests_) requests_->end();
    if (responses_) responses_->end();
    return !batch.exchanges.empty();
  }

 private:
  bool done() const { return tunnel_ || (!more_requests_ && !more_responses_); }

  void start() {
    started_ = true;
    more_requests_ = requests_ && begins(*requests_, Starts::kRequests);
    more_responses_ = responses_ && begins_responses(*responses_);
    if (is_empty(requests_) && is_empty(responses_)) {
      const std::uint32_t input = responses_ ? opening_.responses_input : opening_.requests_input;
      batch_->issues.push_back(make_issue(input, "input-empty", "there is nothing in it", std::nullopt,
                                          opening_.named ? Damage::kYes : Damage::kNo));
    }
    if (requests_ && !more_requests_) builder_.client_ended(end_);
    // A server that sent something else than HTTP did not leave requests unanswered.
    if (responses_ && !more_responses_ && !headless_) {
      builder_.server_ended(is_empty(responses_) ? end_ : model::StreamEnd::kCut);
    }
  }

  // Text that answers a request without any status line is a response of HTTP/0.9, and no trouble of the capture.
  bool begins_responses(MessageStream& stream) {
    headless_ = more_requests_ && stream.is_headless_text(Starts::kResponses);
    return !headless_ && begins(stream, Starts::kResponses);
  }

  static bool is_empty(std::optional<MessageStream>& stream) {
    return !stream || (look_ahead(stream->source(), 1).empty() && stream->source().read_error() == 0);
  }

  // An empty stream beside another one is no trouble: nothing was sent.
  bool begins(MessageStream& stream, Starts starts) {
    if (look_ahead(stream.source(), 1).empty()) return false;
    if (stream.find_first(starts)) return true;
    batch_->issues.push_back(make_issue(stream.input(), "input-no-http", "the stream holds no HTTP message",
                                        std::nullopt, opening_.named ? Damage::kYes : Damage::kNo));
    return false;
  }

  // A request is read when the responses to all before it were; when no response follows, the rest of them.
  void step() {
    if (more_requests_ && (!builder_.waiting() || !more_responses_)) {
      read_request();
    } else {
      read_response();
    }
  }

  void read_request() {
    MessageStream& stream = *requests_;
    model::Message request;
    const bool read = stream.read_head(wire::Kind::kRequest, {}, request);
    if (read) {
      request.time_ns = opening_.time_ns;
      if (!stream.leave_if_partial(request, end_)) read_request_body(stream, request);
    }
    more_requests_ = settle(stream, read, request, Starts::kRequests);
    if (read) builder_.add_request(request);
    if (read && std::exchange(headless_, false)) answer_without_head(request);
    if (!more_requests_) builder_.client_ended(end_);
  }

  // The whole stream is the response to `request`. Only a request of HTTP/0.9, one without version, asks for that.
  void answer_without_head(const model::Message& request) {
    model::Message response;
    responses_->read_headless(request, response);
    response.time_ns = opening_.time_ns;
    builder_.add_final(response);
    builder_.server_ended(end_);
  }

  void read_request_body(MessageStream& stream, model::Message& request) {
    const wire::FramingDecision decision = wire::decide_framing(request, {});
    if (is_withheld(stream, request, decision)) {
      stream.leave_body(request);
      request.body.withheld = true;
    } else {
      stream.reader().read_body(decision, end_, stream.arena(), request);
    }
  }

  // A client that expects 100-continue need not send its content when a final response comes first (RFC 9110 §10.1.1):
  // then nothing, or the next request, stands where it would begin. Content that ends right before the next request
  // was sent, even if it reads like one together with that.
  static bool is_withheld(MessageStream& stream, const model::Message& request, const wire::FramingDecision& decision) {
    const bool has_content =
        decision.framing == Framing::kChunked || (decision.framing == Framing::kLength && decision.length > 0);
    if (!has_content || !expects_continue(request)) return false;
    const Bytes window = look_ahead(stream.source(), kStartLineLimit);
    if (window.empty()) return true;
    if (decision.framing == Framing::kLength && content_fits(stream, RawFile{}, decision.length)) return false;
    return begins_among_content(window, Starts::kRequests);
  }

  static bool expects_continue(const model::Message& request) {
    return std::ranges::any_of(request.lines, [](const model::FieldLine& line) {
      return line.field == fields::id::kExpect && base::equals_ignoring_case(line.value, "100-continue");
    });
  }

  void read_response() {
    MessageStream& stream = *responses_;
    model::Message response;
    const bool read = stream.read_head(wire::Kind::kResponse, {}, response);
    if (read) {
      response.time_ns = opening_.time_ns;
      if (!stream.leave_if_partial(response, end_)) read_body(stream, response);
      tunnel_ = response.body.framing == Framing::kTunnel;
      if (tunnel_ && opening_.structured) {
        response.body.content_octets = look_ahead(stream.source(), std::numeric_limits<std::size_t>::max()).size();
      }
    }
    more_responses_ = !tunnel_ && settle(stream, read, response, Starts::kResponses);
    if (!read) {
      if (!more_responses_) builder_.server_ended(end_);
      return;
    }
    if (tunnel_) {
      stream.note_tunnel(response);
      stream.keep_lines(response);
    }
    if (response.part == model::Part::kInterim) {
      builder_.add_interim(response);
    } else {
      builder_.add_final(response);
    }
    if (!more_responses_ && !tunnel_) builder_.server_ended(end_);
  }

  void read_body(MessageStream& stream, model::Message& response) {
    const wire::FramingContext context = builder_.framing_context();
    const wire::FramingDecision decision = wire::decide_framing(response, context);
    const bool has_content = decision.framing != Framing::kNone && decision.framing != Framing::kTunnel &&
                             !(decision.framing == Framing::kLength && decision.length == 0);
    if (has_content && !context.method_known && may_answer_head(stream, decision)) {
      stream.leave_body(response);
      return;
    }
    if (decision.framing == Framing::kUntilClose && more_requests_) {
      // The client went on: the next response is no content, and the end of this one is undefined.
      const Bytes window = look_ahead(stream.source(), std::numeric_limits<std::size_t>::max());
      const std::size_t next = find_start(window, 0, Starts::kResponses);
      if (next != Bytes::npos) {
        stream.reader().read_content(next, Framing::kUntilClose, stream.arena(), response);
        return;
      }
    }
    stream.reader().read_body(decision, end_, stream.arena(), response);
  }

  // Nothing is behind the head, or, where no requests were captured, another head that the content does not end at.
  bool may_answer_head(MessageStream& stream, const wire::FramingDecision& decision) {
    const Bytes window = look_ahead(stream.source(), 2 * kStartLineLimit);
    if (window.empty()) return true;
    if (requests_ || !message_kind(window, Starts::kResponses)) return false;
    RawFile file;
    return decision.framing != Framing::kLength || !content_fits(stream, file, decision.length);
  }

  bool settle(MessageStream& stream, bool read, model::Message& message, Starts starts) {
    const bool blame = read && !stream.head_was_cut();
    const bool more = stream.settle(blame ? &message : nullptr, starts, starts, false);
    if (read) stream.keep_lines(message);
    return more;
  }

  const StreamsOpening opening_;
  ExchangeBuilder builder_;
  model::StreamEnd end_;
  std::optional<MessageStream> requests_;
  std::optional<MessageStream> responses_;
  model::Batch* batch_ = nullptr;
  bool started_ = false;
  bool finished_ = false;
  bool tunnel_ = false;
  bool headless_ = false;  // the responses begin with octets that are no status line, and none comes later
  bool more_requests_ = false;
  bool more_responses_ = false;
};

}  // namespace

std::unique_ptr<model::Reader> open_streams(const StreamsOpening& opening) {
  return std::make_unique<StreamsReader>(opening);
}

bool sniff_streams(Bytes) { return false; }

std::unique_ptr<model::Reader> open_stream(const Opening& opening) {
  StreamsOpening streams;
  const Bytes start = look_ahead(*opening.source, kSniffOctets);
  const Bytes text = start.substr(byte_order_mark(start));
  const std::size_t at = first_message(text, Starts::kBoth);
  const bool requests = at != Bytes::npos && message_kind(text.substr(at), Starts::kBoth) == wire::Kind::kRequest;
  (requests ? streams.requests : streams.responses) = opening.source;
  streams.requests_input = opening.input;
  streams.responses_input = opening.input;
  streams.named = opening.named;
  streams.cut = opening.partial;
  streams.scheme = opening.scheme;
  streams.sinks = opening.sinks;
  return open_streams(streams);
}

}  // namespace httpvet::capture
