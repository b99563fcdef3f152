#include "fields/methods.h"

#include "support/catch.h"

namespace httpvet::fields {

TEST_CASE("methods are found by their exact name") {
  REQUIRE(find_method("GET") != nullptr);
  CHECK(find_method("GET")->name == "GET");
  CHECK(find_method("get") == nullptr);
  CHECK(find_method("") == nullptr);
  CHECK(find_method("ZZZ") == nullptr);
}

TEST_CASE("the table says which methods are safe and idempotent") {
  CHECK((find_method("HEAD")->safe && find_method("HEAD")->idempotent));
  CHECK((!find_method("DELETE")->safe && find_method("DELETE")->idempotent));
  CHECK((!find_method("POST")->safe && !find_method("POST")->idempotent));
}

TEST_CASE("well-known methods that IANA does not register are marked") {
  REQUIRE(find_method("PURGE") != nullptr);
  CHECK_FALSE(find_method("PURGE")->registered);
  CHECK(find_method("PROPFIND")->registered);
}

TEST_CASE("every safe method is idempotent") {
  for (const MethodInfo& method : methods()) {
    INFO(method.name);
    CHECK((!method.safe || method.idempotent));
  }
}

}  // namespace httpvet::fields
