// Removals: what a source shows about resources that are gone for good, beyond the exchanges of the resource itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "model/exchange.h"

namespace httpvet::facts {

class Removals {
 public:
  static constexpr std::size_t kMost = 256;  // hosts, and resources, that are remembered: the latest

  /// Notes that the host of `exchange` answers 410 (RFC 9110 §15.5.11), or which other resource the request made: that
  /// in Location of a 201, or in Destination of a MOVE or COPY (RFC 4918 §10.3).
  void remember(const model::Exchange& exchange, base::Arena& arena);

  /// True when some resource of the host of `request` answered 410.
  bool host_sends_410(const model::Message& request, base::Arena& arena) const;

  /// True when a request to another resource made that of `request`.
  bool made_elsewhere(const model::Message& request, base::Arena& arena) const;

 private:
  /// Hashes, of which the oldest goes when there are too many.
  class Ring {
   public:
    void add(std::uint64_t hash);
    bool contains(std::uint64_t hash) const;

   private:
    std::vector<std::uint64_t> hashes_;
    std::size_t oldest_ = 0;
  };

  Ring hosts_;
  Ring made_;
};

}  // namespace httpvet::facts
