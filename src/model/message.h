// Message: one request or response as it was captured. Plain data; views into memory that lives as long as its batch.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "model/anomaly.h"
#include "model/source.h"

namespace httpvet::model {

/// Index into the field registry (fields/registry.h); 0 is a field that the registry does not know.
using FieldId = std::uint16_t;
inline constexpr FieldId kUnknownField = 0;

enum class Part : std::uint8_t { kRequest, kInterim, kResponse };

/// HTTP-version (RFC 9112 §2.3). Not known when the token is malformed.
struct Version {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  bool known = false;

  constexpr bool is(int a, int b) const { return known && major == a && minor == b; }
  constexpr bool at_least(int a, int b) const { return known && (major > a || (major == a && minor >= b)); }
};

/// One field line (RFC 9112 §5), or one trailer line.
struct FieldLine {
  Bytes name;   // as captured, without the blanks before the colon
  Bytes value;  // as captured, without OWS at both ends; a folded value keeps its line breaks
  FieldId field = kUnknownField;
  std::uint64_t offset = 0;  // of the first octet of the line, in the message's stream
  std::uint32_t length = 0;  // of the line without its final line end
};

/// How the end of a message body is found (RFC 9112 §6.3).
enum class Framing : std::uint8_t {
  kUnknown,  // the capture does not keep it (printed by a tool, decoded, an answer to an unknown method)
  kNone,     // no content by definition: 1xx, 204, 304, HEAD, 2xx to CONNECT is kTunnel; or a request without length
  kLength,   // Content-Length
  kChunked,
  kUntilClose,
  kTunnel,  // 101, 2xx to CONNECT: what follows is no HTTP message
};

/// What the header section says about framing, where one look told all there is to know: at most one of Content-Length
/// and Transfer-Encoding, on one line, with a value that can be read in one way only.
enum class FramingFields : std::uint8_t {
  kUnread,   // nobody looked, or there is more to know
  kNone,     // neither is there
  kLength,   // Content-Length of at most 18 digits, no leading zero
  kChunked,  // `Transfer-Encoding: chunked` in HTTP/1.1
};

/// How the body ended.
enum class BodyEnd : std::uint8_t {
  kComplete,     // by its framing; for kUntilClose: the stream was closed in an orderly way
  kClosedEarly,  // the sender closed in an orderly way before the framing was satisfied
  kCut,          // the capture ends, or was cut: nothing is known about the rest
  kNotCaptured,  // the octets are not there, or not as they were sent
};

/// One body part of a multipart body (RFC 2046 §5.1).
struct BodyPart {
  std::span<const FieldLine> lines;  // offsets are relative to the content, not to the stream
  std::uint64_t offset = 0;          // of the part's first octet within the content
  std::uint64_t body_offset = 0;     // of the first octet of its body within the content
  std::uint64_t octets = 0;          // of the part's body, without the line end before the delimiter
};

/// What was kept of the content while it streamed by.
struct Content {
  Bytes prefix;                     // its first octets, transfer coding removed; how many, says who kept them
  bool whole = false;               // prefix is all of it
  Bytes octets;                     // all of it, for those who read whole contents
  bool all = false;                 // octets are there
  bool multipart = false;           // the parts were looked for
  bool multipart_closed = false;    // the closing delimiter was seen
  bool multipart_overflow = false;  // more parts or larger part headers than are kept: parts says nothing
  std::span<const BodyPart> parts;
  std::optional<std::uint64_t> hash;  // of all octets, the same for the same octets (content/stream_hash.h)
};

inline constexpr std::size_t kTunnelStart = 16;

struct Body {
  Framing framing = Framing::kUnknown;
  BodyEnd end = BodyEnd::kNotCaptured;
  std::uint64_t offset = 0;           // of the first octet behind the header section, in the stream
  std::uint64_t wire_octets = 0;      // octets of the body in the stream, chunk framing and trailers included
  std::uint64_t content_octets = 0;   // octets of content, transfer coding removed
  std::uint64_t text_line_feeds = 0;  // LFs in the content, counted in text fixtures only
  const Content* content = nullptr;   // null when nobody asked for it
  bool withheld = false;              // announced by the head, but what follows at once is another message, or nothing
  Bytes tunnel_start;                 // kTunnel: the first octets behind the header section, at most kTunnelStart
};

/// What this capture can prove about a message. All true for octets of the wire.
struct Evidence {
  bool start_line = true;  // the start line holds the octets that were sent
  bool line_ends = true;   // line ends are those that were sent
  bool fields = true;      // all field lines are there with the octets that were sent
  bool framing = true;     // the framing fields describe the body octets at hand
  bool content = true;     // the content octets are those that were sent (content coding included)
};

struct Message {
  Part part = Part::kResponse;
  Evidence evidence;

  const StreamMap* map = nullptr;  // from stream offsets to the input
  std::uint64_t offset = 0;        // of head.data() in the stream
  Bytes head;                      // contiguous: start line through the empty line (or as far as it goes)
  Bytes start_line;                // without line end

  Bytes method;  // requests
  Bytes target;  // requests
  Bytes version_text;
  Version version;
  std::uint16_t status = 0;  // responses; 0 if not three digits
  Bytes status_text;         // responses
  Bytes reason;              // responses

  std::span<const FieldLine> lines;
  std::span<const FieldLine> trailers;
  FramingFields framing_fields = FramingFields::kUnread;
  std::uint64_t declared_length = 0;  // kLength: the value of Content-Length
  Body body;

  std::span<const Anomaly> anomalies;  // in order of offset
  std::uint64_t anomaly_mask = 0;      // anomaly_bit of each kind present

  std::optional<std::int64_t> time_ns;  // capture time of its first octet, since the epoch; not known in raw files

  bool has(AnomalyKind kind) const { return (anomaly_mask & anomaly_bit(kind)) != 0; }

  /// Where `part` (a view into head) lies in the input; nullopt if it does not lie there.
  std::optional<InputSpan> locate(Bytes view) const {
    if (map == nullptr || !base::lies_within(view, head)) return std::nullopt;
    return map->locate(offset + base::offset_in(view, head), view.size());
  }
};

}  // namespace httpvet::model
