// What each operator makes of known and unknown operands.
#include <string>
#include <vector>

#include "expr/program.h"
#include "support/catch.h"
#include "unit/expr/fake_schema.h"

using namespace httpvet;
using namespace httpvet::expr;
using namespace httpvet::expr::fake;

namespace {

// res has everything; req.allow is absent, req.age malformed, req.status and req.tags not captured.
struct Fixture {
  base::Arena arena;
  FakeFacts facts;
  Bytes tags[2] = {"gzip", "br"};
  std::int64_t codes[3] = {1, 2, 3};
  const void* lines[2] = {&facts.lines[0], &facts.lines[1]};

  Fixture() {
    facts.response.facts = {
        {kStatus, Value::of(std::int64_t{405})},
        {kAllow, Value::of(Bytes("GET, Head"))},
        {kAge, Value::of(std::int64_t{60})},
        {kTags, Value::of(std::span<const Bytes>(tags))},
        {kCodes, Value::of_list({codes, 3})},
        {kLines, Value::of_list({lines, 2})},
        {kCacheControl, Value::of_object(&facts.cache[0])},
        {kSecure, Value::of(true)},
    };
    facts.cache[0].facts = {{kMaxAge, Value::malformed()}, {kNoStore, Value::of(false)}};
    facts.lines[0].facts = {{kName, Value::of(Bytes("Date"))}, {kValue, Value::of(Bytes(""))}};
    facts.lines[1].facts = {{kName, Value::of(Bytes("Via"))}};
    facts.request.facts = {{kAge, Value::malformed()},
                           {kStatus, Value::not_captured()},
                           {kTags, Value::not_captured()},
                           {kCacheControl, Value::malformed()}};
  }

  // "true", "false", or why it is unknown.
  std::string outcome(const std::string& source) {
    const auto program = compile(source, FakeSchema(), {object_of(kLine), kBoolType}, arena);
    if (!program.ok()) return program.error().message;
    Evaluator evaluator(facts);
    return word(evaluator.run(program.value(), Value::of_object(&facts.lines[1])));
  }

  static std::string word(const Value& v) {
    switch (v.state) {
      case State::kKnown:
        return v.boolean ? "true" : "false";
      case State::kAbsent:
        return "absent";
      case State::kMalformed:
        return "malformed";
      default:
        return "not captured";
    }
  }

  std::string fires(const std::string& when, const std::string& require) {
    const auto program = [&](const std::string& source) {
      if (source.empty()) return Program{};
      const auto result = compile(source, FakeSchema(), {}, arena);
      return result.ok() ? result.value() : Program{};
    };
    Evaluator evaluator(facts);
    return word(evaluator.fires(program(when), program(require)));
  }
};

struct Case {
  const char* source;
  const char* outcome;
};

void check_cases(const std::vector<Case>& cases) {
  Fixture f;
  for (const Case& c : cases) {
    INFO(c.source);
    CHECK(f.outcome(c.source) == c.outcome);
  }
}

}  // namespace

TEST_CASE("operators on known values give what their names say") {
  check_cases({
      {"res.status == 405", "true"},
      {"res.status != 405", "false"},
      {"res.status < 405", "false"},
      {"res.status <= 405", "true"},
      {"res.status > 404", "true"},
      {"res.status >= 406", "false"},
      {"res.status + 1 - 2 == 404", "true"},
      {"res.status in [404, 405]", "true"},
      {"res.status in [404, 406]", "false"},
      {"res.age in res.codes", "false"},
      {"res.allow == \"GET, Head\"", "true"},
      {"res.allow != 'GET'", "true"},
      {"res.allow.lower() == 'get, head'", "true"},
      {"(res.allow.lower() + ';' + res.allow) == 'get, head;GET, Head'", "true"},
      {"res.allow.contains('T, H')", "true"},
      {"res.allow.starts_with('get')", "false"},
      {"res.allow.ends_with('ead')", "true"},
      {"'\\x47\\x45T, Head' == res.allow", "true"},
      {R"('\'' + "\"\\\n\r\t" == '\x27\x22\x5c\x0a\x0d\x09')", "true"},
      {"'br' in res.tags", "true"},
      {"'zstd' in res.tags", "false"},
      {"res.tags[1] == 'br'", "true"},
      {"res.codes[2] == 3", "true"},
      {"[7, 8][res.codes[0]] == 8", "true"},
      {"['x', 'y'][res.codes[0]] == 'y'", "true"},
      {"res.lines[1].name == 'Via'", "true"},
      {"size(res.tags) == 2 && size(res.allow) == 9", "true"},
      {"res.secure", "true"},
      {"!res.secure", "false"},
      {"res.secure == res.cache_control.no_store", "false"},
      {"res.secure != res.cache_control.no_store", "true"},
      {"res.coded('gzip') && !res.coded('br')", "true"},
      {"res.between(400, 499)", "true"},
      {"it.name == 'Via'", "true"},
      {"res.lines.exists(l, l.name == 'Date')", "true"},
      {"res.lines.all(l, l.name == 'Date')", "false"},
      {"res.lines.exists(l, l.name == it.name)", "true"},
      {"res.codes.all(c, c > 0) && res.tags.exists(t, t.contains('z'))", "true"},
      {"[1, 2].exists(n, n in res.codes)", "true"},
  });
}

