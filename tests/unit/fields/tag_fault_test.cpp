// What is wrong with entity tags.
#include "fields/tag_fault.h"

#include "support/catch.h"

namespace httpvet::fields {
namespace {

TagFault etag(Bytes value) { return judge_tags(value, TagPlace::kEtag).fault; }
TagFault list(Bytes value) { return judge_tags(value, TagPlace::kList).fault; }

}  // namespace

TEST_CASE("tags in double quotes, weak or not, have no fault") {
  for (const char* tag : {"\"a\"", "W/\"a\"", "\"a,b\"", "\"\xC3\xA9\"", "\"1-2\""}) {
    CAPTURE(tag);
    CHECK(etag(tag) == TagFault::kNone);
  }
  CHECK(list("*") == TagFault::kNone);
  CHECK(list("\"a\", W/\"b,c\",, \"d\"") == TagFault::kNone);
}

TEST_CASE("a tag lacks its quotes, or has others") {
  for (const char* tag : {"a", "W/a", "'a'",
                          "\xE2\x80\x9C"
                          "a\xE2\x80\x9D",
                          "\"a", "a\"", "\"W/a\"", "\"W/\"a\"\"", "*", "\"\"a\"\"", "\\\"a\\\"", "\"a\", \"b\""}) {
    CAPTURE(tag);
    CHECK(etag(tag) == TagFault::kUnquoted);
  }
  CHECK(list("\"a\", b") == TagFault::kUnquoted);
  CHECK(judge_tags("\"a\", b, c", TagPlace::kList).tag == "b");
}

TEST_CASE("a tag has another prefix than W/") {
  for (const char* tag : {"w/\"a\"", "W-\"a\"", "W\\\"a\"", "W/ \"a\"", "W\"a\"", "W//\"a\""}) {
    CAPTURE(tag);
    CHECK(etag(tag) == TagFault::kPrefix);
  }
  CHECK(etag("xyz\"a\"") == TagFault::kUnquoted);
}

TEST_CASE("tags that are unwise, or wrong between their quotes") {
  CHECK(etag("\"a b\"") == TagFault::kSyntax);
  CHECK(etag("\"a\\b\"") == TagFault::kBackslash);
  CHECK(etag("\"\"") == TagFault::kEmpty);
  CHECK(etag("\"2c0a5-1f3c-5e4a0b3c2d1e0\"") == TagFault::kInode);
  CHECK(etag("\"2c0a5-1f3c-5e4a0b3c2d1e0-gzip\"") == TagFault::kInode);
  CHECK(etag("W/\"2c0a5-1f3c-5e4a0b3c2d1e0\"") == TagFault::kNone);
  CHECK(etag("\"1-2-3\"") == TagFault::kNone);
  CHECK(etag("\"12ab-1f3c-5e4a-b3c2d1e0-12345678\"") == TagFault::kNone);
}

TEST_CASE("tags are looked for where the field has them") {
  CHECK(judge_tags("Thu, 01 Jan 2026 00:00:00 GMT", TagPlace::kIfRange).fault == TagFault::kNone);
  CHECK(judge_tags("abc", TagPlace::kIfRange).fault == TagFault::kUnquoted);
  CHECK(judge_tags("(<urn:x> [\"a\"]) (Not [b])", TagPlace::kIf).tag == "b");
  CHECK(judge_tags("(<urn:x>) [", TagPlace::kIf).fault == TagFault::kNone);
}

}  // namespace httpvet::fields
