// What the decoders of single codings share.
#pragma once

#include <algorithm>

#include "content/decode.h"

namespace httpvet::content {

inline constexpr std::size_t kDecodeBlock = 32 * 1024;

/// Adds `block` to what was decoded. False when that is more than `limits` allow.
inline bool take_decoded(Bytes block, const DecodeLimits& limits, Decoded& out) {
  out.text += block.substr(0, limits.keep - std::min(limits.keep, out.text.size()));
  out.octets += block.size();
  if (out.octets <= limits.most) return true;
  out.state = DecodeState::kTooLarge;
  return false;
}

inline void fail_decoding(Decoded& out, DecodeState state, const char* wrong) {
  out.state = state;
  out.wrong = wrong;
}

Decoded decode_gzip(Bytes coded, const DecodeLimits& limits);
Decoded decode_deflate(Bytes coded, const DecodeLimits& limits);
Decoded decode_brotli(Bytes coded, const DecodeLimits& limits);
Decoded decode_zstd(Bytes coded, const DecodeLimits& limits);

}  // namespace httpvet::content
