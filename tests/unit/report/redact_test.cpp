#include "report/redact.h"

#include <string>
#include <vector>

#include "report/redactor.h"
#include "support/capture_sample.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::report;

namespace {

std::string field(Bytes name, Bytes value) {
  std::vector<Span> secrets;
  find_secrets(secrecy_of(name), value, secrets);
  std::string out(value);
  for (const Span& secret : secrets) mask(out, secret, {});
  return out;
}

std::string any_text(Bytes text) {
  std::vector<Span> secrets;
  find_secrets_in_text(text, secrets);
  std::string out(text);
  for (const Span& secret : secrets) mask(out, secret, {});
  return out;
}

}  // namespace

TEST_CASE("credentials are masked, their scheme stays") {
  CHECK(field("Authorization", "Basic ZmFrZTpmYWtl") == "Basic ************");
  CHECK(field("proxy-authorization", "Bearer fake.token-1==") == "Bearer **************");
  CHECK(field("Authorization", "fake-token-without-scheme") == "*************************");
  CHECK(field("Authorization", "Basic") == "Basic");
  CHECK(field("Authorization", "Basic a b, c") == "Basic ***, *");
  CHECK(field("Authorization", "") == "");
}

TEST_CASE("Digest credentials keep what anybody may see") {
  CHECK(field("Authorization",
              R"(Digest username="fake, user", realm="x", uri="/a", nonce="n1", response="abc", qop=auth)") ==
        R"(Digest username="**********", realm="x", uri="/a", nonce="**", response="***", qop=auth)");
}

TEST_CASE("challenges lose their nonces only") {
  CHECK(field("WWW-Authenticate", R"(Digest realm="a", nonce="fake", opaque=xyz, qop="auth", Basic realm="b")") ==
        R"(Digest realm="a", nonce="****", opaque=***, qop="auth", Basic realm="b")");
  CHECK(field("WWW-Authenticate", R"(Bearer realm="example", error="invalid_token")") ==
        R"(Bearer realm="example", error="invalid_token")");
  CHECK(field("Authentication-Info", R"(nextnonce="fake")") == R"(nextnonce="****")");
}

TEST_CASE("cookies keep their names") {
  CHECK(field("Cookie", "sid=fake; lang=en;x= y ;nameless; =v") == "sid=****; lang=**;x= * ;********; =*");
  CHECK(field("Cookie", "a=\"b c\"; d") == "a=\"***\"; *");
}

TEST_CASE("Set-Cookie keeps its attributes, whatever stands between") {
  CHECK(field("Set-Cookie", "sid=fake; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT; HttpOnly") ==
        "sid=****; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT; HttpOnly");
  CHECK(field("Set-Cookie", "sid=fake; Path=/, b=fake; Secure") == "sid=****; Path=/, b=****; Secure");
  CHECK(field("Set-Cookie", "a=1; b=2; Secure") == "a=*; b=*; Secure");
}

TEST_CASE("fields that are called like keys are masked as a whole") {
  for (const Bytes name :
       {"X-Api-Key", "api_key", "X-Auth-Token", "X-Amz-Security-Token", "Private-Token", "X-Session-Id"}) {
    INFO(name);
    CHECK(field(name, "fake value") == "**********");
  }
  for (const Bytes name : {"Content-Type", "ETag", "Token-Count", "Sec-WebSocket-Key", "Key-Words"}) {
    INFO(name);
    CHECK(field(name, "plain value") == "plain value");
  }
}

TEST_CASE("userinfo in URLs is masked") {
  CHECK(redacted("Location: https://user:pw@example.com/a@b") == "Location: https://****:**@example.com/a@b");
  CHECK(redacted("//me@example.com/") == "//**@example.com/");
  CHECK(redacted("http://example.com:80/?mail=a@example.com") == "http://example.com:80/?mail=a@example.com");
  CHECK(redacted("http://u:p@w@example.com http://example.com") == "http://*:***@example.com http://example.com");
}

TEST_CASE("parameters with telling names are masked") {
  CHECK(redacted("/a?user=me&password=fake&page=2#access_token=fake;x") ==
        "/a?user=me&password=****&page=2#access_token=****;x");
  CHECK(redacted("/cb?code=fake&state=1") == "/cb?code=****&state=1");
  CHECK(redacted("status code=200") == "status code=200");
  CHECK(redacted("/?X-Amz-Signature=fake&client-secret=fake") == "/?X-Amz-Signature=****&client-secret=****");
  CHECK(redacted("/a;jsessionid=FAKE?token=&sid=1") == "/a;jsessionid=****?token=&sid=*");
  CHECK(redacted("/?tokens=2&design=x&author=y") == "/?tokens=2&design=x&author=y");
  CHECK(redacted(R"({"api_key": "fake", "passwd":"fake", "n": 1})") ==
        R"({"api_key": "****", "passwd":"****", "n": 1})");
}

