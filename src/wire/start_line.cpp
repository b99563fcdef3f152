#include "wire/start_line.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::wire {

namespace {

using base::is;
using model::AnomalyKind;

constexpr unsigned kFieldText = base::kVchar | base::kBlank | base::kObsText;

// What stands between the parts of a start line. A recipient may take a bare CR for SP (RFC 9112 §2.2).
bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::size_t skip_gap(Bytes text, std::size_t from, std::size_t end) {
  while (from < end && is_gap(text[from])) ++from;
  return from;
}

// What stands before the first word, without the stray CRs around it: those are reported with the line ends.
Span leading_blanks(Bytes text, std::size_t begin, std::size_t end) {
  while (begin < end && text[begin] == '\r') ++begin;
  while (begin < end && text[end - 1] == '\r') --end;
  return {begin, end};
}

std::size_t find_gap(Bytes text, std::size_t from, std::size_t end) {
  while (from < end && !is_gap(text[from])) ++from;
  return from;
}

// The first through the last octet within `span` for which `bad` holds; empty at its end if there is none.
template <typename Predicate>
Span bad_range(Bytes octets, Span span, Predicate bad) {
  Span range{span.end, span.end};
  for (std::size_t i = span.begin; i < span.end; ++i) {
    if (!bad(octets[i])) continue;
    if (range.empty()) range.begin = i;
    range.end = i + 1;
  }
  return range;
}

void note(AnomalyLog* log, AnomalyKind kind, Span span) {
  if (log != nullptr) log->add(kind, span.begin, span.size());
}

void note_range(AnomalyLog* log, AnomalyKind kind, Span span) {
  if (!span.empty()) note(log, kind, span);
}

bool is_exactly_space(Bytes octets, Span span) { return span.in(octets) == " "; }

// The start line without the stray CRs at its end: they are reported with the line ends.
Span judged_part(Bytes octets, Span line) {
  while (!line.empty() && octets[line.end - 1] == '\r') --line.end;
  return line;
}

bool starts_with_http(Bytes token) { return base::equals_ignoring_case(token.substr(0, 4), "HTTP"); }

// HTTP-name "/" DIGIT "." DIGIT, the name in any case.
bool is_version_shape(Bytes token) {
  return token.size() == 8 && starts_with_http(token) && token[4] == '/' && is(token[5], base::kDigit) &&
         token[6] == '.' && is(token[7], base::kDigit);
}

bool is_status_code(Bytes token) { return token.size() == 3 && base::all_of(token, base::kDigit); }

void note_version(Bytes octets, const RawHead& head, AnomalyLog* log) {
  if (!head.version.known || octets[head.version_text.begin] != 'H') {
    note(log, AnomalyKind::kVersionMalformed, head.version_text);
  } else if (!is_defined_version(head.version)) {
    note(log, AnomalyKind::kVersionUndefined, head.version_text);
  }
}

// Faults of the division of a line, kept until it is known whether they are worth reporting.
struct DivisionFaults {
  std::array<Span, 8> spans;
  std::size_t count = 0;

