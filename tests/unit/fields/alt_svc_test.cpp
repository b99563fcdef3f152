#include "fields/alt_svc.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("Alt-Svc lists alternatives, or clears them") {
  const auto alt = parse(parse_alt_svc, "h3=\":443\"; ma=86400, h2=\"alt.example:8000\";persist=1");
  REQUIRE(alt.ok);
  REQUIRE(alt.typed.services.size() == 2);
  CHECK(alt(alt.typed.services[0].protocol_id) == "h3");
  CHECK(alt(alt.typed.services[0].authority.slice) == ":443");
  CHECK(alt.typed.services[1].parameters.size() == 1);
  CHECK(parse(parse_alt_svc, "clear").typed.clear);
}

TEST_CASE("what is no Alt-Svc fails at the octet that does not fit") {
  CHECK(outcome(parse_alt_svc, "h3=:443") == "3: an authority in quotes");
  CHECK(outcome(parse_alt_svc, "Clear") == "5: an equals sign");
  CHECK(outcome(parse_alt_svc, "") == "0: an alternative service");
  CHECK(outcome(parse_alt_svc, "clear, h3=\":443\"") == "5: an equals sign");
}

TEST_CASE("protocol ids are percent-encoded in one way only") {
  base::Arena arena;
  CHECK(decode_protocol_id("http%2F1.1", arena) == "http/1.1");
  CHECK(decode_protocol_id("a%", arena) == "a%");
  CHECK(is_canonical_protocol_id("http%2F1.1"));
  CHECK(is_canonical_protocol_id("w%25x"));
  for (const char* id : {"h%33", "http%2f1.1", "a%", "a%2"}) CHECK_FALSE(is_canonical_protocol_id(id));
}

TEST_CASE("authorities of alternatives have a port") {
  for (const char* text : {":443", "example.com:443", "[2001:db8::1]:1"}) CHECK(is_alt_authority(text));
  for (const char* text : {"", "example.com", ":", ":0", ":65536", "a b:1"}) CHECK_FALSE(is_alt_authority(text));
}

TEST_CASE("ALPN ids are registered, dead or unknown") {
  CHECK(is_alpn_id("h3"));
  CHECK(is_alpn_id("\x1A\x1A"));
  CHECK_FALSE(is_alpn_id("H3"));
  CHECK(is_dead_alpn_id("h3-29"));
  CHECK(is_dead_alpn_id("quic"));
  CHECK_FALSE(is_dead_alpn_id("h3"));
}
