#include "expr/scratch.h"

#include <algorithm>

namespace httpvet::expr {

void* Scratch::take(std::size_t size) {
  constexpr std::size_t kAlignment = alignof(std::max_align_t);
  size = (size + kAlignment - 1) / kAlignment * kAlignment;
  while (current_ < blocks_.size() && blocks_[current_].size - position_ < size) {
    ++current_;
    position_ = 0;
  }
  if (current_ == blocks_.size()) {
    const std::size_t block_size = std::max(size, kBlockSize);
    // Not make_unique, which would clear the memory.
    blocks_.push_back({std::unique_ptr<std::byte[]>(new std::byte[block_size]), block_size});
  }
  void* const result = blocks_[current_].memory.get() + position_;
  position_ += size;
  return result;
}

void Scratch::clear() {
  release({});
  std::size_t kept = 0;
  std::size_t count = 0;
  while (count < blocks_.size() && kept + blocks_[count].size <= kKeptOctets) kept += blocks_[count++].size;
  blocks_.resize(count);
}

}  // namespace httpvet::expr
