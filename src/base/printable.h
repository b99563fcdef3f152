// Finding the end of printable text, sixteen octets at a time where the machine can.
#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace httpvet::base {

/// The first octet in [at, end) outside %x20-7E; `end` if there is none. Reads nothing outside.
inline const char* skip_printable(const char* at, const char* end) {
#if defined(__SSE2__)
  while (end - at >= 16) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    // Signed: octets from 0x80 on are below SP, too.
    const __m128i low = _mm_cmplt_epi8(octets, _mm_set1_epi8(0x20));
    const __m128i del = _mm_cmpeq_epi8(octets, _mm_set1_epi8(0x7F));
    const int other = _mm_movemask_epi8(_mm_or_si128(low, del));
    if (other != 0) return at + __builtin_ctz(static_cast<unsigned>(other));
    at += 16;
  }
#endif
  while (at != end && *at >= 0x20 && *at < 0x7F) ++at;
  return at;
}

}  // namespace httpvet::base
