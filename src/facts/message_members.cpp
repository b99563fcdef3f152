// Members of messages, field lines and anomalies.
#include <algorithm>
#include <array>
#include <vector>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/registry.h"
#include "fields/status_registry.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::Message& raw_of(const Value& object) { return message_of(object).message(); }
const model::FieldLine& line_of(const Value& object) { return object_as<const model::FieldLine>(object); }
const model::Anomaly& anomaly_of(const Value& object) { return object_as<const model::Anomaly>(object); }

Value part(Facts&, const Value& object, Arguments) {
  switch (raw_of(object).part) {
    case model::Part::kRequest:
      return Value::of(Bytes("request"));
    case model::Part::kInterim:
      return Value::of(Bytes("interim"));
    case model::Part::kResponse:
      break;
  }
  return Value::of(Bytes("response"));
}

Value status(Facts&, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  if (message.part == model::Part::kRequest) return Value::absent();
  return message.status == 0 ? Value::malformed() : Value::of(std::int64_t{message.status});
}

Value status_text(Facts&, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  return message.part == model::Part::kRequest ? Value::absent() : Value::of(message.status_text);
}

Value reason(Facts&, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  return message.part == model::Part::kRequest ? Value::absent() : Value::of(message.reason);
}

/// What the registry says of the status code; null in requests, for no status code, and for codes without a row.
const fields::StatusInfo* status_info(const Value& object) {
  const model::Message& message = raw_of(object);
  return message.part == model::Part::kRequest ? nullptr : fields::find_status(message.status);
}

Value status_registered(Facts& facts, const Value& object, Arguments arguments) {
  const Value code = status(facts, object, arguments);
  if (!code.known()) return code;
  const fields::StatusInfo* info = status_info(object);
  return Value::of(info != nullptr && info->registration != fields::Registration::kNo);
}

Value status_unofficial(Facts& facts, const Value& object, Arguments arguments) {
  const Value code = status(facts, object, arguments);
  if (!code.known()) return code;
  const fields::StatusInfo* info = status_info(object);
  return Value::of(info != nullptr && info->unofficial());
}

Value status_inventor(Facts&, const Value& object, Arguments) {
  const fields::StatusInfo* info = status_info(object);
  return info == nullptr || !info->unofficial() ? Value::absent() : Value::of(info->inventor.en);
}

Value status_fallback(Facts& facts, const Value& object, Arguments arguments) {
  const Value code = status(facts, object, arguments);
  if (!code.known()) return code;
  if (code.integer < fields::kFirstStatus || code.integer > fields::kLastStatus) return Value::absent();
  return Value::of(std::int64_t{fields::status_fallback(static_cast<int>(code.integer))});
}

Value reason_belongs_to(Facts& facts, const Value& object, Arguments arguments) {
  const Value code = status(facts, object, arguments);
  if (!code.known()) return code;
  const auto* other = fields::status_of_other_phrase(static_cast<int>(code.integer), raw_of(object).reason);
  return other == nullptr ? Value::absent() : Value::of(std::int64_t{other->code});
}

Value method(Facts&, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  return message.part == model::Part::kRequest ? Value::of(message.method) : Value::absent();
}

Value target(Facts&, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  return message.part == model::Part::kRequest ? Value::of(message.target) : Value::absent();
}

Value version(Facts&, const Value& object, Arguments) {
  const model::Version v = raw_of(object).version;
  return v.known ? Value::of(std::int64_t{v.major * 10 + v.minor}) : Value::malformed();
}

Value version_text(Facts&, const Value& object, Arguments) { return Value::of(raw_of(object).version_text); }
Value start_line(Facts&, const Value& object, Arguments) { return Value::of(raw_of(object).start_line); }

Value list_of_lines(MessageFacts& message, std::span<const model::FieldLine> lines) {
  const auto objects = message.arena().make_array<const void*>(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) objects[i] = &lines[i];
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

Value lines(Facts&, const Value& object, Arguments) { return list_of_lines(message_of(object), raw_of(object).lines); }

Value line_count(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(raw_of(object).lines.size()));
}

Value trailers(Facts&, const Value& object, Arguments) {
  return list_of_lines(message_of(object), raw_of(object).trailers);
}

Value head_octets(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(raw_of(object).head.size()));
}

Value plain_content_length(Facts&, const Value& object, Arguments) {
  return Value::of(message_of(object).has_plain_content_length());
}

