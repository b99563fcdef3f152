#include "report/source_line.h"

#include <algorithm>
#include <string>

namespace httpvet::report {
namespace {

// Octets around the evidence that are looked at: more than any screen shows, so that redaction sees what surrounds it.
constexpr std::size_t kLimit = 4096;

// A line as it was found: a view, where the evidence begins in it, and what is known about its ends.
struct Found {
  Bytes text;
  std::size_t evidence = 0;
  bool cut_before = false;
  bool cut_after = false;
  std::optional<std::uint64_t> number;
};

std::optional<Found> from_input(const Place& place) {
  if (!place.position || place.input == nullptr || place.input->lines == nullptr) return std::nullopt;
  const auto line = place.input->lines->line(place.span->offset, kLimit);
  if (!line || line->offset > place.span->offset) return std::nullopt;
  const std::uint64_t before = place.span->offset - line->offset;
  if (before > line->text.size() + 1) return std::nullopt;  // CR of a CRLF is all that may stand between
  const bool cut_before = place.position->column - 1 > before;
  return Found{line->text, before, cut_before, line->text.size() >= kLimit, place.position->line};
}

std::optional<Found> from_head(const model::Message* message, const Place& place) {
  if (message == nullptr || place.stream_offset < message->offset) return std::nullopt;
  const std::uint64_t at = place.stream_offset - message->offset;
  if (at >= message->head.size()) return std::nullopt;
  const std::size_t least = at - std::min<std::uint64_t>(at, kLimit / 2);
  const Bytes before = message->head.substr(least, at - least);
  const std::size_t line_end = before.rfind('\n');
  const std::size_t begin = line_end == Bytes::npos ? least : least + line_end + 1;
  const Bytes rest = message->head.substr(begin, kLimit);
  Bytes text = rest.substr(0, rest.find('\n'));
  const bool whole = text.size() < rest.size();
  if (whole && !text.empty() && text.back() == '\r') text.remove_suffix(1);
  return Found{text, at - begin, line_end == Bytes::npos && least > 0, !whole && rest.size() == kLimit, std::nullopt};
}

std::optional<Found> from_evidence(const Place& place) {
  if (place.text.empty()) return std::nullopt;
  return Found{Bytes(), 0, false, false, std::nullopt};
}

}  // namespace

std::optional<SourceLine> source_line(const model::Finding& finding, const Place& place, Redactor& redactor) {
  std::optional<Found> found = from_input(place);
  if (!found) found = from_head(finding.message, place);
  if (!found) found = from_evidence(place);
  if (!found) return std::nullopt;

  SourceLine out;
  out.number = found->number;
  std::string text(found->text);
  if (found->evidence > text.size()) text.resize(found->evidence, '\r');
  // The evidence may hold more than the line does, its line end above all.
  const std::size_t inside = text.size() - found->evidence;
  if (place.text.size() > inside) {
    const Bytes rest = place.text.substr(inside, kLimit);
    text += rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
  }
  const std::size_t end = std::min<std::uint64_t>(found->evidence + place.length, text.size());
  out.snippet.evidence = {found->evidence, std::max(end, found->evidence)};
  out.snippet.cut_before = found->cut_before;
  out.snippet.cut_after = found->cut_after || found->evidence + place.length > text.size();
  const auto stream_offset =
      static_cast<std::int64_t>(place.stream_offset) - static_cast<std::int64_t>(found->evidence);
  out.snippet.text = redactor.line(text, stream_offset, out.snippet.evidence);
  return out;
}

}  // namespace httpvet::report
