#include "capture/raw.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "capture/exchange_builder.h"
#include "capture/issues.h"
#include "capture/message_stream.h"
#include "capture/printed.h"
#include "capture/raw_body.h"
#include "fields/field_ids.h"

namespace httpvet::capture {
namespace {

using model::Framing;

// "A file whose every line end is LF". From a pipe, as far as the window reaches.
bool is_text_fixture(base::ByteSource& source) {
  Bytes window = look_ahead(source, kStartLineLimit);
  const std::size_t first = window.find('\n');
  if (first == Bytes::npos || (first > 0 && window[first - 1] == '\r')) return false;
  window = look_ahead(source, std::numeric_limits<std::size_t>::max());
  return window.find("\r\n") == Bytes::npos;
}

class RawReader : public model::Reader {
 public:
  explicit RawReader(const Opening& opening)
      : opening_(opening),
        stream_(opening.source, opening.input, opening.sinks),
        builder_({1, opening.scheme, true, true, true}) {
    file_.end = opening.partial ? model::StreamEnd::kCut : model::StreamEnd::kOrderly;
  }

  bool next(model::Batch& batch) override {
    batch.reset();
    if (finished_) return false;
    batch_ = &batch;
    stream_.begin(batch);
    builder_.begin(batch);
    for (const model::Message* request : builder_.waiting_requests()) stream_.keep_lines(*request);
    if (!started_) start();
    while (!done_ && (held_back_ != nullptr || !builder_.full())) read_message();
    if (done_) {
      finish();
    } else {
      builder_.suspend();
    }
    stream_.end();
    return !batch.exchanges.empty();
  }

 private:
  void start() {
    started_ = true;
    if (!stream_.find_first(Starts::kBoth)) {
      batch_->issues.push_back(make_issue(opening_.input, "input-no-http", "no HTTP message was found", std::nullopt,
                                          opening_.named ? Damage::kYes : Damage::kNo));
      done_ = true;
      return;
    }
    file_.text = is_text_fixture(stream_.source());
  }

  void finish() {
    finished_ = true;
    if (!tunnel_) {
      if (file_.requests) builder_.client_ended(file_.end);
      if (responses_) builder_.server_ended(file_.end);
    }
    builder_.finish();
    stream_.report_read_error();
  }

  void read_message() {
    const auto kind = stream_.next_kind(Starts::kBoth);
    model::Message message;
    wire::HeadOptions options;
    options.text_lines = file_.text;
    options.blank_lines_are_layout = file_.text;
    const Bytes window = stream_.source().window();
    options.printed = is_printed_status_line(first_line(window.substr(empty_lines(window))));
    if (!stream_.read_head(kind.value_or(wire::Kind::kResponse), options, message)) {
      done_ = !settle(nullptr);
    } else if (message.part == model::Part::kRequest) {
      add_request(message);
    } else {
      add_response(message);
    }
  }

  bool settle(model::Message* message) { return stream_.settle(message, Starts::kBoth, file_.sought(), file_.text); }

  // Behind a head that was cut nothing is an oddity of the message.
  bool settle_behind(model::Message& message) {
    const bool more = settle(stream_.head_was_cut() ? nullptr : &message);
    stream_.keep_lines(message);
    return more;
  }

  void add_request(model::Message& request) {
    file_.requests = true;
    builder_.captures(true, responses_);
    // The content of the request before was never sent: its answer came first.
    held_back_ = nullptr;
    bool held_back = false;
    if (!stream_.leave_if_partial(request, file_.end)) {
      held_back = is_held_back(request);
      if (held_back) {
        stream_.leave_body(request);
        request.body.withheld = true;
      } else {
        read_request_body(stream_, file_, request);
      }
    }
    if (is_answered_without_head(request)) {
      answer_without_head(request);
      return;
    }
    done_ = !settle_behind(request);
    builder_.leave_unanswered();
    model::Message* kept = builder_.add_request(request);
    if (held_back) held_back_ = kept;
  }

