#include "base/arena.h"

#include <cstdint>
#include <string>

#include "support/catch.h"

using httpvet::base::Arena;

TEST_CASE("an arena hands out memory that does not overlap and is aligned") {
  Arena arena;
  auto* first = arena.make<std::uint64_t>(1u);
  const auto text = arena.copy("abc");
  auto* second = arena.make<std::uint64_t>(2u);
  CHECK(*first == 1);
  CHECK(text == "abc");
  CHECK(*second == 2);
  CHECK(reinterpret_cast<std::uintptr_t>(second) % alignof(std::uint64_t) == 0);
}

TEST_CASE("an arena serves requests larger than its blocks") {
  Arena arena;
  const std::string large(1'000'000, 'x');
  const auto small = arena.copy("before");
  CHECK(arena.copy(large) == large);
  CHECK(arena.copy("after") == "after");
  CHECK(small == "before");
}

TEST_CASE("a reset arena reuses its blocks") {
  Arena arena;
  const auto before = arena.copy("first generation");
  arena.reset();
  CHECK(arena.used() == 0);
  CHECK(arena.copy("second").data() == before.data());
}

TEST_CASE("every octet survives many generations of mixed sizes") {
  Arena arena;
  for (int generation = 0; generation < 5; ++generation) {
    std::vector<httpvet::Bytes> copies;
    for (std::size_t size = 1; size < 200'000; size = size * 3 + 1)
      copies.push_back(arena.copy(std::string(size, 'a' + static_cast<char>(generation))));
    std::size_t size = 1;
    for (const auto copy : copies) {
      CHECK(copy == std::string(size, static_cast<char>('a' + generation)));
      size = size * 3 + 1;
    }
    arena.reset();
  }
}
