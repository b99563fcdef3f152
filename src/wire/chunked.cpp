#include "wire/chunked.h"

#include <algorithm>
#include <optional>

#include "base/byte_class.h"
#include "wire/chunk_line.h"
#include "wire/field_lines.h"
#include "wire/head_scan.h"
#include "wire/start_line.h"

namespace httpvet::wire {

namespace {

using model::AnomalyKind;
using model::BodyEnd;
using model::StreamEnd;

// How far to look for the next chunk-size line once the framing has been lost.
constexpr std::size_t kResyncOctets = 4096;

class ChunkedReader {
 public:
  ChunkedReader(BodyContext& context, StreamEnd end, model::Message& message, std::vector<RawLine>& lines)
      : context_(context), source_(context.source), end_(end), message_(message), lines_(lines) {
    rules_.bare_lf = !context.text_lines;
  }

  // chunked-body = *chunk last-chunk trailer-section CRLF
  void read() {
    while (true) {
      const std::optional<std::uint64_t> size = take_size_line();
      if (!size) return;
      if (*size == 0) return take_trailers();
      if (!take_data(*size) || !take_data_end()) return;
    }
  }

 private:
  // The stream ended. Where it only could not be shown (a line beyond the source's limit) nothing is known about the
  // rest.
  void stop_at_end() {
    if (source_.at_end()) {
      consume_rest();
      end_early(context_, end_, AnomalyKind::kChunkedIncomplete);
    } else {
      context_.body.end = BodyEnd::kCut;
    }
  }

  void consume_rest() { source_.consume(source_.window().size()); }

  // Nothing tells where the body goes on: leaves the octets to whoever looks for the next message.
  void give_up() { context_.body.end = BodyEnd::kCut; }

  // chunk-size [ chunk-ext ] CRLF. nullopt: the body ends here.
  std::optional<std::uint64_t> take_size_line() {
    const std::optional<Line> line = window_line(source_);
    if (!line) {
      stop_at_end();
      return std::nullopt;
    }
    const Bytes window = source_.window();
    audit_chunk_line(window, *line, rules_, source_.offset(), context_.arena, context_.log);
    const ChunkSize size = chunk_size(line->in(window));
    const bool usable = size.state == ChunkSize::State::kValid ||
                        (size.state == ChunkSize::State::kGuessed && guess_fits(*line, size.value));
    if (!usable) {
      give_up();
      return std::nullopt;
    }
    source_.consume(line->next);
    return size.value;
  }

  // True when a line end follows the data where a guessed size says that it does.
  bool guess_fits(const Line& line, std::uint64_t size) {
    return size <= kResyncOctets && ends_at(line.next + static_cast<std::size_t>(size));
  }

  // chunk-data = 1*OCTET. False: the body ends here.
  bool take_data(std::uint64_t size) {
    const std::uint64_t octets = context_.text_lines ? text_data_size(size) : size;
    if (stream_content(context_, octets) == octets) return true;
    stop_at_end();
    return false;
  }

  // The data of a chunk in a text fixture may have lost its CRs when it was saved: then it and its LFs, counted once
  // more, make up `size`, and LF follows. `size` itself where that fits, or nothing does.
  std::uint64_t text_data_size(std::uint64_t size) {
    const std::uint64_t largest = source_.window().max_size() / 2;
    if (size > largest) return size;
    const std::size_t octets = static_cast<std::size_t>(size);
    ensure_window(source_, octets + 2);
    if (chunk_line_follows(octets)) return size;
    const Bytes window = source_.window();
    std::uint64_t counted = 0;
    for (std::size_t i = 0; i < window.size() && counted <= size; ++i) {
      if (counted == size) return window[i] == '\n' ? i : size;
      counted += window[i] == '\n' ? 2 : 1;
    }
    return size;
  }

  // True when a line end stands at `position` of the window, and a chunk-size line behind it.
  bool chunk_line_follows(std::size_t position) {
    if (!ensure_window(source_, position + 1)) return false;
    const std::size_t line_end = position + (source_.window()[position] == '\r' ? 1 : 0);
    if (!ensure_window(source_, line_end + 1) || source_.window()[line_end] != '\n') return false;
    const std::optional<Line> line = near_line(line_end + 1);
    return line && is_chunk_line(line->in(source_.window()));
  }

  // The CRLF behind the data. False: the body ends here.
  bool take_data_end() {
    ensure_window(source_, 2);
    const Bytes window = source_.window();
    if (window.substr(0, 2) == "\r\n") {
      source_.consume(2);
      return true;
    }
    if (window.empty() || window == "\r") {
      stop_at_end();
      return false;
    }
    if (window.front() == '\n') {
      if (rules_.bare_lf) context_.log.add(AnomalyKind::kBareLf, source_.offset(), 1, "\n");
      source_.consume(1);
      return true;
    }
    context_.log.add(AnomalyKind::kChunkDataUnterminated, source_.offset(), std::min<std::size_t>(2, window.size()),
                     context_.arena.copy(window.substr(0, 2)));
    return resynchronise();
  }

