// The words that give secrets away, and the search for them in text of any kind.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "report/redact.h"

namespace httpvet::report {

struct SecretField {
  Bytes name;
  Secrecy secrecy;
};

/// Fields whose values follow a grammar that says which part is secret.
inline constexpr std::array kSecretFields = {
    SecretField{"authorization", Secrecy::kCredentials},
    SecretField{"proxy-authorization", Secrecy::kCredentials},
    SecretField{"cookie", Secrecy::kCookie},
    SecretField{"cookie2", Secrecy::kCookie},
    SecretField{"set-cookie", Secrecy::kSetCookie},
    SecretField{"set-cookie2", Secrecy::kSetCookie},
    SecretField{"www-authenticate", Secrecy::kChallenge},
    SecretField{"proxy-authenticate", Secrecy::kChallenge},
    SecretField{"authentication-info", Secrecy::kChallenge},
    SecretField{"proxy-authentication-info", Secrecy::kChallenge},
};

/// Set-Cookie attributes: their values are no secrets.
inline constexpr std::array<Bytes, 15> kCookieAttributes = {
    "expires",  "max-age", "domain",  "path",    "secure",     "httponly", "samesite", "partitioned",
    "priority", "version", "comment", "discard", "commenturl", "port",     "sameparty"};

/// Authentication schemes: one of them alone is no credential.
inline constexpr std::array<Bytes, 12> kSchemes = {"basic",  "bearer",    "digest", "dpop",  "gnap",          "hoba",
                                                   "mutual", "negotiate", "ntlm",   "oauth", "scram-sha-256", "vapid"};

/// Parameters of Digest credentials that anybody may see.
inline constexpr std::array<Bytes, 8> kOpenDigestParameters = {"realm", "uri",     "algorithm", "qop",
                                                               "nc",    "charset", "userhash",  "stale"};

/// Parameters of challenges that later credentials are computed from.
inline constexpr std::array<Bytes, 5> kNonceParameters = {"nonce", "nextnonce", "cnonce", "opaque", "rspauth"};

/// True when a parameter, member or field called `name` holds a secret; letter case, "-" and "_" do not matter.
bool is_secret_name(Bytes name);

/// Finds secrets by their shape alone.
class LooseFinder {
 public:
  /// Both outlive the finder. Spans are added in no order and may overlap.
  LooseFinder(Bytes text, std::vector<Span>& out) : text_(text), out_(out) {}
  void run();

 private:
  // Each looks at what stands at its argument and returns where to go on, so that no octet is looked at twice.
  std::size_t word(Span word);
  std::size_t userinfo(std::size_t begin);
  std::size_t parameter_value(std::size_t begin, Bytes ends);
  std::size_t token_after_scheme(std::size_t begin);
  std::size_t named_value(Span name);
  std::size_t skip_blanks(std::size_t i) const;

  Bytes text_;
  std::vector<Span>& out_;
};

}  // namespace httpvet::report
