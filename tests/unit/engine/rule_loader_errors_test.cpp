// Every mistake in a rule file gets a place and a sentence.
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule_set.h"
#include "support/catch.h"

namespace httpvet::engine {
namespace {

constexpr std::string_view kGoodFile = R"(rules:
  - id: x-sample
    severity: error
    basis: MUST
    spec: RFC 9110 §15
    title: A title
    when: res.status == 405
    require: has(res.allow)
    message: A message.
    why: A reason.
    fix: A remedy.
    bad:
      - response: HTTP/1.1 405 No
    good:
      - response: HTTP/1.1 200 OK
)";

/// A line of the good file, what to write in its place, and the errors that this is (without the name of the file).
struct Mistake {
  std::size_t line;
  std::string_view text;
  std::string_view errors;
};

// clang-format off
constexpr Mistake kMistakes[] = {
    {2, "  - id: X-sample",
     "2:9: An id holds lower-case letters, digits and `-`, as in `405-missing-allow`."},
    {2, "  - id: x_sample",
     "2:10: An id holds lower-case letters, digits and `-`, as in `405-missing-allow`."},
    {2, "  - ident: x-sample",
     "2:5: A rule has no key `ident`.\n"
     "2:5: The rule has no `id`."},
    {2, "",
     "2:5: A rule file has to hold `rules:` with a list of rules."},
    {2, "  - id: [a, b]",
     "2:9: `id` has to be text, this is a list."},
    {3, "    severity: fatal",
     "3:15: `severity` is `info`, `warning` or `error`, not `fatal`."},
    {3, "    severity: eror",
     "3:15: `severity` is `info`, `warning` or `error`, not `eror`; did you mean `error`?"},
    {3, "    sevrity: error",
     "3:5: A rule has no key `sevrity`; did you mean `severity`?\n"
     "2:5: The rule `x-sample` has no `severity`."},
    {3, "    severity: []",
     "3:15: `severity` is an empty list."},
    {3, "    severity: [error, warning]",
     "3:16: `severity` is a word, or a list of maps with `when` and `is` whose last entry alone is a word."},
    {3, "    severity:\n      - {when: res.status == 405, is: loud}\n      - error",
     "4:39: `is` is `info`, `warning` or `error`, not `loud`."},
    {3, "    severity:\n      - {when: res.statuss == 405, is: info}\n      - error",
     "4:20: `res` (a message) has no member `statuss`; did you mean `status`?"},
    {3, "    severity:\n      - {is: info}\n      - error",
     "4:9: An entry of `severity` needs `when` and `is`."},
    {3, "    severity:\n      - {when: res.status == 405, is: info}",
     "4:9: `severity` is a word, or a list of maps with `when` and `is` whose last entry alone is a word."},
    {4, "    basis: must",
     "4:12: `basis` is `MUST`, `SHOULD`, `MAY`, `ABNF`, `PRACTICE` or `OBSOLETE`, not `must`."},
    {5, "    spec:",
     "5:5: `spec` is empty."},
    {5, "    spec: []",
     "5:11: `spec` is an empty list."},
    {6, "    title: |\n      One\n      two",
     "6:12: `title` has to be one line."},
    {6, "    title: A title\n    title: Another",
     "7:5: `title` is given twice."},
    {6, "    title: A title: with a colon",
     "6:19: Illegal map value."},
    {7, "    when: res.status == 405 && res.alow_text == \"x\"",
     "7:36: `res` (a message) has no member `alow_text`."},
    {7, "    when: \"res.status == \\\"x\\\"\"",
     "7:12: `==` needs the same type on both sides, but `res.status` is an int and `\"x\"` is a string."},
    {7, "    when: res.status ==",
     "7:24: Expected a value, but the expression ends."},
    {7, "    when: >\n      res.status == 405 &&\n      res.nothing_here",
     "9:11: `res` (a message) has no member `nothing_here`."},
    {7, "    when: |\n      res.status == 405 &&\n      res.nothing_here",
     "9:11: `res` (a message) has no member `nothing_here`."},
    {7, "    when: rez.status == 405",
     "7:11: There is no `rez` here; did you mean `req`?"},
    {7, "    when: msg.status == 405",
     "7:11: `msg` is known in rules of scope `message`; this rule has scope `response`."},
    {7, "    when: it == 405",
     "7:11: `it` is known only in rules with `each`."},
    {7, "    when: res.status",
     "7:11: `res.status` is an int, but a bool is needed here."},
    {7, "    when: size(exchange.earlier) > 0",
     "7:25: `earlier` is known in rules of scope `exchange`, `session` and `history`; this rule has scope `response`."},
    {7, "    when: !has(res.allow)",
     "7:11: Rule files use no YAML tags; text that begins with `!` has to stand in quotes."},
    {7, "    when: {a: b}",
     "7:11: `when` has to be text, this is a map."},
    {7, "    scope: request\n    when: res.status == 405",
     "8:11: `res` is known in rules of scope `response`, `exchange`, `session` or `history`; this rule has scope `request`.\n"
     "9:18: `res` is known in rules of scope `response`, `exchange`, `session` or `history`; this rule has scope `request`."},
    {7, "    scope: everything",
     "7:12: `scope` is `message`, `request`, `response`, `exchange`, `session` or `history`, not `everything`."},
    {7, "    each: res.status",
     "7:11: `each` has to be a list, such as `res.lines`."},
    {7, "    each: res.lines\n    when: it.nam == \"x\"",
     "8:14: `it` (a line) has no member `nam`; did you mean `name`?"},
    {8, "    require: has(res.allow)\n    check: content_length_invalid",
     "8:5: `check` and `require` exclude each other; `when` says where a check runs."},
    {8, "    check: content_lenght_invalid",
     "8:12: There is no check `content_lenght_invalid`; did you mean `content_length_invalid`?"},
    {8, "    require: has(res.allow)\n    at: res",
     "9:9: `at` has to be a root and one of its members, such as `res.content_range`."},
    {8, "    require: has(res.allow)\n    at: res.status == 1",
     "9:9: `at` has to be a root and one of its members, such as `res.content_range`."},
    {8, "    require: has(res.allow)\n    reads: [res.alow]",
     "9:17: `res` (a message) has no member `alow`; did you mean `allow`?"},
    {8, "    require: has(res.allow)\n    default: maybe",
     "9:14: `default` is `off` or `on`, not `maybe`."},
    {8, "    require: has(res.allow)\n    profiles: [rfc7231]",
     "9:16: `profiles` is `rfc9110` or `rfc2616`, not `rfc7231`."},
    {9, "    message: A {res.allow message.",
     "9:16: This `{` has no `}`; write `{{` for a brace."},
    {9, "    message: A } message.",
     "9:16: A `}` without `{`; write `}}` for a brace."},
    {9, "    message: A {} message.",
     "9:16: An expression has to stand between `{` and `}`; write `{{}}` for braces."},
    {9, "    message: A {res.content_range} message.",
     "9:17: A message can show text, numbers, true or false, and lists of text, but not `res.content_range`."},
    {9, "    message: A {res.statu} message.",
     "9:21: `res` (a message) has no member `statu`; did you mean `status`?"},
    {9, "    message: \"A \\\"{res.statu}\\\" message.\"",
     "9:24: `res` (a message) has no member `statu`; did you mean `status`?"},
    {9, "    message: 'It''s {res.statu}.'",
     "9:26: `res` (a message) has no member `statu`; did you mean `status`?"},
    {9, "",
     "2:5: The rule `x-sample` has no `message`."},
    {12, "    bads:",
     "12:5: A rule has no key `bads`; did you mean `bad`?\n"
     "2:5: The rule `x-sample` has no `bad`."},
    {13, "      - responce: HTTP/1.1 405 No",
     "13:9: An example has no key `responce`; did you mean `response`?"},
    {13, "      - {}",
     "13:9: An example needs a `request`, a `response`, or both."},
    {13, "      - request: GET /\n        request-wire: \"GET / HTTP/1.1\\r\\n\\r\\n\"",
     "14:9: `request` and `request-wire` exclude each other."},
    {13, "      - wire: 'HTTP/1.1 405 No'",
     "13:15: `wire` has to stand between double quotes, with \\r\\n for every line end."},
    {13, "      - wire: \"HTTP/1.1 405 \\u0141\"",
     "13:29: Write octets above 0x7F as \\xNN, one escape for each octet."},
    {13, "      - wire: \"HTTP/1.1 405 §\"",
     "13:29: Write octets above 0x7F as \\xNN, one escape for each octet."},
    {13, "      - {response: HTTP/1.1 405 No, closed: maybe}",
     "13:45: `closed` is `orderly` or `cut`, not `maybe`."},
    {13, "      - {response: HTTP/1.1 405 No, tls: yes}",
     "13:42: `tls` is `true` or `false`, not `yes`."},
    {13, "      - {response: HTTP/1.1 405 No, time: yesterday}",
     "13:43: `time` has to be an RFC 3339 time such as 2026-01-01T00:00:00Z, not `yesterday`."},
    {13, "      - {response: HTTP/1.1 405 No, exchanges: []}",
     "13:10: `response` stands inside the list `exchanges` where that is given.\n"
     "13:48: `exchanges` has to be a list of maps with `request` and `response`."},
    {13, "      - exchanges: none",
     "13:20: `exchanges` has to be a list of maps with `request` and `response`."},
    {13, "      - {response: HTTP/1.1 405 No, profile: rfc1}",
     "13:46: `profile` is `rfc9110` or `rfc2616`, not `rfc1`."},
    {13, "    # none",
     "12:5: `bad` has to be a list of at least one example."},
    {14, "    good: []",
     "15:7: End of map not found."},
    {15, "      - just text",
     "15:9: An example has to be a map of keys and values."},
    {15, "      - &anchor {response: HTTP/1.1 200 OK}",
     "15:9: Rule files use no YAML anchors; write the value out."},
    {15, "      - *anchor",
     "15:9: The referenced anchor is not defined."},
    {15, "      - response: HTTP/1.1 200 OK\n---\nrules: []",
     "16:1: A rule file is one YAML document, this begins another."},
    {15, "      - response: HTTP/1.1 200 OK\n  - id: x-sample",
     "16:5: The rule `x-sample` has no `severity`, `basis`, `spec`, `title`, `message`, `why`, `fix`, `bad`, `good`.\n"
     "16:5: The rule `x-sample` judges nothing: it needs `when`, `require`, `each` or `check`.\n"
     "16:9: There is a rule called `x-sample` already, at f:2."},
    {1, "rule:",
     "1:1: A rule file has no key `rule`; did you mean `rules`?"},
    {1, "- rules:",
     "1:1: A rule file has to be a map of keys and values."},
};
// clang-format on

std::string with_line(std::size_t line, std::string_view text) {
  std::string out;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < kGoodFile.size();) {
    const std::size_t end = kGoodFile.find('\n', begin) + 1;
    if (++number != line) {
      out += kGoodFile.substr(begin, end - begin);
    } else if (!text.empty()) {
      out += std::string(text) + "\n";
    }
    begin = end;
  }
  return out;
}

