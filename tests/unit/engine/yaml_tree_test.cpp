#include "engine/yaml_tree.h"

#include <string>

#include "support/catch.h"

namespace httpvet::engine {
namespace {

std::string problem(const std::string& text) {
  const auto tree = parse_yaml(text);
  return tree.ok() ? std::string() : std::to_string(tree.error().offset) + ": " + tree.error().message;
}

/// For every octet of `value`, the octet of the text that offset_in_text() says it was written as.
std::string written_as(const std::string& text, const YamlNode& scalar) {
  std::string out;
  for (std::size_t i = 0; i < scalar.value.size(); ++i) out += text[offset_in_text(text, scalar, i)];
  return out;
}

const YamlNode& value_of(const YamlNode& map) { return map.items.at(1); }

TEST_CASE("a YAML text becomes a tree of nodes that know their places") {
  const std::string text = "a: \"x §\"\nb:\n  - c\n  - [d, {e: f}]\ng:\n";
  const auto tree = parse_yaml(text);
  REQUIRE(tree.ok());
  const YamlNode& root = tree.value();
  REQUIRE(root.is_map());
  REQUIRE(root.items.size() == 6);
  CHECK(root.items[0].value == "a");
  CHECK(root.items[1].value == "x §");
  CHECK(root.items[1].offset == 3);
  REQUIRE(root.items[3].is_sequence());
  CHECK(root.items[3].items[0].offset == text.find("c\n"));
  CHECK(root.items[3].items[1].items[1].items[1].value == "f");
  CHECK(root.items[5].kind == YamlNode::Kind::kNull);
  CHECK(root.items[5].offset == text.find("g:"));
}

TEST_CASE("a byte order mark is skipped, and places count it") {
  const auto tree = parse_yaml(
      "\xEF\xBB\xBF"
      "a: b\n");
  REQUIRE(tree.ok());
  CHECK(value_of(tree.value()).offset == 6);
}

TEST_CASE("octets of a scalar lead back to the text") {
  struct Case {
    std::string text;
    std::string written;
  };
  const Case cases[] = {
      {"a: plain text\n", "plain text"},
      {"a: folded\n   over lines\n", "folded\nover lines"},
      {"a: 'it''s'\n", "it's"},
      {"a: \"q\\\"\\x41\\u0042z\"\n", "q\\\\\\z"},
      {"a: \"one \\\n   two\"\n", "one two"},
      {"a: |\n  first\n    deeper\n\n  last\n", "first\n  deeper\n\nlast\n"},
      {"a: >\n  folded\n  block\n", "folded\nblock\n"},
      {"a: |\r\n  first\r\n  last\r\n", "first\rlast\r"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const auto tree = parse_yaml(c.text);
    REQUIRE(tree.ok());
    CHECK(written_as(c.text, value_of(tree.value())) == c.written);
  }
}

TEST_CASE("the end of a scalar's value is right behind it") {
  const std::string text = "a: b\n\nc: d\n";
  const auto tree = parse_yaml(text);
  REQUIRE(tree.ok());
  CHECK(offset_in_text(text, value_of(tree.value()), 1) == 4);
  CHECK(offset_in_text(text, value_of(tree.value()), 99) == 4);
}

TEST_CASE("what rule files do without is refused") {
  CHECK(problem("a: &x 1\n") == "3: rule files use no YAML anchors; write the value out");
  CHECK(problem("a: !!str b\n").starts_with("3: rule files use no YAML tags"));
  CHECK(problem("a: b\n---\nc: d\n").starts_with("5: a rule file is one YAML document"));
  CHECK(problem("a: \x01\n").starts_with("3: a rule file holds no control characters"));
  CHECK(problem("a: \xFF\n") == "3: the text is not UTF-8 here");
  CHECK(problem("a: \xED\xA0\x80\n") == "3: the text is not UTF-8 here");
  CHECK(problem(std::string("a\0b", 3)).starts_with("1: a rule file holds no control characters"));
}

TEST_CASE("hostile YAML is stopped early") {
  CHECK(problem(std::string(kYamlOctets + 1, 'a')) == "0: the rule file is larger than 4 MiB");
  CHECK(problem(std::string(200'000, '[')) != "");
  CHECK(problem("a: " + std::string(40, '[')) != "");
  std::string compact;
  for (int i = 0; i < 50'000; ++i) compact += "- ";
  CHECK(problem(compact).find("nested too deeply") != std::string::npos);
  std::string maps;
  for (int i = 0; i < 20'000; ++i) maps += "{a: ";
  CHECK(problem(maps) != "");
  std::string many = "a: [";
  for (std::size_t i = 0; i <= kYamlNodes; ++i) many += "x,\n";
  CHECK(problem(many + "]\n").find("too many nodes") != std::string::npos);
  // Nine lists of nine aliases each would be 9^9 items.
  std::string bomb = "a: &a [x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ", *" + static_cast<char>(c - 1) + "]\n";
  }
  CHECK(problem(bomb).find("no YAML anchors") != std::string::npos);
}

}  // namespace
}  // namespace httpvet::engine
