#include "fields/charsets.h"
#include "fields/disposition.h"
#include "fields/language_tags.h"
#include "fields/media_names.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;

TEST_CASE("a Content-Type value is a type, a subtype, and parameters behind semicolons") {
  for (const Bytes good : std::initializer_list<Bytes>{"text/html", "text/html; charset=utf-8", "text/html ;",
                                                       "a/b;c=\"d, e\"", "text/html; x"}) {
    CHECK(media_type_fault(good).empty());
  }
  for (const Bytes bad :
       std::initializer_list<Bytes>{"", "html", "*/*", "text/*", "\"text/html\"", "charset=utf-8", "text/", "/html",
                                    "text/html,x=y", "text/html charset=utf-8", "text /html"}) {
    CHECK_FALSE(media_type_fault(bad).empty());
  }
  // A list of types is another fault.
  CHECK(media_type_fault("text/html, text/plain").empty());
}

TEST_CASE("names of media types follow the rules of their registry") {
  CHECK(media_name_fault("application/vnd.a_b+json").empty());
  CHECK_FALSE(media_name_fault("application/.b").empty());
  CHECK_FALSE(media_name_fault("application/a'b").empty());
  CHECK_FALSE(media_name_fault("a/" + std::string(128, 'b')).empty());
  CHECK(media_name_fault("a/" + std::string(127, 'b')).empty());
  CHECK(has_long_media_name("a/" + std::string(65, 'b')));
  CHECK_FALSE(has_long_media_name("a/" + std::string(64, 'b')));
  CHECK(media_type_meant("image/jpg") == "image/jpeg");
  CHECK(media_type_successor("application/x-gzip") == "application/gzip");
  CHECK(media_type_successor("application/gzip").empty());
}

TEST_CASE("charset labels stand for encodings") {
  CHECK(encoding_of("UTF8") == "utf-8");
  CHECK(encoding_of("Latin1") == "windows-1252");
  CHECK(encoding_of("utf-8;").empty());
  CHECK(encoding_of("").empty());
  CHECK(encoding_of("ascii cp1252").empty());
}

TEST_CASE("language tags have subtags in a certain order") {
  for (const Bytes good : std::initializer_list<Bytes>{"en", "de-CH-1996", "zh-Hans-CN", "zh-cmn-Hans", "es-419", "x-y",
                                                       "i-klingon", "en-a-bbb-x-c", "sl-rozaj-biske", "en-GB-oed"}) {
    CHECK(language_tag_fault(good).empty());
  }
  for (const Bytes bad :
       {"", "en_US", "en-", "-en", "en--US", "abcdefghi", "en-US-Latn", "e", "x", "en-a", "12", "*"}) {
    CHECK_FALSE(language_tag_fault(bad).empty());
  }
  CHECK(language_range_fault("*").empty());
  CHECK(language_range_fault("english").empty());
  CHECK_FALSE(language_range_fault("en-*").empty());
  CHECK(has_unregistered_language("english"));
  CHECK(has_unregistered_language("jp"));
  CHECK_FALSE(has_unregistered_language("uk-UA"));
  CHECK_FALSE(has_unregistered_language("gsw-CH"));
}

TEST_CASE("Content-Disposition is a type and named values") {
  Disposition disposition;
  ParseError error;
  const Bytes full = "Attachment; filename*=UTF-8''a%20b; filename=\"a b\"";
  REQUIRE(parse_disposition(full, disposition, error));
  CHECK(disposition.type.in(full) == "Attachment");
  CHECK(disposition.extended_first);
  CHECK_FALSE(disposition.stray_semicolon);
  for (const Bytes bad :
       std::initializer_list<Bytes>{"", "filename=a", "attachment; filename=a b", "attachment; filename=\"a",
                                    "inline, attachment", "attachment; filename", "attachment; filename=a[1]"}) {
    Disposition other;
    CHECK_FALSE(parse_disposition(bad, other, error));
  }
  for (const Bytes stray : std::initializer_list<Bytes>{"attachment;", "attachment;; filename=a"}) {
    Disposition other;
    REQUIRE(parse_disposition(stray, other, error));
    CHECK(other.stray_semicolon);
  }
  Disposition empty;
  CHECK(parse_disposition("attachment; filename=", empty, error));
  base::Arena arena;
  CHECK(decode_ext_value("UTF-8'en'%C3%BC", arena) == Bytes("\xC3\xBC"));
  CHECK_FALSE(decode_ext_value("UTF-8'%C3", arena).has_value());
  CHECK_FALSE(decode_ext_value("UTF-8''%C", arena).has_value());
}
