// zstd (RFC 8878) by libzstd.
#include <zstd.h>
#include <zstd_errors.h>

#include <memory>

#include "content/decode_sink.h"

namespace httpvet::content {
namespace {

struct Free {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

constexpr int kLargestWindowLog = 27;  // 128 MiB: what is larger is not worth the memory
constexpr Bytes kMagic = "\x28\xB5\x2F\xFD";

/// The little-endian number in the first `count` octets of `text`.
std::uint64_t little_endian(Bytes text, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(text[i]);
  return value;
}

/// The window that the frame at the beginning of `frame` needs; 0 if its header is not there (RFC 8878 §3.1.1.1).
std::uint64_t window_of(Bytes frame) {
  if (!frame.starts_with(kMagic) || frame.size() < 6) return 0;
  const unsigned descriptor = static_cast<unsigned char>(frame[4]);
  const bool single_segment = (descriptor & 0x20) != 0;
  if (!single_segment) {
    const unsigned window = static_cast<unsigned char>(frame[5]);
    const std::uint64_t base = std::uint64_t{1} << (10 + (window >> 3));
    return base + base / 8 * (window & 7);
  }
  constexpr std::size_t kDictionarySizes[] = {0, 1, 2, 4};
  constexpr std::size_t kContentSizes[] = {1, 2, 4, 8};
  const std::size_t at = 5 + kDictionarySizes[descriptor & 3];
  const std::size_t count = kContentSizes[descriptor >> 6];
  if (frame.size() < at + count) return 0;
  return little_endian(frame.substr(at), count) + (count == 2 ? 256 : 0);
}

/// True when the octets that follow a frame begin another, or one that is skipped (RFC 8878 §3.1.2).
bool begins_frame(Bytes rest) {
  if (rest.starts_with(kMagic)) return true;
  return rest.size() >= 8 && (rest[0] & '\xF0') == '\x50' && rest.substr(1, 3) == "\x2A\x4D\x18";
}

}  // namespace

Decoded decode_zstd(Bytes coded, const DecodeLimits& limits) {
  Decoded out;
  if (!begins_frame(coded)) {
    const bool cut = coded.size() < kMagic.size() && kMagic.starts_with(coded);
    fail_decoding(out, cut ? DecodeState::kCut : DecodeState::kMalformed,
                  cut ? "it ends too early" : "it does not begin like it");
    return out;
  }
  const std::unique_ptr<ZSTD_DStream, Free> stream(ZSTD_createDStream());
  if (stream == nullptr) return out;
  ZSTD_initDStream(stream.get());
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, kLargestWindowLog);
  ZSTD_inBuffer in{coded.data(), coded.size(), 0};
  out.window = window_of(coded);
  const auto block = std::make_unique<char[]>(kDecodeBlock);
  while (true) {
    ZSTD_outBuffer room{block.get(), kDecodeBlock, 0};
    const std::size_t left = ZSTD_decompressStream(stream.get(), &room, &in);
    if (ZSTD_isError(left)) {
      if (ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge) return out;
      const bool checksum = ZSTD_getErrorCode(left) == ZSTD_error_checksum_wrong;
      fail_decoding(out, DecodeState::kMalformed, checksum ? "its checksum is wrong" : "its data are corrupt");
      return out;
    }
    if (!take_decoded({block.get(), room.pos}, limits, out)) return out;
    if (left == 0) {
      const Bytes rest = coded.substr(in.pos);
      out.state = DecodeState::kDecoded;
      out.trailing = rest.size();
      if (!begins_frame(rest)) return out;
      out.window = std::max(out.window, window_of(rest));
    } else if (in.pos == in.size && room.pos < room.size) {
      fail_decoding(out, DecodeState::kCut, "it ends too early");
      return out;
    }
  }
}

}  // namespace httpvet::content