Value plain_transfer_encoding(Facts&, const Value& object, Arguments) {
  return Value::of(message_of(object).has_plain_transfer_encoding());
}

Value large_head(Facts&, const Value& object, Arguments) { return Value::of(message_of(object).has_large_head()); }

/// RFC 9112 §3.2: what a server has to answer with 400.
bool host_is_wrong(MessageFacts& message) {
  namespace id = fields::id;
  const std::size_t lines = message.lines_of(id::kHost).size();
  if (lines > 1) return true;
  if (lines == 1) return message.value(id::kHost).state == expr::State::kMalformed;
  return message.message().version.is(1, 1) && message.message().evidence.fields;
}

Value well_formed(Facts&, const Value& object, Arguments) {
  namespace id = fields::id;
  using model::AnomalyKind;
  // Oddities that recipients are to accept (RFC 9112 §2.2, §7.1.1).
  constexpr std::uint64_t kAccepted = model::anomaly_bit(AnomalyKind::kEmptyLinesBeforeStart) |
                                      model::anomaly_bit(AnomalyKind::kBareLf) |
                                      model::anomaly_bit(AnomalyKind::kChunkExtPresent);
  MessageFacts& message = message_of(object);
  if ((message.message().anomaly_mask & ~kAccepted) != 0) return Value::of(false);
  for (const model::FieldId field : {id::kContentLength, id::kTransferEncoding}) {
    if (message.value(field).state == expr::State::kMalformed) return Value::of(false);
  }
  return Value::of(message.message().part != model::Part::kRequest || !host_is_wrong(message));
}

Value malformed(Facts&, const Value& object, Arguments arguments) {
  const model::FieldId field = fields::find_field(arguments[0].string);
  return Value::of(field != model::kUnknownField && message_of(object).value(field).state == expr::State::kMalformed);
}

/// A member of Warning with code 214, "Transformation Applied" (RFC 7234 §5.5.6).
bool says_transformed(const model::Message& message) {
  return std::ranges::any_of(message.lines, [](const model::FieldLine& line) {
    if (line.field != fields::id::kWarning) return false;
    // Any 214 between blanks or commas: that it stands within a quoted text is unlikely, and does no harm.
    for (std::size_t at = line.value.find("214"); at != Bytes::npos; at = line.value.find("214", at + 3)) {
      const bool begins = at == 0 || line.value[at - 1] == ' ' || line.value[at - 1] == ',';
      if (begins && at + 3 < line.value.size() && line.value[at + 3] == ' ') return true;
    }
    return false;
  });
}

Value intermediary_seen(Facts& facts, const Value& object, Arguments) {
  namespace id = fields::id;
  constexpr std::array kOfResponses = {id::kVia,         id::kAge,    id::kCacheStatus,
                                       id::kProxyStatus, id::kXCache, id::kXCacheLookup};
  constexpr std::array kOfRequests = {
      id::kVia, id::kForwarded, id::kXForwardedFor, id::kXForwardedHost, id::kXForwardedProto, id::kCdnLoop};
  const MessageFacts& response = message_of(object);
  const MessageFacts& request = facts.request();
  const auto has_one = [](const MessageFacts& message, std::span<const model::FieldId> ids) {
    return std::ranges::any_of(ids, [&message](model::FieldId field) { return message.has(field); });
  };
  if (has_one(response, kOfResponses) || says_transformed(response.message())) return Value::of(true);
  if (request.there()) {
    if (has_one(request, kOfRequests)) return Value::of(true);
    const auto form = target_form(request.message());
    if (form == TargetForm::kAbsolute || form == TargetForm::kAuthority) return Value::of(true);
  }
  const bool all_captured = request.there() && request.message().evidence.fields && response.message().evidence.fields;
  return all_captured ? Value::of(false) : Value::not_captured();
}

// More links than this in one message are no page that anyone wrote; looking through them all for each other takes
// quadratic time.
constexpr std::uint32_t kMostLinks = 256;
constexpr std::uint32_t kMostRelations = 64;

