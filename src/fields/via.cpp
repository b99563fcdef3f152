#include "fields/via.h"

#include "fields/arena_list.h"

namespace httpvet::fields {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Where the comment that opens at `begin` ends: behind its closing parenthesis; npos if it does not.
/// comment = "(" *( ctext / quoted-pair / comment ) ")"     (RFC 9110 §5.6.5)
std::size_t end_of_comment(Bytes value, std::size_t begin) {
  std::size_t depth = 0;
  for (std::size_t i = begin; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == '(') {
      ++depth;
    } else if (value[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return Bytes::npos;
}

/// Where the element that begins at `begin` ends: at a comma outside of comments and brackets.
std::size_t end_of_entry(Bytes value, std::size_t begin) {
  for (std::size_t i = begin; i < value.size(); ++i) {
    if (value[i] == ',') return i;
    std::size_t end = i + 1;  // behind what stands here
    if (value[i] == '(') end = end_of_comment(value, i);
    if (value[i] == '[') end = value.find(']', i);
    if (end == Bytes::npos) {  // never closed: the next comma is as good as any
      const std::size_t comma = value.find(',', i);
      return comma == Bytes::npos ? value.size() : comma;
    }
    i = value[i] == '[' ? end : end - 1;
  }
  return value.size();
}

/// protocol-version as everybody writes it: `1.1`, `HTTP/1.1`, `2`.
bool looks_like_version(Bytes word) {
  const std::size_t slash = word.find('/');
  if (slash != Bytes::npos) word.remove_prefix(slash + 1);
  if (word.empty()) return false;
  for (const char c : word) {
    if (!base::is(c, base::kDigit) && c != '.') return false;
  }
  return base::is(word.front(), base::kDigit);
}

// received-protocol = [ protocol-name "/" ] protocol-version
bool is_protocol(Bytes word) {
  const std::size_t slash = word.find('/');
  if (slash == Bytes::npos) return base::is_token(word);
  return base::is_token(word.substr(0, slash)) && base::is_token(word.substr(slash + 1));
}

// received-by = pseudonym [ ":" port ]
bool is_received_by(Bytes word) {
  const std::size_t colon = word.find(':');
  if (!base::is_token(word.substr(0, colon))) return false;
  return colon == Bytes::npos || base::all_of(word.substr(colon + 1), base::kDigit);
}

/// A word of an entry: up to a blank or an opening parenthesis.
Bytes word_at(Bytes entry, std::size_t& position) {
  while (position < entry.size() && is_blank(entry[position])) ++position;
  const std::size_t start = position;
  while (position < entry.size() && !is_blank(entry[position]) && entry[position] != '(') ++position;
  return entry.substr(start, position - start);
}

/// What follows received-by at `position`.
ViaFault fault_behind(Bytes entry, std::size_t position) {
  ViaFault fault = ViaFault::kNone;
  if (position < entry.size() && entry[position] == '(') fault = ViaFault::kGluedComment;
  std::size_t comments = 0;
  while (position < entry.size()) {
    if (is_blank(entry[position])) {
      ++position;
      continue;
    }
    if (entry[position] == '[') return ViaFault::kBracketedStatus;
    if (entry[position] != '(') return ViaFault::kExtraWords;
    position = end_of_comment(entry, position);
    if (position == Bytes::npos) return ViaFault::kUnclosedComment;
    if (++comments > 1 && fault == ViaFault::kNone) fault = ViaFault::kSeveralComments;
  }
  return fault;
}

/// A name with text in square brackets behind it.
bool has_bracketed_status(Bytes word) {
  const std::size_t bracket = word.find('[');
  return bracket != 0 && bracket != Bytes::npos && is_received_by(word.substr(0, bracket));
}

ViaEntry read_entry(Bytes value, Slice slice) {
  ViaEntry out{slice, {}, ViaFault::kNone};
  const Bytes entry = slice.in(value);
  std::size_t position = 0;
  const Bytes protocol = word_at(entry, position);
  if (has_bracketed_status(protocol)) {
    out.fault = ViaFault::kBracketedStatus;
    return out;
  }
  const Bytes by = word_at(entry, position);
  out.received_by = {static_cast<std::uint32_t>(by.empty() ? 0 : by.data() - value.data()),
                     static_cast<std::uint32_t>(by.size())};
  if (by.empty()) {
    out.fault = looks_like_version(protocol) ? ViaFault::kNoReceivedBy : ViaFault::kNoProtocol;
  } else if (!looks_like_version(protocol) && looks_like_version(by)) {
    out.fault = ViaFault::kWrongOrder;
  } else if (!is_protocol(protocol)) {
    out.fault = ViaFault::kBadProtocol;
  } else if (by.starts_with('[')) {
    out.fault = ViaFault::kBracketedAddress;
  } else if (has_bracketed_status(by)) {
    out.fault = ViaFault::kBracketedStatus;
  } else if (!is_received_by(by)) {
    out.fault = ViaFault::kBadReceivedBy;
  } else {
    out.fault = fault_behind(entry, position);
  }
  return out;
}

}  // namespace

std::span<const ViaEntry> read_via(Bytes value, base::Arena& arena) {
  ArenaList<ViaEntry> entries(arena);
  for (std::size_t begin = 0; begin < value.size();) {
    const std::size_t end = end_of_entry(value, begin);
    std::size_t first = begin;
    std::size_t last = end;
    while (first < last && is_blank(value[first])) ++first;
    while (last > first && is_blank(value[last - 1])) --last;
    if (last > first) {
      const Slice slice{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last - first)};
      entries.push_back(read_entry(value, slice));
    }
    begin = end + 1;
  }
  return entries.finish();
}

}  // namespace httpvet::fields
