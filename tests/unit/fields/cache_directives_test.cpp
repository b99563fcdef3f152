// Cache directives, read as far as they can be read, and what is known of each.
#include "fields/cache_directives.h"

#include <string>
#include <vector>

#include "support/catch.h"

namespace httpvet::fields {
namespace {

/// "name", "name=argument", `name="argument"`, with the separator in front where it is wrong, and ! where not alone.
std::vector<std::string> read(Bytes value) {
  base::Arena arena;
  std::vector<std::string> all;
  for (const LooseDirective& directive : read_loosely(value, arena)) {
    std::string text;
    if (directive.separator != '\0') text += directive.separator;
    if (!directive.alone) text += '!';
    text += directive.name.in(value);
    const std::string quote = directive.quoted ? "\"" : "";
    if (directive.has_argument) text += "=" + quote + std::string(directive.argument.in(value)) + quote;
    all.push_back(text);
  }
  return all;
}

using Texts = std::vector<std::string>;

ArgumentFault fault(Bytes value, bool request = false) {
  base::Arena arena;
  const LooseDirective directive = read_loosely(value, arena).front();
  const DirectiveInfo* info = find_directive(directive.name.in(value));
  REQUIRE(info != nullptr);
  return argument_fault(directive, value, *info, request);
}

}  // namespace

TEST_CASE("directives are read with and without arguments") {
  CHECK(read("no-cache, max-age=60 ,,private=\"a, b\"") == Texts{"no-cache", "max-age=60", "private=\"a, b\""});
  CHECK(read("max-age= , x") == Texts{"max-age=", "x"});
  CHECK(read("max-age=@7, x") == Texts{"max-age=@7", "x"});
  CHECK(read("private=\"a\\\", b") == Texts{"private=\"a\\\", b\""});
  CHECK(read("private=\"\\") == Texts{"private=\"\\\""});
  CHECK(read("").empty());
  CHECK(read(", = ;\"").empty());
}

TEST_CASE("what stands in the place of commas and equals signs is noted") {
  CHECK(read("no-cache; no-store") == Texts{";!no-cache", "!no-store"});
  CHECK(read("max-age=60;") == Texts{";!max-age=60"});
  CHECK(read("private max-age=1, x") == Texts{" !private", "!max-age=1", "x"});
  CHECK(read("max-age: 60") == Texts{":!max-age=60"});
  CHECK(read("max-age = 60, x") == Texts{" !max-age=60", "x"});
  CHECK(read("max-age= 60") == Texts{" !max-age=60"});
  CHECK(read("max-age=") == Texts{"max-age="});
}

TEST_CASE("no value yields more directives than rules can bear") {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "max-age=1,";
  CHECK(read(many).size() <= 256);
  std::string blanks;
  for (int i = 0; i < 100'000; ++i) blanks += "a ";
  CHECK(read(blanks).size() <= 256);
  CHECK(read(std::string(100'000, ' ') + "a b c d").size() == 4);
}

TEST_CASE("arguments are judged by directive and kind of message") {
  CHECK(fault("max-age") == ArgumentFault::kMissing);
  CHECK(fault("max-age=0") == ArgumentFault::kNoFault);
  CHECK(fault("max-age=\"0\"") == ArgumentFault::kNoFault);
  CHECK(fault("MAX-AGE=-1") == ArgumentFault::kNotSeconds);
  CHECK(fault("max-stale", true) == ArgumentFault::kNoFault);
  CHECK(fault("no-cache=x") == ArgumentFault::kNoFault);
  CHECK(fault("no-cache=x", true) == ArgumentFault::kNotAllowed);
  CHECK(fault("private=\"\"") == ArgumentFault::kNotNames);
  CHECK(fault("private=\"a b\"") == ArgumentFault::kNotNames);
  CHECK(fault("public=1") == ArgumentFault::kNotAllowed);
}

TEST_CASE("a slip leads to the directive that was meant") {
  CHECK(directive_meant("maxage") == "max-age");
  CHECK(directive_meant("Max_Age") == "max-age");
  CHECK(directive_meant("must-validate") == "must-revalidate");
  CHECK(directive_meant("non-cache") == "no-cache");
  CHECK(directive_meant("private-cache") == "private");
  CHECK(directive_meant("pre-check").empty());
  CHECK(directive_meant("x").empty());
  CHECK(directive_meant("refresh").empty());
  CHECK(directive_meant(std::string(5000, 'a')).empty());
}

}  // namespace httpvet::fields
