// Values made to be slow or to be read beyond their ends.
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "fields/matchers.h"
#include "fields/parse.h"
#include "fields/uri_reference.h"
#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::Exact;
using httpvet::fields::test::repeated;

namespace {

const std::vector<ValueType>& all_types() {
  static const std::vector<ValueType> types = [] {
    std::vector<ValueType> list;
    for (int i = 0; i <= static_cast<int>(ValueType::kSfDict); ++i) list.push_back(static_cast<ValueType>(i));
    return list;
  }();
  return types;
}

const std::vector<Matcher>& all_matchers() {
  static const std::vector<Matcher> matchers = {
#define HTTPVET_MATCHER(name, word, with_arguments) Matcher::name,
      HTTPVET_MATCHERS(HTTPVET_MATCHER)
#undef HTTPVET_MATCHER
  };
  return matchers;
}

void parse_with_all(Bytes value) {
  base::Arena arena;
  for (const ValueType type : all_types()) {
    ParseError error;
    if (parses(type, value, error, arena)) continue;
    CHECK(error.offset <= value.size());
    CHECK_FALSE(error.expected.empty());
  }
  for (const Matcher matcher : all_matchers()) {
    ParseError error;
    if (matches(matcher, "yes no", value, error, arena)) continue;
    CHECK(error.offset <= value.size());
    CHECK_FALSE(error.expected.empty());
  }
}

}  // namespace

TEST_CASE("no value takes more than linear time") {
  constexpr std::size_t kOctets = 1'000'000;
  const auto started = std::chrono::steady_clock::now();
  struct Hostile {
    std::string prefix;
    std::string_view unit;
  };
  for (const Hostile& hostile :
       std::vector<Hostile>{{"", ","},          {"", "a,"},          {"", "\""},       {"", ";"},
                            {"", "a"},          {"", " "},           {"", "a "},       {"", "="},
                            {"", "a="},         {"", "a=b,"},        {"", "a=\"b\","}, {"", "*"},
                            {"", "-"},          {"", "0"},           {"", "%"},        {"", "%41"},
                            {"", "/.."},        {"", "a:"},          {"", "@"},        {"", "[1:"},
                            {"", "\r\n "},      {"", "W/\"a\","},    {"", "a b=c,"},   {"\"", "\\\""},
                            {"a/b", ";"},       {"a/b", ";a=b"},     {"a;", "a=b;"},   {"a/b;a=\"", "\\\""},
                            {"bytes=", "0-1,"}, {"bytes=", "0"},     {"http://", "@"}, {"http://", ":"},
                            {"http://[", "1:"}, {"http://a", "/.."}, {"A ", "a=b,"},   {"A ", "a "},
                            {"A a=\"", "\\\""}}) {
    CAPTURE(hostile.prefix, hostile.unit);
    const std::string text = hostile.prefix + repeated(hostile.unit, kOctets / hostile.unit.size());
    parse_with_all(Exact(text).bytes());
  }
  base::Arena arena;
  CHECK(remove_dot_segments(repeated("/a", 300'000) + repeated("/..", 300'000), arena) == "/");
  CHECK(remove_dot_segments(repeated("/a/..", 200'000), arena) == "/");
  // Quadratic time would be hours.
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::minutes(5));
}

TEST_CASE("every part of a good value is read within its bounds") {
  for (const FieldInfo& info : registry()) {
    for (const Bytes text : {info.good, info.bad}) {
      for (std::size_t length = 0; length <= text.size(); ++length) {
        parse_with_all(Exact(text.substr(0, length)).bytes());
      }
    }
  }
}

TEST_CASE("random values are parsed or refused within their bounds") {
  std::mt19937 random(7);
  constexpr std::string_view kAlphabet = "ab09,;=\"\\ \t/-*:[]%@?#.W()\r\n\x80\x01";
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 24, ' ');
    for (char& c : text) c = kAlphabet[random() % kAlphabet.size()];
    parse_with_all(Exact(text).bytes());
  }
}
