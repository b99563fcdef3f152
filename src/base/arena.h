// Arena: memory of one batch, freed all at once.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace httpvet::base {

/// A bump allocator. What it hands out lives until reset() or destruction; destructors are not run, so only
/// trivially destructible types may live here. After the first few batches reset() keeps its blocks and a
/// steady state allocates nothing.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  /// Raw memory of `size` octets aligned to `alignment` (a power of two, at most alignof(max_align_t)).
  void* allocate(std::size_t size, std::size_t alignment);

  /// A copy of `text` that lives as long as the arena's current generation.
  Bytes copy(Bytes text);

  /// A new T built from `args`.
  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// `count` value-initialised Ts.
  template <typename T>
  std::span<T> make_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* first = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (first + i) T{};
    return {first, count};
  }

  /// A copy of the elements of `items`.
  template <typename T>
  std::span<T> copy_array(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (items.empty()) return {};
    T* first = static_cast<T*>(allocate(items.size() * sizeof(T), alignof(T)));
    std::memcpy(static_cast<void*>(first), items.data(), items.size() * sizeof(T));
    return {first, items.size()};
  }

  /// Takes back everything handed out. Blocks beyond `kKeptOctets` go back to the system.
  void reset();

  /// Octets handed out since the last reset, padding included.
  std::size_t used() const { return used_; }

 private:
  static constexpr std::size_t kBlockSize = 64 * 1024;
  static constexpr std::size_t kKeptOctets = 4 * 1024 * 1024;

  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t size = 0;
  };

  void next_block(std::size_t minimum);

  std::vector<Block> blocks_;
  std::size_t current_ = 0;   // index of the block in use
  std::size_t position_ = 0;  // first free octet of that block
  std::size_t used_ = 0;
};

}  // namespace httpvet::base
