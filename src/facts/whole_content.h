// WholeContent: all of the content of one message, its content codings undone. Made on demand, once.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "expr/value.h"
#include "facts/content_kind.h"
#include "model/message.h"

namespace httpvet::facts {

/// What undoing the codings of Content-Encoding came to.
enum class CodingVerdict : std::uint8_t {
  kNone,         // there are none
  kDecoded,      // all are undone
  kMalformed,    // the octets are not so coded
  kCut,          // they end too early
  kTrailing,     // undone, but octets follow
  kAppliedOnce,  // one is named twice, and was applied once
  kTooLarge,     // given up at the limit
  kUnknown,      // one that is not known here, or needs too much memory
};

class WholeContent {
 public:
  /// `arena` takes what is decoded; it and the message live as long.
  WholeContent(const model::Message& message, base::Arena& arena);

  /// True when all octets are at hand as they were sent, but for the transfer coding.
  bool sent() const { return sent_; }
  Bytes octets() const { return octets_; }

  /// Coding names in Content-Encoding in their order, identity left out.
  std::span<const Bytes> codings() const { return codings_; }

  /// Requires sent(), and so does all that follows up to text(). kUnknown codings leave the rest unknown.
  CodingVerdict verdict() const { return verdict_; }
  /// kMalformed, kCut: the coding that failed, and why.
  Bytes failed_coding() const { return failed_coding_; }
  const char* failure() const { return failure_; }
  bool raw_deflate() const { return raw_deflate_; }
  /// Octets that came out of the last coding that was undone, as far as it was.
  std::uint64_t decoded_octets() const { return decoded_octets_; }
  /// The largest window that zstd needs; 0 without zstd.
  std::uint64_t window() const { return window_; }

  /// True when all of the content without its codings is at hand, also where a tool stored it decoded.
  bool there() const { return there_; }
  Bytes text() const { return text_; }

  /// there(), and the octets are those that the sender made: no tool translated their character encoding.
  bool exact() const { return there_ && message_.evidence.content; }

  /// The kind that Content-Type names.
  ContentKind kind() const { return kind_; }

 private:
  void find_codings();
  void decode();

  const model::Message& message_;
  base::Arena& arena_;
  ContentKind kind_;
  bool sent_ = false;
  Bytes octets_;
  std::span<const Bytes> codings_;
  CodingVerdict verdict_ = CodingVerdict::kNone;
  Bytes failed_coding_;
  const char* failure_ = "";
  bool raw_deflate_ = false;
  std::uint64_t decoded_octets_ = 0;
  std::uint64_t window_ = 0;
  bool there_ = false;
  Bytes text_;
};

/// The name under which `coding` is compared: gzip for x-gzip, compress for x-compress (RFC 9110 §8.4.1).
Bytes plain_coding_name(Bytes coding);

}  // namespace httpvet::facts
