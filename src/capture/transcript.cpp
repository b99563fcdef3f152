#include "capture/transcript.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_class.h"
#include "capture/exchange_builder.h"
#include "capture/issues.h"
#include "capture/scan.h"

namespace httpvet::capture {
namespace {

using Kind = TranscriptLine::Kind;

// Longer lines are content, longer heads are no head.
constexpr std::size_t kLineLimit = 1024 * 1024;
constexpr std::size_t kHeadLimit = 4 * 1024 * 1024;

bool ends_with(const std::string& text, Bytes ending) {
  return text.size() >= ending.size() && Bytes(text).substr(text.size() - ending.size()) == ending;
}

bool is_http2_or_later(Bytes start_line) {
  if (is_printed_status_line(start_line)) return true;
  const Bytes version = start_line.substr(start_line.rfind(' ') + 1);
  return version == "HTTP/2" || version == "HTTP/3";
}

class TranscriptReader : public model::Reader {
 public:
  TranscriptReader(const Opening& opening, std::unique_ptr<TranscriptSyntax> syntax)
      : opening_(opening), source_(*opening.source), syntax_(std::move(syntax)), scheme_(opening.scheme) {
    const Bytes start = look_ahead(source_, 3);
    source_.consume(byte_order_mark(start));
  }

  bool next(model::Batch& batch) override {
    batch.reset();
    if (finished_) return false;
    begin(batch);
    while (!finished_ && !(builder_ && builder_->full())) read_line();
    if (!finished_ && builder_) builder_->suspend();
    kept_.reset();
    return !batch.exchanges.empty();
  }

 private:
  void begin(model::Batch& batch) {
    batch_ = &batch;
    if (source_.pinned()) batch.pins.push_back(opening_.source);
    if (PipeLineIndex* lines = source_.pipe_lines()) {
      kept_ = std::make_shared<KeptLines>();
      batch.pins.push_back(kept_);
      lines->attach(kept_);
    }
    if (builder_) builder_->begin(batch);
  }

  void read_line() {
    std::size_t looked = 0;
    std::size_t end = Bytes::npos;
    while (true) {
      end = source_.window().find('\n', looked);
      looked = source_.window().size();
      if (end != Bytes::npos || looked >= kLineLimit || !source_.grow()) break;
    }
    const std::uint64_t offset = source_.offset();
    const Bytes line = source_.window().substr(0, end == Bytes::npos ? std::min(looked, kLineLimit) : end + 1);
    if (line.empty()) {
      end_of_file(offset);
      return;
    }
    take(syntax_->read(line), line, offset);
    source_.consume(line.size());
  }

  void take(const TranscriptLine& read, Bytes line, std::uint64_t offset) {
    switch (read.kind) {
      case Kind::kConnected:
        if (builder_ && builder_->count() > 0) end_connection();
        scheme_ = opening_.scheme;
        return;
      case Kind::kSecure:
        scheme_ = model::Scheme::kHttps;
        return;
      case Kind::kRequest:
      case Kind::kResponse:
        add_octets(read, line, offset);
        return;
      case Kind::kOther:
        return;
    }
  }

  void add_octets(const TranscriptLine& read, Bytes line, std::uint64_t offset) {
    if (head_.empty() || read.kind != head_kind_) {
      const Starts starts = read.kind == Kind::kRequest ? Starts::kRequests : Starts::kResponses;
      // Trailers, and content that happens to look like a transcript, are no head.
      if (!message_kind(read.octets, starts)) return;
      finish_head();
      head_kind_ = read.kind;
    }
    if (read.line_break_before) head_ += "\r\n";
    if (!read.octets.empty()) {
      segments_.push_back({head_.size(), offset + read.at, read.octets.size()});
      head_ += read.octets;
      if (kept_) kept_lines_.push_back({offset, batch_->arena.copy(line)});
    }
    if (ends_with(head_, "\n\r\n") || ends_with(head_, "\n\n") || head_.size() > kHeadLimit) finish_head();
  }

  void end_of_file(std::uint64_t offset) {
    take(syntax_->read({}), {}, offset);
    if (!head_.empty()) {
      finish_head();
      batch_->issues.push_back(make_issue(opening_.input, "input-truncated",
                                          "the transcript ends within a header section", offset, Damage::kPartial));
    }
    if (builder_) end_connection();
    if (number_ == 0) {
      batch_->issues.push_back(make_issue(opening_.input, "input-no-http", "no HTTP message was found", std::nullopt,
                                          opening_.named ? Damage::kYes : Damage::kNo));
    }
    finished_ = true;
  }

  void end_connection() {
    builder_->client_ended(model::StreamEnd::kCut);
    builder_->server_ended(model::StreamEnd::kCut);
    builder_->finish();
    builder_.reset();
  }

