#include "fields/hsts.h"

#include <string>

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;

namespace {

/// The faults of `value`, minor ones in parentheses; "ok" when there are none.
std::string faults_of(std::string_view value) {
  base::Arena arena;
  FaultList faults(arena);
  find_hsts_faults(value, faults);
  std::string text;
  for (const Fault& fault : faults.finish()) {
    if (!text.empty()) text += "; ";
    text += fault.minor ? "(" + std::string(fault.what) + ")" : std::string(fault.what);
  }
  return text.empty() ? "ok" : text;
}

}  // namespace

TEST_CASE("an HSTS policy is read") {
  base::Arena arena;
  Hsts hsts;
  REQUIRE(parse_hsts("Max-Age = \"31536000\" ;; includesubdomains; future=\"a; b\"; preload;", arena, hsts));
  CHECK(hsts.max_age.value == 31536000);
  CHECK(hsts.include_subdomains);
  CHECK(hsts.preload);
  CHECK(parse_hsts("max-age=0; preload=1", arena, hsts));
  CHECK_FALSE(parse_hsts("includeSubDomains", arena, hsts));
  CHECK_FALSE(parse_hsts("", arena, hsts));
}

TEST_CASE("faults of an HSTS value are told apart") {
  CHECK(faults_of("max-age=1") == "ok");
  CHECK(faults_of("preload") == "max-age is missing");
  CHECK(faults_of("max-age") == "max-age has to be a number of seconds");
  CHECK(faults_of("max-age=-1") == "max-age has to be a number of seconds");
  CHECK(faults_of("max-age=") == "a value has to follow the equals sign");
  CHECK(faults_of("max-age=1; max-age=2") == "a directive stands there twice");
  CHECK(faults_of("max-age=1; includeSubDomains=1") == "includeSubDomains takes no value");
  CHECK(faults_of("max-age=1; preload=1") == "(preload takes no value)");
  CHECK(faults_of("max-age=1, includeSubDomains") == "directives are separated by semicolons, not by commas");
  CHECK(faults_of("max-age=1 includeSubDomains") == "a semicolon has to stand between directives");
  CHECK(faults_of("max-age=1; \"x\"") == "a directive has to begin here");
}
