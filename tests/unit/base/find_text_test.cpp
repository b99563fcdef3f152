#include "base/find_text.h"

#include <memory>
#include <string>

#include "support/catch.h"

using namespace httpvet;

TEST_CASE("find_text finds what string_view finds, at every place and length") {
  for (const std::string part : {"ab", "\"code\"", "\"status", "aaaa", "a longer text than sixteen octets"}) {
    for (std::size_t size = 0; size < 80; ++size) {
      for (std::size_t at = 0; at + part.size() <= size + 1; ++at) {
        std::string text(size, 'a');
        if (at + part.size() <= size) text.replace(at, part.size(), part);
        // A block of exactly that size, so that a sanitizer sees every read beyond it.
        const std::unique_ptr<char[]> block(new char[size]);
        text.copy(block.get(), size);
        const Bytes octets(block.get(), size);
        REQUIRE(base::find_text(octets, part) == octets.find(part));
      }
    }
  }
}
