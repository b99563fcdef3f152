// ByteSource: octets of one stream, read forward through a contiguous window.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace httpvet::base {

/// A stream of octets. The window begins at the position; grow() makes it longer, consume() moves the position.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Octets from the position on. Valid until the next grow() or consume() unless pinned().
  virtual Bytes window() const = 0;

  /// Offset of the window's first octet from the start of the stream.
  virtual std::uint64_t offset() const = 0;

  /// True when no octets will follow those in the window.
  virtual bool at_end() const = 0;

  /// Makes the window longer by at least one octet. False when that cannot be: at the end, or at the source's limit.
  virtual bool grow() = 0;

  /// Moves the position forward. Requires count <= window().size().
  virtual void consume(std::size_t count) = 0;

  /// True when what the window showed stays valid for as long as the source lives (a mapped file).
  virtual bool pinned() const = 0;
};

}  // namespace httpvet::base
