// What changed between exchanges of one resource that should not have.
#include "exchange_reading.h"

namespace httpvet::facts {
namespace {

using test::ExchangeReading;

/// What `expression` says of the second of two exchanges.
std::string after(const ExchangeReading::Lines& first, const ExchangeReading::Lines& second,
                  const std::string& expression, const ExchangeReading::Lines& first_request = {"Host: a"},
                  const ExchangeReading::Lines& second_request = {"Host: a"}) {
  ExchangeReading before(first_request, first);
  ExchangeReading now(second_request, second);
  now.after(before);
  return now(expression);
}

const std::string kDate = "Date: Thu, 01 Jan 2026 00:00:00 GMT";
const std::string kLater = "Date: Thu, 01 Jan 2026 00:00:09 GMT";

}  // namespace

TEST_CASE("time passes between responses") {
  CHECK(after({kDate}, {kLater}, "exchange.latest.seconds") == "9");
  CHECK(after({}, {kLater}, "exchange.latest.seconds") == "absent");
  CHECK(ExchangeReading({"Host: a"}, {})("exchange.latest.seconds") == "absent");
}

TEST_CASE("Vary is a set of names") {
  CHECK(after({"Vary: A, B"}, {"Vary: b", "Vary: a"}, "exchange.latest.same_vary") == "true");
  CHECK(after({"Vary: A"}, {}, "exchange.latest.same_vary") == "false");
  CHECK(after({}, {}, "exchange.latest.same_vary") == "true");
}

TEST_CASE("media types are compared with their charset") {
  CHECK(after({"Content-Type: text/html; charset=utf-8"}, {"Content-Type: TEXT/html;charset=\"UTF-8\""},
              "exchange.latest.same_content_type") == "true");
  CHECK(after({"Content-Type: text/html"}, {"Content-Type: text/html;charset=utf-8"},
              "exchange.latest.same_content_type") == "false");
}

TEST_CASE("HEAD and GET are held against each other") {
  const auto head = [](const ExchangeReading::Lines& get, const ExchangeReading::Lines& of_head) {
    ExchangeReading before({"Host: a"}, get);
    ExchangeReading now({"Host: a"}, of_head);
    now.request().method = "HEAD";
    now.after(before);
    return now("exchange.head_difference");
  };
  CHECK(head({kDate, "Cache-Control: a"}, {kLater, "Cache-Control: b"}) == "Cache-Control");
  CHECK(head({kDate, "Cache-Control: a"}, {kLater}) == "Cache-Control");
  CHECK(head({kDate, "Server: a"}, {kLater, "Server: b"}) == "absent");
  CHECK(head({kDate, "Cache-Control: a"}, {"Date: Thu, 01 Jan 2026 01:00:00 GMT"}) == "absent");
}

TEST_CASE("nonces, flags and policies are held against earlier responses of the host") {
  const std::string csp = "Content-Security-Policy: script-src 'nonce-abc'";
  CHECK(after({kDate, csp}, {kLater, csp}, "exchange.reused_nonce") == "abc");
  CHECK(after({kDate, csp}, {kDate, csp}, "exchange.reused_nonce") == "absent");
  CHECK(after({kDate, "Set-Cookie: a=b; Secure"}, {kLater, "Set-Cookie: a=c"}, "exchange.flipped_cookie") == "a");
  CHECK(after({kDate, "Set-Cookie: a=b; Secure"}, {kLater, "Set-Cookie: a=; Max-Age=0"}, "exchange.flipped_cookie") ==
        "absent");
  CHECK(after({kDate, "X-Content-Type-Options: nosniff"}, {kLater}, "exchange.dropped_policies") ==
        "X-Content-Type-Options");
  CHECK(after({kDate, "Access-Control-Allow-Origin: *"}, {kLater}, "exchange.dropped_policies") == "");
}

TEST_CASE("a session cookie is for one client") {
  const std::string cookie = "Set-Cookie: sid=00example00example";
  CHECK(after({cookie}, {cookie}, "exchange.replayed_cookie", {"Host: a", "User-Agent: a"},
              {"Host: a", "User-Agent: b"}) == "sid");
  CHECK(after({cookie}, {cookie}, "exchange.replayed_cookie", {"Host: a", "User-Agent: a"},
              {"Host: a", "User-Agent: a"}) == "absent");
  CHECK(after({cookie}, {cookie}, "exchange.replayed_cookie", {"Host: a", "User-Agent: a"},
              {"Host: a", "User-Agent: b", "Cookie: sid=00example00example"}) == "absent");
}

}  // namespace httpvet::facts