/// Whether two targets of links are the same, or may be: one may be written in full, the other relative.
bool same_target(Facts& facts, Bytes a, Bytes b) {
  if (a == b) return true;
  if (!a.ends_with(b) && !b.ends_with(a)) return false;
  base::Arena& arena = facts.arena();
  const MessageFacts& request = facts.request();
  const Bytes base = request.there()
                         ? target_uri(request.message(), facts.exchange().connection->scheme, arena).value_or(Bytes())
                         : Bytes();
  return same_uri(resolve_uri(base, a, arena), resolve_uri(base, b, arena), arena) != SameUri::kDifferent;
}

Value has_link(Facts& facts, const Value& object, Arguments arguments) {
  const Value value = message_of(object).value(fields::id::kLink);
  if (value.state == expr::State::kAbsent) return Value::of(false);
  if (!value.known()) return value;
  if (value.list.size > kMostLinks || arguments[1].list.size > kMostRelations) return Value::absent();
  const std::span wanted(static_cast<const Bytes*>(arguments[1].list.data), arguments[1].list.size);
  const std::span links(static_cast<const void* const*>(value.list.data), value.list.size);
  // A link with several relation types says the same as several links with one each (RFC 8288 §3.3).
  bool there = false;
  std::vector<Bytes> given;
  for (const void* item : links) {
    const auto& link = object_as<const LinkFacts>(Value::of_object(item));
    if (!same_target(facts, link.link->target.in(link.text), arguments[0].string)) continue;
    const auto relations = relations_of(*link.link, link.text, facts.arena());
    given.insert(given.end(), relations.begin(), relations.end());
    there = true;
  }
  return Value::of(there && std::ranges::all_of(wanted, [&given](Bytes relation) {
                     return std::ranges::find(given, relation) != given.end();
                   }));
}

Value byte_stream(Facts&, const Value& object, Arguments) {
  return raw_of(object).evidence.line_ends ? Value::of(true) : Value::not_captured();
}

Value same_object(Facts&, const Value& object, Arguments) { return object; }

Value line_name(Facts&, const Value& object, Arguments) { return Value::of(line_of(object).name); }
Value line_value(Facts&, const Value& object, Arguments) { return Value::of(line_of(object).value); }
Value line_octets(Facts&, const Value& object, Arguments) { return Value::of(std::int64_t{line_of(object).length}); }

Value line_field(Facts&, const Value& object, Arguments) {
  const model::FieldId field = line_of(object).field;
  return field == model::kUnknownField ? Value::absent() : Value::of(fields::field_info(field).name);
}

Value line_registered(Facts&, const Value& object, Arguments) {
  return Value::of(line_of(object).field != model::kUnknownField);
}

Value line_connection_specific(Facts&, const Value& object, Arguments) {
  return Value::of(fields::field_info(line_of(object).field).connection_specific);
}

Value line_in_trailers(Facts&, const Value& object, Arguments) {
  const model::FieldId field = line_of(object).field;
  return field == model::kUnknownField ? Value::absent() : Value::of(fields::field_info(field).in_trailers);
}

Value anomaly_text(Facts&, const Value& object, Arguments) { return Value::of(anomaly_of(object).text); }
Value anomaly_octets(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(anomaly_of(object).length));
}

Value anomaly_only_line_ends(Facts&, const Value& object, Arguments) {
  const model::Anomaly& anomaly = anomaly_of(object);
  return Value::of(anomaly.length == anomaly.text.size() && anomaly.text.find_first_not_of("\r\n") == Bytes::npos);
}

const model::FieldLine* line_around(std::span<const model::FieldLine> lines, std::uint64_t offset) {
  for (const model::FieldLine& line : lines) {
    if (offset >= line.offset && offset <= line.offset + line.length) return &line;
  }
  return nullptr;
}

Value anomaly_line(Facts& facts, const Value& object, Arguments) {
  const model::Anomaly& anomaly = anomaly_of(object);
  for (MessageFacts* facts_of : {&facts.judged(), &facts.request()}) {
    if (!facts_of->there()) continue;
    const model::Message& message = facts_of->message();
    const auto all = message.anomalies;
    if (all.empty() || &anomaly < all.data() || &anomaly >= all.data() + all.size()) continue;
    const model::FieldLine* line = line_around(message.lines, anomaly.offset);
    if (line == nullptr) line = line_around(message.trailers, anomaly.offset);
    return line == nullptr ? Value::absent() : Value::of_object(line);
  }
  return Value::absent();
}

constexpr Object kM = Object::kMessage;
constexpr Object kL = Object::kLine;
constexpr Object kA = Object::kAnomaly;

