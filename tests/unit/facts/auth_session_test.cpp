// Credentials over several requests, and what binds them to one.
#include "exchange_reading.h"
#include "facts/dpop.h"
#include "fields/site.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

constexpr const char* kReplays = "exchange.digest_replays.exists(f, f.what.contains('nc'))";

std::string digest(const std::string& nonce, const std::string& count) {
  return "Authorization: Digest username=\"bob\", realm=\"r\", nonce=\"" + nonce +
         "\", uri=\"/a\", qop=auth, nc=" + count + ", cnonce=\"c\", response=\"" + count + "\"";
}

}  // namespace

TEST_CASE("Digest counters go up") {
  ExchangeReading first({"Host: example.com", digest("n", "00000002")}, {});
  for (const auto& [count, problem] : {std::pair{"00000001", "true"}, std::pair{"00000002", "true"},
                                       std::pair{"00000003", "absent"}, std::pair{"3", "absent"}}) {
    INFO(count);
    ExchangeReading next({"Host: example.com", digest("n", count)}, {});
    next.exchange().number = 2;
    next.after(first);
    CHECK(next(kReplays) == problem);
  }
  ExchangeReading elsewhere({"Host: example.org", digest("n", "00000001")}, {});
  elsewhere.after(first);
  CHECK(elsewhere(kReplays) == "absent");
}

TEST_CASE("sites are named by their registrable domain") {
  using fields::same_site;
  CHECK(same_site("a.example.com", "b.EXAMPLE.com"));
  CHECK(same_site("example.co.uk", "www.example.co.uk"));
  CHECK_FALSE(same_site("a.co.uk", "b.co.uk"));
  CHECK_FALSE(same_site("a.github.io", "b.github.io"));
  CHECK_FALSE(same_site("10.0.0.1", "9.0.0.1"));
  CHECK(same_site("localhost", "localhost"));
  CHECK(fields::site_of("") == "");
  CHECK(fields::site_of(".") == "");
}

TEST_CASE("a DPoP proof is a JWT of its own kind") {
  // {"typ":"dpop+jwt","jwk":{"kty":"EC"}} and {"htm":"GET","htu":"https://example.com/a"}
  const std::string header = "eyJ0eXAiOiJkcG9wK2p3dCIsImp3ayI6eyJrdHkiOiJFQyJ9fQ";
  const std::string payload = "eyJodG0iOiJHRVQiLCJodHUiOiJodHRwczovL2V4YW1wbGUuY29tL2EifQ";
  const DpopProof proof = read_dpop_proof(header + "." + payload + ".ZmFrZQ");
  CHECK(proof.problem.empty());
  CHECK(proof.method == "GET");
  CHECK(proof.uri == "https://example.com/a");
  for (const std::string& bad : {std::string(), std::string("."), std::string(".."), header, header + "." + payload,
                                 header + "." + payload + ".Zm.Fr", payload + "." + payload + ".ZmFrZQ",
                                 header + "." + header + ".ZmFrZQ", "W10." + payload + ".ZmFrZQ"}) {
    INFO(bad);
    CHECK_FALSE(read_dpop_proof(bad).problem.empty());
  }
}

}  // namespace httpvet::facts