TEST_CASE("operators bind as the grammar says") {
  check_cases({
      {"true || false && false", "true"},
      {"(true || false) && false", "false"},
      {"!true || true", "true"},
      {"!(true || true)", "false"},
      {"res.status == 404 + 1", "true"},
      {"10 - 3 - 2 == 5", "true"},
      {"10 - (3 - 2) == 9", "true"},
      {"5 - -5 == 10", "true"},
      {"!res.secure == false", "true"},
      {"!it.name.lower().contains('v') || 1 + 1 in [2]", "true"},
  });
}

TEST_CASE("an unknown operand makes an operator unknown and what cannot become known decides") {
  check_cases({
      {"req.allow == 'GET'", "absent"},
      {"req.age == 1", "malformed"},
      {"req.status == 200", "not captured"},
      {"req.status == req.age", "malformed"},
      {"req.age == req.status", "malformed"},
      {"req.status < res.status", "not captured"},
      {"req.status + 1 == 2", "not captured"},
      {"req.allow.lower() == ''", "absent"},
      {"req.allow + 'x' == 'x'", "absent"},
      {"req.allow.contains('x')", "absent"},
      {"res.allow.contains(req.allow)", "absent"},
      {"req.status in [1, 2]", "not captured"},
      {"req.age in [1, 2]", "malformed"},
      {"'a' in req.tags", "not captured"},
      {"req.allow in req.tags", "absent"},
      {"req.tags[0] == req.allow", "absent"},
      {"res.tags[2] == 'x'", "absent"},
      {"res.tags[-1] == 'x'", "absent"},
      {"res.tags[req.status] == 'x'", "not captured"},
      {"size(req.tags) == 0", "not captured"},
      {"req.cache_control.max_age == 1", "malformed"},
      {"res.cache_control.max_age == 1", "malformed"},
      {"req.secure", "absent"},
      {"!req.secure", "absent"},
      {"res.coded(req.allow)", "absent"},
      {"req.between(req.status, 1)", "not captured"},
      {"res.between(req.status, req.age)", "malformed"},
      {"9223372036854775807 + res.status == 0", "malformed"},
      {"0 - 9223372036854775807 - res.status == 0", "malformed"},
  });
}

TEST_CASE("and, or and not know what an unknown operand cannot change") {
  // true, false, absent (req.secure), not captured (req.status == 1)
  check_cases({
      {"res.secure && req.secure", "absent"},
      {"!res.secure && req.secure", "false"},
      {"req.secure && !res.secure", "false"},
      {"res.secure && req.status == 1", "not captured"},
      {"!res.secure && req.status == 1", "false"},
      {"req.status == 1 && !res.secure", "false"},
      {"req.secure && req.status == 1", "absent"},
      {"req.status == 1 && req.secure", "absent"},
      {"res.secure || req.secure", "true"},
      {"req.secure || res.secure", "true"},
      {"!res.secure || req.secure", "absent"},
      {"!res.secure || req.status == 1", "not captured"},
      {"req.status == 1 || res.secure", "true"},
      {"req.secure || req.status == 1", "not captured"},
      {"req.status == 1 || req.secure", "not captured"},
      {"!(req.secure || req.status == 1)", "absent"},
      {"!(req.secure && req.status == 1)", "not captured"},
      {"!(!req.secure && !(req.status == 1))", "not captured"},
  });
}

TEST_CASE("the exported logic is that of the evaluator when truth is asked for") {
  const Value yes = Value::of(true);
  const Value no = Value::of(false);
  const Value absent = Value::absent();
  const Value hidden = Value::not_captured();
  CHECK(Fixture::word(logical_and(yes, yes)) == "true");
  CHECK(Fixture::word(logical_and(yes, no)) == "false");
  CHECK(Fixture::word(logical_and(absent, no)) == "false");
  CHECK(Fixture::word(logical_and(absent, hidden)) == "absent");
  CHECK(Fixture::word(logical_and(hidden, Value::malformed())) == "malformed");
  CHECK(Fixture::word(logical_and(yes, hidden)) == "not captured");
  CHECK(Fixture::word(logical_or(no, no)) == "false");
  CHECK(Fixture::word(logical_or(hidden, yes)) == "true");
  CHECK(Fixture::word(logical_or(absent, hidden)) == "not captured");
  CHECK(Fixture::word(logical_or(hidden, absent)) == "not captured");
  CHECK(Fixture::word(logical_or(no, absent)) == "absent");
  CHECK(Fixture::word(logical_not(yes)) == "false");
  CHECK(Fixture::word(logical_not(hidden)) == "not captured");
}