  void add(Span span) { spans[count++] = span; }
  bool none() const { return count == 0; }
  void report(AnomalyLog* log, AnomalyKind kind) const {
    for (std::size_t i = 0; i < count; ++i) note(log, kind, spans[i]);
  }
};

// reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
void note_reason(Bytes octets, Span reason, AnomalyLog* log) {
  note_range(log, AnomalyKind::kReasonControl,
             bad_range(octets, reason, [](char c) { return !is(c, kFieldText) && c != '\r'; }));
  note_range(log, AnomalyKind::kReasonNonAscii,
             bad_range(octets, reason, [](char c) { return is(c, base::kObsText); }));
}

constexpr std::array<Bytes, 12> kCommonMethods = {"GET",   "HEAD",    "POST",  "PUT",   "DELETE",   "CONNECT",
                                                  "TRACE", "OPTIONS", "PATCH", "QUERY", "PROPFIND", "REPORT"};

bool is_common_method(Bytes token) {
  return std::find(kCommonMethods.begin(), kCommonMethods.end(), token) != kCommonMethods.end();
}

bool is_upper_case_word(Bytes token) {
  return !token.empty() &&
         std::all_of(token.begin(), token.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
}

// Starts like one of the forms of a request target (RFC 9112 §3.2).
bool looks_like_target(Bytes target) {
  return !target.empty() && (target.front() == '/' || target.front() == '*' || target.find(':') != Bytes::npos);
}

// The words of a request line, as far as they can be told.
struct RequestWords {
  Span method;
  Span before_target;
  Span target;
  Span before_version;
  Span version;  // empty: there is none
  Span trailing;
};

// "HTTP…" in any case, or another protocol's "NAME/1".
bool looks_like_version(Bytes word) {
  if (starts_with_http(word)) return true;
  std::size_t slash = 0;
  while (slash < word.size() && is(word[slash], base::kAlpha)) ++slash;
  return slash > 0 && slash + 1 < word.size() && word[slash] == '/' && is(word[slash + 1], base::kDigit);
}

// Method: the first word. Version: the last one if it looks like one. Target: what is between, blanks included.
RequestWords split_request_line(Bytes octets, Span line) {
  RequestWords words;
  const std::size_t end = line.end;
  words.method = {line.begin, find_gap(octets, line.begin, end)};
  const std::size_t target = skip_gap(octets, words.method.end, end);
  words.before_target = {words.method.end, target};
  std::size_t last_end = end;
  while (last_end > target && is_gap(octets[last_end - 1])) --last_end;
  words.trailing = {last_end, end};
  std::size_t last = last_end;
  while (last > target && !is_gap(octets[last - 1])) --last;
  words.version = {last_end, last_end};
  words.before_version = words.version;
  words.target = {target, last_end};
  if (!looks_like_version(octets.substr(last, last_end - last))) return words;
  words.version = {last, last_end};
  std::size_t target_end = last;
  while (target_end > target && is_gap(octets[target_end - 1])) --target_end;
  words.target = {target, target_end};
  words.before_version = {target_end, last};
  return words;
}

// True when the words are method SP request-target SP HTTP-version; else reports each fault of the division.
bool note_division(Bytes octets, Span line, Span leading, const RequestWords& words, AnomalyLog* log) {
  DivisionFaults faults;
  if (words.version.empty() || words.target.empty()) {
    faults.add(line);
  } else {
    if (!leading.empty()) faults.add(leading);
    if (!is_exactly_space(octets, words.before_target)) faults.add(words.before_target);
    const Bytes target = words.target.in(octets);
    if (std::any_of(target.begin(), target.end(), is_gap)) faults.add(words.target);
    if (!is_exactly_space(octets, words.before_version)) faults.add(words.before_version);
    if (!words.trailing.empty()) faults.add(words.trailing);
  }
  faults.report(log, AnomalyKind::kRequestLine);
  return faults.none();
}

bool looks_like_request_line(Bytes text) {
  const RequestWords words = split_request_line(text, {0, text.size()});
  const Bytes method = words.method.in(text);
  const Bytes target = words.target.in(text);
  if (method.empty() || method.size() > 64 || !base::all_of(method, base::kVchar | base::kObsText)) return false;
  if (starts_with_http(method)) return false;
  if (!starts_with_http(words.version.in(text)) || words.version.size() < 5) {
    return is_common_method(method) && looks_like_target(target);
  }
  return looks_like_target(target) || is_upper_case_word(method) || is_common_method(method);
}

bool looks_like_status_line(Bytes text) {
  const std::size_t name_end = find_gap(text, 0, text.size());
  const Bytes name = text.substr(0, name_end);
  const Bytes rest = text.substr(skip_gap(text, name_end, text.size()));
  if (base::equals_ignoring_case(name.substr(0, 5), "HTTP/")) return name.size() == 5 || is(name[5], base::kDigit);
  if (base::equals_ignoring_case(name.substr(0, 5), "RTSP/")) return name.size() > 5 && is(name[5], base::kDigit);
  if (base::equals_ignoring_case(name, "ICY") || base::equals_ignoring_case(name, "HTTP")) {
    return rest.size() >= 3 && is_status_code(rest.substr(0, 3));
  }
  return false;
}

Bytes without_line_end(Bytes line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

Bytes without_leading_gap(Bytes line) { return line.substr(skip_gap(line, 0, line.size())); }

}  // namespace

model::Version parse_version(Bytes token, bool printed) {
  if (printed && (token == "HTTP/2" || token == "HTTP/3")) return {static_cast<std::uint8_t>(token[5] - '0'), 0, true};
  // HTTP-version = HTTP-name "/" DIGIT "." DIGIT; HTTP-name = %x48.54.54.50 ; HTTP (RFC 9112 §2.3)
  if (!is_version_shape(token) || token.substr(0, 4) != "HTTP") return {};
  return {static_cast<std::uint8_t>(token[5] - '0'), static_cast<std::uint8_t>(token[7] - '0'), true};
}

bool is_defined_version(const model::Version& version) {
  return version.is(1, 1) || version.is(1, 0) || version.is(0, 9) || version.is(2, 0) || version.is(3, 0);
}

// status-line = HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4)
void parse_status_line(Bytes octets, bool printed, RawHead& head, AnomalyLog* log) {
  const Span line = judged_part(octets, head.start_line);
  const std::size_t begin = skip_gap(octets, line.begin, line.end);
  DivisionFaults faults;
  const Span leading = leading_blanks(octets, line.begin, begin);
  if (!leading.empty()) faults.add(leading);

  std::size_t version_end = find_gap(octets, begin, line.end);
  const Bytes token = octets.substr(begin, version_end - begin);
  std::size_t code = skip_gap(octets, version_end, line.end);
  const bool glued = token.size() == 11 && is_version_shape(token.substr(0, 8)) && is_status_code(token.substr(8)) &&
                     !is_status_code(octets.substr(code, std::min<std::size_t>(3, line.end - code)));
  if (glued) {  // HTTP/1.1200 OK
    faults.add({begin, version_end});
    version_end = code = begin + 8;
  } else if (!starts_with_http(token)) {  // ICY 200 OK
    faults.add({begin, version_end});
  } else if (code < line.end && !is_exactly_space(octets, {version_end, code})) {
    faults.add({version_end, code});
  }
  head.version_text = {begin, version_end};
  head.version = parse_version(head.version_text.in(octets), printed);

  head.status = {code, find_gap(octets, code, line.end)};
  if (head.status.empty()) {
    head.reason = head.status;
    // There is no status code to be numeric.
    note(log, AnomalyKind::kStatusNotNumeric, {head.status.begin, line.end});
    return;
  }
  const bool numeric = is_status_code(head.status.in(octets));
  if (numeric) {
    const Bytes digits = head.status.in(octets);
    head.status_code = static_cast<std::uint16_t>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0'));
  }
  const std::size_t separator = head.status.end;
  head.reason = {std::min(separator + 1, line.end), line.end};
  if (separator < line.end && octets[separator] == '\t') faults.add({separator, separator + 1});

  if (!numeric) {
    note(log, AnomalyKind::kStatusNotNumeric, head.status);
  } else {
    faults.report(log, AnomalyKind::kStatusLine);
    if (separator == line.end) note(log, AnomalyKind::kStatusLineNoSpace, {line.end, line.end});
  }
  if (faults.none()) note_version(octets, head, log);
  note_reason(octets, head.reason, log);
}

// request-line = method SP request-target SP HTTP-version (RFC 9112 §3)
void parse_request_line(Bytes octets, bool printed, RawHead& head, AnomalyLog* log) {
  const Span line = judged_part(octets, head.start_line);
  const std::size_t begin = skip_gap(octets, line.begin, line.end);
  const RequestWords words = split_request_line(octets, {begin, line.end});
  head.method = words.method;
  head.target = words.target;
  head.version_text = words.version;
  head.version = parse_version(words.version.in(octets), printed);

  if (note_division(octets, line, leading_blanks(octets, line.begin, begin), words, log)) {
    // method = token (RFC 9110 §9.1)
    if (!base::is_token(words.method.in(octets))) note(log, AnomalyKind::kMethodNotToken, words.method);
    note_version(octets, head, log);
  }
  note_range(log, AnomalyKind::kTargetCharacter,
             bad_range(octets, words.target, [](char c) { return !is(c, base::kVchar) && !is_gap(c); }));
}

bool is_simple_request(Bytes line) {
  const Bytes text = without_leading_gap(without_line_end(line));
  return split_request_line(text, {0, text.size()}).version.empty();
}

bool may_begin_start_line(Bytes line, Kind kind) {
  if (looks_like_start_line(line, kind)) return true;
  const Bytes text = without_leading_gap(line);
  if (kind == Kind::kResponse)
    return !text.empty() && base::equals_ignoring_case(text, Bytes("HTTP/").substr(0, text.size()));
  const Bytes method = text.substr(0, find_gap(text, 0, text.size()));
  if (starts_with_http(method)) return false;
  if (method.size() == text.size()) return method.size() <= 32 && is_upper_case_word(method);
  return is_common_method(method) || looks_like_target(without_leading_gap(text.substr(method.size())));
}

bool looks_like_start_line(Bytes line, Kind kind) {
  const Bytes text = without_leading_gap(without_line_end(line));
  return kind == Kind::kRequest ? looks_like_request_line(text) : looks_like_status_line(text);
}

}  // namespace httpvet::wire
