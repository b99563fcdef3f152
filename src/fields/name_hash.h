// The hash of field names: shared by the look-up and by the host tool that lays out its table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace httpvet::fields {

/// The octets at `from` as an integer, in the host's order: the tool and the look-up run on the same kind of host.
template <typename Word>
inline std::uint64_t load_word(const char* from) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// The octets of registered names: of these only letters have bit 6, and bit 5 of a letter is its case.
inline constexpr Bytes kNameOctets = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-*";

/// The bits in which eight octets differ from eight octets of a registered name, letter case ignored.
inline std::uint64_t differences(std::uint64_t word, std::uint64_t known) {
  constexpr std::uint64_t kBit6 = 0x4040404040404040U;
  return (word ^ known) & ~((known & kBit6) >> 1);
}

/// Length, and the first, middle and last eight octets of a name. They overlap in shorter names, and cover every octet
/// of names of up to kCovered octets.
struct NameKey {
  static constexpr std::size_t kCovered = 24;

  std::uint64_t first = 0;
  std::uint64_t middle = 0;
  std::uint64_t last = 0;
  std::size_t length = 0;
};

/// The key of `name` with its letters as they are.
inline NameKey name_key(Bytes name) {
  const char* p = name.data();
  const std::size_t n = name.size();
  if (n >= 8) {
    return {load_word<std::uint64_t>(p), load_word<std::uint64_t>(p + n / 2 - 4), load_word<std::uint64_t>(p + n - 8),
            n};
  }
  if (n >= 4) return {load_word<std::uint32_t>(p), 0, load_word<std::uint32_t>(p + n - 4), n};
  if (n == 0) return {};
  return {load_word<std::uint8_t>(p), load_word<std::uint8_t>(p + n / 2), load_word<std::uint8_t>(p + n - 1), n};
}

/// A hash of `key` that takes no account of letter case: bit 5 is set in every octet, which folds letters. It confuses
/// a few other octets too; the comparison after the look-up tells them apart. The high bits are the good ones.
inline std::uint64_t hash_name(const NameKey& key, std::uint64_t multiplier) {
  constexpr std::uint64_t kFold = 0x2020202020202020U;
  return ((key.first | kFold) + key.length) * multiplier + (key.middle | kFold) * (multiplier * 3) +
         (key.last | kFold) * (multiplier * 5 + 2);
}

/// The place of a name in the perfect hash table: the displacement of its bucket moves all names of that bucket to free
/// slots (slot = base ^ displacement).
struct NamePlace {
  std::size_t bucket = 0;
  std::size_t base = 0;
};

/// The place for `hash` in a table of these sizes, both powers of two.
inline NamePlace name_place(std::uint64_t hash, std::size_t buckets, std::size_t slots) {
  return {static_cast<std::size_t>(hash >> 32) & (buckets - 1), static_cast<std::size_t>(hash >> 48) & (slots - 1)};
}

/// One slot of the table: the key of a registered name, and its row; an empty one has length 0.
struct NameSlot {
  std::uint64_t first = 0;
  std::uint64_t middle = 0;
  std::uint64_t last = 0;
  std::uint32_t length = 0;
  std::uint32_t row = 0;
};

}  // namespace httpvet::fields
