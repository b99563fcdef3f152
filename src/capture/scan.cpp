#include "capture/scan.h"

#include <algorithm>

#include "base/byte_class.h"

namespace httpvet::capture {
namespace {

using base::is;

bool starts_with(Bytes text, Bytes prefix) { return text.substr(0, prefix.size()) == prefix; }

bool has_status_code(Bytes text) {
  return text.size() >= 3 && base::all_of(text.substr(0, 3), base::kDigit) && (text.size() == 3 || text[3] == ' ');
}

// A field line, or the empty line that ends a head; also what a cut leaves of one.
bool begins_like_field_line(Bytes text) {
  const Bytes line = first_line(text);
  if (line.empty()) return true;
  const std::size_t colon = line.find(':');
  return colon != Bytes::npos && base::is_token(line.substr(0, colon));
}

bool is_printed_within_line(Bytes text) {
  if (!is_strict_status_line(text.substr(0, 13)) && !is_printed_status_line(text.substr(0, 11))) return false;
  const Bytes line = first_line(text);
  const Bytes rest = text.substr(line.size());
  if (!starts_with(rest, "\r\n")) return false;
  return (is_strict_status_line(line) || is_printed_status_line(line)) && begins_like_field_line(rest.substr(2));
}

}  // namespace

Bytes look_ahead(base::ByteSource& source, std::size_t count) {
  while (source.window().size() < count && source.grow()) {
  }
  return source.window();
}

Bytes first_line(Bytes text) {
  Bytes line = text.substr(0, kStartLineLimit);
  const std::size_t end = line.find('\n');
  if (end != Bytes::npos) line = line.substr(0, end);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::size_t empty_lines(Bytes text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\n') {
      ++at;
    } else if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

bool is_strict_status_line(Bytes line) {
  return starts_with(line, "HTTP/") && line.size() >= 12 && is(line[5], base::kDigit) && line[6] == '.' &&
         is(line[7], base::kDigit) && line[8] == ' ' && has_status_code(line.substr(9));
}

bool is_printed_status_line(Bytes line) {
  return (starts_with(line, "HTTP/2 ") || starts_with(line, "HTTP/3 ")) && has_status_code(line.substr(7));
}

namespace {

// What nearly every message begins with. It saves some 400 instructions of looking at all of the line.
bool is_usual_start(Bytes text, wire::Kind kind) {
  if (kind == wire::Kind::kResponse) {
    return text.size() > 13 && starts_with(text, "HTTP/1.1 ") && text[12] == ' ' && is(text[9], base::kDigit) &&
           is(text[10], base::kDigit) && is(text[11], base::kDigit);
  }
  return starts_with(text, "GET /") || starts_with(text, "POST /");
}

}  // namespace

std::optional<wire::Kind> message_kind(Bytes text, Starts starts) {
  const bool responses = starts != Starts::kRequests;
  const bool requests = starts != Starts::kResponses;
  if (responses && is_usual_start(text, wire::Kind::kResponse)) return wire::Kind::kResponse;
  if (requests && is_usual_start(text, wire::Kind::kRequest)) return wire::Kind::kRequest;
  const Bytes line = first_line(text);
  if (responses && (is_strict_status_line(line) || is_printed_status_line(line))) return wire::Kind::kResponse;
  if (requests && wire::looks_like_start_line(line, wire::Kind::kRequest)) return wire::Kind::kRequest;
  if (responses && wire::looks_like_start_line(line, wire::Kind::kResponse)) return wire::Kind::kResponse;
  return std::nullopt;
}

bool begins_among_content(Bytes text, Starts starts) {
  const auto kind = message_kind(text, starts);
  if (!kind || *kind == wire::Kind::kRequest) return kind.has_value();
  const Bytes line = first_line(text);
  const std::size_t code = line.find_first_not_of(" \t", std::min(line.find_first_of(" \t"), line.size()));
  return code != Bytes::npos && is(line[code], base::kDigit);
}

std::size_t find_start(Bytes text, std::size_t from, Starts starts, bool mid_line) {
  std::size_t line_start = from;
  std::size_t searched = from;                         // for line feeds
  std::size_t judged = mid_line ? from : Bytes::npos;  // the line whose beginning was judged last
  for (std::size_t at = text.find("HTTP/", from); at != Bytes::npos; at = text.find("HTTP/", at + 1)) {
    const std::size_t line_end = text.substr(searched, at - searched).rfind('\n');
    if (line_end != Bytes::npos) line_start = searched + line_end + 1;
    searched = at;
    if (line_start != judged) {
      judged = line_start;
      if (begins_among_content(text.substr(line_start), starts)) return line_start;
    }
    if (starts != Starts::kRequests && is_printed_within_line(text.substr(at))) return at;
  }
  return Bytes::npos;
}

}  // namespace httpvet::capture
