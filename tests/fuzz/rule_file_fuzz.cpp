// Fuzz target for rule files: whatever the text, the loader ends, every error has a place in the text and words without
// control characters, and the rules that come out can run their examples.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "engine/rule_examples.h"
#include "engine/rule_set.h"

namespace {

using namespace httpvet;
using namespace httpvet::engine;

void require_that(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

void check_place(Bytes text, const RuleFileError& error) {
  std::size_t begin = 0;
  for (std::size_t line = 1; line < error.line; ++line) {
    const std::size_t end = text.find('\n', begin);
    require_that(end != Bytes::npos, "an error's line is a line of the text");
    begin = end + 1;
  }
  const std::size_t length = std::min(text.find('\n', begin), text.size()) - begin;
  require_that(error.line >= 1 && error.column >= 1 && error.column <= length + 1, "an error's column is in its line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes text(reinterpret_cast<const char*>(data), size);
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(text, "f", errors);
  for (const RuleFileError& error : errors) {
    check_place(text, error);
    require_that(!error.message.empty(), "an error has words");
    require_that(
        std::none_of(error.message.begin(), error.message.end(), [](char c) { return base::is(c, base::kControl); }),
        "no control character reaches an error");
  }
  for (const Rule& rule : file.rules()) {
    require_that(!rule.info.bad.empty() && !rule.info.good.empty(), "a rule that loads has examples");
  }
  std::vector<RuleFileError> duplicates;
  const RuleSet set = RuleSet::merge({}, &file, duplicates);
  require_that(duplicates.empty(), "a file has no name twice");
  run_all_examples(set, &file);
  return 0;
}
