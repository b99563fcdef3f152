// Where octets come from: inputs, streams, and the way from an offset in a stream to an offset in a file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::model {

/// A range of octets of an input file.
struct InputSpan {
  std::uint32_t input = 0;  // index of the Input within its run
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// One run of octets of a stream that lies contiguously in a file.
struct Segment {
  std::uint64_t stream_offset = 0;
  std::uint64_t input_offset = 0;
  std::uint64_t length = 0;
};

/// The way from offsets of one byte stream to offsets of one input file. Segments are sorted by stream_offset;
/// none at all means that both are the same. Lives as long as the batch that refers to it.
struct StreamMap {
  std::uint32_t input = 0;
  std::span<const Segment> segments;

  /// Where the range [offset, offset+length) of the stream lies in the input: whole if it is contiguous there, else
  /// as much of its beginning as is. nullopt if the offset is in no segment.
  std::optional<InputSpan> locate(std::uint64_t offset, std::uint64_t length) const;
};

/// A trouble with an input. Not a finding: no rule, no severity. Ids are part of the contract (`input-truncated` …).
struct InputIssue {
  std::uint32_t input = 0;
  Bytes id;             // static storage
  std::string message;  // one sentence, escaped by the reporter
  std::optional<std::uint64_t> byte_offset;
  bool damage = false;   // the capture itself is damaged, cut or unreadable: exit code 3
  bool partial = false;  // --allow-partial excuses it
};

/// Turns offsets of one input into line and column, both from 1, columns in octets. Implemented by the readers' byte
/// sources; valid while the batch that holds the offset is being reported.
class LineIndex {
 public:
  struct Position {
    std::uint64_t line = 0;
    std::uint64_t column = 0;
  };
  virtual ~LineIndex() = default;

  /// Line and column of the octet at `offset`; nullopt when the input is binary or the octets are gone.
  virtual std::optional<Position> position(std::uint64_t offset) = 0;

  /// The whole line around `offset` without its line end, cut to the `limit` octets around the offset, and the offset
  /// of its first octet; nullopt when the octets are gone (then the message's own view has to serve).
  struct Line {
    Bytes text;
    std::uint64_t offset = 0;
  };
  virtual std::optional<Line> line(std::uint64_t offset, std::size_t limit) = 0;
};

/// One file (or standard input) of a run.
struct Input {
  std::string path;            // as reported: a folder as given joined with the rest; "-" for standard input
  std::string format;          // name of the format that read it ("raw", "curl-verbose" …); empty if nothing did
  LineIndex* lines = nullptr;  // null where lines mean nothing
};

}  // namespace httpvet::model