std::string errors_of(const std::string& yaml) {
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(yaml, "f", errors);
  std::string out;
  for (const RuleFileError& error : errors) {
    REQUIRE(error.text().starts_with("f:"));
    out += (out.empty() ? "" : "\n") + error.text().substr(2);
  }
  return out;
}

TEST_CASE("the file that the mistakes are made in is right") { CHECK(errors_of(std::string(kGoodFile)) == ""); }

TEST_CASE("every mistake in a rule file has a place and a sentence") {
  for (const Mistake& mistake : kMistakes) {
    INFO(mistake.text);
    CHECK(errors_of(with_line(mistake.line, mistake.text)) == mistake.errors);
  }
}

TEST_CASE("no octet of a rule file reaches an error message unescaped") {
  CHECK(errors_of(with_line(3, "    severity: \"\\e[31m\"")) ==
        "3:15: `severity` is `info`, `warning` or `error`, not `\\x1B[31m`.");
}

TEST_CASE("the errors of a hostile file are bounded") {
  std::string yaml = "rules:\n";
  for (int i = 0; i < 5000; ++i) yaml += "  - nonsense\n";
  RuleFile file;
  std::vector<RuleFileError> errors;
  file.load(yaml, "f", errors);
  CHECK(errors.size() == 100);
  CHECK(file.rules().empty());
}

TEST_CASE("a rule with a mistake is left out, the others are there") {
  RuleFile file;
  std::vector<RuleFileError> errors;
  std::string yaml(kGoodFile);
  std::string second = with_line(3, "    severity: loud").substr(std::string_view("rules:\n").size());
  second.replace(second.find("x-sample"), 8, "x-second");
  file.load(yaml + second, "f", errors);
  CHECK(errors.size() == 1);
  REQUIRE(file.rules().size() == 1);
  CHECK(file.rules()[0].info.id == "x-sample");
}

}  // namespace
}  // namespace httpvet::engine
