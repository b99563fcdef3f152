// Sums of 64-bit integers that say when they do not fit.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace httpvet::expr {

constexpr std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (b > 0 ? a > Limits::max() - b : a < Limits::min() - b) return std::nullopt;
  return a + b;
}

constexpr std::optional<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (b > 0 ? a < Limits::min() + b : a > Limits::max() + b) return std::nullopt;
  return a - b;
}

}  // namespace httpvet::expr
