#include "report/snippet.h"

#include <algorithm>
#include <random>
#include <string>

#include "report/layout.h"
#include "support/catch.h"
#include "support/safe_text.h"

using namespace httpvet;
using namespace httpvet::report;

namespace {

Snippet snippet(std::string text, Span evidence, std::size_t width = 80, bool unicode = true) {
  return make_snippet({std::move(text), evidence, false, false}, width, unicode);
}

}  // namespace

TEST_CASE("carets stand under the evidence") {
  const Snippet s = snippet("Age: abc", {5, 8});
  CHECK(s.text == "Age: abc");
  CHECK(s.carets == "     ^^^");
}

TEST_CASE("carets count escapes by their columns") {
  const Snippet s = snippet("a\tb\x1b\xC3\xA4\r\n", {3, 4});
  CHECK(s.text == "a\\tb\\x1B\\xC3\\xA4\\r\\n");
  CHECK(s.carets == "    ^^^^");
  CHECK(snippet("ab\r\n", {2, 4}).carets == "  ^^^^");
}

TEST_CASE("the place of something missing gets one caret") {
  CHECK(snippet("ab", {1, 1}).carets == " ^");
  CHECK(snippet("ab", {2, 2}).carets == "  ^");
  CHECK(snippet("", {0, 0}).carets == "^");
}

TEST_CASE("a long line is shown around its evidence") {
  const std::string line = std::string(100, 'a') + "!" + std::string(100, 'b');
  const Snippet s = snippet(line, {100, 101}, 22);
  CHECK(s.text == "…" + std::string(9, 'a') + "!" + std::string(10, 'b') + "…");
  CHECK(s.carets == std::string(10, ' ') + "^");
  CHECK(snippet(line, {0, 1}, 22).text == std::string(20, 'a') + "…");
  CHECK(snippet(line, {200, 201}, 22, false).text == "..." + std::string(16, 'b'));
}

TEST_CASE("evidence that is longer than the screen is shown from its beginning") {
  const Snippet s = snippet(std::string(50, 'a') + std::string(100, '!'), {50, 150}, 22);
  CHECK(s.text == "…" + std::string(20, '!') + "…");
  CHECK(s.carets == " " + std::string(20, '^'));
}

TEST_CASE("lines that are cut already say so") {
  const Snippet s = make_snippet({"abc", {1, 2}, true, true}, 80, true);
  CHECK(s.text == "…abc…");
  CHECK(s.carets == "  ^");
}

TEST_CASE("carets always cover the columns of the evidence") {
  std::mt19937 random(2);  // NOLINT: the same octets in every run
  for (int round = 0; round < 3000; ++round) {
    const std::string before = testing::random_octets(random, 60);
    const std::string evidence = testing::random_octets(random, 8);
    const std::string after = testing::random_octets(random, 60);
    const std::size_t width = 20 + random() % 80;
    const bool unicode = random() % 2 == 0;
    const Span span{before.size(), before.size() + evidence.size()};
    const Snippet s =
        make_snippet({before + evidence + after, span, random() % 4 == 0, random() % 4 == 0}, width, unicode);
    INFO(s.text << "\n" << s.carets);
    CHECK(testing::unsafe_text("| " + s.text + "\n") == "");
    CHECK(columns_of(s.text) <= width);
    CHECK(s.carets.size() <= width + 1);  // the place behind a full line
    const std::size_t first = s.carets.find('^');
    REQUIRE(first != std::string::npos);
    // What the carets cover is the escaped form of the evidence, or of its beginning.
    const std::string marks = s.carets.substr(first);
    CHECK(std::count(marks.begin(), marks.end(), '^') == static_cast<std::ptrdiff_t>(marks.size()));
    const std::size_t wide = s.text.rfind("…", 0) == 0 ? 2 : 0;  // octets of "…" beyond its one column
    const std::string covered = s.text.substr(std::min(first + wide, s.text.size()), marks.size());
    if (evidence.empty()) continue;
    CHECK(evidence.rfind(testing::unescaped(covered), 0) == 0);
  }
}

TEST_CASE("text is wrapped at blanks and never begins a line with a command") {
  CHECK(wrapped("aa bb cc", 5) == std::vector<std::string>{"aa bb", "cc"});
  CHECK(wrapped("abcdefgh i", 5) == std::vector<std::string>{"abcdefgh", "i"});
  CHECK(wrapped("", 5) == std::vector<std::string>{""});
  CHECK(wrapped("aaaaa ::error", 5) == std::vector<std::string>{"aaaaa", "\\x3A:error"});
  CHECK(columns_of("日本 ä") == 6);
  // Chinese text has no blanks; punctuation stays with what it closes or opens.
  CHECK(wrapped("伺服器已收到", 6) == std::vector<std::string>{"伺服器", "已收到"});
  CHECK(wrapped("伺服器，已", 6) == std::vector<std::string>{"伺服", "器，已"});
  CHECK(wrapped("伺服（器）", 6) == std::vector<std::string>{"伺服", "（器）"});
  CHECK(wrapped("使用 GET 取得 Location，再", 10) == std::vector<std::string>{"使用 GET", "取得", "Location，", "再"});
}
