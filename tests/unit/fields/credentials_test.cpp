// Credentials, what stands in place of them, and Base64.
#include "fields/credentials.h"
#include "fields/base64.h"
#include "support/catch.h"

namespace httpvet::fields {
namespace {

std::string decoded(Bytes text) {
  std::string out;
  return decode_base64(text, out) ? out : "no";
}
std::string decoded_url(Bytes text) {
  std::string out;
  return decode_base64url(text, out) ? out : "no";
}

}  // namespace

TEST_CASE("Base64 has its padding and its alphabet") {
  CHECK(decoded("Z3Vlc3Q6") == "guest:");
  CHECK(decoded("YQ==") == "a");
  CHECK(decoded("YWI=") == "ab");
  CHECK(decoded("").empty());
  for (const Bytes bad : {"YQ", "YQ=", "YQ===", "Y===", "====", "YQ==YQ==", "a-_b", "YQ= "}) {
    INFO(bad);
    CHECK(decoded(bad) == "no");
  }
  CHECK(decoded_url("YQ") == "a");
  CHECK(decoded_url("_-8") == "\xFF\xEF");
  CHECK(decoded_url("YQ==") == "no");
  CHECK(decoded_url("a+b/") == "no");
  CHECK(decoded_url("abcde") == "no");
}

TEST_CASE("credentials are a scheme and the rest") {
  const Credentials basic = read_credentials("Basic  Z3Vlc3Q6 ");
  CHECK(basic.form == CredentialsForm::kScheme);
  CHECK(basic.scheme == "Basic");
  CHECK(basic.rest == "Z3Vlc3Q6");
  CHECK(read_credentials("Bearer").form == CredentialsForm::kWord);
  CHECK(read_credentials("a/b+c==").form == CredentialsForm::kWord);
  CHECK(read_credentials("Bearer:x").form == CredentialsForm::kColon);
  CHECK(read_credentials("[masked]").form == CredentialsForm::kNone);
  CHECK(read_credentials("\"x\" y").form == CredentialsForm::kNone);
  CHECK(read_credentials("").form == CredentialsForm::kWord);
}

TEST_CASE("masks are what stands in place of a secret") {
  for (const Bytes mask : {"", "***", "a***b", "REDACTED", "[Filtered]", "<token>", "{{token}}", "{token}", "xxxx",
                           "....", "eyJ...", "$TOKEN", "%TOKEN%", "YOUR_API_KEY"}) {
    INFO(mask);
    CHECK(is_masked(mask));
  }
  for (const Bytes secret : {"x", "xx", "YWJj", "fake-token", "a.b.c", "guest:example", "\"fake\"", "my token"}) {
    INFO(secret);
    CHECK_FALSE(is_masked(secret));
  }
}

TEST_CASE("parameters of credentials are a list") {
  base::Arena arena;
  std::span<const Parameter> parameters;
  CHECK(parse_credential_parameters("a=b, c=\"d, e\"", arena, parameters));
  CHECK(parameters.size() == 2);
  CHECK_FALSE(parse_credential_parameters("a=b c=d", arena, parameters));
  CHECK_FALSE(parse_credential_parameters("abc", arena, parameters));
}

}  // namespace httpvet::fields
