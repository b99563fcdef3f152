#include "fields/via.h"

#include <string>

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::Exact;

namespace {

/// The fault of the only entry of `text`.
ViaFault fault_of(std::string_view text) {
  const Exact exact(text);
  base::Arena arena;
  const auto entries = read_via(exact.bytes(), arena);
  INFO(text);
  REQUIRE(entries.size() == 1);
  return entries[0].fault;
}

}  // namespace

TEST_CASE("entries of Via have a version, a name and perhaps a comment") {
  const Exact exact("1.0 fred, , HTTP/1.1 gate:8080 (a, (b) \\) c) ,2 x");
  base::Arena arena;
  const auto entries = read_via(exact.bytes(), arena);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].received_by.in(exact.bytes()) == "fred");
  CHECK(entries[1].received_by.in(exact.bytes()) == "gate:8080");
  CHECK(entries[1].text.in(exact.bytes()) == "HTTP/1.1 gate:8080 (a, (b) \\) c)");
  CHECK(entries[2].received_by.in(exact.bytes()) == "x");
  for (const ViaEntry& entry : entries) CHECK(entry.fault == ViaFault::kNone);
}

TEST_CASE("what is odd about an entry of Via has a name") {
  CHECK(fault_of("varnish") == ViaFault::kNoProtocol);
  CHECK(fault_of("varnish (7.1)") == ViaFault::kNoProtocol);
  CHECK(fault_of("HTTP/1.1") == ViaFault::kNoReceivedBy);
  CHECK(fault_of("gate 1.1") == ViaFault::kWrongOrder);
  CHECK(fault_of("a/b/c gate") == ViaFault::kBadProtocol);
  CHECK(fault_of("1.1 [2001:db8::1]") == ViaFault::kBracketedAddress);
  CHECK(fault_of("1.1 http://gate/") == ViaFault::kBadReceivedBy);
  CHECK(fault_of("1.1 gate (open") == ViaFault::kUnclosedComment);
  CHECK(fault_of("1.1 gate other") == ViaFault::kExtraWords);
  CHECK(fault_of("1.1 gate(ghost)") == ViaFault::kGluedComment);
  CHECK(fault_of("1.1 gate (a) (b)") == ViaFault::kSeveralComments);
  CHECK(fault_of("1.1 gate (a)[1,2]") == ViaFault::kBracketedStatus);
  CHECK(fault_of("gate[1,2,H]") == ViaFault::kBracketedStatus);
}

TEST_CASE("hostile Via values are read to their end") {
  for (const char* text : {"(", "[", "1.1 a [", ",,,", "\\", "1.1 a (\\", ")"}) {
    const Exact exact(text);
    base::Arena arena;
    CHECK(read_via(exact.bytes(), arena).size() <= 2);
  }
}
