// PolicyMemory: which policies the servers of a source announced, whatever the resource. Bounded: past the limits it
// forgets all.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "base/bytes.h"

namespace httpvet::facts {

/// What one server (scheme and authority) showed.
struct ServerPolicies {
  bool hsts = false;                         // a response had Strict-Transport-Security
  bool reporting = false;                    // a response had Report-To or Reporting-Endpoints
  bool isolated_page = false;                // an HTML page had Cross-Origin-Embedder-Policy: require-corp
  bool open_page = false;                    // an HTML page had none, or another one
  std::unordered_set<std::uint64_t> groups;  // hashes of the names of Report-To groups
  std::unordered_set<std::uint64_t> rules;   // hashes of the URIs in Speculation-Rules
};

class PolicyMemory {
 public:
  static constexpr std::size_t kServers = 1024;
  static constexpr std::size_t kNames = 64;  // of each set of a server

  /// What is known of `server`; null: nothing.
  const ServerPolicies* find(std::uint64_t server) const;

  /// Whether a response had Speculation-Rules.
  bool rules_seen() const { return rules_seen_; }
  void note_rules() { rules_seen_ = true; }

  bool empty() const { return servers_.empty(); }

  /// The same, to note something.
  ServerPolicies& note(std::uint64_t server);

  /// Adds to one of the sets.
  static void add(std::unordered_set<std::uint64_t>& set, std::uint64_t hash) {
    if (set.size() < kNames) set.insert(hash);
  }

 private:
  std::unordered_map<std::uint64_t, ServerPolicies> servers_;
  bool rules_seen_ = false;
};

}  // namespace httpvet::facts
