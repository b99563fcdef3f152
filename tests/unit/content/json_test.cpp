#include "content/json.h"

#include <string>

#include "support/catch.h"

namespace httpvet::content {
namespace {

TextState state(Bytes text) { return check_json(text).state; }

}  // namespace

TEST_CASE("JSON texts of RFC 8259 are valid") {
  for (const char* text : {"{}", "[]", " [1, -0.5e+3, true, null] \r\n", R"({"a":{"b":[{}]},"c":"\u00e9\n\"/"})", "0",
                           "-1", "\"text\"", "\xEF\xBB\xBF{}", R"({"a":1,"a":2})"}) {
    INFO(text);
    CHECK(state(text) == TextState::kValid);
  }
}

TEST_CASE("what no JSON text can begin with is malformed, at its offset") {
  struct Row {
    const char* text;
    std::size_t offset;
  };
  for (const Row& row : {Row{"{a:1}", 1}, Row{"{'a':1}", 1}, Row{"[1,]", 3}, Row{"{\"a\":1,}", 7}, Row{"01", 1},
                         Row{"[1 2]", 3}, Row{"{\"a\" 1}", 5}, Row{"nul!", 3}, Row{"\"a\nb\"", 2}, Row{R"("\x")", 2},
                         Row{"[+1]", 1}, Row{"{} {}", 3}, Row{"[1.]", 3}, Row{"// note\n{}", 0}, Row{"[}", 1}}) {
    INFO(row.text);
    CHECK(state(row.text) == TextState::kMalformed);
    CHECK(check_json(row.text).offset == row.offset);
  }
}

TEST_CASE("every prefix of a JSON text is cut, never malformed") {
  const std::string text = R"( {"a" : [1.5e3, -20, "b\u00e9\\", true, {"c": null}], "d": {}} )";
  REQUIRE(state(text) == TextState::kValid);
  for (std::size_t size = 0; size < text.size() - 1; ++size) {
    INFO(size);
    CHECK(state(Bytes(text).substr(0, size)) == TextState::kCut);
  }
}

TEST_CASE("JSON that is nested too deeply is not judged") {
  const std::string deep(JsonScanner::kMaxDepth, '[');
  CHECK(state(deep) == TextState::kCut);
  CHECK(state(deep + "[") == TextState::kUnknown);
}

TEST_CASE("an integer is found in the top-level object only") {
  const Bytes text = R"({"error":{"code":1},"list":[{"code":2}],"code":"3","status":404,"x":1.5})";
  CHECK(find_json_integer(text, "status") == 404);
  CHECK(!find_json_integer(text, "code"));
  CHECK(!find_json_integer(text, "x"));
  CHECK(!find_json_integer("[404]", "status"));
  CHECK(!find_json_integer(R"({"status":99999999999999999999})", "status"));
  CHECK(find_json_integer(R"({"status":404,"rest)", "status") == 404);
  CHECK(!find_json_integer(R"({"status":40)", "status"));
}

TEST_CASE("references are what members called like links hold, and what looks like one") {
  std::vector<std::string> found;
  find_json_references(R"({"id":"7","statusUrl":"jobs\/7","note":"see https://example.com/a.","type":"text/html"})", 9,
                       found);
  CHECK(found == std::vector<std::string>{"jobs/7", "https://example.com/a"});
}

TEST_CASE("escapes of JSON strings are resolved") {
  CHECK(unescape_json(R"(a\/b\n\u00e9\ud83d\ude00\ud83d)") == "a/b\n\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD");
  CHECK(unescape_json("\\u12") == "\xEF\xBF\xBD");
}

}  // namespace httpvet::content
