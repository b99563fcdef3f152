// Members of content and body parts.
#include <array>

#include "facts/member.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::Body& body_of(const Value& object) { return message_of(object).message().body; }

Value octets(Facts&, const Value& object, Arguments) { return message_of(object).content_octets(); }

Value empty(Facts&, const Value& object, Arguments) {
  // Some octets prove content, however the body ended.
  if (body_of(object).content_octets > 0) return Value::of(false);
  // Some was announced, and none of it came: that is another fault.
  if (body_of(object).end == model::BodyEnd::kClosedEarly) return Value::malformed();
  const Value count = message_of(object).content_octets();
  return count.known() ? Value::of(count.integer == 0) : count;
}

Value complete(Facts&, const Value& object, Arguments) {
  switch (body_of(object).end) {
    case model::BodyEnd::kComplete:
      return Value::of(true);
    case model::BodyEnd::kClosedEarly:
      return Value::of(false);
    case model::BodyEnd::kCut:
    case model::BodyEnd::kNotCaptured:
      break;
  }
  return Value::not_captured();
}

Value cut(Facts&, const Value& object, Arguments) {
  const model::Message& message = message_of(object).message();
  // A chunked body of which nothing tells the end counts as cut, too: its own anomalies say why.
  constexpr std::uint64_t kLostFraming = model::anomaly_bit(model::AnomalyKind::kChunkSizeInvalid) |
                                         model::anomaly_bit(model::AnomalyKind::kChunkSizeOverflow) |
                                         model::anomaly_bit(model::AnomalyKind::kChunkDataUnterminated) |
                                         model::anomaly_bit(model::AnomalyKind::kChunkedIncomplete);
  return Value::of(message.body.end == model::BodyEnd::kCut && (message.anomaly_mask & kLostFraming) == 0);
}

Value withheld(Facts&, const Value& object, Arguments) { return Value::of(body_of(object).withheld); }

/// Of requests: RFC 9112 §9.5 wants clients to stop sending once the server has refused the content.
Value given_up(Facts& facts, const Value& object, Arguments) {
  const model::Exchange& exchange = facts.exchange();
  if (&message_of(object).message() != exchange.request || exchange.response == nullptr) return Value::of(false);
  // With these two the server may as well complain of the content that did not come.
  const std::uint16_t status = exchange.response->status;
  return Value::of(status >= 300 && status != 400 && status != 408);
}

Value framing(Facts&, const Value& object, Arguments) {
  if (!message_of(object).message().evidence.framing) return Value::not_captured();
  switch (body_of(object).framing) {
    case model::Framing::kUnknown:
      break;
    case model::Framing::kNone:
      return Value::of(Bytes("none"));
    case model::Framing::kLength:
      return Value::of(Bytes("length"));
    case model::Framing::kChunked:
      return Value::of(Bytes("chunked"));
    case model::Framing::kUntilClose:
      return Value::of(Bytes("close"));
    case model::Framing::kTunnel:
      return Value::of(Bytes("tunnel"));
  }
  return Value::not_captured();
}

/// What a tunnel begins with, as far as HTTP can tell.
Value tunnel(Facts&, const Value& object, Arguments) {
  const model::Body& body = body_of(object);
  if (body.framing != model::Framing::kTunnel) return Value::absent();
  const Bytes start = body.tunnel_start;
  constexpr Bytes kVersion = "HTTP/1.";
  constexpr Bytes kPreface = "PRI * HTTP/2.0";  // RFC 9113 §3.4
  constexpr std::size_t kFrameHeader = 9;       // length, type, flags, stream (RFC 9113 §4.1)
  if (start.starts_with(kVersion) && start.find(' ') == kVersion.size() + 1) return Value::of(Bytes("HTTP/1 response"));
  if (start.starts_with(kPreface)) return Value::of(Bytes("HTTP/2 preface"));
  if (start.size() < kFrameHeader) return Value::not_captured();
  // SETTINGS on stream 0.
  if (start[3] == 4 && start.substr(5, 4) == Bytes("\0\0\0\0", 4)) return Value::of(Bytes("HTTP/2 SETTINGS"));
  return Value::of(Bytes("other"));
}

