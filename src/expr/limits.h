// What the compiler allows, so that every program ends soon.
#pragma once

#include <cstddef>

namespace httpvet::expr {

inline constexpr std::size_t kMaxNodes = 512;
inline constexpr unsigned kMaxNesting = 32;
inline constexpr std::size_t kMaxSource = 64 * 1024;
inline constexpr std::size_t kMaxArguments = 4;  // of a member that is called

}  // namespace httpvet::expr
