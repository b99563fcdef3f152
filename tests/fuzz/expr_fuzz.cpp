// Fuzz target for expressions: the first line is a rule's condition, the rest its requirement. Whatever compiles keeps
// the promises of program.h and ends; what does not, says where; and the analysis leaves out nothing that matters.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "base/arena.h"
#include "expr/compiler.h"
#include "expr/limits.h"
#include "unit/expr/random_expression.h"

namespace {

using namespace httpvet;
using namespace httpvet::expr;
using namespace httpvet::expr::fake;

void require_that(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

Program compiled(Bytes source, std::optional<Type> expected, base::Arena& arena) {
  const auto result = compile(source, FakeSchema(), {object_of(kLine), expected}, arena);
  if (!result.ok()) {
    require_that(result.error().offset + result.error().length <= source.size(), "an error lies within the source");
    require_that(!result.error().message.empty(), "an error has words");
    return {};
  }
  const Program& program = result.value();
  require_that(program.nodes.size() <= kMaxNodes, "a program has no more nodes than allowed");
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    for (const std::uint16_t operand : program.nodes[i].operands) {
      require_that(operand < i, "operands stand before their operator");
    }
  }
  facts_used(program);
  return program;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), size);
  base::Arena arena;
  const Program any = compiled(text.substr(0, line), std::nullopt, arena);
  const Program when = compiled(text.substr(0, line), kBoolType, arena);
  const Program require = compiled(line == size ? Bytes() : text.substr(line + 1), kBoolType, arena);
  const Needs needs = analyse({}, when, require, FakeSchema(), arena);
  Random random(size * 31 + (size == 0 ? 0 : data[size / 2]));
  for (int i = 0; i < 4; ++i) {
    World world(random);
    Evaluator evaluator(world.facts);
    const Value it = random.chance(80) ? Value::of_object(&world.facts.lines[0]) : Value::not_captured();
    evaluator.run(any, it);
    const Value result = evaluator.fires(when, require, it);
    evaluator.clear();
    const bool matters = result.known() ? result.boolean : result.state == State::kNotCaptured;
    require_that(!matters || !world.unmet(needs), "what is left out does not matter");
  }
  return 0;
}
