#include "capture/curl_verbose.h"

#include <algorithm>

#include "capture/scan.h"
#include "capture/transcript.h"

namespace httpvet::capture {
namespace {

using Kind = TranscriptLine::Kind;

class VerboseSyntax : public TranscriptSyntax {
 public:
  TranscriptLine read(Bytes line) override {
    TranscriptLine result;
    const Bytes rest = without_trace_prefix(line);
    if (rest.empty()) return result;
    const char marker = rest[0];
    if (marker == '*' && rest.substr(0, 2) == "* ") {
      // Notes are indented by up to two blanks.
      const Bytes note = rest.substr(std::min(rest.find_first_not_of(' ', 2), rest.size()));
      if (says_connected(note)) result.kind = Kind::kConnected;
      if (says_secure(note)) result.kind = Kind::kSecure;
    } else if (marker == '>' || marker == '<') {
      // The blank behind the marker of an empty line gets lost easily.
      const bool bare = rest.size() > 1 && (rest[1] == '\n' || rest[1] == '\r');
      if (!bare && rest.substr(1, 1) != " ") return result;
      result.kind = marker == '>' ? Kind::kRequest : Kind::kResponse;
      result.octets = rest.substr(bare ? 1 : 2);
      result.at = line.size() - result.octets.size();
    }
    return result;
  }
};

}  // namespace

bool sniff_curl_verbose(Bytes start) {
  VerboseSyntax syntax;
  while (!start.empty()) {
    const std::size_t end = start.find('\n');
    const Bytes line = start.substr(0, end == Bytes::npos ? start.size() : end + 1);
    const TranscriptLine read = syntax.read(line);
    if (read.kind == Kind::kRequest && message_kind(read.octets, Starts::kRequests)) return true;
    if (read.kind == Kind::kResponse && message_kind(read.octets, Starts::kResponses)) return true;
    if (message_kind(line, Starts::kBoth)) return false;
    start.remove_prefix(line.size());
  }
  return false;
}

std::unique_ptr<model::Reader> open_curl_verbose(const Opening& opening) {
  return open_transcript(opening, std::make_unique<VerboseSyntax>());
}

}  // namespace httpvet::capture
