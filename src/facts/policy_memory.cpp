#include "facts/policy_memory.h"

namespace httpvet::facts {

const ServerPolicies* PolicyMemory::find(std::uint64_t server) const {
  const auto found = servers_.find(server);
  return found == servers_.end() ? nullptr : &found->second;
}

ServerPolicies& PolicyMemory::note(std::uint64_t server) {
  if (servers_.size() >= kServers && !servers_.contains(server)) servers_.clear();
  return servers_[server];
}

}  // namespace httpvet::facts
