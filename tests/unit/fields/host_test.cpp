#include "fields/host.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

TEST_CASE("a host is a name or an address, with or without a port") {
  const auto named = parse(parse_host, "example.com:8080");
  REQUIRE(named.ok);
  CHECK(named(named.typed.host) == "example.com");
  CHECK(named.typed.kind == HostKind::kRegisteredName);
  CHECK(named.typed.port_number(named.value) == 8080);
  CHECK(parse(parse_host, "127.0.0.1").typed.kind == HostKind::kIpv4);
  CHECK(parse(parse_host, "127.0.0.01").typed.kind == HostKind::kRegisteredName);
  CHECK(parse(parse_host, "127.0.0.256").typed.kind == HostKind::kRegisteredName);
  CHECK(parse(parse_host, "1.2.3.4.5").typed.kind == HostKind::kRegisteredName);
  const auto literal = parse(parse_host, "[::1]:80");
  REQUIRE(literal.ok);
  CHECK(literal(literal.typed.host) == "[::1]");
  CHECK(literal.typed.kind == HostKind::kIpv6);
  CHECK(literal.typed.port_number(literal.value) == 80);
  CHECK(parse(parse_host, "[v1.fe80::a+en1]").typed.kind == HostKind::kIpFuture);
}

TEST_CASE("host and port may be empty") {
  CHECK(parse(parse_host, "").ok);
  const auto port = parse(parse_host, "example.com:");
  REQUIRE(port.ok);
  CHECK(port.typed.has_port);
  CHECK_FALSE(port.typed.port_number(port.value).has_value());
}

TEST_CASE("a port above 65535 has no number") {
  const auto number = [](std::string_view text) {
    const auto host = parse(parse_host, text);
    REQUIRE(host.ok);
    return host.typed.port_number(host.value);
  };
  CHECK(number("a:65535") == 65535);
  CHECK(number("a:00080") == 80);
  CHECK_FALSE(number("a:65536"));
  CHECK_FALSE(number("a:99999999999999999999"));
}

TEST_CASE("IPv6 addresses have eight groups, or fewer around a double colon") {
  for (const char* text :
       {"[1:2:3:4:5:6:7:8]", "[::]", "[::1]", "[1::]", "[1::8]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]",
        "[1:2:3:4:5:6:1.2.3.4]", "[::ffff:1.2.3.4]", "[64:ff9b::192.0.2.33]", "[FE80::abcd]"}) {
    CAPTURE(text);
    CHECK(outcome(parse_host, text) == "ok");
  }
  for (const char* text : {"[]", "[:]", "[1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1::2::3]", "[:::]", "[1:]",
                           "[12345::]", "[::1.2.3]", "[1.2.3.4::]", "[::1.2.3.4:5]", "[1:2:3:4:5:6:7:1.2.3.4]",
                           "[1:2:3:4:5:6:7:8::]", "[::1:2:3:4:5:6:7:8]", "[::g]", "[::1", "[fe80::1%25eth0]"}) {
    CAPTURE(text);
    CHECK_FALSE(parse(parse_host, text).ok);
  }
}

TEST_CASE("what is no host fails at the octet that does not fit") {
  CHECK(outcome(parse_host, "example.com/") == "11: a character of a host");
  CHECK(outcome(parse_host, "http://example.com") == "5: a digit");
  CHECK(outcome(parse_host, "user@example.com") == "4: a character of a host");
  CHECK(outcome(parse_host, "example.com:http") == "12: a digit");
  CHECK(outcome(parse_host, "::1") == "1: a digit");
  CHECK(outcome(parse_host, "ex ample") == "2: a character of a host");
  CHECK(outcome(parse_host, "ex%4") == "3: two hexadecimal digits");
  CHECK(outcome(parse_host, "[::1") == "4: a closing bracket");
  CHECK(outcome(parse_host, "[::1]x") == "5: a character of a host");
  CHECK(outcome(parse_host, "[1::2::3]") == "6: an IPv6 address");
  CHECK(outcome(parse_host, "[vx.1]") == "2: a hexadecimal digit");
  CHECK(outcome(parse_host, "[v1:1]") == "3: a dot");
  CHECK(outcome(parse_host, "[v1.]") == "4: an IP address");
}
