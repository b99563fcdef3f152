// Random expressions in random worlds: the compiled program agrees with the reference interpreter, and what the
// analysis leaves out would neither have fired nor been undecided.
#include <string>

#include "support/catch.h"
#include "unit/expr/random_expression.h"

using namespace httpvet;
using namespace httpvet::expr;
using namespace httpvet::expr::fake;

namespace {

constexpr int kExpressions = 2000;
constexpr int kWorlds = 12;

// The program of `tree`; empty for the rare one that is too long, or a constant sum that is too large.
Program compiled(const Tree& tree, const CompileOptions& options, base::Arena& arena) {
  const auto program = compile(render(tree), FakeSchema(), options, arena);
  if (program.ok()) return program.value();
  const std::string& message = program.error().message;
  const bool limit =
      message == "This sum does not fit in 64 bits." || message == "An expression may have at most 512 parts.";
  INFO(render(tree));
  INFO(message);
  CHECK(limit);
  return {};
}

Value item(Random& random, World& world) {
  if (random.chance(15)) return Value::not_captured();
  return Value::of_object(&world.facts.lines[random.below(2)]);
}

bool matters(const Value& v) { return v.known() ? v.boolean : v.state == State::kNotCaptured; }

}  // namespace

TEST_CASE("a compiled expression agrees with the reference interpreter in every world") {
  base::Arena arena;
  Random random(1);
  int seen[4] = {};
  for (int i = 0; i < kExpressions; ++i) {
    arena.reset();
    const Tree tree = random_bool(random, 3, {true});
    const Program program = compiled(tree, {object_of(kLine), kBoolType}, arena);
    if (program.empty()) continue;
    for (int w = 0; w < kWorlds; ++w) {
      World world(random);
      const Value it = item(random, world);
      Evaluator evaluator(world.facts);
      const Value result = evaluator.run(program, it);
      const Outcomes expected = outcomes(tree, world.facts, it);
      const State found = result.state == State::kMalformed ? State::kAbsent : result.state;
      ++seen[static_cast<int>(found)];
      const bool agree = found == state_of(expected) && (!result.known() || result.boolean == expected.yes);
      if (!agree) FAIL(render(tree) << ": found state " << static_cast<int>(found));
    }
  }
  CHECK(seen[static_cast<int>(State::kKnown)] > kExpressions);
  CHECK(seen[static_cast<int>(State::kAbsent)] > kExpressions);
  CHECK(seen[static_cast<int>(State::kNotCaptured)] > kExpressions);
}

TEST_CASE("a rule whose needs are not met neither fires nor is undecided") {
  base::Arena arena;
  Random random(2);
  int left_out = 0;
  int fired = 0;
  for (int i = 0; i < 2 * kExpressions; ++i) {
    arena.reset();
    const Tree when = random_bool(random, 2, {true});
    const Tree require = random_bool(random, 2, {true});
    const CompileOptions options{object_of(kLine), kBoolType};
    const Program when_program = compiled(when, options, arena);
    const Program require_program = compiled(require, options, arena);
    const Needs needs = analyse({}, when_program, require_program, FakeSchema(), arena);
    for (int w = 0; w < kWorlds; ++w) {
      World world(random);
      const Value it = item(random, world);
      Evaluator evaluator(world.facts);
      const Value result = evaluator.fires(when_program, require_program, it);
      if (!when_program.empty() && !require_program.empty()) {
        const Outcomes expected = both(outcomes(when, world.facts, it), negation(outcomes(require, world.facts, it)));
        const bool agree = matters(result) == expected.yes && (!expected.yes || result.state == state_of(expected));
        if (!agree) FAIL("when: " << render(when) << " require: " << render(require));
      }
      if (matters(result)) ++fired;
      if (!world.unmet(needs)) continue;
      ++left_out;
      if (matters(result)) FAIL("when: " << render(when) << " require: " << render(require));
    }
  }
  CHECK(left_out > kExpressions);
  CHECK(fired > kExpressions);
}

TEST_CASE("a rule over a list that cannot be there is left out only if it has nothing to say") {
  base::Arena arena;
  Random random(3);
  int left_out = 0;
  for (int i = 0; i < kExpressions; ++i) {
    arena.reset();
    const Root root = random.chance(50) ? kResponse : kRequest;
    const auto each = compile(root == kResponse ? "res.lines" : "req.lines", FakeSchema(), {}, arena);
    REQUIRE(each.ok());
    const Program when = compiled(random_bool(random, 2, {true}), {object_of(kLine), kBoolType}, arena);
    const Needs needs = analyse(each.value(), when, {}, FakeSchema(), arena);
    for (int w = 0; w < kWorlds; ++w) {
      World world(random);
      if (!world.unmet(needs)) continue;
      ++left_out;
      Evaluator evaluator(world.facts);
      const Value list = evaluator.run(each.value());
      const std::uint32_t count = list.known() ? list.list.size : list.state == State::kNotCaptured ? 1 : 0;
      for (std::uint32_t n = 0; n < count; ++n) {
        const Value it = list.known() ? Value::of_object(static_cast<const void* const*>(list.list.data)[n]) : list;
        if (matters(evaluator.fires(when, {}, it))) FAIL("left out, though it matters");
      }
    }
  }
  CHECK(left_out > kExpressions);
}
