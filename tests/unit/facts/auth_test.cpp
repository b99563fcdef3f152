// What is wrong in challenges and credentials.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;
using Lines = ExchangeReading::Lines;

std::string response(const Lines& lines, const std::string& source) { return ExchangeReading({}, lines, 401)(source); }
std::string request(const Lines& lines, const std::string& source) { return ExchangeReading(lines, {})(source); }

}  // namespace

TEST_CASE("lines of challenges are read one by one, or together") {
  const std::string faults = "size(res.challenge_faults)";
  CHECK(response({"WWW-Authenticate: Basic realm=\"a\""}, faults) == "absent");
  CHECK(response({"WWW-Authenticate: Basic realm=\"a\"", "WWW-Authenticate: charset=\"UTF-8\""}, faults) == "absent");
  CHECK(response({"WWW-Authenticate: charset=\"UTF-8\"", "WWW-Authenticate: Basic realm=\"a\""}, faults) == "1");
  CHECK(response({"WWW-Authenticate: Basic \"a\"", "Proxy-Authenticate: Bearer"}, faults) == "2");
  CHECK(response({}, faults) == "absent");
}

TEST_CASE("Bearer challenges say what was wrong") {
  const Lines lines = {"WWW-Authenticate: Basic realm=\"a\", Bearer error=\"invalid_token\", error_uri=\"/a\""};
  CHECK(response(lines, "res.bearer_error") == "invalid_token");
  CHECK(response(lines, "res.bearer_excuses") == "error, error_uri");
  CHECK(response(lines, "res.bearer_offered") == "true");
  CHECK(response({"WWW-Authenticate: Basic realm=\"a\", error=x"}, "res.bearer_error") == "absent");
  CHECK(response({"WWW-Authenticate: Bearer \""}, "res.bearer_error") == "malformed");
}

TEST_CASE("a request carries credentials in many ways") {
  CHECK(request({}, "req.carries_credentials") == "false");
  CHECK(request({"Cookie: a=b"}, "req.carries_credentials") == "true");
  CHECK(request({"X-Api-Key: a"}, "req.carries_credentials") == "true");
  CHECK(request({"Authorization: Bearer a"}, "req.bearer_sent") == "true");
  CHECK(request({"Authorization: Bearer"}, "req.bearer_sent") == "false");
  CHECK(request({"Proxy-Authorization: Basic YTpi"}, "req.basic_sent") == "false");
}

TEST_CASE("faults of credentials") {
  CHECK(request({"Authorization: Basic YTpi"}, "size(req.basic_credentials_faults)") == "absent");
  CHECK(request({"Authorization: Basic YTpi", "Proxy-Authorization: Basic YQ=="},
                "size(req.basic_credentials_faults)") == "1");
  CHECK(request({"Authorization: Bearer a b"}, "size(req.bearer_credentials_faults)") == "1");
  CHECK(request({"Authorization: Digest username=\"a\""}, "size(req.digest_credentials_faults)") == "4");
  CHECK(request({"Authorization: Digest realm='a"}, "size(req.digest_credentials_faults)") == "5");
}

}  // namespace httpvet::facts
