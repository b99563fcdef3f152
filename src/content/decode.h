// Content codings, undone (RFC 9110 §8.4.1, RFC 7932, RFC 8878): gzip, deflate, br and zstd. Input may be hostile: what
// comes out is bounded, and nothing larger than a window is held beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace httpvet::content {

enum class DecodeState : std::uint8_t {
  kDecoded,    // all of it; octets may follow
  kMalformed,  // the octets are not so coded
  kCut,        // they end too early
  kTooLarge,   // stopped at the limit
  kUnknown,    // not a coding that is undone here, or one that needs more memory than there is
};

struct DecodeLimits {
  std::size_t keep = std::size_t{16} << 20;       // octets of text to keep
  std::uint64_t most = std::uint64_t{100} << 20;  // octets to decode before giving up
};

struct Decoded {
  DecodeState state = DecodeState::kUnknown;
  const char* wrong = "";      // kMalformed, kCut: why, in words
  std::string text;            // the first octets without the coding
  std::uint64_t octets = 0;    // how many there are, as far as they were decoded
  std::uint64_t trailing = 0;  // coded octets behind the end of the coding
  bool raw_deflate = false;    // deflate without the zlib format around it
  std::uint64_t window = 0;    // zstd: the largest window that a frame needs (RFC 8878 §3.1.1.1.2)

  /// True when `text` is all of the decoded content.
  bool kept_all() const { return state == DecodeState::kDecoded && text.size() == octets; }
};

/// `coded`, perhaps only the beginning of it, without `coding` (in any letter case). Of compress, dcb and dcz only the
/// fixed header is looked at: kMalformed if it is not there, else kUnknown.
Decoded decode(Bytes coded, Bytes coding, const DecodeLimits& limits = {});

/// The coding whose octets `coded` begins like: "gzip", "zstd", "deflate" (in the zlib format) or empty. br has no
/// mark.
Bytes coding_that_begins(Bytes coded);

}  // namespace httpvet::content
