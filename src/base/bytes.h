// Bytes: a read-only view of octets that somebody else owns.
#pragma once

#include <cstdint>
#include <string_view>

namespace httpvet::base {

/// A view of octets: captured data, or text of ours. Never owns; whoever hands it out says how long it lives.
using Bytes = std::string_view;

/// True when `part` lies wholly inside the memory of `whole` (an empty view at either end counts as inside).
inline bool lies_within(Bytes part, Bytes whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

/// Offset of `part` from the start of `whole`. Requires lies_within(part, whole).
inline std::uint64_t offset_in(Bytes part, Bytes whole) {
  return static_cast<std::uint64_t>(part.data() - whole.data());
}

}  // namespace httpvet::base

namespace httpvet {
using base::Bytes;
}
