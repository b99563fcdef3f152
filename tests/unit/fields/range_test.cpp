#include "fields/range.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("a content range names the octets that are sent") {
  const auto known = parse(parse_content_range, "bytes 0-499/1234");
  REQUIRE(known.ok);
  CHECK(known(known.typed.unit) == "bytes");
  CHECK(known.typed.first.value == 0);
  CHECK(known.typed.last.value == 499);
  CHECK(known.typed.complete_known);
  CHECK(known.typed.complete.value == 1234);
  CHECK(known.typed.valid());
  CHECK(known.typed.octets() == 500);
  const auto unknown = parse(parse_content_range, "bytes 42-1233/*");
  REQUIRE(unknown.ok);
  CHECK_FALSE(unknown.typed.complete_known);
  CHECK(unknown.typed.valid());
}

TEST_CASE("a content range may say that a range cannot be satisfied") {
  const auto range = parse(parse_content_range, "bytes */1234");
  REQUIRE(range.ok);
  CHECK(range.typed.unsatisfied);
  CHECK(range.typed.complete.value == 1234);
  CHECK(range.typed.valid());
  CHECK(range.typed.octets() == 0);
}

TEST_CASE("a content range with numbers that contradict each other parses but is not valid") {
  CHECK_FALSE(parse(parse_content_range, "bytes 5-4/10").typed.valid());
  CHECK_FALSE(parse(parse_content_range, "bytes 0-10/10").typed.valid());
  CHECK(parse(parse_content_range, "bytes 0-9/10").typed.valid());
  CHECK(parse(parse_content_range, "bytes 5-4/*").ok);
  CHECK(parse(parse_content_range, "bytes 5-4/*").typed.octets() == 0);
}

TEST_CASE("what is no content range fails at the octet that does not fit") {
  CHECK(outcome(parse_content_range, "") == "0: a range unit");
  CHECK(outcome(parse_content_range, "0-499/1234") == "5: a single space");
  CHECK(outcome(parse_content_range, "bytes=0-499/1234") == "5: a single space");
  CHECK(outcome(parse_content_range, "bytes  0-499/1234") == "6: a single space");
  CHECK(outcome(parse_content_range, "bytes 0/1234") == "7: a hyphen");
  CHECK(outcome(parse_content_range, "bytes 0-499") == "11: a slash");
  CHECK(outcome(parse_content_range, "bytes 0-/1234") == "8: a digit");
  CHECK(outcome(parse_content_range, "bytes -499/1234") == "6: a digit or an asterisk");
  CHECK(outcome(parse_content_range, "bytes */*") == "8: a digit");
  CHECK(outcome(parse_content_range, "bytes 0-499/") == "12: a digit or an asterisk");
  CHECK(outcome(parse_content_range, "bytes 0-499/1234 ok") == "16: the end of the value");
}

TEST_CASE("a range is a unit and a list of ranges") {
  const auto range = parse(parse_range, "bytes=0-499 , 500-,-20,");
  REQUIRE(range.ok);
  CHECK(range.typed.in_bytes(range.value));
  REQUIRE(range.typed.specs.size() == 3);
  CHECK(range.typed.specs[0].kind == RangeKind::kFromTo);
  CHECK(range.typed.specs[0].last.value == 499);
  CHECK(range.typed.specs[1].kind == RangeKind::kFrom);
  CHECK(range.typed.specs[1].first.value == 500);
  CHECK(range.typed.specs[2].kind == RangeKind::kSuffix);
  CHECK(range.typed.specs[2].suffix.value == 20);
  CHECK(range(range.typed.specs[2].text) == "-20");
  CHECK(range.typed.empty_elements == 1);
}

TEST_CASE("a range of another unit may have any form") {
  const auto range = parse(parse_range, "pages=3..5, 7-8");
  REQUIRE(range.ok);
  CHECK_FALSE(range.typed.in_bytes(range.value));
  REQUIRE(range.typed.specs.size() == 2);
  CHECK(range.typed.specs[0].kind == RangeKind::kOther);
  CHECK(range(range.typed.specs[0].text) == "3..5");
  CHECK(range.typed.specs[1].kind == RangeKind::kFromTo);
}

TEST_CASE("what is no range fails at the octet that does not fit") {
  CHECK(outcome(parse_range, "") == "0: a range unit");
  CHECK(outcome(parse_range, "0-499") == "5: an equals sign");
  CHECK(outcome(parse_range, "bytes 0-499") == "5: an equals sign");
  CHECK(outcome(parse_range, "bytes=") == "6: a range");
  CHECK(outcome(parse_range, "bytes= 0-1") == "6: a range");
  CHECK(outcome(parse_range, "bytes=,") == "7: a range");
  CHECK(outcome(parse_range, "bytes=a-b") == "6: a digit or a hyphen");
  CHECK(outcome(parse_range, "bytes=5") == "7: a hyphen");
  CHECK(outcome(parse_range, "bytes=-") == "7: a digit");
  CHECK(outcome(parse_range, "bytes=0-4x") == "9: a comma");
  CHECK(outcome(parse_range, "bytes=0 - 4") == "7: a hyphen");
  CHECK(outcome(parse_range, "bytes=0-4 5-6") == "10: a comma");
  CHECK(outcome(parse_range, "pages=\x80") == "6: a range");
}

TEST_CASE("ranges select octets of a representation, or none") {
  const auto selected = [](std::string_view text, std::uint64_t length) {
    const auto range = parse(parse_range, text);
    REQUIRE(range.ok);
    const auto found = resolve(range.typed.specs[0], length);
    CHECK(satisfiable(range.typed, length) == found.has_value());
    return found ? std::to_string(found->first) + "+" + std::to_string(found->octets) : "none";
  };
  CHECK(selected("bytes=0-499", 1000) == "0+500");
  CHECK(selected("bytes=500-", 1000) == "500+500");
  CHECK(selected("bytes=-200", 1000) == "800+200");
  CHECK(selected("bytes=-2000", 1000) == "0+1000");
  CHECK(selected("bytes=900-5000", 1000) == "900+100");
  CHECK(selected("bytes=999-99999999999999999999", 1000) == "999+1");
  CHECK(selected("bytes=1000-", 1000) == "none");
  CHECK(selected("bytes=-0", 1000) == "none");
  CHECK(selected("bytes=5-4", 1000) == "none");
  CHECK(selected("bytes=0-", 0) == "none");
  CHECK(selected("pages=one", 1000) == "none");
}

TEST_CASE("a range set is satisfiable when one of its ranges is") {
  const auto range = parse(parse_range, "bytes=1000-, 0-0");
  REQUIRE(range.ok);
  CHECK(satisfiable(range.typed, 1000));
  CHECK_FALSE(satisfiable(range.typed, 0));
}
