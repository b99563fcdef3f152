#include "fields/origin.h"

#include <string>

#include "fields/address.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;

TEST_CASE("serialized origins are recognised") {
  for (const Bytes origin : {"https://example.com", "http://localhost:3000", "https://[2001:db8::1]:8443",
                             "chrome-extension://abcdef", "capacitor://localhost", "file://", "http://192.0.2.7"}) {
    CAPTURE(origin);
    CHECK(origin_fault(origin).empty());
  }
}

TEST_CASE("what is no serialized origin says why") {
  CHECK(origin_fault("") == "it is empty");
  CHECK(origin_fault("https://a.example, https://b.example") == "it lists more than one");
  CHECK(origin_fault("example.com") == "it has no scheme");
  CHECK(origin_fault("*.example.com") == "it has a wildcard, which only stands alone");
  CHECK(origin_fault("https://*.example.com") == "it has a wildcard, which only stands alone");
  CHECK(origin_fault("https://example.com/") == "it ends in a slash");
  CHECK(origin_fault("https://example.com/a") == "it has a path");
  CHECK(origin_fault("HTTPS://example.com") == "its scheme is not in lower case");
  CHECK(origin_fault("https://Example.com") == "its host is not in lower case");
  CHECK(origin_fault("https://example.com:443") == "it names the default port of its scheme");
  CHECK(origin_fault("http://example.com:99999") == "its port is no number from 1 to 65535");
  CHECK(origin_fault("https://") == "it has no host");
  CHECK(origin_fault("https://u@example.com") == "it has user information");
}

TEST_CASE("hosts that only a private network knows") {
  CHECK(reach_of("example.com") == HostReach::kPublic);
  CHECK(reach_of("172.32.0.1") == HostReach::kPublic);
  CHECK(reach_of("[2001:db8::1]") == HostReach::kPublic);
  CHECK(reach_of("10.1.2.3.example.com") == HostReach::kPublic);
  CHECK(reach_of("10.0.0.300") == HostReach::kPublic);
  CHECK(reach_of("") == HostReach::kPublic);
  CHECK(reach_of("10.0.0.5") == HostReach::kPrivate);
  CHECK(reach_of("172.16.0.1") == HostReach::kPrivate);
  CHECK(reach_of("192.168.1.1") == HostReach::kPrivate);
  CHECK(reach_of("fd00::1") == HostReach::kPrivate);
  CHECK(reach_of("[fe80::1]") == HostReach::kPrivate);
  CHECK(reach_of("db1.Internal") == HostReach::kPrivate);
  CHECK(reach_of("127.0.0.1") == HostReach::kLoopback);
  CHECK(reach_of("[::1]") == HostReach::kLoopback);
  CHECK(reach_of("app.localhost") == HostReach::kLoopback);
  CHECK(reach_of("backend") == HostReach::kLocal);
  CHECK(is_ip_address("[::1]"));
  CHECK(is_ip_address("192.0.2.7"));
  CHECK_FALSE(is_ip_address("example.com"));
}
