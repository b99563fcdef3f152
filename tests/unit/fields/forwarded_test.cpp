#include "fields/forwarded.h"

#include "fields/ip_address.h"
#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("Forwarded has elements with pairs") {
  const auto forwarded = parse(parse_forwarded, "for=192.0.2.1; proto=http;;by=_x, for=\"[2001:db8::1]:80\"");
  REQUIRE(forwarded.ok);
  REQUIRE(forwarded.typed.elements.size() == 2);
  CHECK(forwarded.typed.elements[0].parameters.size() == 3);
  CHECK(forwarded(forwarded.typed.elements[0].text) == "for=192.0.2.1; proto=http;;by=_x");
  CHECK(forwarded.typed.elements[1].parameters.size() == 1);
}

TEST_CASE("what is no Forwarded fails at the octet that does not fit") {
  CHECK(outcome(parse_forwarded, "for=[::1]") == "4: a token or a quoted string");
  CHECK(outcome(parse_forwarded, "for=1.2.3.4:80") == "11: a comma");
  CHECK(outcome(parse_forwarded, "for") == "3: an equals sign");
  CHECK(outcome(parse_forwarded, "for=\"a") == "6: a closing quote");
}

TEST_CASE("nodes are addresses, unknown or obfuscated, with an optional port") {
  for (const char* node :
       {"192.0.2.1", "192.0.2.1:80", "[2001:db8::1]", "[2001:db8::1]:_p", "unknown", "_a.b-c", "_x:1"})
    CHECK(is_forwarded_node(node));
  for (const char* node : {"", "2001:db8::1", "host", "192.0.2.1:", "192.0.2.1:123456", "_", "[::1", "_a b"})
    CHECK_FALSE(is_forwarded_node(node));
}

TEST_CASE("schemes begin with a letter") {
  CHECK(is_scheme("https"));
  CHECK(is_scheme("coap+tcp"));
  for (const char* text : {"", "1a", "https:", "h s"}) CHECK_FALSE(is_scheme(text));
}

TEST_CASE("addresses are told from names, and from their ports") {
  CHECK(parses_as_ip("192.0.2.1"));
  CHECK(parses_as_ip("2001:db8::1"));
  CHECK(parses_as_ip("[2001:db8::1]"));
  CHECK(parses_as_ip("fe80::1%eth0"));
  for (const char* text : {"", "host", "300.1.1.1", "192.0.2.1:80", ":::", "[]"}) CHECK_FALSE(parses_as_ip(text));
  CHECK(bare_address("[2001:db8::1]:80") == "2001:db8::1");
  CHECK(bare_address("192.0.2.1:80") == "192.0.2.1");
  CHECK(bare_address("fe80::1%eth0") == "fe80::1");
  CHECK(bare_address("[") == "[");
}

TEST_CASE("local addresses belong to nobody in particular") {
  for (const char* text : {"10.1.2.3", "127.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "::1",
                           "fd00::1", "fe80::1", "::ffff:10.0.0.1"})
    CHECK(is_local_address(text));
  for (const char* text : {"203.0.113.1", "172.32.0.1", "100.128.0.1", "2001:db8::1", "host"})
    CHECK_FALSE(is_local_address(text));
}