TEST_CASE("has is known unless its container is hidden or malformed") {
  check_cases({
      {"has(res.allow)", "true"},
      {"has(req.allow)", "false"},
      {"has(req.age)", "true"},
      {"has(req.status)", "not captured"},
      {"has(res.cache_control.max_age)", "true"},
      {"has(req.cache_control.max_age)", "malformed"},
      {"has(res.lines[0].value)", "true"},
      {"has(res.lines[1].value)", "false"},
      {"has(res.lines[2].value)", "false"},
      {"has(it.value)", "false"},
  });
  Fixture f;
  f.facts.roots[kRequest] = Value::not_captured();
  CHECK(f.outcome("has(req.allow)") == "not captured");
  CHECK(f.outcome("has(req.cache_control.max_age)") == "not captured");
  f.facts.roots[kRequest] = Value::absent();
  CHECK(f.outcome("has(req.allow)") == "false");
  CHECK(f.outcome("req.allow == ''") == "absent");
}

TEST_CASE("exists and all fold what their predicate says of each item") {
  check_cases({
      {"res.lines.exists(l, l.value == '')", "true"},
      {"res.lines.exists(l, l.value == 'x')", "absent"},
      {"res.lines.all(l, l.value == '')", "absent"},
      {"res.lines.all(l, l.value == 'x')", "false"},
      {"res.codes.exists(c, c == req.status)", "not captured"},
      {"res.codes.exists(c, c == 1 || req.secure)", "true"},
      {"req.tags.exists(t, true)", "not captured"},
      {"req.lines.exists(l, true)", "absent"},
      {"!req.lines.exists(l, true)", "absent"},
  });
  Fixture f;
  f.facts.response.facts[kCodes] = Value::of_list({});
  CHECK(f.outcome("res.codes.exists(c, true)") == "false");
  CHECK(f.outcome("res.codes.all(c, false)") == "true");
}

TEST_CASE("a rule fires when its condition is true and its requirement false") {
  Fixture f;
  CHECK(f.fires("", "") == "true");
  CHECK(f.fires("res.status == 405", "") == "true");
  CHECK(f.fires("res.status == 405", "has(res.allow)") == "false");
  CHECK(f.fires("res.status == 405", "has(req.allow)") == "true");
  CHECK(f.fires("res.status == 404", "has(req.allow)") == "false");
  CHECK(f.fires("res.status == 405", "req.status == 1") == "not captured");
  CHECK(f.fires("req.status == 1", "has(req.allow)") == "not captured");
  CHECK(f.fires("req.status == 1", "has(res.allow)") == "false");
  CHECK(f.fires("req.status == 1", "req.allow == ''") == "absent");
  // What was not captured could not help: the requirement is never false.
  CHECK(f.fires("res.secure", "req.allow == '' || req.status == 1") == "absent");
  // And here it could.
  CHECK(f.fires("res.secure", "req.allow == '' && req.status == 1") == "not captured");
}

TEST_CASE("a requirement is not read once the condition cannot be true") {
  Fixture f;
  CHECK(f.fires("res.status == 404", "res.age == 1") == "false");
  CHECK(f.facts.reads == 1);
  CHECK(f.fires("req.allow == ''", "res.age == 1") == "absent");
  CHECK(f.facts.reads == 2);
}

TEST_CASE("results stay valid until the evaluator is cleared") {
  Fixture f;
  Evaluator evaluator(f.facts);
  const auto lower = compile("res.allow.lower() + '!'", FakeSchema(), {}, f.arena);
  const auto when = compile("(res.allow + res.allow).lower() == ''", FakeSchema(), {}, f.arena);
  REQUIRE(lower.ok());
  REQUIRE(when.ok());
  const Value first = evaluator.run(lower.value());
  for (int i = 0; i < 1000; ++i) evaluator.fires(when.value(), {});
  const Value second = evaluator.run(lower.value());
  CHECK(first.string == "get, head!");
  CHECK(second.string == "get, head!");
  CHECK(first.string.data() != second.string.data());
  const char* const place = first.string.data();
  evaluator.clear();
  CHECK(evaluator.run(lower.value()).string.data() == place);
}

TEST_CASE("text longer than a scratch block is lowered and joined whole") {
  Fixture f;
  const std::string large(3'000'000, 'X');
  f.facts.response.facts[kAllow] = Value::of(Bytes(large));
  CHECK(f.outcome("size(res.allow.lower() + res.allow) == 6000000") == "true");
  CHECK(f.outcome("(res.allow + 'Y').lower().ends_with('xxy')") == "true");
  const auto program = compile("res.allow.lower()", FakeSchema(), {}, f.arena);
  REQUIRE(program.ok());
  Evaluator evaluator(f.facts);
  evaluator.run(program.value());
  evaluator.clear();
  CHECK(evaluator.run(program.value()).string == std::string(3'000'000, 'x'));
}

TEST_CASE("an empty program has no value") {
  Fixture f;
  Evaluator evaluator(f.facts);
  CHECK(evaluator.run({}).state == State::kAbsent);
}
