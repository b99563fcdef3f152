#include "content/inflate.h"

#include <zlib.h>

#include <algorithm>

#include "base/byte_class.h"

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

std::optional<Inflated> inflate_with(Bytes coded, int window_bits, std::size_t most) {
  Stream stream(window_bits);
  if (!stream.ready()) return std::nullopt;
  z_stream& z = *stream;
  // zlib does not write to its input, whatever the type says.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
  z.avail_in = static_cast<uInt>(coded.size());
  Inflated result;
  int status = Z_OK;
  while (status == Z_OK && result.text.size() < most) {
    char block[4096];
    z.next_out = reinterpret_cast<Bytef*>(block);
    z.avail_out = static_cast<uInt>(std::min(sizeof block, most - result.text.size()));
    const std::size_t room = z.avail_out;
    status = inflate(&z, Z_NO_FLUSH);
    result.text.append(block, room - z.avail_out);
  }
  // Z_BUF_ERROR: the octets at hand are used up.
  if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return std::nullopt;
  result.whole = status == Z_STREAM_END;
  return result;
}

}  // namespace

std::optional<Inflated> inflate_content(Bytes coded, Bytes name, std::size_t most) {
  if (coded.size() > (1u << 30)) return std::nullopt;
  if (base::equals_ignoring_case(name, "gzip") || base::equals_ignoring_case(name, "x-gzip")) {
    return inflate_with(coded, kGzip, most);
  }
  if (!base::equals_ignoring_case(name, "deflate")) return std::nullopt;
  auto wrapped = inflate_with(coded, kZlib, most);
  return wrapped ? wrapped : inflate_with(coded, kRaw, most);
}

}  // namespace httpvet::content
