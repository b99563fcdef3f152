// gzip (RFC 1952) and deflate (RFC 1950, RFC 1951) by zlib.
#include <zlib.h>

#include "content/decode_sink.h"

namespace httpvet::content {
namespace {

constexpr int kWindowBits = 15;
constexpr int kGzip = kWindowBits + 16;
constexpr int kZlib = kWindowBits;
constexpr int kRaw = -kWindowBits;

/// Ends the stream with the scope.
class Stream {
 public:
  explicit Stream(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~Stream() {
    if (ready_) inflateEnd(&stream_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  bool ready() const { return ready_; }
  z_stream& operator*() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_;
};

const char* why(const z_stream& z) {
  const Bytes message = z.msg == nullptr ? Bytes() : Bytes(z.msg);
  if (message == "incorrect data check") return "its checksum is wrong";
  if (message == "incorrect length check") return "its length field is wrong";
  return message == "incorrect header check" ? "it does not begin like it" : "its data are corrupt";
}

/// Decodes one stream or member at the beginning of `coded`. Returns the octets that it took.
std::size_t inflate_one(Bytes coded, int window_bits, const DecodeLimits& limits, Decoded& out) {
  Stream stream(window_bits);
  if (!stream.ready()) return 0;
  z_stream& z = *stream;
  // zlib does not write to its input, whatever the type says.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
  z.avail_in = static_cast<uInt>(coded.size());
  char block[kDecodeBlock];
  int status = Z_OK;
  while (status == Z_OK) {
    z.next_out = reinterpret_cast<Bytef*>(block);
    z.avail_out = sizeof block;
    status = inflate(&z, Z_NO_FLUSH);
    if (!take_decoded({block, sizeof block - z.avail_out}, limits, out)) return coded.size();
  }
  if (status == Z_STREAM_END) {
    out.state = DecodeState::kDecoded;
  } else if (status == Z_BUF_ERROR) {
    fail_decoding(out, DecodeState::kCut, "it ends too early");
  } else {
    fail_decoding(out, DecodeState::kMalformed, why(z));
  }
  return coded.size() - z.avail_in;
}

constexpr std::size_t kMostCoded = std::size_t{1} << 30;

}  // namespace

// A gzip file is one member or several (RFC 1952 §2.2).
Decoded decode_gzip(Bytes coded, const DecodeLimits& limits) {
  Decoded out;
  if (coded.size() > kMostCoded) return out;
  do {
    coded.remove_prefix(inflate_one(coded, kGzip, limits, out));
  } while (out.state == DecodeState::kDecoded && coded.starts_with("\x1F\x8B"));
  if (out.state == DecodeState::kDecoded) out.trailing = coded.size();
  return out;
}

Decoded decode_deflate(Bytes coded, const DecodeLimits& limits) {
  Decoded out;
  if (coded.size() > kMostCoded) return out;
  const std::size_t taken = inflate_one(coded, kZlib, limits, out);
  if (out.state == DecodeState::kDecoded) out.trailing = coded.size() - taken;
  if (out.state != DecodeState::kMalformed || out.octets > 0) return out;
  Decoded raw;
  const std::size_t raw_taken = inflate_one(coded, kRaw, limits, raw);
  raw.raw_deflate = true;
  if (raw.state == DecodeState::kDecoded) raw.trailing = coded.size() - raw_taken;
  return raw.state == DecodeState::kMalformed || raw.octets == 0 ? out : raw;
}

}  // namespace httpvet::content
