// "Did you mean": edit distance over the known names.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "expr/compiler.h"

namespace httpvet::expr {
namespace {

// Longer than any real name; keeps hostile input from costing quadratic time.
constexpr std::size_t kMaxName = 64;

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t distance(Bytes a, Bytes b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::optional<Bytes> nearest(Bytes name, const std::vector<Bytes>& candidates) {
  std::optional<Bytes> best;
  if (name.size() > kMaxName) return best;
  std::size_t best_distance = 0;
  for (const Bytes candidate : candidates) {
    if (candidate.size() > kMaxName) continue;
    // One slip in three letters is a slip; more is another name.
    const std::size_t limit = std::max<std::size_t>(1, std::max(name.size(), candidate.size()) / 3);
    const std::size_t d = distance(name, candidate);
    // A name of which nothing is left was not meant.
    if (d > limit || d >= name.size()) continue;
    // Of equally near names the first in the alphabet, so that the order of the schema does not show.
    if (!best || d < best_distance || (d == best_distance && candidate < *best)) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

}  // namespace httpvet::expr
