// The recovery parser reports nothing <=> strict llhttp accepts, with the same spans and the same content length. Where
// the two rightly differ, a row of the table below says why.
#include <llhttp.h>

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "props/random.h"
#include "support/catch.h"
#include "unit/wire/wire_support.h"

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;
using model::AnomalyKind;
using model::Framing;

namespace {

// What strict llhttp makes of some octets, read straight through as the passive parser of one message.
struct Strict {
  bool accepted = false;
  std::string target;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> lines;  // trailers included
  std::size_t content = 0;
  int no_body = 0;  // what on_headers_complete answers

  Strict(const std::string& octets, Kind kind, int body_answer) : no_body(body_answer) {
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    settings.on_url = [](llhttp_t* p, const char* at, std::size_t n) { return of(p).target.append(at, n), 0; };
    settings.on_status = [](llhttp_t* p, const char* at, std::size_t n) { return of(p).reason.append(at, n), 0; };
    settings.on_header_field = [](llhttp_t* p, const char* at, std::size_t n) {
      Strict& self = of(p);
      if (self.in_value_ || self.lines.empty()) self.lines.emplace_back();
      self.in_value_ = false;
      self.lines.back().first.append(at, n);
      return 0;
    };
    settings.on_header_value = [](llhttp_t* p, const char* at, std::size_t n) {
      of(p).in_value_ = true;
      of(p).lines.back().second.append(at, n);
      return 0;
    };
    settings.on_headers_complete = [](llhttp_t* p) { return of(p).no_body; };
    settings.on_body = [](llhttp_t* p, const char*, std::size_t n) { return of(p).content += n, 0; };
    settings.on_message_complete = [](llhttp_t* p) { return of(p).accepted = true, static_cast<int>(HPE_PAUSED); };
    llhttp_t parser;
    llhttp_init(&parser, kind == Kind::kRequest ? HTTP_REQUEST : HTTP_RESPONSE, &settings);
    parser.data = this;
    const ExactBlock block(octets);
    const llhttp_errno_t error = llhttp_execute(&parser, block.bytes().data(), octets.size());
    if (error == HPE_OK && !accepted) llhttp_finish(&parser);
    for (auto& line : lines) line.second = std::string(base::trim_blanks(line.second));
  }

