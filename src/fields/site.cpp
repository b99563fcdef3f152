#include "fields/site.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "base/byte_class.h"
#include "fields/address.h"

namespace httpvet::fields {
namespace {

bool is_one_of(Bytes name, std::span<const Bytes> names) {
  return std::ranges::any_of(names, [name](Bytes known) { return base::equals_ignoring_case(name, known); });
}

/// The last `count` labels of `host`; all of it if it has no more.
Bytes last_labels(Bytes host, int count) {
  std::size_t at = host.size();
  for (int i = 0; i < count; ++i) {
    if (at == 0) return host;
    const std::size_t dot = host.rfind('.', at - 1);
    if (dot == Bytes::npos) return host;
    at = dot;
  }
  return host.substr(at + 1);
}

/// Two labels below which names are sold or given away.
bool is_double_suffix(Bytes domain) {
  static constexpr auto kHosting = std::to_array<Bytes>({
      "appspot.com", "azurewebsites.net", "blogspot.com",  "cloudfront.net", "firebaseapp.com",
      "fly.dev",     "github.io",         "gitlab.io",     "herokuapp.com",  "netlify.app",
      "ngrok.io",    "onrender.com",      "amazonaws.com", "pages.dev",      "vercel.app",
      "web.app",     "workers.dev",       "ngrok.app",     "azurefd.net",    "run.app",
      "b-cdn.net",   "surge.sh",          "glitch.me",     "repl.co",        "githubusercontent.com",
  });
  static constexpr auto kSecondLevel = std::to_array<Bytes>({"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne",
                                                             "go", "gob", "gouv", "ltd", "plc", "me", "nhs", "id"});
  if (is_one_of(domain, kHosting)) return true;
  const std::size_t dot = domain.find('.');
  const bool country = dot != Bytes::npos && domain.size() - dot - 1 == 2;
  return country && is_one_of(domain.substr(0, dot), kSecondLevel);
}

}  // namespace

Bytes site_of(Bytes host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (is_ip_address(host)) return host;
  const Bytes two = last_labels(host, 2);
  return is_double_suffix(two) ? last_labels(host, 3) : two;
}

bool same_site(Bytes a, Bytes b) { return base::equals_ignoring_case(site_of(a), site_of(b)); }

}  // namespace httpvet::fields
