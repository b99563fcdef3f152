// Target URIs, and which of two URIs are the same.
#include "facts/target_uri.h"

#include <array>
#include <string>

#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

using model::Scheme;

model::FieldLine line(Bytes name, Bytes value) {
  return {name, value, fields::find_field(name), 0, static_cast<std::uint32_t>(name.size() + 2 + value.size())};
}

std::string target(Bytes method, Bytes request_target, std::optional<Bytes> host, Scheme scheme = Scheme::kUnknown) {
  base::Arena arena;
  const std::array lines = {line("Host", host.value_or(Bytes()))};
  model::Message request;
  request.part = model::Part::kRequest;
  request.method = method;
  request.target = request_target;
  if (host) request.lines = lines;
  const auto uri = target_uri(request, scheme, arena);
  return uri ? std::string(*uri) : "none";
}

std::string word(SameUri same) {
  switch (same) {
    case SameUri::kSame:
      return "same";
    case SameUri::kDifferent:
      return "different";
    case SameUri::kUnknown:
      break;
  }
  return "unknown";
}

std::string same(Bytes a, Bytes b) {
  base::Arena arena;
  const std::string result = word(same_uri(a, b, arena));
  CHECK(word(same_uri(b, a, arena)) == result);
  return result;
}

std::string refers(Bytes target, Bytes reference) {
  base::Arena arena;
  return word(refers_to(target, reference, arena));
}

}  // namespace

TEST_CASE("the target URI comes from target, Host and scheme") {
  CHECK(target("GET", "/a?b", "example.com", Scheme::kHttps) == "https://example.com/a?b");
  CHECK(target("GET", "/a?b", "example.com:8080") == "//example.com:8080/a?b");
  CHECK(target("GET", "//a/b", "example.com") == "//example.com//a/b");
  CHECK(target("GET", "/a", std::nullopt) == "/a");
  CHECK(target("GET", "//a/b", std::nullopt) == "/.//a/b");
  CHECK(target("GET", "/a", "not a host") == "/a");
  CHECK(target("OPTIONS", "*", "example.com", Scheme::kHttp) == "http://example.com");
}

TEST_CASE("a target with an authority of its own needs no Host") {
  CHECK(target("GET", "http://example.org/a#b", "example.com", Scheme::kHttps) == "http://example.org/a");
  CHECK(target("CONNECT", "example.com:443", "example.org") == "//example.com:443");
  CHECK(target("CONNECT", "[::1]:443", std::nullopt) == "//[::1]:443");
  CHECK(target("CONNECT", "example.com", std::nullopt) == "//example.com");
  CHECK(target("GET", "urn:isbn:0451450523", "example.com") == "urn:isbn:0451450523");
}

TEST_CASE("targets without form have no URI") {
  CHECK(target("GET", "index.html", "example.com") == "none");
  CHECK(target("GET", "", "example.com") == "none");
  CHECK(target("GET", "?a", "example.com") == "none");
}

TEST_CASE("URIs are the same after normalization") {
  CHECK(same("http://example.com/a", "HTTP://Example.COM:80/a") == "same");
  CHECK(same("https://example.com", "https://example.com:443/") == "same");
  CHECK(same("https://example.com:/", "https://example.com:0443/") == "same");
  CHECK(same("http://example.com/%7Ebob/%c3%A9", "http://example.com/~bob/%C3%a9") == "same");
  CHECK(same("http://example.com/a/../b/.", "http://example.com/b/") == "same");
  CHECK(same("http://example.com/%2e%2E/b", "http://example.com/b") == "same");
  CHECK(same("http://example.com/a#x", "http://example.com/a#y") == "same");
  CHECK(same("mailto:a@example.com", "MAILTO:a@example.com") == "same");
}

TEST_CASE("URIs differ in what normalization keeps") {
  CHECK(same("http://example.com/a", "http://example.com/A") == "different");
  CHECK(same("http://example.com/a", "http://example.com/a/") == "different");
  CHECK(same("http://example.com/a", "http://example.com/a?") == "different");
  CHECK(same("http://example.com/a%2Fb", "http://example.com/a/b") == "different");
  CHECK(same("http://example.com/a", "https://example.com/a") == "different");
  CHECK(same("http://example.com/a", "http://example.com:8080/a") == "different");
  CHECK(same("http://example.com/a", "http://bob@example.com/a") == "different");
  CHECK(same("http://example.com/a", "http://www.example.com/a") == "different");
  CHECK(same("mailto:a@example.com", "mailto:b@example.com") == "different");
  CHECK(same("http://example.com/100%", "http://example.com/100%2") == "different");
}

TEST_CASE("a scheme that is not known decides only where all else is the same") {
  CHECK(same("//example.com/a", "https://example.com/a") == "unknown");
  CHECK(same("//example.com:80/a", "http://example.com/a") == "unknown");
  CHECK(same("//example.com:80/a", "https://example.com/a") == "different");
  CHECK(same("//example.com/a", "https://example.com:8443/a") == "different");
  CHECK(same("//example.com/a", "https://example.com/b") == "different");
  CHECK(same("//example.com/a", "https://example.org/a") == "different");
  CHECK(same("//example.com/a", "ftp://example.com/a") == "different");
  CHECK(same("//example.com/a", "mailto:a") == "different");
  CHECK(same("//example.com/a", "//EXAMPLE.com/a") == "same");
  CHECK(same("//example.com:80/a", "//example.com/a") == "unknown");
  CHECK(same("//example.com:81/a", "//example.com/a") == "different");
  CHECK(same("/a", "http://example.com/a") == "unknown");
  CHECK(same("/a", "http://example.com/b") == "different");
}

TEST_CASE("a relative reference stays at the origin, whatever that is") {
  CHECK(refers("//example.com/a?b", "/a?b") == "same");
  CHECK(refers("//example.com/a?b", "?b") == "same");
  CHECK(refers("//example.com/a/c", "../a/c#top") == "same");
  CHECK(refers("/a", "/a") == "same");
  CHECK(refers("/a", "b") == "different");
  CHECK(refers("//example.com/a", "//example.com/a") == "same");
  CHECK(refers("//example.com/a", "https://example.com/a") == "unknown");
  CHECK(refers("https://example.com/a", "//example.com:443/a") == "same");
  base::Arena arena;
  CHECK(word(stays_at_origin("/a", "/b", arena)) == "same");
  CHECK(word(stays_at_origin("//example.com/a", "//example.org/a", arena)) == "different");
  CHECK(word(stays_at_origin("https://example.com/a", "https://example.com/b?c", arena)) == "same");
  CHECK(word(stays_at_origin("https://example.com/a", "http://example.com/a", arena)) == "different");
}

TEST_CASE("octets that no URI may hold are compared as they are") {
  CHECK(same("//example.com/a b[]|", "//example.com/a b[]|") == "same");
  CHECK(same("//exa mple/", "//exa mple/") == "same");
  CHECK(same("//bob@a@b:x/", "//bob@a@b:y/") == "different");
  CHECK(same("%", "%") == "unknown");
}

}  // namespace httpvet::facts
