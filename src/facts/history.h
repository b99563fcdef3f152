// History: what is remembered of earlier exchanges, by resource. Bounded in resources and octets; least recently used
// go first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "model/exchange.h"

namespace httpvet::facts {

class History {
 public:
  static constexpr std::size_t kRecordsPerResource = 8;
  static constexpr std::size_t kMaxHeads = 64 * 1024;  // octets of both heads; larger exchanges are not remembered

  /// Remembers at most `resources` resources and about `octets` octets of heads.
  History(std::size_t resources, std::size_t octets) : max_resources_(resources), max_octets_(octets) {}

  /// One exchange with a final response: deep copies of both messages, without content.
  class Record {
   public:
    explicit Record(const model::Exchange& exchange);
    const model::Message& request() const { return request_; }
    const model::Message& response() const { return response_; }
    model::Scheme scheme() const { return scheme_; }
    std::size_t octets() const { return octets_; }

   private:
    model::Message request_;
    model::Message response_;
    std::unique_ptr<std::byte[]> memory_;  // both heads, then the field lines
    model::Scheme scheme_;
    std::size_t octets_ = 0;
  };

  /// Earlier exchanges of the resource of `exchange` (same scheme, host and target), oldest first. Valid until the next
  /// call of another function.
  std::span<const Record> find(const model::Exchange& exchange) const;

  /// Remembers `exchange`. Does nothing without a request with a target, without a final response, or with heads over
  /// kMaxHeads.
  void remember(const model::Exchange& exchange);

  /// Forgets everything.
  void clear();

 private:
  struct Resource {
    std::uint64_t key = 0;
    std::vector<Record> records;
  };
  using Resources = std::list<Resource>;  // most recently used first

  void forget_oldest();

  std::size_t max_resources_;
  std::size_t max_octets_;
  std::size_t octets_ = 0;
  Resources resources_;
  std::unordered_map<std::uint64_t, Resources::iterator> by_key_;  // keys are hashes already
};

}  // namespace httpvet::facts