  // Behind a request that has no content stands its response, also when it has no status line. In a text fixture it
  // may be anything that an editor left there.
  bool is_answered_without_head(const model::Message& request) {
    const bool retrieves = request.method == "GET" || request.method == "HEAD";
    return retrieves && !file_.text && !builder_.waiting() && request.body.framing == Framing::kNone &&
           std::ranges::none_of(request.lines,
                                [](const auto& line) { return line.field == fields::id::kContentType; }) &&
           stream_.is_headless_text(Starts::kBoth);
  }

  void answer_without_head(const model::Message& request) {
    stream_.keep_lines(request);
    builder_.add_request(request);
    model::Message response;
    stream_.read_headless(request, response);
    responses_ = true;
    builder_.captures(true, true);
    builder_.add_final(response);
    done_ = true;
  }

  // In a text fixture somebody wrote content below the head; octets of a tunnel are no text.
  std::uint64_t content_beside_tunnel() {
    const Bytes window = stream_.look_past_empty_lines();
    const Bytes rest = window.substr(empty_lines(window));
    return message_kind(rest, Starts::kBoth) ? 0 : rest.size();
  }

  // Content that the client held back until an interim response came (Expect: 100-continue) stands behind that
  // response.
  bool is_held_back(const model::Message& request) {
    const wire::FramingDecision decision = wire::decide_framing(request, {});
    if (decision.framing != Framing::kLength && decision.framing != Framing::kChunked) return false;
    if (decision.framing == Framing::kLength && decision.length == 0) return false;
    if (!is_strict_status_line(first_line(look_ahead(stream_.source(), kStartLineLimit)))) return false;
    return decision.framing == Framing::kChunked || !content_fits(stream_, file_, decision.length);
  }

  void add_response(model::Message& response) {
    responses_ = true;
    builder_.captures(file_.requests, true);
    const bool interim = response.part == model::Part::kInterim;
    wire::FramingContext context = builder_.framing_context();
    const Bytes behind = stream_.look_past_empty_lines();
    const bool head_behind =
        !file_.requests && begins_among_content(behind.substr(empty_lines(behind)), Starts::kResponses);
    const bool at_end = behind.empty() && stream_.source().at_end();
    Bytes known_method;
    if (!file_.requests && says_connection_established(response) && (head_behind || at_end)) {
      known_method = "CONNECT";
      context = {known_method, true};
    }
    if (!stream_.leave_if_partial(response, file_.end)) read_response_body(stream_, file_, context, response);
    // What follows a printed 101 or answer to a CONNECT is the response that came through: nothing else is printed.
    tunnel_ = response.body.framing == Framing::kTunnel && !head_behind;
    if (tunnel_ && file_.text) response.body.content_octets = content_beside_tunnel();
    if (response.body.framing == Framing::kTunnel) stream_.note_tunnel(response);
    if (tunnel_) {
      done_ = true;
      stream_.keep_lines(response);
    } else {
      model::Message* last = &response;
      if (interim && held_back_ != nullptr && !stream_.next_kind(Starts::kBoth)) {
        stream_.keep_lines(response);
        last = std::exchange(held_back_, nullptr);
        read_request_body(stream_, file_, *last);
      }
      done_ = !settle_behind(*last);
    }
    if (interim) {
      builder_.add_interim(response);
    } else {
      held_back_ = nullptr;
      builder_.add_final(response, known_method);
    }
  }

  const Opening opening_;
  MessageStream stream_;
  ExchangeBuilder builder_;
  RawFile file_;
  model::Batch* batch_ = nullptr;
  model::Message* held_back_ = nullptr;  // the request waiting whose content was not there yet
  bool started_ = false;
  bool done_ = false;
  bool finished_ = false;
  bool tunnel_ = false;
  bool responses_ = false;
};

}  // namespace

bool sniff_raw(Bytes start) { return first_message(start, Starts::kBoth) != Bytes::npos; }

std::unique_ptr<model::Reader> open_raw(const Opening& opening) { return std::make_unique<RawReader>(opening); }

}  // namespace httpvet::capture
