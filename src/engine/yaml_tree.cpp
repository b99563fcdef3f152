#include "engine/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "base/byte_class.h"

namespace httpvet::engine {
namespace {

constexpr Bytes kByteOrderMark = "\xEF\xBB\xBF";

/// Length of the UTF-8 sequence that begins `text` (RFC 3629 §4); 0 if none does.
std::size_t utf8_length(Bytes text) {
  const auto octet = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](std::size_t i) { return (octet(i) & 0xC0u) == 0x80u; };
  const unsigned first = octet(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && octet(1) < 0xA0;
    const bool surrogate = first == 0xED && octet(1) >= 0xA0;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && octet(1) < 0x90;
    const bool too_high = first == 0xF4 && octet(1) >= 0x90;
    return continues(1) && continues(2) && continues(3) && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

/// What yaml-cpp would take in silence: other encodings, and control characters (it ends the text at 0x04).
std::optional<YamlProblem> find_bad_octet(Bytes text) {
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (base::is(c, base::kControl) && c != '\t' && c != '\n' && c != '\r') {
      return YamlProblem{i, "a rule file holds no control characters; in double quotes write them as \\xNN"};
    }
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) return YamlProblem{i, "the text is not UTF-8 here"};
    i += length;
  }
  return std::nullopt;
}

/// Builds the tree from yaml-cpp's events. Its way to stop the parser is to throw; parse_yaml() catches.
class TreeBuilder final : public YAML::EventHandler {
 public:
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw YAML::ParserException(mark, "a rule file is one YAML document, this begins another");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(begin(YamlNode::Kind::kNull, mark, "", anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw YAML::ParserException(mark, "rule files use no YAML aliases; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = begin(YamlNode::Kind::kScalar, mark, tag, anchor);
    node.value = value;
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(begin(YamlNode::Kind::kSequence, mark, tag, anchor), mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(begin(YamlNode::Kind::kMap, mark, tag, anchor), mark);
  }
  void OnMapEnd() override { close(); }

 private:
  YamlNode begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) throw YAML::ParserException(mark, "rule files use no YAML anchors; write the value out");
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw YAML::ParserException(mark,
                                  "rule files use no YAML tags; text that begins with `!` has to stand in quotes");
    }
    if (++nodes_ > kYamlNodes) throw YAML::ParserException(mark, "the rule file has too many nodes");
    YamlNode node;
    node.kind = kind;
    node.offset = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
    return node;
  }

  void open(YamlNode node, const YAML::Mark& mark) {
    if (open_.size() >= kYamlDepth) throw YAML::ParserException(mark, "the rule file is nested too deeply");
    open_.push_back(std::move(node));
  }

  void close() {
    YamlNode node = std::move(open_.back());
    open_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    YamlNode& parent = open_.back();
    // The value that a key does not have stands nowhere; yaml-cpp puts it at what comes next.
    const bool is_value = parent.is_map() && parent.items.size() % 2 == 1;
    if (node.kind == YamlNode::Kind::kNull && is_value) node.offset = parent.items.back().offset;
    parent.items.push_back(std::move(node));
  }

  YamlNode root_;
  std::vector<YamlNode> open_;  // collections that have begun, outermost first
  std::size_t nodes_ = 0;
  std::size_t documents_ = 0;
};

void shift(YamlNode& node, std::size_t octets) {
  node.offset += octets;
  for (YamlNode& item : node.items) shift(item, octets);
}

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Walks the written form of a scalar and its value side by side.
class ScalarWalk {
 public:
  ScalarWalk(Bytes text, const YamlNode& scalar) : text_(text), value_(scalar.value), at_(scalar.offset) {
    style_ = peek(0);
    if (style_ == '"' || style_ == '\'') {
      ++at_;
    } else if (style_ == '|' || style_ == '>') {
      enter_block();
    }
  }

  std::size_t go(std::size_t value_offset) {
    const std::size_t end = std::min(value_offset, value_.size());
    for (std::size_t i = 0; i < end;) i += step(i);
    if (end < value_.size()) settle(value_[end]);
    return std::min(at_, text_.size());
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool in_block() const { return style_ == '|' || style_ == '>'; }

  void enter_block() {
    skip_line();
    std::size_t i = at_;
    while (i < text_.size() && is_white(text_[i])) {  // the first line with text sets the indentation
      indent_ = text_[i] == '\n' ? 0 : indent_ + 1;
      ++i;
    }
    skip_indent();
  }

  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    if (at_ < text_.size()) ++at_;
  }

  void skip_indent() {
    for (std::size_t i = 0; i < indent_ && peek(0) == ' '; ++i) ++at_;
  }

  /// Skips what stands in the text but not in the value, where `next` is the next octet of the value.
  void settle(char next) {
    if (in_block()) {
      while (!is_white(next) && (peek(0) == '\n' || peek(0) == '\r')) {
        skip_line();
        skip_indent();
      }
      return;
    }
    while (style_ == '"' && peek(0) == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
      at_ += 2;
      skip_white();
    }
    if (!is_white(next)) skip_white();
  }

  void skip_white() {
    while (is_white(peek(0))) ++at_;
  }

  /// Steps over value octet `i`; how many octets of the value that was.
  std::size_t step(std::size_t i) {
    const char c = value_[i];
    settle(c);
    if (in_block()) {
      if (peek(0) == '\r' && c != '\r') ++at_;
      if (peek(0) == '\n') {
        skip_line();
        skip_indent();
      } else {
        ++at_;
      }
      return 1;
    }
    if (style_ == '"' && peek(0) == '\\') return step_escape(i);
    if (is_white(c)) {
      fold(c);
      return 1;
    }
    at_ += style_ == '\'' && peek(0) == '\'' ? 2 : 1;
    return 1;
  }

  std::size_t step_escape(std::size_t i) {
    const char kind = peek(1);
    at_ += kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    return std::max<std::size_t>(1, utf8_length(Bytes(value_).substr(i)));
  }

  /// A blank of the value is a blank of the text, or a line end with the blanks around it.
  void fold(char c) {
    std::size_t run = 0;
    bool line_end = false;
    while (is_white(peek(run))) line_end |= text_[at_ + run++] == '\n';
    if (line_end) {
      at_ += run;
    } else if (peek(0) == c) {
      ++at_;
    }
  }

  Bytes text_;
  Bytes value_;
  std::size_t at_;
  char style_ = '\0';
  std::size_t indent_ = 0;
};

}  // namespace

base::Result<YamlNode, YamlProblem> parse_yaml(Bytes text) {
  if (text.size() > kYamlOctets) return YamlProblem{0, "the rule file is larger than 4 MiB"};
  const std::size_t skipped = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (const auto problem = find_bad_octet(text)) return *problem;
  TreeBuilder builder;
  try {
    std::istringstream stream{std::string(text.substr(skipped))};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& problem) {
    const std::size_t offset = problem.mark.pos < 0 ? 0 : static_cast<std::size_t>(problem.mark.pos);
    return YamlProblem{std::min(skipped + offset, text.size()), problem.msg};
  }
  YamlNode root = builder.take();
  if (skipped != 0) shift(root, skipped);
  return root;
}

std::size_t offset_in_text(Bytes text, const YamlNode& scalar, std::size_t value_offset) {
  if (scalar.offset >= text.size()) return text.size();
  return ScalarWalk(text, scalar).go(value_offset);
}

bool is_double_quoted(Bytes text, const YamlNode& scalar) {
  return scalar.is_scalar() && scalar.offset < text.size() && text[scalar.offset] == '"';
}

}  // namespace httpvet::engine
