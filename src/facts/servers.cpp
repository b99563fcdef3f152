#include "facts/servers.h"

#include <algorithm>

namespace httpvet::facts {

void ServerMemory::note(std::uint64_t server, Bytes method) {
  if (method.empty() || method.size() > kMethodOctets || knows(server, method)) return;
  if (methods_.size() == kServers && !methods_.contains(server)) methods_.clear();
  std::vector<std::string>& known = methods_[server];
  if (known.size() < kMethodsPerServer) known.emplace_back(method);
}

bool ServerMemory::knows(std::uint64_t server, Bytes method) const {
  const auto found = methods_.find(server);
  return found != methods_.end() && std::ranges::find(found->second, method) != found->second.end();
}

}  // namespace httpvet::facts
