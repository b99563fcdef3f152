#include "fields/status_registry.h"

#include <string>

#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;

namespace {

/// The code whose phrase `phrase` is, where that misleads beside `code`; 0 where it does not.
int misleading(int code, Bytes phrase) {
  const StatusInfo* info = status_of_other_phrase(code, phrase);
  return info == nullptr ? 0 : info->code;
}

}  // namespace

TEST_CASE("status codes are found by their number, and nothing else is") {
  REQUIRE(status_codes().size() > 90);
  int next = kFirstStatus;
  for (const StatusInfo& info : status_codes()) {
    for (; next < info.code; ++next) CHECK(find_status(next) == nullptr);
    CHECK(find_status(info.code) == &info);
    next = info.code + 1;
  }
  for (const int number : {-1, 0, 99, 600, 999, 1000, 70000}) {
    INFO(number);
    CHECK(find_status(number) == nullptr);
  }
}

TEST_CASE("every status code says what it is in both languages, and where it stands or who made it up") {
  for (const StatusInfo& info : status_codes()) {
    INFO(info.code);
    CHECK_FALSE(info.name.en.empty());
    CHECK_FALSE(info.name.zh_tw.empty());
    CHECK(info.spec.empty() == (info.registration == Registration::kNo));
    CHECK((info.unofficial() || info.registration != Registration::kNo));
    CHECK(info.inventor.en.empty() == info.inventor.zh_tw.empty());
  }
}

TEST_CASE("what caches may do with a status code") {
  // RFC 9110 §15.1 lists what is heuristically cacheable; RFC 7725 §3 adds 451.
  for (const int code : {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501}) {
    INFO(code);
    CHECK(find_status(code)->caching == StatusCaching::kDefault);
  }
  for (const int code : {201, 302, 303, 304, 307, 400, 403, 421, 500, 503}) {
    INFO(code);
    CHECK(find_status(code)->caching == StatusCaching::kExplicit);
  }
  for (const int code : {428, 429, 431, 511}) {  // RFC 6585 §§3-6
    INFO(code);
    CHECK(find_status(code)->caching == StatusCaching::kNever);
  }
}

TEST_CASE("which status codes exclude content") {
  for (const int code : {100, 101, 103, 204, 205, 304}) {
    INFO(code);
    CHECK_FALSE(find_status(code)->content);
  }
  for (const int code : {200, 206, 301, 404, 500}) {
    INFO(code);
    CHECK(find_status(code)->content);
  }
}

TEST_CASE("registered, temporary, reserved and private status codes") {
  CHECK(find_status(200)->registration == Registration::kYes);
  CHECK(find_status(104)->registration == Registration::kTemporary);
  CHECK(find_status(306)->registration == Registration::kYes);
  CHECK_FALSE(find_status(306)->unofficial());
  CHECK(find_status(418)->registration == Registration::kYes);
  CHECK(find_status(418)->unofficial());
  CHECK(find_status(520)->registration == Registration::kNo);
  CHECK(find_status(520)->inventor.en == "Cloudflare");
  CHECK(status_fallback(218) == 200);
  CHECK(status_fallback(599) == 500);
}

TEST_CASE("a phrase misleads where it is that of another registered code, and of this one in no way") {
  CHECK(misleading(200, "Not Found") == 404);
  CHECK(misleading(200, "NOT FOUND") == 404);
  CHECK(misleading(404, " OK ") == 200);
  CHECK(misleading(599, "Gateway Timeout") == 504);

  CHECK(misleading(404, "Not Found") == 0);
  CHECK(misleading(404, "not found") == 0);
  CHECK(misleading(404, "No such page") == 0);
  CHECK(misleading(404, "") == 0);
  CHECK(misleading(413, "Payload Too Large") == 0);
  CHECK(misleading(413, "Request Entity Too Large") == 0);
  CHECK(misleading(418, "I'm a teapot") == 0);

  // 430 and 431 share one phrase; only that of 431 is registered.
  CHECK(misleading(430, "Request Header Fields Too Large") == 0);
  CHECK(misleading(431, "Request Header Fields Too Large") == 0);
  CHECK(misleading(400, "Request Header Fields Too Large") == 431);
  CHECK(misleading(503, "Site Is Overloaded") == 0);

  // The phrase of reserved codes belongs to nobody.
  CHECK(misleading(306, "(Unused)") == 0);
  CHECK(misleading(200, "(Unused)") == 0);
}
