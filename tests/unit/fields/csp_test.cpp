#include "fields/csp.h"

#include <chrono>
#include <string>

#include "fields/csp_sources.h"
#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::repeated;

namespace {

Source source_of(Bytes text) {
  Source source;
  Bytes rest = text;
  REQUIRE(next_source(rest, source));
  return source;
}

SourceKind kind_of(Bytes text) { return source_of(text).kind; }

std::string near(Bytes name) {
  const auto found = near_csp_name(name);
  return found ? std::string(csp_name_info(*found).name) : "none";
}

}  // namespace

TEST_CASE("policies and directives are taken apart") {
  base::Arena arena;
  const auto policies = parse_csp(" Default-Src 'self' ;; script-src a b;script-src c; x , ,img-src *", arena);
  REQUIRE(policies.size() == 2);
  REQUIRE(policies[0].directives.size() == 4);
  CHECK(policies[0].has(CspName::kDefaultSrc));
  CHECK(policies[0].for_scripts()->value == "a b");
  CHECK(policies[0].directives[2].repeated);
  CHECK_FALSE(policies[0].directives[3].known);
  CHECK(policies[1].find(CspName::kImgSrc)->value == "*");
  CHECK(policies[1].for_scripts() == nullptr);
  CHECK(parse_csp("", arena).empty());
}

TEST_CASE("every directive finds itself") {
  for (std::size_t i = 0; i < kCspNames; ++i) {
    const auto name = static_cast<CspName>(i);
    CHECK(find_csp_name(csp_name_info(name).name) == name);
  }
  CHECK_FALSE(find_csp_name("default"));
}

TEST_CASE("a misspelt directive has a neighbour") {
  CHECK(near("defaultSrc") == "default-src");
  CHECK(near("script-src:") == "script-src");
  CHECK(near("imgs-src") == "img-src");
  CHECK(near("https://cdn.example.com") == "none");
  CHECK(near("x") == "none");
  CHECK(near(repeated("a", 10'000)) == "none");
}

TEST_CASE("source expressions have a kind") {
  CHECK(kind_of("https:") == SourceKind::kScheme);
  for (const Bytes host : {"*", "*.example.com", "https://example.com:*", "example.com/a/b", "localhost:3000", "*:8443",
                           "wss://a_b.example.net", "127.0.0.1:80", "example.com."}) {
    CAPTURE(host);
    CHECK(kind_of(host) == SourceKind::kHost);
  }
  CHECK(kind_of("'SELF'") == SourceKind::kKeyword);
  CHECK(kind_of("'nonce-YWJj'") == SourceKind::kNonce);
  CHECK(kind_of("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='") == SourceKind::kHash);
  for (const Bytes text : {"self", "None", "unsafe-inline'", "\"self\"", "\xE2\x80\x98self\xE2\x80\x99", "nonce-abc"}) {
    CAPTURE(text);
    CHECK(kind_of(text) == SourceKind::kUnquoted);
  }
}

TEST_CASE("invalid source expressions say why") {
  CHECK(source_of("'self").fault == "its closing apostrophe is missing");
  CHECK(source_of("'nonce-'").fault == "its nonce is empty");
  CHECK(source_of("'sha512-YWJj'").fault == "its hash has the wrong length for its algorithm");
  CHECK(source_of("https").fault == "a scheme ends in a colon");
  CHECK(source_of("//example.com").fault == "a source begins with a scheme or a host");
  CHECK(source_of("example.com?a").fault == "a source has no query; browsers ignore that part, or all of it");
  CHECK(source_of("example.*").fault == "a wildcard stands for the leftmost labels, as in *.example.com, only");
  CHECK(source_of("a..b").fault == "a label of its host is empty");
  CHECK(source_of("example.com:http").fault == "its port is no number");
  CHECK(source_of("10.0.0.1").minor);
  CHECK(source_of("[2001:db8::1]:443").minor);
}

TEST_CASE("nonces are weighed") {
  CHECK(nonce_of(source_of("'nonce-YWJj'")) == "YWJj");
  CHECK(nonce_octets("YWJj") == 3);
  CHECK(nonce_octets("r7Zl8QpC2mXv0KdWb3TfYg==") == 16);
  CHECK(is_constant_nonce("{nonce}"));
  CHECK(is_constant_nonce("aaaaaaaaaaaaaaaaaaaaaaaa"));
  CHECK(is_constant_nonce("MyRandomNonceMyRandomNonce"));
  CHECK_FALSE(is_constant_nonce("r7Zl8QpC2mXv0KdWb3TfYg=="));
}

TEST_CASE("long policies take linear time") {
  base::Arena arena;
  const std::string value = repeated("a ", 200'000) + repeated(";img-src b,", 100'000) + repeated("x;", 200'000);
  const auto started = std::chrono::steady_clock::now();
  std::size_t sources = 0;
  for (const CspPolicy& policy : parse_csp(value, arena)) {
    for (const CspDirective& directive : policy.directives) {
      Bytes rest = directive.value;
      for (Source source; next_source(rest, source);) ++sources;
    }
  }
  CHECK(sources > 0);
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(5));
}
