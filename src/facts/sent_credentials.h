// SentCredentials: which credentials clients sent to where they were redirected from, on any connection of a source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/arena.h"
#include "model/exchange.h"

namespace httpvet::facts {

class SentCredentials {
 public:
  static constexpr std::size_t kMost = 16;              // redirects that are remembered: the latest
  static constexpr std::size_t kMaxOctets = 16 * 1024;  // of the credentials of one

  /// A request with credentials that was answered by a redirect.
  struct Sent {
    std::uint32_t connection = 0;
    std::string target;         // its target URI
    std::string location;       // where it was sent, resolved
    std::string authorization;  // its Authorization; empty without one
    std::string cookies;        // its Cookie lines, joined with "; "
  };

  /// Notes `exchange` if its final response is a redirect (RFC 9110 §15.4) and its request has credentials.
  void remember(const model::Exchange& exchange, base::Arena& arena);

  /// The latest redirect on another connection that led to where the request of `exchange` goes; null if there is none.
  const Sent* find(const model::Exchange& exchange, base::Arena& arena) const;

 private:
  std::vector<Sent> sent_;
  std::size_t next_ = 0;
};

}  // namespace httpvet::facts