  // Finds the next chunk-size line after data that no CRLF follows. Cases: the size was too small, so that the rest
  // of the data and its CRLF come first; the CRLF is missing, or up to two other octets stand in its place; or nothing
  // can be told, then the next line end has to do.
  bool resynchronise() {
    const std::optional<Line> line = near_line(0);
    if (!line) {
      if (source_.window().size() >= kResyncOctets) {
        give_up();
      } else {
        stop_at_end();
      }
      return false;
    }
    const std::optional<Line> following = near_line(line->next);
    const bool rest_of_data = following && chunk_fits(*following);
    if (!rest_of_data && skip_junk(*line)) return true;
    const bool size_follows = following && is_chunk_line(following->in(source_.window()));
    if (!rest_of_data && !size_follows && is_chunk_line(line->in(source_.window()))) return true;
    source_.consume(line->next);
    return true;
  }

  // Steps over up to two octets before a chunk-size line that the rest of `line` is. False: it is none.
  bool skip_junk(const Line& line) {
    for (Line rest = line; rest.begin < line.end && rest.begin <= line.begin + 2; ++rest.begin) {
      if (!chunk_fits(rest)) continue;
      source_.consume(rest.begin);
      return true;
    }
    return false;
  }

  // True when `line` is a chunk-size line, and what follows the data that it announces is what has to follow.
  bool chunk_fits(const Line& line) {
    const Bytes text = line.in(source_.window());
    if (!is_chunk_line(text)) return false;
    const std::uint64_t size = chunk_size(text).value;
    if (size > 0) return size <= kResyncOctets && ends_at(line.next + static_cast<std::size_t>(size));
    const std::optional<Line> trailer = near_line(line.next);
    if (!trailer) return false;
    const Bytes field = trailer->in(source_.window());
    return field.empty() || field.find(':') != Bytes::npos;
  }

  // True when CRLF stands at `position` of the window.
  bool ends_at(std::size_t position) {
    return ensure_window(source_, position + 2) && source_.window().substr(position, 2) == "\r\n";
  }

  // The line at `begin` of the window, if it ends within reach; the window grows as far as that takes.
  std::optional<Line> near_line(std::size_t begin) {
    const std::size_t reach = begin + kResyncOctets;
    for (std::size_t searched = begin;;) {
      const Bytes window = source_.window().substr(0, reach);
      if (window.find('\n', searched) != Bytes::npos) return line_at(window, begin);
      searched = std::max(begin, window.size());
      if (window.size() == reach || !source_.grow()) return std::nullopt;
    }
  }

  // trailer-section CRLF, with trailer-section = *( field-line CRLF )
  void take_trailers() {
    const std::optional<Line> first_line = window_line(source_);
    // The last chunk without its final CRLF, and the next message right behind it.
    if (first_line && is_start_line(first_line->in(source_.window()))) {
      context_.log.add(AnomalyKind::kChunkedIncomplete, source_.offset(), 0);
      return give_up();
    }
    HeadScan scan = HeadScan::of_trailers();
    bool whole = scan.advance(source_.window());
    while (!whole && source_.grow()) whole = scan.advance(source_.window());

    const Bytes window = source_.window();
    const std::uint64_t offset = source_.offset();
    Bytes section = window.substr(0, whole ? scan.end() : window.size());
    if (!source_.pinned()) section = context_.arena.copy(section);
    lines_.clear();
    const std::size_t first = context_.log.size();
    parse_field_lines(section, 0, Section::kTrailer, rules_, lines_, context_.log);
    context_.log.place(first, section, offset, nullptr);
    message_.trailers = to_field_lines(lines_, section, offset, context_.arena);
    source_.consume(section.size());
    if (whole) {
      context_.body.end = BodyEnd::kComplete;
    } else {
      stop_at_end();
    }
  }

  // A whole start line of HTTP/1, which no field line looks like.
  static bool is_start_line(Bytes line) {
    if (line.substr(0, 7) == "HTTP/1.") return looks_like_start_line(line, Kind::kResponse);
    const bool versioned = line.ends_with(" HTTP/1.1") || line.ends_with(" HTTP/1.0");
    return versioned && base::is_token(line.substr(0, line.find(' '))) && looks_like_start_line(line, Kind::kRequest);
  }

  BodyContext& context_;
  base::ByteSource& source_;
  StreamEnd end_;
  model::Message& message_;
  std::vector<RawLine>& lines_;
  LineRules rules_;
};

}  // namespace

void read_chunked_body(BodyContext& context, StreamEnd end, model::Message& message, std::vector<RawLine>& lines) {
  ChunkedReader(context, end, message, lines).read();
}

}  // namespace httpvet::wire
