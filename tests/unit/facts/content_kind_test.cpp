#include "facts/content_kind.h"

#include <array>

#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

model::FieldLine line(Bytes name, Bytes value) { return {name, value, fields::find_field(name)}; }

ContentKind kind_of(Bytes type) {
  const std::array lines = {line("Date", "x"), line("Content-Type", type)};
  model::Message message;
  message.lines = lines;
  return content_kind(message);
}

}  // namespace

TEST_CASE("the kind of content comes from Content-Type, parameters and letter case aside") {
  CHECK(kind_of("application/json") == ContentKind::kJson);
  CHECK(kind_of("Application/Problem+JSON; charset=utf-8") == ContentKind::kJson);
  CHECK(kind_of("application/x-ndjson") == ContentKind::kText);
  CHECK(kind_of("text/xml;charset=\"utf-8\"") == ContentKind::kXml);
  CHECK(kind_of("application/atom+xml") == ContentKind::kXml);
  CHECK(kind_of("application/xhtml+xml") == ContentKind::kHtml);
  CHECK(kind_of("text/html ; charset=utf-8") == ContentKind::kHtml);
  CHECK(kind_of("text/plain") == ContentKind::kText);
  CHECK(kind_of("multipart/byteranges; boundary=a") == ContentKind::kMultipart);
  CHECK(kind_of("image/png") == ContentKind::kOther);
  CHECK(kind_of("") == ContentKind::kOther);
  CHECK(content_kind(model::Message()) == ContentKind::kUntyped);
}

TEST_CASE("identity is no content coding") {
  const std::array identity = {line("Content-Encoding", "Identity")};
  const std::array coded = {line("Content-Encoding", "identity"), line("Content-Encoding", "gzip")};
  model::Message message;
  CHECK(!has_content_coding(message));
  message.lines = identity;
  CHECK(!has_content_coding(message));
  message.lines = coded;
  CHECK(has_content_coding(message));
}

}  // namespace httpvet::facts