constexpr std::array kOneString = {expr::kStringType};
constexpr std::array kStringAndList = {expr::kStringType, expr::kStringList};

constexpr std::array kMembers = {
    Member{kM, "part", expr::kStringType, part, "\"request\", \"interim\" or \"response\"", {}, true},
    Member{kM, "status", expr::kIntType, status, "the status code; malformed unless three digits; absent on requests"},
    Member{kM, "status_text", expr::kStringType, status_text, "the status code as sent"},
    Member{kM, "reason", expr::kStringType, reason, "the reason phrase, possibly empty"},
    Member{kM, "status_registered", expr::kBoolType, status_registered,
           "IANA's registry has the status code, also if it is deprecated, reserved or there for a time"},
    Member{kM, "status_unofficial", expr::kBoolType, status_unofficial,
           "the status code is a private one in common use, or 418"},
    Member{kM, "status_inventor", expr::kStringType, status_inventor,
           "who made up the unofficial status code; absent for others"},
    Member{kM, "status_fallback", expr::kIntType, status_fallback,
           "the code that clients take the status code for if they do not know it: x00 of its class"},
    Member{kM, "reason_belongs_to", expr::kIntType, reason_belongs_to,
           "the registered status code whose phrase the reason phrase is, where it is not also this code's"},
    Member{kM, "method", expr::kStringType, method, "the method, case kept"},
    Member{kM, "target", expr::kStringType, target, "the request target as sent"},
    Member{kM, "version", expr::kIntType, version, "ten times the major version plus the minor: 10, 11, 20"},
    Member{kM, "version_text", expr::kStringType, version_text, "the version as sent", {}, true},
    Member{kM, "start_line", expr::kStringType, start_line, "the start line without its line end", {}, true},
    Member{kM, "lines", list_type(Object::kLine), lines, "the field lines of the header section, in order", {}, true},
    Member{kM, "line_count", expr::kIntType, line_count, "how many field lines the header section has", {}, true},
    Member{kM, "trailers", list_type(Object::kLine), trailers, "the field lines of the trailer section", {}, true},
    Member{
        kM, "head_octets", expr::kIntType, head_octets, "octets from the start line through the empty line", {}, true},
    Member{kM, "intermediary_seen", expr::kBoolType, intermediary_seen,
           "the response, or the request to it, shows a proxy, gateway or cache: Via, Age, Cache-Status, Proxy-Status, "
           "Warning 214, X-Cache, a Forwarded field, CDN-Loop, a target in absolute-form or authority-form"},
    Member{kM, "has_link", expr::kBoolType, has_link,
           "a Link of it has that target and those relation types; absent where they are too many to look through",
           kStringAndList},
    Member{kM, "byte_stream", expr::kBoolType, byte_stream,
           "its head holds the octets of the wire; not captured where it was saved as text or printed by a tool"},
    Member{kM,
           "plain_content_length",
           expr::kBoolType,
           plain_content_length,
           "Content-Length is on one line of at most 18 digits without leading zero",
           {},
           true},
    Member{kM,
           "plain_transfer_encoding",
           expr::kBoolType,
           plain_transfer_encoding,
           "Transfer-Encoding is on one line that says chunked and nothing else",
           {},
           true},
    Member{kM,
           "large_head",
           expr::kBoolType,
           large_head,
           "it has more than 100 field lines, or more than 8 KiB with its start line",
           {},
           true},
    Member{kM,
           "well_formed",
           expr::kBoolType,
           well_formed,
           "as far as the capture shows, its octets, framing fields and Host have no fault",
           {},
           true},
    Member{kM, "malformed", expr::kBoolType, malformed, "that field is there, but its value does not match its grammar",
           kOneString, true},
    Member{kM, "content", object_type(Object::kContent), same_object, "the content and its framing", {}, true, true},
    Member{kM,
           "anomalies",
           object_type(Object::kAnomalies),
           same_object,
           "what is odd about the octets, by kind",
           {},
           true,
           true},
    Member{kL, "name", expr::kStringType, line_name, "the field name as sent", {}, true},
    Member{kL, "value", expr::kStringType, line_value, "the field value without surrounding blanks", {}, true},
    Member{kL, "octets", expr::kIntType, line_octets, "octets of the line without its line end", {}, true},
    Member{kL, "field", expr::kStringType, line_field, "the name as the registry spells it; absent if unregistered"},
    Member{kL, "registered", expr::kBoolType, line_registered, "the registry knows the field", {}, true},
    Member{kL,
           "connection_specific",
           expr::kBoolType,
           line_connection_specific,
           "the field is meant for one hop",
           {},
           true},
    Member{kL, "in_trailers", expr::kBoolType, line_in_trailers,
           "the field may stand in trailers; absent if unregistered"},
    Member{kA, "line", object_type(Object::kLine), anomaly_line, "the field line in which it lies; absent elsewhere"},
    Member{kA, "text", expr::kStringType, anomaly_text, "the offending octets, at most 256", {}, true},
    Member{kA,
           "octets",
           expr::kIntType,
           anomaly_octets,
           "how many octets are offending; 0 where some are missing",
           {},
           true},
    Member{kA,
           "only_line_ends",
           expr::kBoolType,
           anomaly_only_line_ends,
           "the offending octets are empty lines",
           {},
           true},
};

}  // namespace

