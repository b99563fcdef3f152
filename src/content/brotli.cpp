// br (RFC 7932) by libbrotlidec.
#include <brotli/decode.h>

#include <memory>

#include "content/decode_sink.h"

namespace httpvet::content {
namespace {

struct Destroy {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

}  // namespace

Decoded decode_brotli(Bytes coded, const DecodeLimits& limits) {
  Decoded out;
  const std::unique_ptr<BrotliDecoderState, Destroy> state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (state == nullptr) return out;
  std::size_t left = coded.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(coded.data());
  std::uint8_t block[kDecodeBlock];
  BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
    std::size_t room = sizeof block;
    std::uint8_t* end = block;
    result = BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &end, nullptr);
    if (!take_decoded({reinterpret_cast<const char*>(block), sizeof block - room}, limits, out)) return out;
  }
  if (result == BROTLI_DECODER_RESULT_SUCCESS) {
    out.state = DecodeState::kDecoded;
    out.trailing = left;
  } else if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
    fail_decoding(out, DecodeState::kCut, "it ends too early");
  } else {
    fail_decoding(out, DecodeState::kMalformed, "its data are corrupt");
  }
  return out;
}

}  // namespace httpvet::content
