// Transcripts: what curl tells about an exchange while it goes on. Heads are there octet by octet; content is not.
#pragma once

#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "capture/format.h"
#include "model/exchange.h"

namespace httpvet::capture {

/// What one line of a transcript holds.
struct TranscriptLine {
  enum class Kind {
    kOther,      // nothing of a head
    kConnected,  // a new connection
    kSecure,     // the connection uses TLS
    kRequest,    // octets of a request's head
    kResponse,   // octets of a response's head
  };
  Kind kind = Kind::kOther;
  bool line_break_before = false;  // a CRLF that is not in the file stands before the octets
  std::size_t at = 0;              // where the octets begin within the line
  Bytes octets;
};

/// The syntax of one kind of transcript.
class TranscriptSyntax {
 public:
  virtual ~TranscriptSyntax() = default;
  /// Reads one line, its line end included. An empty one is the end of the file.
  virtual TranscriptLine read(Bytes line) = 0;
};

/// Cuts a transcript into exchanges: heads as they were sent (line ends are not evidence), no content, ends that prove
/// nothing.
std::unique_ptr<model::Reader> open_transcript(const Opening& opening, std::unique_ptr<TranscriptSyntax> syntax);

/// `line` without the time that --trace-time puts before it, and without the ids that --trace-ids adds.
Bytes without_trace_prefix(Bytes line);

/// True when `info` (what curl says behind `* `) announces a new connection.
bool says_connected(Bytes info);

/// True when `info` says that the connection uses TLS.
bool says_secure(Bytes info);

}  // namespace httpvet::capture
