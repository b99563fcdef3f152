// Warning, the groups of caches, and arguments of targeted fields.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

std::string of(const Lines& response, const std::string& fact) { return ExchangeReading({}, response)("res." + fact); }

std::string faults(const Lines& response) {
  return of(response, "faulty_directives.exists(d, d.argument_fault.contains(\"second\"))");
}

const std::string kDate = "Date: Thu, 01 Jan 2026 00:00:00 GMT";

}  // namespace

TEST_CASE("warnings have codes of three digits and the date of the message") {
  CHECK(of({"Warning: 110 a \"stale\""}, "warning_fault") == "absent");
  CHECK(of({"Warning: 99 a \"x\""}, "warning_fault") == "has a code outside 100 to 299");
  CHECK(of({"Warning: \"x, 999\""}, "warning_fault") == "has a code outside 100 to 299");
  CHECK(of({kDate, "Warning: 110 a \"stale\" \"Thu, 01 Jan 2026 00:00:00 GMT\""}, "warning_fault") == "absent");
  CHECK(of({kDate, "Warning: 110 a \"stale\" \"Thu, 01 Jan 2026 00:00:01 GMT\""}, "warning_fault") ==
        "has a date other than that of the message");
  CHECK(of({kDate, "Warning: 110 a \""}, "warning_fault") == "absent");
  CHECK(of({"Age: 9", "Cache-Control: max-age=5"}, "warning_fault") == "lacks code 110 on a stale response");
  CHECK(of({"Age: 9", "Cache-Control: max-age=5", "Warning: 110 a \"x\""}, "warning_fault") == "absent");
}

TEST_CASE("cache groups are strings, not too many and not too long") {
  CHECK(of({"Cache-Groups: \"a\", \"b\""}, "cache_groups_fault") == "absent");
  CHECK(of({"Cache-Groups: a"}, "cache_groups_fault") == "has a member that is no string");
  CHECK(of({"Cache-Group-Invalidation: (\"a\")"}, "cache_groups_fault") == "has a member that is no string");
  CHECK(of({"Cache-Groups: \"" + std::string(33, 'x') + "\""}, "cache_groups_fault") ==
        "has a name of more than 32 characters");
  std::string many = "Cache-Groups: \"a\"";
  for (int i = 0; i < 32; ++i) many += ", \"a\"";
  CHECK(of({many}, "cache_groups_fault") == "has more than 32 members");
  CHECK(of({"Cache-Groups: \"a"}, "cache_groups_fault") == "absent");
}

TEST_CASE("targeted fields have arguments of the right type") {
  CHECK(faults({"CDN-Cache-Control: max-age=60, no-store, private"}) == "false");
  CHECK(faults({"CDN-Cache-Control: max-age"}) == "true");
  CHECK(faults({"Example-Cache-Control: max-age=-1"}) == "true");
  CHECK(faults({"CDN-Cache-Control: max-age=-1,"}) == "false");
  CHECK(faults({"Surrogate-Control: max-age=-1", "Edge-Control: max-age"}) == "false");
  CHECK(faults({"Cache-Control: max-age"}) == "true");
  CHECK(faults({"Cache-Control: max-age: 5"}) == "false");
}

}  // namespace httpvet::facts
