// What the analysis finds necessary; that it is sound is a property test.
#include <string>
#include <vector>

#include "expr/compiler.h"
#include "support/catch.h"
#include "unit/expr/fake_schema.h"

using namespace httpvet;
using namespace httpvet::expr;
using namespace httpvet::expr::fake;

namespace {

std::string name_of(Feature feature) {
  return std::string(feature / 100 == kResponse ? "res." : "req.") + std::string(kRows[feature % 100].name);
}

// "+res.allow -req.age 200-299", in the order of the schema.
std::string needs(const std::string& when, const std::string& require = "", const std::string& each = "") {
  base::Arena arena;
  const auto program = [&](const std::string& source) {
    if (source.empty()) return Program{};
    const auto result = compile(source, FakeSchema(), {object_of(kLine), std::nullopt}, arena);
    INFO(source);
    REQUIRE(result.ok());
    return result.value();
  };
  const Needs found = analyse(program(each), program(when), program(require), FakeSchema(), arena);
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
  for (const Feature feature : found.present) add("+" + name_of(feature));
  for (const Feature feature : found.absent) add("-" + name_of(feature));
  for (const StatusRange range : found.statuses) {
    add(std::to_string(range.first) + (range.last == range.first ? "" : "-" + std::to_string(range.last)));
  }
  return text;
}

}  // namespace

TEST_CASE("a rule needs the fields that its operators cannot do without") {
  CHECK(needs("").empty());
  CHECK(needs("res.secure") == "+res.secure");
  CHECK(needs("!res.secure") == "+res.secure");
  CHECK(needs("res.allow == 'a'") == "+res.allow");
  CHECK(needs("!(res.allow == 'a')") == "+res.allow");
  CHECK(needs("res.allow.lower().contains(req.allow + 'x')") == "+res.allow +req.allow");
  CHECK(needs("res.allow in res.tags") == "+res.allow +res.tags");
  CHECK(needs("size(res.tags) == 0") == "+res.tags");
  CHECK(needs("res.tags[res.age] == 'x'") == "+res.age +res.tags");
  CHECK(needs("res.cache_control.max_age < 1") == "+res.cache_control");
  CHECK(needs("res.lines[0].name == 'a'") == "+res.lines");
  CHECK(needs("res.coded(req.allow)") == "+req.allow");
  CHECK(needs("res.codes[0] == 1").empty());
}

TEST_CASE("has needs its field and its negation needs it gone") {
  CHECK(needs("has(res.allow)") == "+res.allow");
  CHECK(needs("!has(res.allow)") == "-res.allow");
  CHECK(needs("has(res.age)") == "+res.age");
  CHECK(needs("!has(res.age)").empty());  // Age's feature is not enough for an age
  CHECK(needs("has(res.cache_control.max_age)") == "+res.cache_control");
  CHECK(needs("!has(res.cache_control.max_age)").empty());
  CHECK(needs("has(res.allow) == has(req.allow)").empty());
}

TEST_CASE("and joins needs, or keeps those that all branches share") {
  CHECK(needs("has(res.allow) && !has(req.allow)") == "+res.allow -req.allow");
  CHECK(needs("has(res.allow) || has(req.allow)").empty());
  CHECK(needs("has(res.allow) && has(res.tags) || has(res.allow)") == "+res.allow");
  CHECK(needs("!(has(res.allow) || has(req.allow))") == "-res.allow -req.allow");
  CHECK(needs("!(has(res.allow) && has(req.allow))").empty());
  CHECK(needs("has(req.allow) || res.age == 1").empty());
  CHECK(needs("!(res.age == 1 || res.allow == 'a')") == "+res.allow +res.age");
  CHECK(needs("has(res.allow) && true") == "+res.allow");
  CHECK(needs("has(res.allow) == true") == "+res.allow");
  CHECK(needs("has(res.allow) || false") == "+res.allow");
}

TEST_CASE("comparisons of the status become ranges") {
  CHECK(needs("res.status == 405") == "405");
  CHECK(needs("405 == res.status") == "405");
  CHECK(needs("res.status != 405") == "0-404 406-999");
  CHECK(needs("!(res.status == 405)") == "0-404 406-999");
  CHECK(needs("res.status >= 400 && res.status < 500") == "400-499");
  CHECK(needs("res.status < 400 || res.status >= 500") == "0-399 500-999");
  CHECK(needs("400 <= res.status") == "400-999");
  CHECK(needs("res.status in [204, 304, 205]") == "204-205 304");
  CHECK(needs("!(res.status in [204, 1000])") == "0-203 205-999");
  CHECK(needs("res.status == 204 || has(res.allow)").empty());
  CHECK(needs("res.status == 204 && has(res.allow) || res.status == 304 && has(res.allow)") == "+res.allow 204 304");
  CHECK(needs("req.status == 405").empty());
  CHECK(needs("res.status + 1 == 405").empty());
  CHECK(needs("res.status <= 999").empty());
}

TEST_CASE("what cannot be needs the status that no message has") {
  CHECK(needs("false") == "0");
  CHECK(needs("res.status == 200 && res.status == 404") == "0");
  CHECK(needs("res.status > 999") == "0");
  CHECK(needs("true", "true") == "0");
  // A status that was not captured fits every comparison, so the branch may still be what leaves the rule undecided.
  CHECK(needs("res.status > 999 || has(res.allow)").empty());
}

TEST_CASE("a requirement is analysed for being false, and a list for being there") {
  CHECK(needs("res.status == 405", "has(res.allow)") == "-res.allow 405");
  CHECK(needs("", "res.age < 5") == "+res.age");
  CHECK(needs("", "!has(res.allow) || res.status == 405") == "+res.allow 0-404 406-999");
  CHECK(needs("it.name == 'a'", "", "res.lines") == "+res.lines");
  CHECK(needs("", "", "res.lines") == "+res.lines");
}

TEST_CASE("exists needs its list only when it should be true, all only when it should be false") {
  CHECK(needs("res.tags.exists(t, t == 'a')") == "+res.tags");
  CHECK(needs("!res.tags.exists(t, t == 'a')").empty());
  CHECK(needs("res.tags.all(t, t == 'a')").empty());
  CHECK(needs("!res.tags.all(t, t == 'a')") == "+res.tags");
  CHECK(needs("res.tags.exists(t, res.status == 405)") == "+res.tags");
}

TEST_CASE("a read through a view is a read of the object itself") {
  CHECK(needs("res.fields.allow == 'a'") == "+res.allow");
  CHECK(needs("!has(res.fields.allow)") == "-res.allow");
  CHECK(needs("(res.fields).status == 405") == "405");
  base::Arena arena;
  const auto program = compile("res.fields.allow == 'a'", FakeSchema(), {}, arena);
  REQUIRE(program.ok());
  const std::vector<FactUse> uses = facts_used(program.value());
  REQUIRE(uses.size() == 1);
  CHECK((uses[0].root == kResponse && uses[0].fact == kAllow));
}