 private:
  static Strict& of(llhttp_t* parser) { return *static_cast<Strict*>(parser->data); }
  bool in_value_ = false;
};

struct Reading {
  const One& ours;
  const std::string& octets;
  Kind kind;
};

std::ptrdiff_t count_named(std::span<const model::FieldLine> lines, Bytes name) {
  return std::count_if(lines.begin(), lines.end(),
                       [&](const model::FieldLine& line) { return base::equals_ignoring_case(line.name, name); });
}

std::ptrdiff_t lines_named(const Reading& reading, Bytes name) { return count_named(reading.ours.message.lines, name); }
bool has_line(const Reading& reading, Bytes name) { return lines_named(reading, name) > 0; }
bool has_trailer(const Reading& reading, Bytes name) { return count_named(reading.ours.message.trailers, name) > 0; }

// True when a framing field for which `holds` is there.
template <typename Predicate>
bool any_framing_field(const Reading& reading, Predicate holds) {
  const auto lines = reading.ours.message.lines;
  return std::any_of(lines.begin(), lines.end(), [&](const model::FieldLine& line) {
    return (base::equals_ignoring_case(line.name, "Transfer-Encoding") ||
            base::equals_ignoring_case(line.name, "Content-Length")) &&
           holds(line);
  });
}

bool has_empty_element(const Reading& reading) {
  return any_framing_field(reading, [](const model::FieldLine& line) {
    return !line.value.empty() && (line.value.front() == ',' || line.value.back() == ',');
  });
}

// HTAB or a line break behind the value.
bool has_odd_padding(const Reading& reading) {
  return any_framing_field(reading, [&](const model::FieldLine& line) {
    const std::size_t end = static_cast<std::size_t>(line.offset) + line.length;
    const std::size_t value_end = static_cast<std::size_t>(base::offset_in(line.value, reading.ours.message.head) +
                                                           reading.ours.message.offset + line.value.size());
    return Bytes(reading.octets).substr(value_end, end - value_end).find_first_of("\t\n") != Bytes::npos;
  });
}

bool has_coding_parameter(const Reading& reading) {
  return any_framing_field(reading, [](const model::FieldLine& line) { return line.value.find(';') != Bytes::npos; });
}

bool has_coding_before_http11(const Reading& reading) {
  return has_line(reading, "Transfer-Encoding") && !reading.ours.message.version.at_least(1, 1);
}

bool is_llhttp_method(Bytes method) {
#define HTTPVET_METHOD(number, name, string) #string,
  static const std::vector<Bytes> all = {HTTP_METHOD_MAP(HTTPVET_METHOD)};
#undef HTTPVET_METHOD
  return std::find(all.begin(), all.end(), method) != all.end();
}

// True when llhttp takes the octets once `part` of them is `repair`.
bool accepts_with(const Reading& reading, Bytes part, Bytes repair) {
  const std::size_t at =
      static_cast<std::size_t>(base::offset_in(part, reading.ours.message.head) + reading.ours.message.offset);
  return Strict(std::string(reading.octets).replace(at, part.size(), repair), reading.kind, 0).accepted;
}

// Where one of the two rightly differs.
struct Exception {
  const char* why;
  std::function<bool(const Reading&)> holds;
};

// llhttp accepts in silence what we name.
struct Silent {
  AnomalyKind kind;
  const char* why;
};
constexpr std::array kSilent = {
    Silent{AnomalyKind::kEmptyLinesBeforeStart,
           "RFC 9112 §2.2: a server should ignore an empty line before the start line"},
    Silent{AnomalyKind::kBareLf, "RFC 9112 §2.2: a recipient may take LF for a line end; 8.1 does in places"},
    Silent{AnomalyKind::kObsFold, "RFC 9112 §5.2: a user agent replaces a fold by spaces; 8.1 takes it always"},
    Silent{AnomalyKind::kStatusNotNumeric, "RFC 9112 §4: 3DIGIT; 8.1 counts no digits"},
    Silent{AnomalyKind::kStatusLineNoSpace, "RFC 9112 §4: the space has to be sent; parsers do without"},
    Silent{AnomalyKind::kStatusLine, "RFC 9112 §4: SP; 8.1 takes several"},
    Silent{AnomalyKind::kRequestLine, "RFC 9112 §3: recipients may divide at any blanks"},
    Silent{AnomalyKind::kReasonControl, "RFC 9112 §4: llhttp skips a reason phrase up to the line end"},
    Silent{AnomalyKind::kReasonNonAscii, "RFC 9112 §4: obs-text is allowed, and remarked"},
    Silent{AnomalyKind::kBareCr, "RFC 9112 §2.2: llhttp skips CR before the start line; 8.1 takes CR CR LF in places"},
    Silent{AnomalyKind::kFieldName, "RFC 9112 §5.1: a name is a token; 8.1 takes an empty one"},
    Silent{AnomalyKind::kChunkExtPresent, "RFC 9112 §7.1.1: allowed, and remarked"},
    Silent{AnomalyKind::kChunkExtInvalid, "RFC 9112 §7.1.1: llhttp skips most of an extension"},
    Silent{AnomalyKind::kChunkExtPadding, "RFC 9112 §7.1: not in the grammar; 8.1 skips blanks"},
};

const std::vector<Exception>& odd_but_accepted() {
  static const std::vector<Exception> all = {
      {"RFC 9112 §6.1: Transfer-Encoding before HTTP/1.1 is faulty; llhttp goes on", has_coding_before_http11},
      {"RFC 9112 §6.3 rule 4: whatever is not chunked in the end is read until the close",
       [](const Reading& r) {
         return r.ours.decision.faulty && r.ours.decision.framing == Framing::kUntilClose &&
                has_line(r, "Transfer-Encoding");
       }},
      {"RFC 9112 §6.1: chunked not more than once; llhttp does not count",
       [](const Reading& r) {
         return r.ours.decision.faulty && r.ours.decision.framing == Framing::kChunked &&
                lines_named(r, "Transfer-Encoding") > 1;
       }},
      {"RFC 9112 §6.3 rule 4: a request whose coding is not chunked in the end; 8.1 takes an empty list for none",
       [](const Reading& r) {
         return r.kind == Kind::kRequest && r.ours.decision.faulty && r.ours.decision.framing == Framing::kNone &&
                has_line(r, "Transfer-Encoding");
       }},
      {"RFC 9110 §5.6.1.2: recipients ignore empty list elements", has_empty_element},
      {"RFC 9110 §5.6.3: OWS may be HTAB; llhttp takes it for a part of a framing field's value", has_odd_padding},
      {"RFC 9112 §7.1: a parameter of chunked is ignored; llhttp takes it for another coding", has_coding_parameter},
  };
  return all;
}

const std::vector<Exception>& legal_but_rejected() {
  static const std::vector<Exception> all = {
      {"RFC 9110 §9.1: any token may be a method",
       [](const Reading& r) { return r.kind == Kind::kRequest && !is_llhttp_method(r.ours.message.method); }},
      {"RFC 9112 §3.2: the form of the target is the matter of rules",
       [](const Reading& r) { return r.kind == Kind::kRequest && accepts_with(r, r.ours.message.target, "/"); }},
      {"RFC 9112 §6.3 rule 5: equal repeated lengths may be read as one",
       [](const Reading& r) { return content_length(r.ours.message).repeated; }},
      {"RFC 9110 §5.6.1.2: recipients ignore empty list elements", has_empty_element},
      {"RFC 9110 §5.6.3: OWS may be HTAB; llhttp takes it for a part of a framing field's value", has_odd_padding},
      {"RFC 9112 §7.1: a parameter of chunked is ignored; llhttp takes it for another coding", has_coding_parameter},
      {"RFC 9110 §6.5.1: framing fields in a trailer section are the matter of rules",
       [](const Reading& r) { return has_trailer(r, "Transfer-Encoding") || has_trailer(r, "Content-Length"); }},
      {"RFC 9112 §6.3 rule 1: lengths of a response without content do not matter",
       [](const Reading& r) { return r.ours.decision.framing == Framing::kNone && r.kind == Kind::kResponse; }},
  };
  return all;
}

const std::vector<std::pair<Kind, std::string>>& seeds() {
  static const std::vector<std::pair<Kind, std::string>> all = {
      {Kind::kResponse, "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello"},
      {Kind::kResponse,
       "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nX:\t a b \r\nVary:\r\n\r\nto the end"},
      {Kind::kResponse, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
      {Kind::kResponse,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA;c\r\n0123456789\r\n0\r\nX: y\r\n\r\n"},
      {Kind::kResponse,
       "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: example/1.25.3\r\nVary: Accept-Encoding\r\n"
       "Content-Type: text/html; charset=utf-8\r\nStrict-Transport-Security: max-age=31536000\r\nContent-Length: 2\r\n"
       "Cache-Control: no-cache\r\nX-Unheard-Of: a\r\n\r\nok"},
      {Kind::kResponse, "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nno"},
      {Kind::kResponse, "HTTP/1.1 204 No Content\r\nETag: \"a\"\r\n\r\n"},
      {Kind::kResponse, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"},
      {Kind::kRequest, "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\n\r\n"},
      {Kind::kRequest, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"},
      {Kind::kRequest,
       "PUT http://a/b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: v\r\n\r\n"},
      {Kind::kRequest, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"},
  };
  return all;
}

// One to three small changes at random places.
std::string mutated(std::string text, props::Random& random) {
  static const std::string kOctets("\r\n\t :;,=\"\\/.09aAzZxX(@\x00\x01\x7f\x80\xff", 28);
  static const std::array<std::string, 12> kPieces = {"\r\n",
                                                      "\n",
                                                      "\r\n ",
                                                      "\r\n\r\n",
                                                      "Content-Length: 5\r\n",
                                                      "Transfer-Encoding: chunked\r\n",
                                                      "  ",
                                                      "X-A: b\r\n",
                                                      ": no name\r\n",
                                                      "no colon\r\n",
                                                      "0\r\n\r\n",
                                                      "HTTP/1.1 "};
  for (std::size_t changes = 1 + random.below(3); changes > 0 && !text.empty(); --changes) {
    const std::size_t at = random.below(text.size());
    switch (random.below(6)) {
      case 0:
        text.erase(at, 1);
        break;
      case 1:
        text[at] = kOctets[random.below(kOctets.size())];
        break;
      case 2:
        text.insert(at, 1, kOctets[random.below(kOctets.size())]);
        break;
      case 3:
        text.insert(at, kPieces[random.below(kPieces.size())]);
        break;
      case 4:
        text.erase(at, 1 + random.below(8));
        break;
      default:
        text.insert(at, text.substr(random.below(text.size()), 1 + random.below(20)));
        break;
    }
  }
  return text;
}

std::string known_difference(const Reading& reading, bool accepted) {
  for (const Exception& exception : accepted ? odd_but_accepted() : legal_but_rejected()) {
    if (exception.holds(reading)) return exception.why;
  }
  if (!accepted) return {};
  std::uint64_t left = reading.ours.message.anomaly_mask;
  const char* why = "";
  for (const Silent& silent : kSilent) {
    if (!reading.ours.message.has(silent.kind)) continue;
    left &= ~model::anomaly_bit(silent.kind);
    why = silent.why;
  }
  return left == 0 ? why : "";
}

bool same_spans(const One& ours, const Strict& strict, Kind kind) {
  const model::Message& message = ours.message;
  if (kind == Kind::kRequest ? message.target != strict.target : message.reason != strict.reason) return false;
  std::vector<std::pair<std::string, std::string>> lines;
  for (const model::FieldLine& line : message.lines) lines.emplace_back(line.name, line.value);
  for (const model::FieldLine& line : message.trailers) lines.emplace_back(line.name, line.value);
  return lines == strict.lines && message.body.content_octets == strict.content;
}

}  // namespace

TEST_CASE("the recovery parser reports nothing where strict llhttp accepts, and the other way round") {
  props::Random random(20260101);
  std::map<std::string, int> seen;
  ReadOptions options;
  options.fast_path = FastPath::kNone;
  int compared = 0;
  int failures = 0;
  for (int i = 0; i < 20000 && failures < 40; ++i) {
    const auto& [kind, seed] = seeds()[random.below(seeds().size())];
    const std::string octets = i < 100 ? seed : mutated(seed, random);
    const One ours(octets, kind, options);
    if (ours.outcome != HeadOutcome::kHead) continue;
    const bool no_body = ours.decision.framing == Framing::kNone && kind == Kind::kResponse;
    const Strict strict(octets, kind, ours.decision.framing == Framing::kTunnel ? 2 : no_body ? 1 : 0);
    const bool clean =
        ours.message.anomalies.empty() && !ours.decision.faulty && ours.message.body.end == model::BodyEnd::kComplete;
    ++compared;
    std::string why = known_difference({ours, octets, kind}, strict.accepted);
    if (clean == strict.accepted && (!clean || same_spans(ours, strict, kind))) continue;
    if (!why.empty()) {
      ++seen[why];
      continue;
    }
    ++failures;
    UNSCOPED_INFO((strict.accepted ? "accepted " : "rejected ")
                  << (ours.decision.faulty ? "faulty " : "") << visible(octets) << "  ==> " << ours.anomalies());
  }
  for (const auto& [why, count] : seen) UNSCOPED_INFO(count << " " << why);
  CHECK(failures == 0);
  CHECK(compared > 15000);
}

TEST_CASE("the fast path reads generated messages as the recovery parser does, whole or in pieces") {
  props::Random random(20260102);
  ReadOptions recovery;
  recovery.fast_path = FastPath::kNone;
  ReadOptions llhttp;
  llhttp.fast_path = FastPath::kLlhttp;
  for (int i = 0; i < 4000; ++i) {
    const auto& [kind, seed] = seeds()[random.below(seeds().size())];
    const std::string octets = mutated(seed + seed, random);
    const std::string fast = read_pinned(octets, kind);
    INFO(visible(octets));
    REQUIRE(read_pinned(octets, kind, recovery) == fast);
    REQUIRE(read_pinned(octets, kind, llhttp) == fast);
    StepSource pieces(octets, 1 + random.below(40));
    REQUIRE(read_all(pieces, kind, {}) == fast);
  }
}
