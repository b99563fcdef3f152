#include "capture/text_body.h"

#include <algorithm>
#include <limits>

namespace httpvet::capture {
namespace {

std::uint64_t count_line_feeds(Bytes text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t final_line_feeds(Bytes text) {
  const std::size_t last = text.find_last_not_of('\n');
  return last == Bytes::npos ? text.size() : text.size() - last - 1;
}

}  // namespace

TextContent find_text_content(Bytes text, std::uint64_t length, Starts starts, std::uint64_t limit) {
  const Bytes looked = text.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(limit, text.size())));
  std::uint64_t line_feeds = 0;  // in text[0, counted)
  std::size_t counted = 0;
  // Each octet counts twice at most, so what lies before half of the length cannot be the end.
  std::size_t from = 0;
  if (length > 8) {
    from = length / 2 - 2 < looked.size() ? looked.find('\n', static_cast<std::size_t>(length / 2 - 2)) : Bytes::npos;
    from = from == Bytes::npos ? looked.size() : from + 1;
  }
  while (true) {
    const std::size_t found = find_start(looked, from, starts);
    if (found == Bytes::npos && looked.size() < text.size()) return {};
    const std::size_t end = std::min(found, text.size());
    line_feeds += count_line_feeds(text.substr(counted, end - counted));
    counted = end;
    const std::size_t empty = final_line_feeds(text.substr(0, end));
    const std::size_t bare = end - empty;  // content without any final line feed
    const std::uint64_t bare_most = bare + (line_feeds - empty);
    const std::uint64_t most = std::max<std::uint64_t>(empty > 0 ? bare_most + 2 : bare_most, end);
    // Every line end was CRLF, those of the last empty lines too: the echo of a request, as TRACE sends it.
    if (length == end + line_feeds) return {TextFit::kFits, end};
    if (length <= most) {
      if (length < bare) return {TextFit::kTooLong, 0};
      const std::size_t octets = length <= end ? static_cast<std::size_t>(length) : bare + (empty > 0 ? 1 : 0);
      return {TextFit::kFits, octets};
    }
    if (found == Bytes::npos) return {TextFit::kTooShort, 0};
    // Go on behind the start line, which is content then.
    from = looked.find('\n', found);
    if (from == Bytes::npos)
      from = looked.size();
    else
      ++from;
  }
}

std::size_t text_content_before_next(Bytes text, std::size_t from, Starts starts) {
  const std::size_t next = find_start(text, from, starts);
  if (next == Bytes::npos) return next;
  const std::size_t empty = final_line_feeds(text.substr(0, next));
  return next - empty + (empty > 0 && empty < next ? 1 : 0);
}

void read_text_content(MessageStream& stream, const RawFile& file, const wire::FramingDecision& decision,
                       model::Message& message) {
  const Bytes window = look_ahead(stream.source(), std::numeric_limits<std::size_t>::max());
  const TextContent content = find_text_content(window, decision.length, file.sought());
  if (content.fit != TextFit::kFits) {
    stream.reader().read_body(decision, file.end, stream.arena(), message);
    return;
  }
  const std::uint64_t line_feeds = count_line_feeds(window.substr(0, content.octets));
  stream.reader().read_content(content.octets, model::Framing::kLength, stream.arena(), message);
  message.body.content_octets = decision.length;
  message.body.text_line_feeds = line_feeds;
}

}  // namespace httpvet::capture
