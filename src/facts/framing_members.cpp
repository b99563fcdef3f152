// Members about framing: names that look like framing fields, transfer codings, and Content-Length of something else.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "content/decode.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::Message& raw_of(const Value& object) { return message_of(object).message(); }

// Sizes are all that counts here.
constexpr content::DecodeLimits kLimits{0, std::uint64_t{16} << 20};

Value has_unregistered_fields(Facts&, const Value& object, Arguments) {
  return Value::of(message_of(object).has_unregistered_fields());
}

/// Whether the names differ in letter case, and in underscores for hyphens, only.
bool same_but_underscores(Bytes name, Bytes other) {
  return name.size() == other.size() && std::ranges::equal(name, other, [](char a, char b) {
           return base::lower(a == '_' ? '-' : a) == base::lower(b);
         });
}

Bytes without_controls(Bytes name) {
  while (!name.empty() && base::is(name.front(), base::kControl)) name.remove_prefix(1);
  while (!name.empty() && base::is(name.back(), base::kControl)) name.remove_suffix(1);
  return name;
}

/// RFC 9112 §11.2: what lenient recipients take for Content-Length, Transfer-Encoding or Host.
bool is_lookalike(const model::FieldLine& line) {
  constexpr std::array<Bytes, 3> kNames = {"Content-Length", "Transfer-Encoding", "Host"};
  constexpr std::size_t kLongestPrefix = 4;
  const Bytes name = without_controls(line.name);
  if (std::ranges::any_of(kNames, [name](Bytes other) { return same_but_underscores(name, other); })) return true;
  const Bytes coding = kNames[1];
  if (name.size() < coding.size() || name.size() > coding.size() + kLongestPrefix) return false;
  return same_but_underscores(name.substr(name.size() - coding.size()), coding) &&
         equals_ignoring_case(line.value, "chunked");
}

Value framing_lookalikes(Facts& facts, const Value& object, Arguments) {
  fields::ArenaList<const void*, 4> lines(facts.arena());
  for (const model::FieldLine& line : raw_of(object).lines) {
    if (line.field == model::kUnknownField && is_lookalike(line)) lines.push_back(&line);
  }
  const auto found = lines.finish();
  return Value::of_list({found.data(), static_cast<std::uint32_t>(found.size())});
}

/// The only transfer coding besides chunked at the end; empty if there is none, or several.
Bytes transfer_coding(MessageFacts& message) {
  const Value value = message.value(id::kTransferEncoding);
  if (!value.known()) return {};
  const auto* items = static_cast<const void* const*>(value.list.data);
  Bytes found;
  for (std::uint32_t i = 0; i < value.list.size; ++i) {
    const auto& item = *static_cast<const CodingFacts*>(items[i]);
    const Bytes name = item.coding->name.in(item.text);
    if (equals_ignoring_case(name, "chunked") && i + 1 == value.list.size) break;
    if (!found.empty()) return {};
    found = name;
  }
  return found;
}

bool is_inflatable(Bytes coding) {
  return equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip") ||
         equals_ignoring_case(coding, "deflate");
}

Value transfer_decodes(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const model::Body& body = message.message().body;
  const Bytes coding = transfer_coding(message);
  if (!is_inflatable(coding) || body.content_octets == 0) return Value::absent();
  if (body.content == nullptr || !message.message().evidence.content) return Value::not_captured();
  const content::Decoded plain = content::decode(body.content->prefix, coding, kLimits);
  if (plain.state == content::DecodeState::kMalformed) return Value::of(false);
  const bool all = body.end == model::BodyEnd::kComplete && body.content->whole;
  return Value::of(!all || plain.state != content::DecodeState::kCut);
}

/// The octets of the content without its only content coding, as far as they are at hand; nullopt where it has none
/// that can be undone here.
std::optional<std::size_t> decoded_octets(MessageFacts& message, Bytes coded) {
  const auto lines = message.lines_of(id::kContentEncoding);
  if (lines.size() != 1) return std::nullopt;
  const Bytes coding = message.first_line(id::kContentEncoding)->value;
  if (!is_inflatable(coding)) return std::nullopt;
  const content::Decoded plain = content::decode(coded, coding, kLimits);
  const bool whole = plain.state == content::DecodeState::kDecoded && plain.trailing == 0;
  return whole ? std::optional(static_cast<std::size_t>(plain.octets)) : std::nullopt;
}

/// What was sent as content: what Content-Length lets through, and what stood behind it, as far as that was kept.
Bytes all_that_was_sent(const model::Message& message, base::Arena& arena) {
  const Bytes prefix = message.body.content->prefix;
  for (const model::Anomaly& anomaly : message.anomalies) {
    if (anomaly.kind != model::AnomalyKind::kBytesAfterMessage) continue;
    if (anomaly.length != anomaly.text.size()) return {};
    const auto all = arena.make_array<char>(prefix.size() + anomaly.text.size());
    std::ranges::copy(anomaly.text, std::ranges::copy(prefix, all.begin()).out);
    return {all.data(), all.size()};
  }
  return prefix;
}

Value declares_decoded_length(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const model::Body& body = message.message().body;
  const Value length = message.value(id::kContentLength);
  if (!length.known() || !message.has(id::kContentEncoding)) return Value::absent();
  if (body.content == nullptr || !body.content->whole) return Value::not_captured();
  const Bytes sent = all_that_was_sent(message.message(), facts.arena());
  if (static_cast<std::int64_t>(sent.size()) == length.integer) return Value::of(false);
  const auto octets = decoded_octets(message, sent);
  return octets ? Value::of(static_cast<std::int64_t>(*octets) == length.integer) : Value::absent();
}

Value stored_decoded(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const model::Body& body = message.message().body;
  const bool authored = message.message().evidence.start_line && !message.message().evidence.line_ends;
  if (!authored || !message.has(id::kContentEncoding) || body.content_octets < 2) return Value::absent();
  if (body.content == nullptr) return Value::not_captured();
  // Whatever was compressed has octets that no text has in its first few.
  const Bytes start = body.content->prefix.substr(0, 64);
  return Value::of(std::ranges::all_of(start, [](char c) {
    return base::is(c, base::kVchar | base::kBlank) || c == '\r' || c == '\n' || static_cast<unsigned char>(c) >= 0xC3;
  }));
}

constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kM,
           "has_unregistered_fields",
           expr::kBoolType,
           has_unregistered_fields,
           "it has a field line that the registry does not know",
           {},
           true},
    Member{kM, "framing_lookalikes", list_type(Object::kLine), framing_lookalikes,
           "lines of unregistered fields that can be taken for Content-Length, Transfer-Encoding or Host"},
    Member{kM,
           "transfer_decodes",
           expr::kBoolType,
           transfer_decodes,
           "without chunked the content is coded as Transfer-Encoding says; absent for codings other than gzip and "
           "deflate",
           {},
           false,
           false,
           kCompressedContent},
    Member{kM,
           "declares_decoded_length",
           expr::kBoolType,
           declares_decoded_length,
           "Content-Length is not the size of the content, but what it has without Content-Encoding",
           {},
           false,
           false,
           kCompressedContent},
    Member{kM,
           "stored_decoded",
           expr::kBoolType,
           stored_decoded,
           "in a file that was saved as text the content is plain, though Content-Encoding says that it is compressed",
           {},
           false,
           false,
           kCompressedContent},
};

}  // namespace

std::span<const Member> framing_members() { return kMembers; }

}  // namespace httpvet::facts
