// Anomalies: what the wire layer noticed about the octets of a message. Facts of the wire, not verdicts: rules judge
// them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace httpvet::model {

/// The one table of anomaly kinds: enumerator, name as rules write it, meaning.
// clang-format off
#define HTTPVET_ANOMALIES(X) \
  X(kEmptyLinesBeforeStart, "empty_lines_before_start", "empty lines stand before the start line") \
  X(kRequestLine, "request_line", "the request line is not method SP target SP version") \
  X(kMethodNotToken, "method_not_token", "the method of a well-divided request line is not a token") \
  X(kTargetCharacter, "target_character", "the request target holds an octet outside %x21-7E") \
  X(kStatusLine, "status_line", "the status line is not version SP 3DIGIT SP [reason]") \
  X(kStatusLineNoSpace, "status_line_no_space", "the status line ends right after the status code") \
  X(kStatusNotNumeric, "status_not_numeric", "the status code is not three digits") \
  X(kVersionMalformed, "version_malformed", "the version is not HTTP/DIGIT.DIGIT") \
  X(kVersionUndefined, "version_undefined", "the version is well formed but was never defined") \
  X(kReasonControl, "reason_control", "the reason phrase holds a control character") \
  X(kReasonNonAscii, "reason_non_ascii", "the reason phrase holds octets above 0x7F") \
  X(kBareLf, "bare_lf", "a line ends in LF without CR") \
  X(kBareCr, "bare_cr", "a CR is not followed by LF") \
  X(kObsFold, "obs_fold", "a field line is continued on the next line") \
  X(kSpaceBeforeFirstField, "space_before_first_field", "the line after the start line begins with a blank") \
  X(kSpaceBeforeColon, "space_before_colon", "a blank stands between field name and colon") \
  X(kNoColon, "no_colon", "a line of a header or trailer section has no colon") \
  X(kFieldName, "field_name", "a field name is empty or holds an octet that is no tchar") \
  X(kFieldValueNul, "field_value_nul", "a field value holds NUL") \
  X(kFieldValueControl, "field_value_control", "a field value holds a control octet other than HTAB, NUL, CR or LF") \
  X(kHeaderIncomplete, "header_incomplete", "the stream ends inside the header section") \
  X(kBodyTooShort, "body_too_short", "the stream ends before Content-Length octets of content") \
  X(kChunkSizeInvalid, "chunk_size_invalid", "a chunk-size line does not begin with hexadecimal digits") \
  X(kChunkSizeOverflow, "chunk_size_overflow", "a chunk size exceeds 2^63-1") \
  X(kChunkExtInvalid, "chunk_ext_invalid", "the text after a chunk size is no chunk extension") \
  X(kChunkExtPadding, "chunk_ext_padding", "only blanks stand between chunk size and line end") \
  X(kChunkExtPresent, "chunk_ext_present", "a chunk has an extension") \
  X(kChunkDataUnterminated, "chunk_data_unterminated", "chunk data is not followed by CRLF") \
  X(kChunkedIncomplete, "chunked_incomplete", "the stream ends before the last chunk and the end of the trailers") \
  X(kBytesAfterMessage, "bytes_after_message", "octets follow the message that begin no other message")
// clang-format on

enum class AnomalyKind : std::uint8_t {
#define HTTPVET_ANOMALY_ENUMERATOR(enumerator, name, meaning) enumerator,
  HTTPVET_ANOMALIES(HTTPVET_ANOMALY_ENUMERATOR)
#undef HTTPVET_ANOMALY_ENUMERATOR
};

struct AnomalyInfo {
  Bytes name;
  Bytes meaning;
};

inline constexpr std::array kAnomalyInfo = {
#define HTTPVET_ANOMALY_INFO(enumerator, name, meaning) AnomalyInfo{name, meaning},
    HTTPVET_ANOMALIES(HTTPVET_ANOMALY_INFO)
#undef HTTPVET_ANOMALY_INFO
};

inline constexpr std::size_t kAnomalyKinds = kAnomalyInfo.size();
static_assert(kAnomalyKinds <= 64, "a message keeps one bit a kind");

/// Name and meaning of `kind`.
constexpr const AnomalyInfo& anomaly_info(AnomalyKind kind) { return kAnomalyInfo[static_cast<std::size_t>(kind)]; }

/// The kind called `name` (as rules write it), if there is one.
constexpr std::optional<AnomalyKind> anomaly_kind(Bytes name) {
  for (std::size_t i = 0; i < kAnomalyKinds; ++i) {
    if (kAnomalyInfo[i].name == name) return static_cast<AnomalyKind>(i);
  }
  return std::nullopt;
}

/// The bit of `kind` in a mask of anomalies.
constexpr std::uint64_t anomaly_bit(AnomalyKind kind) { return std::uint64_t{1} << static_cast<unsigned>(kind); }

/// One oddity of one message.
struct Anomaly {
  AnomalyKind kind{};
  std::uint64_t offset = 0;  // of the first offending octet, in the coordinates of the message's stream
  std::uint64_t length = 0;  // octets; 0 where something is missing
  Bytes text;                // the offending octets (at most the first 256), living as long as the message
};

}  // namespace httpvet::model
