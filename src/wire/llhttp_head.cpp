#include "wire/llhttp_head.h"

#include <llhttp.h>

#include "base/byte_class.h"
#include "fields/registry.h"
#include "wire/start_line.h"

namespace httpvet::wire {

using base::is;

struct LlhttpHead::Parser {
  llhttp_t llhttp{};
  llhttp_settings_t settings{};
  const char* base = nullptr;
  RawHead* head = nullptr;
  Span target;
  Span reason;
  bool complete = false;

  Span span(const char* at, std::size_t length) const {
    const std::size_t begin = static_cast<std::size_t>(at - base);
    return {begin, begin + length};
  }

  static Parser& of(llhttp_t* llhttp) { return *static_cast<Parser*>(llhttp->data); }

  // One span may come in several pieces only where something lies between them, as in a folded value: a second piece
  // makes the parser stop. (Empty pieces come for values that end in blanks.)
  static int set_once(Span& known, Span piece) {
    if (known.empty()) {
      known = piece;
    } else if (!piece.empty()) {
      return HPE_USER;
    }
    return 0;
  }

  static int on_url(llhttp_t* llhttp, const char* at, std::size_t length) {
    Parser& self = of(llhttp);
    return set_once(self.target, self.span(at, length));
  }

  static int on_status(llhttp_t* llhttp, const char* at, std::size_t length) {
    Parser& self = of(llhttp);
    return set_once(self.reason, self.span(at, length));
  }

  static int on_header_field(llhttp_t* llhttp, const char* at, std::size_t length) {
    Parser& self = of(llhttp);
    if (self.head->lines.size() == kMaxLines) return -1;
    RawLine& line = self.head->lines.emplace_back();
    line.name = self.span(at, length);
    return 0;
  }

  static int on_header_value(llhttp_t* llhttp, const char* at, std::size_t length) {
    Parser& self = of(llhttp);
    return set_once(self.head->lines.back().value, self.span(at, length));
  }

  static int on_headers_complete(llhttp_t* llhttp) {
    of(llhttp).complete = true;
    return HPE_PAUSED;
  }
};

namespace {

bool has_at(Bytes octets, std::size_t position, char expected) {
  return position < octets.size() && octets[position] == expected;
}

bool has_crlf_at(Bytes octets, std::size_t position) {
  return position + 1 < octets.size() && octets[position] == '\r' && octets[position + 1] == '\n';
}

// version SP 3DIGIT SP [ reason ] CRLF. Returns the position behind it; 0 if it is not exactly that.
std::size_t audit_status_line(Bytes octets, Span reason, RawHead& head) {
  constexpr std::size_t kReason = 13;  // "HTTP/1.1 200 " comes before it
  if (octets.size() < kReason || octets[8] != ' ' || octets[12] != ' ') return 0;
  const Bytes status = octets.substr(9, 3);
  if (!base::all_of(status, base::kDigit)) return 0;
  const std::size_t end = reason.empty() ? kReason : reason.end;
  if (!has_crlf_at(octets, end)) return 0;
  head.version_text = {0, 8};
  head.status = {9, 12};
  head.status_code = static_cast<std::uint16_t>((status[0] - '0') * 100 + (status[1] - '0') * 10 + (status[2] - '0'));
  head.reason = {kReason, end};
  if (!base::all_of(head.reason.in(octets), base::kVchar | base::kBlank)) return 0;
  head.start_line = {0, end};
  return end + 2;
}

// method SP request-target SP version CRLF. Returns the position behind it; 0 if it is not exactly that.
std::size_t audit_request_line(Bytes octets, Span target, RawHead& head) {
  if (target.empty() || target.begin < 2 || !has_at(octets, target.begin - 1, ' ')) return 0;
  head.method = {0, target.begin - 1};
  head.target = target;
  if (!base::is_token(head.method.in(octets)) || !base::all_of(target.in(octets), base::kVchar)) return 0;
  if (!has_at(octets, target.end, ' ') || !has_crlf_at(octets, target.end + 9)) return 0;
  head.version_text = {target.end + 1, target.end + 9};
  head.start_line = {0, target.end + 9};
  return target.end + 11;
}

// *( field-name ":" OWS field-value OWS CRLF ) CRLF: looks at what lies between llhttp's spans, and at names that no
// registry vouches for. Returns the position behind it; 0 if it is not exactly that.
std::size_t audit_lines(Bytes octets, std::size_t position, std::vector<RawLine>& lines) {
  for (RawLine& line : lines) {
    if (line.name.begin != position || line.name.empty() || !has_at(octets, line.name.end, ':')) return 0;
    std::size_t begin = line.name.end + 1;
    while (begin < octets.size() && is(octets[begin], base::kBlank)) ++begin;
    if (line.value.empty()) line.value = {begin, begin};
    if (line.value.begin != begin) return 0;
    std::size_t end = line.value.end;
    while (end < octets.size() && is(octets[end], base::kBlank)) ++end;
    if (!has_crlf_at(octets, end)) return 0;
    while (!line.value.empty() && is(octets[line.value.end - 1], base::kBlank)) --line.value.end;
    line.line = {position, end};
    const Bytes name = line.name.in(octets);
    line.field = fields::find_field(name);
    if (line.field == model::kUnknownField && !base::all_of(name, base::kTchar)) return 0;
    position = end + 2;
  }
  return has_crlf_at(octets, position) ? position + 2 : 0;
}

}  // namespace

LlhttpHead::LlhttpHead() : parser_(std::make_unique<Parser>()) {
  llhttp_settings_init(&parser_->settings);
  parser_->settings.on_url = Parser::on_url;
  parser_->settings.on_status = Parser::on_status;
  parser_->settings.on_header_field = Parser::on_header_field;
  parser_->settings.on_header_value = Parser::on_header_value;
  parser_->settings.on_headers_complete = Parser::on_headers_complete;
}

LlhttpHead::~LlhttpHead() = default;

LlhttpHead::Outcome LlhttpHead::parse(Kind kind, Bytes octets, RawHead& head) {
  Parser& parser = *parser_;
  head.clear();
  parser.base = octets.data();
  parser.head = &head;
  parser.target = parser.reason = Span{};
  parser.complete = false;
  llhttp_init(&parser.llhttp, kind == Kind::kRequest ? HTTP_REQUEST : HTTP_RESPONSE, &parser.settings);
  parser.llhttp.data = &parser;
  const llhttp_errno_t error = llhttp_execute(&parser.llhttp, octets.data(), octets.size());
  if (!parser.complete) return error == HPE_OK ? Outcome::kIncomplete : Outcome::kOdd;

  const std::size_t lines = kind == Kind::kRequest ? audit_request_line(octets, parser.target, head)
                                                   : audit_status_line(octets, parser.reason, head);
  if (lines == 0) return Outcome::kOdd;
  head.version = parse_version(head.version_text.in(octets), false);
  if (!head.version.known || !is_defined_version(head.version)) return Outcome::kOdd;
  head.size = audit_lines(octets, lines, head.lines);
  return head.size == 0 ? Outcome::kOdd : Outcome::kClean;
}

}  // namespace httpvet::wire