Value fits(Facts&, const Value& object, Arguments arguments) {
  const Value count = message_of(object).content_octets();
  if (!count.known()) return count;
  // A text fixture may have lost a CR at each of its line ends, and its final line end may not be content.
  const auto feeds = static_cast<std::int64_t>(body_of(object).text_line_feeds);
  const std::int64_t least = feeds > 0 ? count.integer - 1 : count.integer;
  return Value::of(arguments[0].integer >= least && arguments[0].integer <= count.integer + feeds);
}

Value prefix(Facts&, const Value& object, Arguments) {
  const model::Content* content = body_of(object).content;
  return content == nullptr ? Value::not_captured() : Value::of(content->prefix);
}

Value parts(Facts&, const Value& object, Arguments) { return message_of(object).parts(); }

PartFacts& part_of(const Value& object) { return object_as<PartFacts>(object); }

Value part_head(Facts&, const Value& object, Arguments) { return Value::of_object(&part_of(object).head); }
Value part_octets(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(part_of(object).part->octets));
}

Value part_fits(Facts&, const Value& object, Arguments arguments) {
  const PartFacts& part = part_of(object);
  const auto octets = static_cast<std::int64_t>(part.part->octets);
  return Value::of(arguments[0].integer >= octets &&
                   arguments[0].integer <= octets + static_cast<std::int64_t>(part.line_feeds));
}

constexpr std::array kOneInt = {expr::kIntType};
constexpr Object kC = Object::kContent;
constexpr Object kP = Object::kPart;

constexpr std::array kMembers = {
    Member{kC, "octets", expr::kIntType, octets, "octets of content as sent, transfer coding removed"},
    Member{kC, "empty", expr::kBoolType, empty,
           "there is no content; malformed where some was announced and none came"},
    Member{kC, "complete", expr::kBoolType, complete, "all of it arrived; false if the sender closed early"},
    Member{kC, "cut", expr::kBoolType, cut, "the capture ends before it does", {}, true},
    Member{kC,
           "withheld",
           expr::kBoolType,
           withheld,
           "the head announces it, but nothing or the next message follows at once (Expect: 100-continue)",
           {},
           true},
    Member{
        kC,
        "given_up",
        expr::kBoolType,
        given_up,
        "it is that of a request whose final response redirects or refuses it (not 400, 408), so that the client may "
        "well have stopped sending",
        {},
        true},
    Member{kC, "framing", expr::kStringType, framing,
           "how its end is found: \"none\", \"length\", \"chunked\", \"close\" or \"tunnel\""},
    Member{
        kC, "tunnel", expr::kStringType, tunnel,
        "what follows a response that made the connection a tunnel: \"HTTP/1 response\", \"HTTP/2 preface\", \"HTTP/2 "
        "SETTINGS\" or \"other\"; absent elsewhere"},
    Member{kC, "fits", expr::kBoolType, fits,
           "the content has that many octets, give or take what saving as text may have changed", kOneInt},
    Member{kC,
           "prefix",
           expr::kStringType,
           prefix,
           "its first octets: at most 4 KiB of a success, 64 KiB of others",
           {},
           false,
           false,
           kAnyContent},
    Member{kC,
           "parts",
           list_type(Object::kPart),
           parts,
           "the parts of a multipart body; absent if it is none",
           {},
           false,
           false,
           kMultipartContent},
    Member{kP, "head", object_type(Object::kMessage), part_head, "the part's header section", {}, true},
    Member{kP, "octets", expr::kIntType, part_octets, "octets of the part's body", {}, true},
    Member{kP, "fits", expr::kBoolType, part_fits,
           "the part's body has that many octets, give or take what saving as text may have changed", kOneInt, true},
};

}  // namespace

std::span<const Member> content_members() { return kMembers; }

}  // namespace httpvet::facts
