#include "engine/rule_examples.h"
#include "rules/rule_files.h"
#include "support/catch.h"

namespace httpvet {
namespace {

using engine::ExampleFailure;
using engine::RuleFileError;
using engine::RuleSet;

TEST_CASE("every example of every built-in rule holds, and proves its rule") {
  for (const RuleFileError& error : tests::rule_file_errors()) FAIL_CHECK(error.text());
  std::vector<RuleFileError> errors;
  const RuleSet builtin = RuleSet::merge(engine::builtin_rules(), nullptr, errors);
  REQUIRE(errors.empty());
  // The rules that run are the built-in ones; their examples come from the files, which know their places.
  for (const ExampleFailure& failure : engine::run_all_examples(builtin, &tests::rule_files())) {
    FAIL_CHECK(failure.text());
  }
}

}  // namespace
}  // namespace httpvet
