// A capture made by hand: octets, and the model of the messages in them, without any of the code that reads captures.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/finding.h"

namespace httpvet::testing {

/// Lines of octets in memory.
class MemoryLines final : public model::LineIndex {
 public:
  explicit MemoryLines(Bytes octets) : octets_(octets) {}

  std::optional<Position> position(std::uint64_t offset) override {
    if (offset > octets_.size()) return std::nullopt;
    const Bytes before = octets_.substr(0, offset);
    const auto line = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    return Position{line, offset - start_of(offset) + 1};
  }

  std::optional<Line> line(std::uint64_t offset, std::size_t limit) override {
    if (offset > octets_.size()) return std::nullopt;
    std::size_t begin = start_of(offset);
    std::size_t end = std::min(octets_.find('\n', offset), octets_.size());
    if (end > begin && end < octets_.size() && octets_[end - 1] == '\r') --end;
    if (offset > begin + limit / 2) begin = offset - limit / 2;
    return Line{octets_.substr(begin, std::min(end - std::min(begin, end), limit)), begin};
  }

 private:
  std::size_t start_of(std::uint64_t offset) const {
    const std::size_t found = octets_.substr(0, offset).rfind('\n');
    return found == Bytes::npos ? 0 : found + 1;
  }

  Bytes octets_;
};

/// One input with one connection of exchanges. Everything handed out lives as long as the sample.
class CaptureSample {
 public:
  /// `octets` of one file: what the messages lie in.
  CaptureSample(std::string path, std::string octets, bool has_lines = true)
      : octets_(std::move(octets)), lines_(octets_) {
    input_.path = std::move(path);
    input_.format = "raw";
    if (has_lines) input_.lines = &lines_;
  }
  CaptureSample(const CaptureSample&) = delete;
  CaptureSample& operator=(const CaptureSample&) = delete;

  /// The message whose head is [begin, end) of the octets; field lines end at LF, names at ":".
  const model::Message* message(model::Part part, std::size_t begin, std::size_t end) {
    model::Message& message = messages_.emplace_back();
    std::vector<model::FieldLine>& fields = fields_.emplace_back();
    message.part = part;
    message.map = &map_;
    message.offset = begin;
    message.head = Bytes(octets_).substr(begin, end - begin);
    std::size_t at = next_line(message.head, 0, message.start_line);
    while (at < message.head.size()) {
      Bytes line;
      const std::size_t offset = at;
      at = next_line(message.head, at, line);
      if (line.empty()) break;
      if ((line[0] == ' ' || line[0] == '\t') && !fields.empty()) {
        model::FieldLine& folded = fields.back();
        folded.length = static_cast<std::uint32_t>(begin + offset + line.size() - folded.offset);
        folded.value =
            Bytes(folded.value.data(), static_cast<std::size_t>(line.data() + line.size() - folded.value.data()));
        continue;
      }
      fields.push_back(field(line, begin + offset));
    }
    message.lines = fields;
    message.body.offset = begin + at;
    divide_start_line(message);
    return &message;
  }

  model::Exchange& exchange(const model::Message* request, const model::Message* response) {
    model::Exchange& exchange = exchanges_.emplace_back();
    exchange.connection = &connection_;
    exchange.number = static_cast<std::uint32_t>(exchanges_.size());
    exchange.request = request;
    exchange.response = response;
    return exchange;
  }

  /// A finding of `rule` on `message`; it points at nothing yet.
  model::Finding finding(const model::RuleInfo& rule, const model::Exchange& exchange, const model::Message* message) {
    model::Finding finding;
    finding.rule = &rule;
    finding.severity = rule.severity;
    finding.exchange = &exchange;
    finding.message = message;
    return finding;
  }

  /// Points `finding` at the octets [offset, offset + length) of the file.
  void point(model::Finding& finding, std::uint64_t offset, std::uint64_t length) const {
    constexpr std::size_t kKept = 256;
    finding.evidence.text = Bytes(octets_).substr(offset, std::min<std::size_t>(length, kKept));
    finding.evidence.stream_offset = offset;
    finding.evidence.length = length;
    finding.evidence.input = model::InputSpan{0, offset, length};
  }

  /// Points `finding` at the first `text` at or after the head of its message, and at the field line around it.
  void point(model::Finding& finding, Bytes text) const {
    const std::size_t offset = octets_.find(text, finding.message->offset);
    point(finding, offset, text.size());
    for (const model::FieldLine& line : finding.message->lines) {
      if (offset < line.offset || offset > line.offset + line.length) continue;
      finding.line = &line;
      finding.field_name = line.name;
      finding.line_ordinal = 1;
    }
  }

  /// Arguments that live in the octets of the sample, or in its own memory if they do not occur there.
  void arguments(model::Finding& finding, const std::vector<std::string>& texts) {
    std::vector<Bytes>& views = arguments_.emplace_back();
    for (const std::string& text : texts) {
      const std::size_t at = octets_.find(text);
      views.push_back(at == std::string::npos ? Bytes(kept_.emplace_back(text))
                                              : Bytes(octets_).substr(at, text.size()));
    }
    finding.arguments = views;
  }

  Bytes octets() const { return octets_; }
  std::vector<model::Input*> inputs() { return {&input_}; }

 private:
  // Takes the line at `at` without its line end; returns where the next one begins.
  static std::size_t next_line(Bytes text, std::size_t at, Bytes& line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line = text.substr(at, end - at);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return std::min(end + 1, text.size());
  }

  static model::FieldLine field(Bytes line, std::uint64_t offset) {
    model::FieldLine out;
    out.offset = offset;
    out.length = static_cast<std::uint32_t>(line.size());
    const std::size_t colon = std::min(line.find(':'), line.size());
    out.name = line.substr(0, colon);
    out.value = line.substr(std::min(colon + 1, line.size()));
    while (!out.value.empty() && out.value.front() == ' ') out.value.remove_prefix(1);
    return out;
  }

  static void divide_start_line(model::Message& message) {
    const Bytes line = message.start_line;
    const std::size_t first = std::min(line.find(' '), line.size());
    const std::size_t second = std::min(line.find(' ', std::min(first + 1, line.size())), line.size());
    const Bytes middle = line.substr(std::min(first + 1, line.size()), second - std::min(first + 1, second));
    if (message.part == model::Part::kRequest) {
      message.method = line.substr(0, first);
      message.target = middle;
      return;
    }
    message.status_text = middle;
    for (const char c : middle) message.status = static_cast<std::uint16_t>(message.status * 10 + (c - '0'));
  }

  std::string octets_;
  MemoryLines lines_;
  model::Input input_;
  model::StreamMap map_;
  model::Connection connection_;
  std::deque<model::Message> messages_;
  std::deque<std::vector<model::FieldLine>> fields_;
  std::deque<model::Exchange> exchanges_;
  std::deque<std::vector<Bytes>> arguments_;
  std::deque<std::string> kept_;
};

}  // namespace httpvet::testing