std::span<const Member> message_members() { return kMembers; }

AnomalyEvidence evidence_of(model::AnomalyKind kind) {
  using model::AnomalyKind;
  switch (kind) {
    case AnomalyKind::kRequestLine:
    case AnomalyKind::kMethodNotToken:
    case AnomalyKind::kTargetCharacter:
    case AnomalyKind::kStatusLine:
    case AnomalyKind::kStatusLineNoSpace:
    case AnomalyKind::kStatusNotNumeric:
    case AnomalyKind::kVersionMalformed:
    case AnomalyKind::kVersionUndefined:
    case AnomalyKind::kReasonControl:
    case AnomalyKind::kReasonNonAscii:
      return AnomalyEvidence::kStartLine;
    case AnomalyKind::kEmptyLinesBeforeStart:
    case AnomalyKind::kBareLf:
    case AnomalyKind::kBareCr:
    case AnomalyKind::kObsFold:
      return AnomalyEvidence::kLineEnds;
    case AnomalyKind::kSpaceBeforeFirstField:
    case AnomalyKind::kSpaceBeforeColon:
    case AnomalyKind::kNoColon:
    case AnomalyKind::kFieldName:
    case AnomalyKind::kFieldValueNul:
    case AnomalyKind::kFieldValueControl:
    case AnomalyKind::kHeaderIncomplete:
      return AnomalyEvidence::kFields;
    case AnomalyKind::kBodyTooShort:
    case AnomalyKind::kChunkSizeInvalid:
    case AnomalyKind::kChunkSizeOverflow:
    case AnomalyKind::kChunkExtInvalid:
    case AnomalyKind::kChunkExtPadding:
    case AnomalyKind::kChunkExtPresent:
    case AnomalyKind::kChunkDataUnterminated:
    case AnomalyKind::kChunkedIncomplete:
      return AnomalyEvidence::kBody;
    case AnomalyKind::kBytesAfterMessage:
      return AnomalyEvidence::kStream;
  }
  return AnomalyEvidence::kStream;
}

Value anomalies_of(MessageFacts& message, model::AnomalyKind kind) {
  if (!message.there()) return Value::unknown(message.why_missing());
  const auto all = message.message().anomalies;
  std::size_t count = 0;
  for (const model::Anomaly& anomaly : all) count += anomaly.kind == kind ? 1 : 0;
  if (count == 0) return could_show(message.message(), kind) ? Value::absent() : Value::not_captured();
  const auto objects = message.arena().make_array<const void*>(count);
  std::size_t next = 0;
  for (const model::Anomaly& anomaly : all) {
    if (anomaly.kind == kind) objects[next++] = &anomaly;
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(count)});
}

bool could_show(const model::Message& message, model::AnomalyKind kind) {
  const model::Evidence& evidence = message.evidence;
  switch (evidence_of(kind)) {
    case AnomalyEvidence::kStartLine:
      return evidence.start_line;
    case AnomalyEvidence::kLineEnds:
      return evidence.line_ends;
    case AnomalyEvidence::kFields:
      return evidence.fields;
    case AnomalyEvidence::kBody:
    case AnomalyEvidence::kStream:
      break;
  }
  if (!evidence.framing) return false;
  return message.body.end == model::BodyEnd::kComplete || message.body.end == model::BodyEnd::kClosedEarly;
}

}  // namespace httpvet::facts
