#include "engine/rule_set.h"

namespace httpvet::engine {

bool glob_matches(Bytes pattern, Bytes text) {
  // On a mismatch the last `*` takes one more octet: no recursion, whatever the pattern.
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = Bytes::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != Bytes::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace httpvet::engine
