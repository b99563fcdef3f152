#include "report/escape.h"

#include <random>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "support/catch.h"
#include "support/safe_text.h"

using namespace httpvet;
using namespace httpvet::report;

namespace {

constexpr EscapeStyle kStyles[] = {EscapeStyle::kMachine, EscapeStyle::kText, EscapeStyle::kAscii};

std::string machine(Bytes text) { return escaped(text, EscapeStyle::kMachine); }

void check_round_trip(Bytes text) {
  for (const EscapeStyle style : kStyles) {
    const std::string safe = escaped(text, style);
    INFO(machine(text));
    CHECK(testing::unsafe_text(safe + "\n") == "");
    CHECK(testing::unescaped(safe) == text);
    if (style == EscapeStyle::kAscii) CHECK(base::all_of(safe, base::kVchar | base::kBlank));
  }
}

}  // namespace

TEST_CASE("every octet is shown safely and can be read back") {
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    check_round_trip(std::string(1, c));
    check_round_trip(std::string("a") + c + "b");
    check_round_trip(std::string("\xE2\x82") + c);
  }
}

TEST_CASE("printable ASCII stays as it is, but for the backslash") {
  CHECK(machine("Content-Type: text/html; charset=\"utf-8\"") == "Content-Type: text/html; charset=\"utf-8\"");
  CHECK(machine("C:\\temp") == "C:\\\\temp");
}

TEST_CASE("control octets become hexadecimal, line ends and tabs letters for people") {
  CHECK(machine(Bytes("\0\t\r\n\x1b[31m\x7f", 10)) == "\\x00\\x09\\x0D\\x0A\\x1B[31m\\x7F");
  CHECK(escaped("\t\r\n\x1b", EscapeStyle::kText) == "\\t\\r\\n\\x1B");
}

TEST_CASE("valid UTF-8 stays, except where only ASCII can be shown") {
  CHECK(machine("naïve 日本 🙂") == "naïve 日本 🙂");
  CHECK(escaped("ï", EscapeStyle::kAscii) == "\\xC3\\xAF");
}

TEST_CASE("invalid UTF-8 is escaped octet by octet") {
  CHECK(machine("\xC0\xAF") == "\\xC0\\xAF");                    // overlong
  CHECK(machine("\xE0\x80\xAF") == "\\xE0\\x80\\xAF");           // overlong
  CHECK(machine("\xED\xA0\x80") == "\\xED\\xA0\\x80");           // surrogate
  CHECK(machine("\xF4\x90\x80\x80") == "\\xF4\\x90\\x80\\x80");  // beyond U+10FFFF
  CHECK(machine("\xE2\x82") == "\\xE2\\x82");                    // cut
  CHECK(machine("a\x9B"
                "31m") == "a\\x9B31m");  // C1 as a raw octet
}

TEST_CASE("characters that hide, reorder or break lines are escaped") {
  const std::vector<std::pair<std::string, std::string>> hidden = {
      {"\u009B", "\\xC2\\x9B"},
      {"\u061C", "\\xD8\\x9C"},
      {"\u200B", "\\xE2\\x80\\x8B"},
      {"\u200E", "\\xE2\\x80\\x8E"},
      {"\u2028", "\\xE2\\x80\\xA8"},
      {"\u2029", "\\xE2\\x80\\xA9"},
      {"\u202E", "\\xE2\\x80\\xAE"},
      {"\u2060", "\\xE2\\x81\\xA0"},
      {"\u2066", "\\xE2\\x81\\xA6"},
      {"\u2069", "\\xE2\\x81\\xA9"},
      {"\uFEFF", "\\xEF\\xBB\\xBF"},
      {"\u00AD", "\\xC2\\xAD"},
      {"\U000E0041", "\\xF3\\xA0\\x81\\x81"},
  };
  for (const auto& [text, shown] : hidden) CHECK(machine("x" + text) == "x" + shown);
}

TEST_CASE("CI commands lose their first character") {
  CHECK(machine("a ##[error]x") == "a \\x23#[error]x");
  CHECK(machine("##vso[task]") == "\\x23#vso[task]");
  CHECK(machine("##TeamCity[x]") == "\\x23#TeamCity[x]");
  CHECK(machine("###[x]") == "#\\x23#[x]");
  CHECK(machine("## heading #1") == "## heading #1");
  CHECK(machine("::set-output x::y") == "\\x3A:set-output x::y");
  CHECK(machine("  ::warning::") == "  \\x3A:warning::");
  CHECK(machine("[::1]:80") == "[::1]:80");
}

TEST_CASE("CI commands that come about by joining are found too") {
  std::string joined = "x ##";
  joined += "[y]";
  neutralise_commands(joined, 0);
  CHECK(joined == "x \\x23#[y]");
  std::string colons = "ab::c";
  neutralise_commands(colons, 2);
  CHECK(colons == "ab\\x3A:c");
}

TEST_CASE("random octets are shown safely and can be read back") {
  std::mt19937 random(1);  // NOLINT: the same octets in every run
  for (int round = 0; round < 2000; ++round) check_round_trip(testing::random_octets(random, 40));
}

TEST_CASE("text of ours keeps its backslashes and gets an ASCII spelling where needed") {
  std::string text;
  append_own(text, "RFC 9110 §5.5: a bare CR (`\\r`) … no\x1b", EscapeStyle::kText);
  CHECK(text == "RFC 9110 §5.5: a bare CR (`\\r`) … no\\x1B");
  text.clear();
  append_own(text, "RFC 9110 §5.5 … – “x” → y", EscapeStyle::kAscii);
  CHECK(text == "RFC 9110 section 5.5 ... - \"x\" -> y");
}

TEST_CASE("a JSON string doubles the backslashes of its escapes") {
  std::string json;
  append_json_string(json, "a\"b\\c\x01\n");
  CHECK(json == R"("a\"b\\\\c\\x01\\x0A")");
}
