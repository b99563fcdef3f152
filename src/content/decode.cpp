#include "content/decode.h"

#include "base/byte_class.h"
#include "content/decode_sink.h"

namespace httpvet::content {
namespace {

// The fixed header of content that is coded with a dictionary: a magic number and the SHA-256 of the dictionary
// (RFC 9842 §4, §5).
constexpr Bytes kDcbMagic = "\xFF\x44\x43\x42";
constexpr Bytes kDczMagic("\x5E\x2A\x4D\x18\x20\x00\x00\x00", 8);
constexpr Bytes kCompressMagic = "\x1F\x9D";
constexpr std::size_t kHash = 32;

Decoded check_header(Bytes coded, Bytes magic, std::size_t rest) {
  Decoded out;
  if (!coded.starts_with(magic.substr(0, coded.size()))) {
    fail_decoding(out, DecodeState::kMalformed, "it does not begin like it");
  } else if (coded.size() < magic.size() + rest) {
    fail_decoding(out, DecodeState::kCut, "it ends too early");
  }
  return out;
}

}  // namespace

Decoded decode(Bytes coded, Bytes coding, const DecodeLimits& limits) {
  const auto is = [coding](Bytes name) { return base::equals_ignoring_case(coding, name); };
  if (is("gzip") || is("x-gzip")) return decode_gzip(coded, limits);
  if (is("deflate")) return decode_deflate(coded, limits);
  if (is("br")) return decode_brotli(coded, limits);
  if (is("zstd")) return decode_zstd(coded, limits);
  if (is("compress") || is("x-compress")) return check_header(coded, kCompressMagic, 1);
  if (is("dcb")) return check_header(coded, kDcbMagic, kHash);
  if (is("dcz")) return check_header(coded, kDczMagic, kHash);
  return {};
}

Bytes coding_that_begins(Bytes coded) {
  if (coded.starts_with("\x1F\x8B\x08")) return "gzip";
  if (coded.starts_with("\x28\xB5\x2F\xFD")) return "zstd";
  if (coded.size() < 2) return {};
  // CMF and FLG (RFC 1950 §2.2): method 8, a window of at most 32 KiB, and a multiple of 31 together.
  const unsigned cmf = static_cast<unsigned char>(coded[0]);
  const unsigned flg = static_cast<unsigned char>(coded[1]);
  const bool zlib = (cmf & 0x0F) == 8 && cmf >> 4 <= 7 && (cmf << 8 | flg) % 31 == 0 && (flg & 0x20) == 0;
  return zlib ? Bytes("deflate") : Bytes();
}

}  // namespace httpvet::content
