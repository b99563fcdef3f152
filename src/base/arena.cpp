#include "base/arena.h"

#include <algorithm>

namespace httpvet::base {

void* Arena::allocate(std::size_t size, std::size_t alignment) {
  std::size_t start = (position_ + alignment - 1) & ~(alignment - 1);
  if (blocks_.empty() || start + size > blocks_[current_].size) {
    next_block(size);
    start = 0;
  }
  used_ += (start - position_) + size;
  position_ = start + size;
  return blocks_[current_].memory.get() + start;
}

Bytes Arena::copy(Bytes text) {
  if (text.empty()) return {};
  char* target = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(target, text.data(), text.size());
  return {target, text.size()};
}

void Arena::next_block(std::size_t minimum) {
  position_ = 0;
  for (std::size_t next = blocks_.empty() ? 0 : current_ + 1; next < blocks_.size(); ++next) {
    if (blocks_[next].size < minimum) continue;
    std::swap(blocks_[next], blocks_[std::min(current_ + 1, next)]);
    current_ = std::min(current_ + 1, next);
    return;
  }
  const std::size_t size = std::max(minimum, kBlockSize);
  // Not value-initialised: a block is written before it is read.
  Block block{std::unique_ptr<std::byte[]>(new std::byte[size]), size};
  const std::size_t place = blocks_.empty() ? 0 : current_ + 1;
  blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(place), std::move(block));
  current_ = place;
}

void Arena::reset() {
  std::size_t kept = 0;
  std::size_t count = 0;
  while (count < blocks_.size() && kept + blocks_[count].size <= kKeptOctets) kept += blocks_[count++].size;
  blocks_.resize(count);
  current_ = 0;
  position_ = 0;
  used_ = 0;
}

}  // namespace httpvet::base
