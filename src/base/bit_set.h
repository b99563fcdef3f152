// BitSet: a fixed number of bits in machine words.
#pragma once

#include <array>
#include <bit>
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

  /// Calls `visit` with each element of this set that is in `other` too, in ascending order.
  template <typename Visit>
  constexpr void for_each_common(const BitSet& other, Visit visit) const {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::uint64_t word = words_[i] & other.words_[i]; word != 0; word &= word - 1) {
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }

  constexpr const std::array<std::uint64_t, kWords>& words() const { return words_; }

  constexpr bool operator==(const BitSet&) const = default;

 private:
  std::array<std::uint64_t, kWords> words_{};
};

}  // namespace httpvet::base
