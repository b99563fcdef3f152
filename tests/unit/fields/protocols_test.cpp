#include "fields/protocols.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("protocols have a name, and some have a version") {
  const auto protocols = parse(parse_protocols, "websocket, HTTP/2.0, ");
  REQUIRE(protocols.ok);
  REQUIRE(protocols.typed.protocols.size() == 2);
  CHECK(protocols(protocols.typed.protocols[0].name) == "websocket");
  CHECK(protocols.typed.protocols[0].version.empty());
  CHECK(protocols(protocols.typed.protocols[1].name) == "HTTP");
  CHECK(protocols(protocols.typed.protocols[1].version) == "2.0");
  CHECK(protocols.typed.empty_elements == 1);
  CHECK(protocols.typed.contains(protocols.value, "WebSocket"));
  CHECK_FALSE(protocols.typed.contains(protocols.value, "h2c"));
}

TEST_CASE("what is no list of protocols fails at the octet that does not fit") {
  CHECK(outcome(parse_protocols, "HTTP/") == "5: a protocol version");
  CHECK(outcome(parse_protocols, "/2.0") == "0: a protocol name");
  CHECK(outcome(parse_protocols, "HTTP/2/0") == "6: a comma");
  CHECK(outcome(parse_protocols, "HTTP /2") == "5: a comma");
}
