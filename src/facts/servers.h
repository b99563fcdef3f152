// ServerMemory: which methods servers showed to know, whatever the resource. Bounded: past the limits it forgets all.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"

namespace httpvet::facts {

class ServerMemory {
 public:
  static constexpr std::size_t kServers = 1024;
  static constexpr std::size_t kMethodsPerServer = 64;
  static constexpr std::size_t kMethodOctets = 32;  // longer ones are not remembered

  /// Remembers that `server` (a hash of its scheme and authority) knows `method`.
  void note(std::uint64_t server, Bytes method);

  /// Whether `server` showed to know `method`.
  bool knows(std::uint64_t server, Bytes method) const;

 private:
  std::unordered_map<std::uint64_t, std::vector<std::string>> methods_;
};

}  // namespace httpvet::facts
