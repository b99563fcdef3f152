// Misspelled field names.
#include "fields/near_names.h"

#include <string>

#include "support/catch.h"

namespace httpvet::fields {
namespace {

std::string meant(Bytes name) { return std::string(field_info(misspelled_field(name)).name); }

}  // namespace

TEST_CASE("a name near a registered one was meant to be that one") {
  CHECK(meant("Referrer") == "Referer");
  CHECK(meant("Cache-Contol") == "Cache-Control");
  CHECK(meant("content-lenght") == "Content-Length");
  CHECK(meant("Access-Control-Allow-Header") == "Access-Control-Allow-Headers");
  CHECK(meant("ETags") == "ETag");
  CHECK(meant("Hsot") == "Host");
  CHECK(meant("Content-Security-Policies") == "Content-Security-Policy");
  CHECK(meant("Content_Type") == "Content-Type");
  CHECK(meant("ContentType") == "Content-Type");
  CHECK(meant("X-Frame-Option") == "X-Frame-Options");
  CHECK(meant("Strict-Transport-Securty") == "Strict-Transport-Security");
}

TEST_CASE("names of their own are not misspelled") {
  for (const char* name :
       {"X-Cache-Status", "CF-Cache-Status", "X-RateLimit-Used", "X-Request-IP", "Tenant", "abc", "My-ETag", "Foo-Bar",
        "X-Trace", "Page", "Rate", "Line", "Data", "X-Rate-Limit-Limit", "X-Cached"}) {
    CAPTURE(name);
    CHECK(misspelled_field(name) == kUnknownField);
  }
  CHECK(misspelled_field(std::string(70'000, 'a')) == kUnknownField);
}

TEST_CASE("Connection is scrambled on purpose") {
  CHECK(is_scrambled_connection("nnCoection"));
  CHECK(is_scrambled_connection("Cneonction"));
  CHECK(is_scrambled_connection("X-Cnection"));
  CHECK_FALSE(is_scrambled_connection("Connection"));
  CHECK_FALSE(is_scrambled_connection("Conection"));
  CHECK(meant("nnCoection") == "Connection");
}

TEST_CASE("underscores make lookalikes of framing fields") {
  CHECK(is_framing_lookalike("Content_Length"));
  CHECK(is_framing_lookalike("transfer_encoding"));
  CHECK_FALSE(is_framing_lookalike("Content-Length"));
  CHECK_FALSE(is_framing_lookalike("Content_Type"));
}

}  // namespace httpvet::fields
