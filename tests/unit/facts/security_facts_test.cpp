// What rules read about security fields and cross-origin requests.
#include <string>

#include "exchange_reading.h"
#include "facts/remember_policies.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

std::string faults_of(const std::string& field, const ExchangeReading::Lines& lines) {
  ExchangeReading exchange({"Host: example.com"}, lines);
  const std::string list = "res.faults(\"" + field + "\")";
  if (exchange(list + ".exists(f, !f.minor)") == "true") return "major";
  return exchange(list + ".exists(f, f.minor)") == "true" ? "minor" : "none";
}

TEST_CASE("values of the web platform's fields are judged") {
  CHECK(faults_of("X-Frame-Options", {"X-Frame-Options: deny"}) == "none");
  CHECK(faults_of("X-Frame-Options", {"X-Frame-Options: DENY", "X-Frame-Options: DENY"}) == "minor");
  CHECK(faults_of("X-Frame-Options", {"X-Frame-Options: DENY", "X-Frame-Options: SAMEORIGIN"}) == "major");
  CHECK(faults_of("Referrer-Policy", {"Referrer-Policy: x, origin"}) == "minor");
  CHECK(faults_of("Referrer-Policy", {"Referrer-Policy: origin, x"}) == "major");
  CHECK(faults_of("Clear-Site-Data", {"Clear-Site-Data: \"*\""}) == "none");
  CHECK(faults_of("Clear-Site-Data", {"Clear-Site-Data: cookies"}) == "major");
  CHECK(faults_of("Cross-Origin-Opener-Policy", {"Cross-Origin-Opener-Policy: same-origin"}) == "none");
  CHECK(faults_of("Cross-Origin-Opener-Policy", {"Cross-Origin-Opener-Policy-Report-Only: x"}) == "major");
  CHECK(faults_of("Permissions-Policy", {"Permissions-Policy: camera=(self \"https://a.example\"), usb=*"}) == "none");
  CHECK(faults_of("Permissions-Policy", {"Permissions-Policy: camera=(\"self\")"}) == "major");
  CHECK(faults_of("Permissions-Policy", {"Permissions-Policy: camera 'none'"}) == "major");
  CHECK(faults_of("Reporting-Endpoints", {"Reporting-Endpoints: a=\"/r\""}) == "minor");
  CHECK(faults_of("Reporting-Endpoints", {"Reporting-Endpoints: a=\"http://a.example/r\""}) == "major");
  CHECK(faults_of("Origin-Agent-Cluster", {"Origin-Agent-Cluster: true"}) == "major");
}

TEST_CASE("members of JSON fields are judged") {
  const std::string endpoints = R"("endpoints":[{"url":"https://a.example/r"}])";
  CHECK(faults_of("Report-To", {"Report-To: {\"max_age\":1," + endpoints + "}"}) == "none");
  CHECK(faults_of("Report-To", {"Report-To: {\"max_age\":0}, {\"max_age\":1," + endpoints + "}"}) == "none");
  CHECK(faults_of("Report-To", {"Report-To: {" + endpoints + "}"}) == "major");
  CHECK(faults_of("Report-To", {R"(Report-To: {"max_age":1,"endpoints":[{"url":"http://a.example/"}]})"}) == "major");
  CHECK(faults_of("Report-To", {"Report-To: \"a\""}) == "major");
  CHECK(faults_of("Report-To", {"Report-To: {"}) == "none");
  CHECK(faults_of("NEL", {R"(NEL: {"max_age":1,"report_to":"a","success_fraction":0.5})"}) == "none");
  CHECK(faults_of("NEL", {R"(NEL: {"max_age":1,"report_to":"a","success_fraction":1.5})"}) == "major");
  CHECK(faults_of("NEL", {R"(NEL: {"max_age":1})"}) == "major");
  CHECK(faults_of("NEL", {R"(NEL: {"max_age":0})"}) == "none");
}

TEST_CASE("facts about security fields") {
  ExchangeReading exchange({"Host: example.com", "Origin: https://a.example", "X-Forwarded-Proto: https, http"},
                           {"Strict-Transport-Security: max-age=5; preload", "X-Content-Type-Options: NoSniff, x",
                            "Server: nginx/1.2.3 (Ubuntu)", "Content-Type: text/javascript; charset=utf-8",
                            "Content-Security-Policy: script-src 'unsafe-inline'; frame-ancestors 'SELF'"});
  CHECK(exchange("res.hsts.max_age") == "5");
  CHECK(exchange("res.hsts.preload") == "true");
  CHECK(exchange("res.nosniff") == "true");
  CHECK(exchange("has(res.server_detail)") == "true");
  CHECK(exchange("res.fits_as(\"script\")") == "true");
  CHECK(exchange("res.fits_as(\"style\")") == "false");
  CHECK(exchange("res.csp_unsafe") == "'unsafe-inline' for scripts");
  CHECK(exchange("res.csp_gaps") == "object-src");
  CHECK(exchange("res.csp_frame_ancestors") == "'self'");
  CHECK(exchange("exchange.https_outside") == "true");
  CHECK(exchange("exchange.cross_origin") == "true");
  CHECK(exchange("exchange.host_reach") == "public");
  CHECK(exchange("exchange.host_is_address") == "false");
  CHECK(exchange("exchange.plain_http") == "false");
}

TEST_CASE("what browsers make of CORS fields") {
  const ExchangeReading::Lines request = {"Host: b.example", "Origin: https://a.example"};
  CHECK(ExchangeReading(request, {"Access-Control-Allow-Origin: *"})("exchange.allows_origin") == "true");
  CHECK(ExchangeReading(request, {})("exchange.allows_origin") == "false");
  CHECK(ExchangeReading({"Host: b.example"}, {})("exchange.allows_origin") == "absent");
  ExchangeReading exposing(request, {"ETag: \"1\"", "Access-Control-Expose-Headers: Content-Type, X-A"});
  CHECK(exposing("res.exposes_nothing") == "true");
  ExchangeReading useful(request, {"ETag: \"1\"", "Access-Control-Expose-Headers: Content-Type, etag"});
  CHECK(useful("res.exposes_nothing") == "false");

  ExchangeReading earlier(request, {"Access-Control-Allow-Origin: https://a.example"});
  ExchangeReading later({"Host: b.example", "Origin: https://c.example"},
                        {"Access-Control-Allow-Origin: https://c.example"});
  later.after(earlier);
  CHECK(later("exchange.origin_echoed") == "true");
  CHECK(later("exchange.origin_followed") == "true");
  CHECK(later("exchange.origin_allowed_before") == "false");
}

TEST_CASE("policies of servers are remembered") {
  base::Arena arena;
  CHECK(policy_key("https://Example.com/a", arena) == policy_key("//example.com", arena));
  CHECK(policy_key("https://example.com:8443/", arena) != policy_key("https://example.com/", arena));
  CHECK(policy_key("/a", arena) == 0);
  PolicyMemory memory;
  CHECK(memory.empty());
  memory.note(7).hsts = true;
  REQUIRE(memory.find(7) != nullptr);
  CHECK(memory.find(7)->hsts);
  CHECK(memory.find(8) == nullptr);
  for (std::uint64_t i = 0; i < 3 * PolicyMemory::kServers; ++i) memory.note(i);
  CHECK(memory.find(3 * PolicyMemory::kServers - 1) != nullptr);
}

}  // namespace
}  // namespace httpvet::facts
