// What the tests of the wire layer share: byte sources that hand out their octets in every way, and messages as text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/byte_source.h"
#include "model/exchange.h"
#include "wire/message_reader.h"

namespace httpvet::wire::test {

/// Octets in a heap block of exactly their size, so that a sanitizer sees every read beyond them.
class ExactBlock {
 public:
  explicit ExactBlock(Bytes octets) : memory_(new char[octets.size()]), size_(octets.size()) {
    if (!octets.empty()) std::memcpy(memory_.get(), octets.data(), octets.size());
  }
  Bytes bytes() const { return {memory_.get(), size_}; }

 private:
  std::unique_ptr<char[]> memory_;
  std::size_t size_;
};

/// Shows everything at once and keeps it, as a mapped file does.
class PinnedSource final : public base::ByteSource {
 public:
  explicit PinnedSource(Bytes octets) : block_(octets) {}
  Bytes window() const override { return block_.bytes().substr(position_); }
  std::uint64_t offset() const override { return position_; }
  bool at_end() const override { return true; }
  bool grow() override { return false; }
  void consume(std::size_t count) override { position_ += count; }
  bool pinned() const override { return true; }

 private:
  ExactBlock block_;
  std::size_t position_ = 0;
};

/// Reveals `step` octets at a time, at most `limit` in a window, and moves its memory whenever it may.
class StepSource final : public base::ByteSource {
 public:
  StepSource(Bytes octets, std::size_t step, std::size_t limit = std::numeric_limits<std::size_t>::max())
      : octets_(octets), step_(step), limit_(limit), window_(Bytes()) {}
  Bytes window() const override { return window_.bytes(); }
  std::uint64_t offset() const override { return position_; }
  bool at_end() const override { return ended_; }
  bool grow() override {
    ++grown;
    const std::size_t size = window_.bytes().size();
    if (position_ + size == octets_.size()) {
      ended_ = true;
      return false;
    }
    if (size >= limit_) return false;
    show(std::min({size + step_, limit_, octets_.size() - position_}));
    return true;
  }
  void consume(std::size_t count) override {
    const std::size_t size = window_.bytes().size() - count;
    position_ += count;
    show(size);
  }
  bool pinned() const override { return false; }

  std::size_t grown = 0;

 private:
  void show(std::size_t size) { window_ = ExactBlock(Bytes(octets_).substr(position_, size)); }

  std::string octets_;
  std::size_t step_;
  std::size_t limit_;
  ExactBlock window_;
  std::size_t position_ = 0;
  bool ended_ = false;
};

/// Keeps the content of the message read last.
class KeepContent final : public model::ContentSinks, public model::ContentSink {
 public:
  model::ContentSink* open(const model::Message&, base::Arena&) override {
    content.clear();
    ++opened;
    return this;
  }
  void write(Bytes octets, bool) override { content += octets; }
  const model::Content* finish() override {
    ++finished;
    return nullptr;
  }
  std::string content;
  int opened = 0;
  int finished = 0;
};

inline std::string visible(Bytes octets) {
  std::string text;
  for (const char c : octets) {
    if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
      constexpr char kDigits[] = "0123456789abcdef";
      text += "\\x";
      text += kDigits[static_cast<unsigned char>(c) >> 4];
      text += kDigits[static_cast<unsigned char>(c) & 15];
    } else {
      text += c;
    }
  }
  return text;
}

/// "kind@offset+length'text'", one after another.
inline std::string anomalies_of(const model::Message& message) {
  std::string text;
  for (const model::Anomaly& anomaly : message.anomalies) {
    if (!text.empty()) text += ' ';
    text += std::string(model::anomaly_info(anomaly.kind).name) + '@' + std::to_string(anomaly.offset) + '+' +
            std::to_string(anomaly.length) + '\'' + visible(anomaly.text) + '\'';
  }
  return text;
}

inline std::string lines_of(std::span<const model::FieldLine> lines) {
  std::string text;
  for (const model::FieldLine& line : lines) {
    text += '[' + std::to_string(line.offset) + '+' + std::to_string(line.length) + ' ' + visible(line.name) + '=' +
            visible(line.value) + " #" + std::to_string(line.field) + ']';
  }
  return text;
}

/// Everything that the reader sets, as text: two messages are the same when their texts are.
inline std::string describe(const model::Message& m) {
  std::string text = "part " + std::to_string(static_cast<int>(m.part)) + " offset " + std::to_string(m.offset);
  text += " head " + visible(m.head) + " start " + visible(m.start_line);
  text += " method " + visible(m.method) + " target " + visible(m.target) + " version " + visible(m.version_text) +
          ' ' + std::to_string(m.version.major) + '.' + std::to_string(m.version.minor) + (m.version.known ? "" : "?");
  text += " status " + std::to_string(m.status) + ' ' + visible(m.status_text) + " reason " + visible(m.reason);
  text += " lines " + lines_of(m.lines) + " trailers " + lines_of(m.trailers);
  text += " body " + std::to_string(static_cast<int>(m.body.framing)) + " end " +
          std::to_string(static_cast<int>(m.body.end)) + " at " + std::to_string(m.body.offset) + " wire " +
          std::to_string(m.body.wire_octets) + " content " + std::to_string(m.body.content_octets) + " lf " +
          std::to_string(m.body.text_line_feeds);
  text += " evidence " + std::to_string(m.evidence.start_line) + std::to_string(m.evidence.line_ends) +
          std::to_string(m.evidence.fields);
  text += " anomalies " + anomalies_of(m) + " mask " + std::to_string(m.anomaly_mask);
  return text;
}

struct ReadOptions {
  HeadOptions head;
  model::StreamEnd end = model::StreamEnd::kOrderly;
  Bytes method = "GET";  // of the request to which a response answers; empty: not known
  FastPath fast_path = FastPath::kAll;
};

/// All messages of a source as text, content included, with what stopped it.
inline std::string read_all(base::ByteSource& source, Kind kind, const ReadOptions& options) {
  KeepContent content;
  MessageReader reader(source, &content);
  reader.use_fast_path(options.fast_path);
  base::Arena arena;
  std::string text;
  while (true) {
    arena.reset();
    model::Message message;
    const HeadOutcome outcome = reader.read_head(kind, options.head, arena, message);
    if (outcome != HeadOutcome::kHead) {
      return text + "stop " + std::to_string(static_cast<int>(outcome)) + " at " + std::to_string(source.offset());
    }
    content.content.clear();
    const FramingContext context{options.method, !options.method.empty()};
    reader.read_body(decide_framing(message, context), options.end, arena, message);
    text += describe(message) + " content " + visible(content.content) + (reader.head_was_cut() ? " cut\n" : "\n");
  }
}

inline std::string read_pinned(Bytes octets, Kind kind, const ReadOptions& options = {}) {
  PinnedSource source(octets);
  return read_all(source, kind, options);
}

/// The first message of some octets, with everything that its views need.
struct One {
  One(Bytes octets, Kind kind, const ReadOptions& options = {}) : source(octets), reader(source, &content) {
    reader.use_fast_path(options.fast_path);
    outcome = reader.read_head(kind, options.head, arena, message);
    if (outcome != HeadOutcome::kHead) return;
    decision = decide_framing(message, {options.method, !options.method.empty()});
    reader.read_body(decision, options.end, arena, message);
  }

  std::string anomalies() const { return anomalies_of(message); }

  PinnedSource source;
  KeepContent content;
  MessageReader reader;
  base::Arena arena;
  model::Message message;
  HeadOutcome outcome = HeadOutcome::kEnd;
  FramingDecision decision;
};

}  // namespace httpvet::wire::test
