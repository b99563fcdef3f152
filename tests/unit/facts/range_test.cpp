// What was asked for of a representation, and what was delivered.
#include <array>

#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

std::string covers(const std::string& range, const std::string& content_range) {
  return ExchangeReading({"Range: " + range}, {"Content-Range: " + content_range},
                         206)("req.range.covers(res.content_range)");
}

std::string refusable(const std::string& range) {
  return ExchangeReading({"Range: " + range}, {})("req.range.refusable");
}

/// A multipart/byteranges body of parts made by hand.
class Parts {
 public:
  explicit Parts(std::string content) : content_text_(std::move(content)) {
    content_.prefix = content_text_;
    content_.multipart = true;
    reading_.response().body.content = &content_;
    reading_.response().body.framing = model::Framing::kChunked;
  }

  void add(const std::string& content_range, std::uint64_t offset, std::uint64_t octets) {
    const Bytes value = ranges_.emplace_back(content_range);
    const auto& line = lines_.emplace_back(
        std::array{model::FieldLine{"Content-Range", value, fields::find_field("Content-Range"), 0, 0}});
    parts_.push_back({line, 0, offset, octets});
    content_.parts = parts_;
  }

  std::string disagreement() { return reading_("res.content.disagreement"); }

 private:
  std::string content_text_;
  std::deque<std::string> ranges_;
  std::deque<std::array<model::FieldLine, 1>> lines_;
  std::vector<model::BodyPart> parts_;
  model::Content content_;
  ExchangeReading reading_{{}, {}, 206};
};

}  // namespace

TEST_CASE("what was asked for covers what was delivered") {
  CHECK(covers("bytes=0-9", "bytes 0-9/100") == "true");
  CHECK(covers("bytes=0-9", "bytes 2-5/100") == "true");
  CHECK(covers("bytes=0-9", "bytes 0-10/100") == "false");
  CHECK(covers("bytes=5-", "bytes 5-99/100") == "true");
  CHECK(covers("bytes=5-", "bytes 0-99/100") == "false");
  CHECK(covers("bytes=-5", "bytes 95-99/100") == "true");
  CHECK(covers("bytes=-5", "bytes 90-99/100") == "false");
  CHECK(covers("bytes=-500", "bytes 0-99/100") == "true");
  CHECK(covers("bytes=200-", "bytes 0-99/100") == "false");
}

TEST_CASE("near and overlapping ranges may be joined") {
  CHECK(covers("bytes=0-9,20-29", "bytes 0-29/1000") == "true");
  CHECK(covers("bytes=20-29,0-9", "bytes 0-29/1000") == "true");
  CHECK(covers("bytes=0-9,89-99", "bytes 0-99/1000") == "true");
  CHECK(covers("bytes=0-9,90-99", "bytes 0-99/1000") == "false");
  CHECK(covers("bytes=0-50,40-99", "bytes 0-99/1000") == "true");
}

TEST_CASE("without a complete length only suffixes stay open") {
  CHECK(covers("bytes=5-", "bytes 5-99/*") == "true");
  CHECK(covers("bytes=5-9", "bytes 5-99/*") == "false");
  CHECK(covers("bytes=-5", "bytes 5-99/*") == "absent");
  CHECK(covers("bytes=-5,0-9", "bytes 0-9/*") == "true");
}

TEST_CASE("ranges that have to be ignored cover nothing known") {
  CHECK(covers("bytes=9-5", "bytes 5-9/100") == "absent");
  CHECK(covers("rows=1-2", "rows 1-2/9") == "absent");
  CHECK(covers("bytes=0-9", "bytes */100") == "absent");
  CHECK(covers("bytes=0-9", "bytes 9-0/100") == "absent");
}

TEST_CASE("servers may refuse many or overlapping ranges") {
  CHECK(refusable("bytes=0-1") == "false");
  CHECK(refusable("bytes=0-1,4-5,-1") == "false");
  CHECK(refusable("bytes=0-5,4-9") == "true");
  CHECK(refusable("bytes=5-,-1") == "true");
  CHECK(refusable("bytes=0-0,2-2,4-4,6-6,8-8,10-10") == "true");
  CHECK(refusable("bytes=0-0,5-2") == "true");
  CHECK(refusable("rows=0-5,4-9") == "absent");
}

TEST_CASE("parts contradict each other in complete lengths") {
  Parts parts("abcdef");
  parts.add("bytes 0-1/9", 0, 2);
  parts.add("bytes 4-5/*", 2, 2);
  CHECK(parts.disagreement() == "absent");
  parts.add("bytes 6-7/10", 4, 2);
  CHECK(parts.disagreement() == "complete lengths 9 and 10");
}

TEST_CASE("parts contradict each other in the octets where they overlap") {
  Parts same("abcdcdef");
  same.add("bytes 2-5/9", 4, 4);
  same.add("bytes 0-3/9", 0, 4);
  CHECK(same.disagreement() == "absent");
  Parts different("abcdcxef");
  different.add("bytes 0-3/9", 0, 4);
  different.add("bytes 2-5/9", 4, 4);
  CHECK(different.disagreement() == "different octets at position 3");
  Parts not_kept("abcd");
  not_kept.add("bytes 0-3/9", 0, 4);
  not_kept.add("bytes 2-5/9", 4, 4);
  CHECK(not_kept.disagreement() == "not captured");
  Parts of_other_length("abcdcxef");
  of_other_length.add("bytes 0-3/9", 0, 4);
  of_other_length.add("bytes 2-9/90", 4, 4);
  CHECK(of_other_length.disagreement() == "complete lengths 9 and 90");
}

}  // namespace httpvet::facts
