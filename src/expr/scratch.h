// Scratch: memory for text that an evaluation makes, taken back in the reverse order.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace httpvet::expr {

/// A bump allocator with marks. Keeps its blocks, so a steady state allocates nothing.
class Scratch {
 public:
  struct Mark {
    std::size_t block = 0;
    std::size_t position = 0;
  };

  /// `size` octets aligned for any scalar.
  void* take(std::size_t size);

  Mark mark() const { return {current_, position_}; }

  /// Takes back all that was handed out since `mark`.
  void release(Mark mark) {
    current_ = mark.block;
    position_ = mark.position;
  }

  /// Takes back everything; blocks beyond `kKeptOctets` go back to the system.
  void clear();

 private:
  static constexpr std::size_t kBlockSize = 4 * 1024;
  static constexpr std::size_t kKeptOctets = 1024 * 1024;

  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t size = 0;
  };

  std::vector<Block> blocks_;
  std::size_t current_ = 0;   // index of the block in use
  std::size_t position_ = 0;  // first free octet of that block
};

}  // namespace httpvet::expr
