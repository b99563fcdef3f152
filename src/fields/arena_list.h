// ArenaList: collects an unknown number of small structs, and leaves them in an arena.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>

#include "base/arena.h"

namespace httpvet::fields {

/// Grows inside itself first and by doubling in the arena after that: most lists have few elements, and cost one
/// allocation of the right size.
template <typename T, std::size_t Inside = 8>
class ArenaList {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit ArenaList(base::Arena& arena) : arena_(arena), items_(inside_) {}
  ArenaList(const ArenaList&) = delete;
  ArenaList& operator=(const ArenaList&) = delete;

  void push_back(const T& item) {
    if (size_ == items_.size()) grow();
    items_[size_++] = item;
  }

  std::size_t size() const { return size_; }
  T& back() { return items_[size_ - 1]; }

  /// What was collected, in the arena. Call once, at the end.
  std::span<T> finish() {
    if (items_.data() == inside_.data()) return arena_.copy_array(std::span<const T>(items_.first(size_)));
    return items_.first(size_);
  }

 private:
  void grow() {
    const std::span<T> larger = arena_.make_array<T>(items_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = items_[i];
    items_ = larger;
  }

  base::Arena& arena_;
  std::array<T, Inside> inside_{};
  std::span<T> items_;
  std::size_t size_ = 0;
};

}  // namespace httpvet::fields
