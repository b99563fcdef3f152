#include "fields/registry.h"

#include <cctype>
#include <set>
#include <string>

#include "fields/field_ids.h"
#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::Exact;

namespace {

std::string with_case(Bytes name, int (*change)(int)) {
  std::string changed(name);
  for (char& c : changed) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return changed;
}

std::string with_mixed_case(Bytes name) {
  std::string changed = with_case(name, std::tolower);
  for (std::size_t i = 1; i < changed.size(); i += 2) {
    changed[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(changed[i])));
  }
  return changed;
}

FieldId find(std::string_view name) { return find_field(Exact(name).bytes()); }

}  // namespace

TEST_CASE("row 0 of the registry stands for all unknown fields") {
  REQUIRE(registry().size() > 300);
  CHECK(field_info(kUnknownField).name.empty());
  CHECK(field_info(kUnknownField).type == ValueType::kText);
  CHECK(field_info(kUnknownField).cardinality == Cardinality::kSpecial);
}

TEST_CASE("every field is found by its name in any letter case") {
  for (std::size_t i = 1; i < registry().size(); ++i) {
    const Bytes name = registry()[i].name;
    CAPTURE(name);
    CHECK(find(name) == i);
    CHECK(find(with_case(name, std::toupper)) == i);
    CHECK(find(with_case(name, std::tolower)) == i);
    CHECK(find(with_mixed_case(name)) == i);
  }
}

TEST_CASE("names that nearly are those of fields are unknown") {
  for (const FieldInfo& info : registry().subspan(1)) {
    const std::string name(info.name);
    CAPTURE(name);
    CHECK(find(name + "\x01") == kUnknownField);
    CHECK(find(" " + name) == kUnknownField);
    CHECK(find(name + std::string(1, '\0')) == kUnknownField);
    for (std::size_t i = 0; i < name.size(); ++i) {
      // Bit 5 tells apart letter case, and nothing else: "-" (2D) is not CR (0D), "M" is not "-".
      for (const int bit : {0x01, 0x20, 0x40, 0x80}) {
        std::string changed = name;
        changed[i] = static_cast<char>(changed[i] ^ bit);
        const bool same = with_case(changed, std::tolower) == with_case(name, std::tolower);
        if (!same && find(changed) != kUnknownField) {
          CHECK(with_case(field_info(find(changed)).name, std::tolower) == with_case(changed, std::tolower));
        }
      }
    }
  }
}

TEST_CASE("names outside the registry are unknown, whatever their length") {
  CHECK(find("") == kUnknownField);
  CHECK(find("X-Nobody-Knows") == kUnknownField);
  CHECK(find("Contents-Type") == kUnknownField);
  CHECK(find("Content_Type") == kUnknownField);
  CHECK(find("Access-Control-Allow-Xeaders") == kUnknownField);
  for (std::size_t length = 0; length < 300; ++length) CHECK(find(std::string(length, 'q')) == kUnknownField);
}

TEST_CASE("the constants of field_ids.h are the ids of their fields") {
  CHECK(find_field("content-range") == id::kContentRange);
  CHECK(find_field("ETag") == id::kEtag);
  CHECK(find_field("WWW-Authenticate") == id::kWwwAuthenticate);
  CHECK(find_field("*") == id::kAsterisk);
}

TEST_CASE("identifiers are unique, lower case, and lead back to their fields") {
  std::set<Bytes> seen;
  for (std::size_t i = 1; i < registry().size(); ++i) {
    const FieldInfo& info = registry()[i];
    CAPTURE(info.name);
    CHECK(seen.insert(info.identifier).second);
    CHECK(info.identifier.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == Bytes::npos);
    CHECK(find_identifier(info.identifier) == i);
  }
  CHECK(field_info(find_identifier("content_range")).name == "Content-Range");
  CHECK(find_identifier("") == kUnknownField);
  CHECK(find_identifier("Content_Range") == kUnknownField);
  CHECK(find_identifier("no_such_field") == kUnknownField);
}

TEST_CASE("the registry says what it was told about well-known fields") {
  const FieldInfo& etag = field_info(id::kEtag);
  CHECK(etag.direction == Direction::kResponse);
  CHECK(etag.cardinality == Cardinality::kSingleton);
  CHECK(etag.type == ValueType::kEntityTag);
  CHECK(etag.in_trailers);
  CHECK(etag.state == FieldState::kPermanent);
  CHECK(etag.spec == "RFC 9110 §8.8.3");
  CHECK(field_info(id::kTransferEncoding).connection_specific);
  CHECK(field_info(id::kTransferEncoding).traits == "framing,quoted-delims");
  CHECK(field_info(id::kPriority).structured == Structured::kDictionary);
  CHECK(field_info(id::kSetCookie).cardinality == Cardinality::kSpecial);
}

TEST_CASE("every good value of the registry parses, and every bad one does not") {
  base::Arena arena;
  for (const FieldInfo& info : registry().subspan(1)) {
    CAPTURE(info.name);
    if (info.type == ValueType::kText) continue;
    REQUIRE_FALSE(info.good.empty());
    REQUIRE_FALSE(info.bad.empty());
    const Exact good(info.good);
    const Exact bad(info.bad);
    ParseError error;
    CHECK(parses(info, good.bytes(), error, arena));
    CHECK_FALSE(parses(info, bad.bytes(), error, arena));
    CHECK(error.offset <= info.bad.size());
    CHECK_FALSE(error.expected.empty());
  }
}

TEST_CASE("structured fields have the type of their kind") {
  const auto kind_of = [](ValueType type) {
    if (type == ValueType::kSfItem) return Structured::kItem;
    if (type == ValueType::kSfList) return Structured::kList;
    return type == ValueType::kSfDict ? Structured::kDictionary : Structured::kNone;
  };
  for (const FieldInfo& info : registry()) {
    CAPTURE(info.name);
    CHECK(kind_of(info.type) == info.structured);
  }
}
