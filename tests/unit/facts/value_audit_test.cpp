// What is found odd about field values.
#include "facts/value_audit.h"

#include <chrono>

#include "exchange_reading.h"
#include "facts/structured_kinds.h"

using namespace httpvet;
using httpvet::facts::test::ExchangeReading;

namespace {

/// The kinds of oddities of a response with these lines, in the order of the table, each with where it is and what:
/// "malformed 0:text".
std::string oddities(const ExchangeReading::Lines& lines) {
  ExchangeReading reading({}, lines);
  std::string found;
  for (const std::string kind : {
#define HTTPVET_ODDITY(name, word) word,
           HTTPVET_ODDITIES(HTTPVET_ODDITY)
#undef HTTPVET_ODDITY
       }) {
    for (int offset = 0; offset < 40; ++offset) {
      const std::string here = "res.oddities(\"" + kind + "\").exists(o, o.offset == " + std::to_string(offset) + ")";
      if (reading(here) == "true") found += (found.empty() ? "" : ", ") + kind + " " + std::to_string(offset);
    }
  }
  CHECK((reading("res.has_oddities") == "true") == !found.empty());
  return found;
}

}  // namespace

TEST_CASE("values that match their grammar are not odd") {
  CHECK(oddities({}) == "");
  CHECK(oddities({"Accept-Ranges: bytes", "Vary: Accept, Origin", "Content-Type: text/html;; charset=\"a=b\"",
                  "Cache-Control: no-cache=\"a, b\", max-age=5", "Server: a/1 (b  c) d/2", "X-Own: a,,b;=\"",
                  "Link: </a,,b;c>; rel=next", "ETag: \"a\\b\"", "Allow:"}) == "");
}

TEST_CASE("values that do not match say where") {
  CHECK(oddities({"Accept-Ranges: bytes 0-9"}) == "malformed 6");
  CHECK(oddities({"DAV: 1", "DAV: 2 3"}) == "malformed 2");
  CHECK(oddities({"X-Accel-Buffering: no, yes"}) == "merged 0");
  CHECK(oddities({"Date: Thu, 01 Jan 2026 00:00:00 GMT, Thu, 01 Jan 2026 00:00:00 GMT"}) == "merged 29");
  CHECK(oddities({"Content-Type: text"}) == "malformed 4");
  CHECK(oddities({"Content-Type: text/html; charset = utf-8"}) == "parameter 18");
  CHECK(oddities({"Accept: text/html;q=.2"}) == "weight 10");
  CHECK(oddities({"Accept: a;q=2"}) == "malformed 1, weight 2");
}

TEST_CASE("lists have no empty elements") {
  CHECK(oddities({"Vary: Accept,"}) == "empty_element 6");
  CHECK(oddities({"Vary: , Accept"}) == "empty_element 0");
  CHECK(oddities({"Vary: Accept,, Origin"}) == "empty_element 7");
  CHECK(oddities({"Vary: Accept", "Vary: Origin,"}) == "empty_element 6");
}

TEST_CASE("parameters and quoted strings") {
  CHECK(oddities({"Content-Type: a/b; c=1; C=2"}) == "repeated_parameter 10");
  CHECK(oddities({"Content-Type: a/b; c='d'"}) == "single_quoted 7");
  CHECK(oddities({"Content-Type: a/b; c*=UTF-8''d"}) == "extended_name 5");
  CHECK(oddities({"Link: <a>; title*=\"UTF-8''d\""}) == "extended_value 12");
  CHECK(oddities({"Link: <a>; title*=UTF-8''%ff"}) == "extended_value 12");
  CHECK(oddities({"Link: <a>; title*=latin1''%ff"}) == "extended_charset 12");
  CHECK(oddities({"Link: <a>; title=\"a, b\""}) == "quoted_delimiter 11");
  CHECK(oddities({"Link: <a>; title=\"a\\b\""}) == "quoted_pair 13");
  CHECK(oddities({"Link: <a>; rel = next"}) == "bad_whitespace 5");
  CHECK(oddities({"Server: a  b"}) == "wide_whitespace 1");
}