  // The head is complete, or what there is of it.
  void finish_head() {
    if (head_.empty()) return;
    if (!builder_) {
      // Nothing of the connection is a byte stream: the transcript shows heads in the order in which they passed.
      builder_.emplace(ConnectionTraits{++number_, scheme_, false, true, true});
      builder_->captures(true, true);
      builder_->begin(*batch_);
    }
    keep_lines();
    base::Arena& arena = batch_->arena;
    const auto* map = arena.make<model::StreamMap>(
        model::StreamMap{opening_.input, arena.copy_array(std::span<const model::Segment>(segments_))});
    MemorySource octets(arena.copy(head_));
    wire::MessageReader reader(octets, nullptr);
    const bool request = head_kind_ == Kind::kRequest;
    wire::HeadOptions options;
    options.text_lines = true;
    options.printed = is_http2_or_later(first_line(octets.window()));
    model::Message message;
    const auto outcome =
        reader.read_head(request ? wire::Kind::kRequest : wire::Kind::kResponse, options, arena, message);
    if (outcome == wire::HeadOutcome::kHead) {
      message.map = map;
      message.evidence.line_ends = false;
      message.body.offset = message.offset + message.head.size();
      if (request) {
        add_request(reader, message);
      } else {
        add_response(reader, message);
      }
    }
    head_.clear();
    segments_.clear();
  }

  void add_request(wire::MessageReader& reader, model::Message& request) {
    request.part = model::Part::kRequest;
    read_no_body(reader, wire::decide_framing(request, {}), request);
    builder_->add_request(request);
  }

  void add_response(wire::MessageReader& reader, model::Message& response) {
    const bool interim = response.status >= 100 && response.status < 200 && response.status != 101;
    response.part = interim ? model::Part::kInterim : model::Part::kResponse;
    read_no_body(reader, wire::decide_framing(response, builder_->framing_context()), response);
    if (interim) {
      builder_->add_interim(response);
    } else {
      builder_->add_final(response);
    }
  }

  // Content is printed elsewhere, decoded, or not at all; that there is none the head alone may tell.
  void read_no_body(wire::MessageReader& reader, const wire::FramingDecision& decision, model::Message& message) {
    const bool none = decision.framing == model::Framing::kNone || decision.framing == model::Framing::kTunnel;
    const bool empty = decision.framing == model::Framing::kLength && decision.length == 0 && !decision.faulty;
    if (none || empty) reader.read_body(decision, model::StreamEnd::kCut, batch_->arena, message);
    // HTTP/2 and HTTP/3 do not frame by fields.
    if (empty && message.version.at_least(2, 0)) message.evidence.framing = false;
  }

  void keep_lines() {
    for (const auto& [offset, line] : kept_lines_) {
      if (const auto position = source_.pipe_lines()->recent(offset)) kept_->keep(offset, line, *position);
    }
    kept_lines_.clear();
  }

  struct KeptLine {
    std::uint64_t offset = 0;
    Bytes text;
  };

  const Opening opening_;
  InputSource& source_;
  std::unique_ptr<TranscriptSyntax> syntax_;
  model::Scheme scheme_;
  std::optional<ExchangeBuilder> builder_;
  std::uint32_t number_ = 0;  // of connections so far
  model::Batch* batch_ = nullptr;
  std::shared_ptr<KeptLines> kept_;
  std::vector<KeptLine> kept_lines_;
  Kind head_kind_ = Kind::kOther;
  std::string head_;
  std::vector<model::Segment> segments_;
  bool finished_ = false;
};

bool is_digits(Bytes text) { return !text.empty() && base::all_of(text, base::kDigit); }

}  // namespace

std::unique_ptr<model::Reader> open_transcript(const Opening& opening, std::unique_ptr<TranscriptSyntax> syntax) {
  return std::make_unique<TranscriptReader>(opening, std::move(syntax));
}

Bytes without_trace_prefix(Bytes line) {
  // "17:03:59.123456 ", then "[0-0] " of newer versions.
  if (line.size() > 16 && line[2] == ':' && line[5] == ':' && line[8] == '.' && line[15] == ' ' &&
      is_digits(line.substr(0, 2)) && is_digits(line.substr(3, 2)) && is_digits(line.substr(6, 2)) &&
      is_digits(line.substr(9, 6))) {
    line.remove_prefix(16);
  }
  if (!line.empty() && line[0] == '[') {
    const std::size_t end = line.substr(0, 48).find("] ");
    const std::size_t dash = line.substr(0, end == Bytes::npos ? 0 : end).find('-');
    if (dash != Bytes::npos && (is_digits(line.substr(1, dash - 1)) || line.substr(1, dash - 1) == "x")) {
      line.remove_prefix(end + 2);
    }
  }
  return line;
}

bool says_connected(Bytes info) { return info.substr(0, 13) == "Connected to "; }

bool says_secure(Bytes info) { return info.substr(0, 21) == "SSL connection using "; }

}  // namespace httpvet::capture