TEST_CASE("tokens are known by their shape") {
  CHECK(redacted("x eyJmYWtlIjoxfQ.eyJmYWtlIjoxfQ.ZmFrZQ y") == "x ************************************ y");
  CHECK(redacted("id AKIAFAKEFAKEFAKEFAKE.") == "id ********************.");
  CHECK(redacted("sent Bearer fake-token-1 there") == "sent Bearer ************ there");
  CHECK(redacted("Basic authentication, Bearer tokens") == "Basic authentication, Bearer tokens");
}

TEST_CASE("field lines in any text count as fields") {
  CHECK(any_text("> Cookie: a=fake") == "> Cookie: a=****");
  CHECK(any_text("GET / HTTP/1.1\r\nCookie : a=fake\r\n b=fake\r\nHost: x=y\r\n") ==
        "GET / HTTP/1.1\r\nCookie : a=****\r\n b=****\r\nHost: x=y\r\n");
  CHECK(any_text("Set-Cookie a=fake") == "Set-Cookie a=****");
  CHECK(any_text("fake-token HTTP") == "fake-token HTTP");
}

TEST_CASE("faulty octets stay visible in a secret") {
  std::string text = "a=fa,ke\x01";
  mask(text, {2, 8}, {4, 5});
  CHECK(text == "a=**,***");
  text = "a=fa,k+\x01";
  mask(text, {2, 8}, {0, 8});  // all of it is evidence: only what no token holds stays
  CHECK(text == "a=**,**\x01");
}

namespace {

const model::RuleInfo kRule = [] {
  model::RuleInfo info;
  info.id = "some-rule";
  return info;
}();

struct Fixture {
  testing::CaptureSample sample{"a.http",
                                "GET /a?token=fake-token HTTP/1.1\r\nCookie: sid=fake-session; b=7; c=\"x,y\"\r\n"
                                "X-Copy: fake-session and 7\r\n\r\n"};
  const model::Message* request = sample.message(model::Part::kRequest, 0, sample.octets().size());
  const model::Exchange& exchange = sample.exchange(request, nullptr);
  model::Finding finding = sample.finding(kRule, exchange, request);
  Redactor redactor;

  std::string argument(Bytes text) {
    redactor.use(finding);
    return redactor.argument(text, 120);
  }
  Bytes view(Bytes text) const { return sample.octets().substr(sample.octets().find(text), text.size()); }
};

}  // namespace

TEST_CASE("an argument that lies in a secret is masked by its place") {
  Fixture f;
  CHECK(f.argument(f.view("sid=fake-session")) == "sid=************");
  CHECK(f.argument(f.view("ake-ses")) == "*******");
  CHECK(f.argument(f.view("fake-token HTTP")) == "********** HTTP");
  CHECK(f.argument(f.view("GET /a")) == "GET /a");
  CHECK(f.argument(f.view(",")) == ",");
}

TEST_CASE("an argument that was copied from a secret is masked by its text") {
  Fixture f;
  CHECK(f.argument(std::string("fake-session")) == "************");
  CHECK(f.argument(std::string("the value fake-session")) == "the value ************");
  CHECK(f.argument(std::string("fake-se")) == "*******");
  CHECK(f.argument(std::string("7")) == "7");
}

TEST_CASE("beside the secret even short copies are masked") {
  Fixture f;
  f.sample.point(f.finding, "sid");
  CHECK(f.argument(std::string("x,y")) == "*,*");
  CHECK(f.argument(std::string("fak")) == "***");
}

TEST_CASE("a copy of a secret in another line of the capture is masked") {
  Fixture f;
  f.redactor.use(f.finding);
  const Bytes line = f.view("X-Copy: fake-session and 7");
  const auto offset = static_cast<std::int64_t>(f.sample.octets().find(line));
  CHECK(f.redactor.line(line, offset, {}) == "X-Copy: ************ and 7");
}

TEST_CASE("a piece of a large value is masked without looking at all of it") {
  const std::string big(300000, 'k');
  testing::CaptureSample sample("a.http", "GET / HTTP/1.1\r\nCookie: a=" + big + "\r\n\r\n");
  const model::Message* request = sample.message(model::Part::kRequest, 0, sample.octets().size());
  model::Finding finding = sample.finding(kRule, sample.exchange(request, nullptr), request);
  Redactor redactor;
  redactor.use(finding);
  CHECK(redactor.line(sample.octets().substr(200000, 50), 200000, {}) == std::string(50, '*'));
  CHECK(redactor.argument(request->lines[0].value.substr(10), 20) == std::string(20, '*'));
}
