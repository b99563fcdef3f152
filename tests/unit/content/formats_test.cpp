#include <array>

#include "content/json_check.h"
#include "content/sniff.h"
#include "content/text_encoding.h"
#include "content/xml.h"
#include "support/catch.h"

namespace httpvet::content {

TEST_CASE("UTF-8 is told from what is not") {
  CHECK(check_utf8("plain").valid);
  CHECK(check_utf8("plain").sequences == 0);
  CHECK(check_utf8("caf\xC3\xA9 \xF0\x9F\x98\x80").sequences == 2);
  for (const Bytes bad : {Bytes("\xC3"), Bytes("\xC0\xAF"), Bytes("\xED\xA0\x80"), Bytes("\xF4\x90\x80\x80"),
                          Bytes("\xE2\x82"), Bytes("\x80"), Bytes("\xFF")}) {
    CHECK_FALSE(check_utf8(bad).valid);
  }
  CHECK(check_utf8("ab\xE9").offset == 2);
}

TEST_CASE("documents declare their encoding in several places") {
  std::size_t length = 0;
  CHECK(byte_order_mark("\xEF\xBB\xBFx", length) == "utf-8");
  CHECK(length == 3);
  CHECK(byte_order_mark(Bytes("\xFF\xFE\0\0", 4), length) == "utf-32le");
  CHECK(byte_order_mark("\xFF\xFE!", length) == "utf-16le");
  CHECK(byte_order_mark("x", length).empty());
  CHECK(html_declared_charset("<!doctype html><META charset=UTF-8>") == "UTF-8");
  CHECK(html_declared_charset("<!-- <meta charset=a> --><meta name=x><meta charset='b'>") == "b");
  CHECK(html_declared_charset("<meta content='text/html; charset=c' http-equiv=content-type>") == "c");
  CHECK(html_declared_charset("<meta content='text/html; charset=c'>").empty());
  CHECK(html_declared_charset("<metal charset=x>").empty());
  CHECK(html_declared_charset("<meta").empty());
  CHECK(html_declared_charset("<meta charset=\"").empty());
  CHECK(xml_declared_charset("<?xml version='1.0' encoding='koi8-r'?><a/>") == "koi8-r");
  CHECK(xml_declared_charset("<?xml version='1.0'?><a encoding='x'/>").empty());
  CHECK(css_declared_charset("@charset \"utf-8\";") == "utf-8");
  CHECK(css_declared_charset("@charset 'utf-8';").empty());
}

TEST_CASE("binary formats are told by how they begin") {
  CHECK(binary_format("\x89PNG\r\n\x1A\n") == "a PNG image");
  CHECK(binary_format(Bytes("GIF89a\x01\0\x01\0", 10)) == "a GIF image");
  CHECK(binary_format("GIF89a is a format").empty());
  CHECK(binary_format("").empty());
  CHECK(begins_like_html(" <!-- x -->\n<!DOCTYPE HTML>"));
  CHECK(begins_like_html("<html lang=en>"));
  CHECK_FALSE(begins_like_html("<htmlx>"));
  CHECK_FALSE(begins_like_html("<!-- never closed"));
}

TEST_CASE("forms of JSON") {
  CHECK(count_json_texts("{} [1]\n\"a\"") == 3u);
  CHECK(!count_json_texts("{} ["));
  CHECK(count_json_texts(" ") == 0u);
  CHECK(json_prefix(")]}',\n{}") == ")]}',");
  CHECK(check_json_lines("{\"a\":1}\n\n[2]").state == TextState::kValid);
  CHECK(check_json_lines("{}\n{").offset == 4);
  CHECK(check_json_sequence("\x1E{}\n\x1E[").state == TextState::kValid);
  CHECK(check_json_sequence("{}").state == TextState::kMalformed);
}

TEST_CASE("members of JSON objects") {
  CHECK(find_duplicate_name("[{\"a\":{\"b\":1,\"\\u0062\":2}}]") == std::string("b"));
  CHECK(!find_duplicate_name("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}"));
  CHECK(has_lone_surrogate("\"\\ud83d\""));
  CHECK(has_lone_surrogate("\"\\ude00\""));
  CHECK_FALSE(has_lone_surrogate("\"\\ud83d\\ude00 \\\\ud83d\""));
  constexpr std::array<Bytes, 2> kNames = {"a", "b"};
  const auto members = top_level_members("{\"a\":\"x\",\"c\":{\"b\":1},\"b\":2}", kNames);
  REQUIRE(members);
  REQUIRE(members->size() == 2);
  CHECK(members->at(0).value == "x");
  CHECK(members->at(1).kind == '0');
  CHECK(!top_level_members("[1]", kNames));
}

TEST_CASE("XML tells its entities, and follows the encoding of the transport") {
  CHECK(read_xml("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", true).entities);
  CHECK(read_xml("<!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]><a/>", true).external_entities);
  CHECK_FALSE(read_xml("<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", true).entities);
  CHECK(read_xml("<a>\xE9</a>", true).state == TextState::kMalformed);
  CHECK(read_xml("<a>\xE9</a>", true, "windows-1252").state == TextState::kValid);
  CHECK(read_xml("<a>\xE9</a>", true, "koi8-r").state == TextState::kUnknown);
}

}  // namespace httpvet::content
