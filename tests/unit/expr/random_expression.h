// Random expressions over the fake schema, random worlds to run them in, and a slow reference interpreter that knows
// nothing of the compiler: it works on the generator's own trees, with sets of possible outcomes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "unit/expr/fake_schema.h"

namespace httpvet::expr::fake {

/// A small deterministic generator (splitmix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// Below `bound`.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  bool chance(unsigned percent) { return below(100) < percent; }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

/// A tree of the generator.
struct Tree {
  enum class Shape : std::uint8_t {
    kBool,
    kInt,
    kString,
    kList,  // of literals
    kRoot,  // number: the root
    kIt,
    kVariable,
    kMember,  // text: its name; number: its FactId
    kHas,
    kNot,
    kAnd,
    kOr,
    kCompare,  // text: the sign
    kIn,
    kSum,  // text: the sign
    kElement,
    kSize,
    kMethod,  // text: lower, contains …
    kExists,
    kAll,
  };
  Shape shape{};
  std::int64_t number = 0;
  std::string text;
  std::vector<Tree> children;
};

/// What a tree may mention.
struct Scope {
  bool it = false;              // a line
  bool macro = true;            // whether exists and all may stand here
  Kind variable = Kind::kBool;  // its kind, if in a macro
  bool in_macro = false;
};

Tree random_bool(Random& random, unsigned depth, const Scope& scope);

/// Source text, with no more parentheses than precedence asks for.
std::string render(const Tree& tree, int binding = 0);

/// What a bool may turn out to be, whatever is missing.
struct Outcomes {
  bool yes = false;
  bool no = false;
  bool nothing = false;  // absent or malformed
};

Outcomes outcomes(const Tree& tree, FakeFacts& facts, const Value& it);
Outcomes both(Outcomes a, Outcomes b);
Outcomes negation(Outcomes a);

/// kKnown (see `yes` and `no`), kAbsent or kNotCaptured: what is asked is truth.
State state_of(Outcomes o);

/// A world, and what an index would know of it.
struct World {
  enum class Presence : std::uint8_t { kUnknown, kPresent, kMissing };
  FakeFacts facts;
  Presence features[2][kFactCount] = {};
  Bytes tags[2][2];
  std::int64_t codes[2][2] = {};
  const void* lines[2][2] = {};

  explicit World(Random& random);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Whether an index may leave out a rule with these needs.
  bool unmet(const Needs& needs);

 private:
  void observe(Random& random, RootId root, const FakeObject& message);
};

}  // namespace httpvet::expr::fake
