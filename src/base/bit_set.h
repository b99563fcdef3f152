// BitSet: a fixed number of bits in machine words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace httpvet::base {

/// A set of small integers below `Size`.
template <std::size_t Size>
class BitSet {
 public:
  static constexpr std::size_t kWords = (Size + 63) / 64;

  constexpr void set(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
  constexpr void reset(std::size_t i) { words_[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }
  constexpr bool test(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  constexpr void clear() { words_.fill(0); }
  constexpr bool none() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  constexpr bool operator==(const BitSet&) const = default;

 private:
  std::array<std::uint64_t, kWords> words_{};
};

}  // namespace httpvet::base