TEST_CASE("structured fields") {
  CHECK(oddities({"Priority: U=1"}) == "structured 0");
  CHECK(oddities({"Priority: u=1, u=2"}) == "repeated_key 0");
  CHECK(oddities({"Capsule-Protocol: 1"}) == "wrong_kind 0");
  CHECK(oddities({"Accept-CH: a", "Accept-CH: \"b\""}) == "wrong_kind 0");
}

TEST_CASE("JSON and octets beyond ASCII") {
  CHECK(oddities({"NEL: {\"max_age\": 1}"}) == "");
  CHECK(oddities({"NEL: {\"max_age\": 1,}"}) == "json 14");
  CHECK(oddities({"X-Own: a caf\xC3\xA9 b"}) == "non_ascii 5");
  CHECK(oddities({"Accept-Ranges: caf\xE9"}) == "malformed 3");
}

TEST_CASE("a value that was fine is fine again, another is looked at") {
  facts::ValueAudit audit;
  base::Arena arena;
  const auto look = [&](Bytes value) {
    const model::FieldLine line{"Vary", value, fields::find_field("Vary"), 0, 0};
    model::Message message;
    message.lines = {&line, 1};
    return audit.look(message, false, arena).size();
  };
  for (int i = 0; i < 100; ++i) {
    CHECK(look("Accept") == 0);
    CHECK(look("Accept,") == 1);
    CHECK(look("Origin" + std::string(1, static_cast<char>('a' + i % 26))) == 0);
  }
}

TEST_CASE("hostile values take linear time") {
  facts::ValueAudit audit;
  base::Arena arena;
  const auto started = std::chrono::steady_clock::now();
  for (const fields::FieldInfo& info : fields::registry()) {
    for (const Bytes unit : {Bytes(","), Bytes("\""), Bytes(";a=b"), Bytes("a=b,"), Bytes("("), Bytes("\\"),
                             Bytes("  "), Bytes("<"), Bytes(";a*=''"), Bytes("a,")}) {
      std::string value;
      while (value.size() < 20'000) value += unit;
      const model::FieldLine line{info.name, value, fields::find_field(info.name), 0, 0};
      model::Message message;
      message.lines = {&line, 1};
      for (const facts::Oddity& oddity : audit.look(message, true, arena)) {
        CHECK(oddity.offset + oddity.length <= value.size());
      }
    }
    arena.reset();
  }
  const std::vector<model::FieldLine> many(20'000, {"Vary", "a,", fields::find_field("Vary"), 0, 0});
  model::Message message;
  message.lines = many;
  CHECK(audit.look(message, true, arena).size() == facts::ValueAudit::kMost);
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::minutes(2));
}

TEST_CASE("kinds of structured values are compared with words") {
  const auto wrong = [](bool dictionary, Bytes value, Bytes kinds) {
    base::Arena arena;
    fields::StructuredField field;
    fields::ParseError error;
    REQUIRE((dictionary ? fields::parse_sf_dict : fields::parse_sf_list)(value, arena, field, error));
    facts::WrongKind found;
    if (!facts::find_wrong_kind(field, value, kinds, found)) return std::string();
    return std::string(found.name) + "[" + std::string(found.place.in(value)) + "] " + std::string(found.expected);
  };
  CHECK(wrong(false, "a, b;v=\"1\"", "token ;v=string") == "");
  CHECK(wrong(false, "a, \"b\"", "token") == "[\"b\"] token");
  CHECK(wrong(false, "a, \"b\"", "token|string") == "");
  CHECK(wrong(false, "a;v=1", "token ;v=string") == "v[1] string");
  CHECK(wrong(false, "a;v", "token ;v=string") == "v[v] string");
  CHECK(wrong(true, "u=1, i, x=\"a\"", "u=integer i=boolean") == "");
  CHECK(wrong(true, "u=\"1\"", "u=integer i=boolean") == "u[\"1\"] integer");
  CHECK(wrong(true, "a=:aGk=:, b=1", "*=bytes") == "b[1] bytes");
  CHECK(wrong(true, "a=(b c)", "*=inner") == "");
  CHECK(wrong(true, "a=2", "*=decimal") == "");
}
