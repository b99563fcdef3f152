// History: what is remembered of earlier exchanges, by resource and by connection. Bounded in resources, connections
// and octets; least recently used go first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "facts/created.h"
#include "model/exchange.h"

namespace httpvet::facts {

/// One exchange with a request and a final response: deep copies of both messages. Of contents only their octets are
/// counted and, where some rule asked for it, their hash is kept. Never changes.
class Record {
 public:
  explicit Record(const model::Exchange& exchange);
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  const model::Message& request() const { return request_; }
  const model::Message& response() const { return response_; }
  model::Scheme scheme() const { return scheme_; }
  std::uint32_t connection() const { return connection_; }  // its number
  std::uint32_t number() const { return number_; }          // of the exchange within its connection
  std::size_t octets() const { return octets_; }            // of memory that it takes

 private:
  model::Message request_;
  model::Message response_;
  std::unique_ptr<std::byte[]> memory_;  // field lines, kept contents, then both heads
  model::Scheme scheme_;
  std::uint32_t connection_;
  std::uint32_t number_;
  std::size_t octets_ = 0;
};

class History {
 public:
  static constexpr std::size_t kRecordsPerResource = 8;
  static constexpr std::size_t kRecordsPerConnection = 32;
  static constexpr std::size_t kMaxHeads = 64 * 1024;  // octets of both heads; larger exchanges are not remembered

  /// Remembers at most `resources` resources and as many connections, and about `octets` octets of exchanges.
  History(std::size_t resources, std::size_t octets) : max_(resources), max_octets_(octets) {}

  /// Earlier exchanges of the resource of `exchange` (same scheme, host and target), oldest first. Requires a request.
  /// Valid until the next call of another function.
  std::span<const RecordPtr> find(const model::Exchange& exchange) const;

  /// Earlier exchanges of the connection with that number, oldest first: at least the latest kRecordsPerConnection of
  /// them. Valid until the next call of another function.
  std::span<const RecordPtr> find_connection(std::uint32_t number) const;

  /// The exchange whose 201 announced the target of `exchange`, as CreatedResources::find() says.
  RecordPtr find_creation(const model::Exchange& exchange) const { return created_.find(exchange); }

  /// Remembers `exchange`. Does nothing without a request with a target, without a final response, or with heads over
  /// kMaxHeads. Forgets the connection when `exchange` is the last of it.
  void remember(const model::Exchange& exchange);

  /// Forgets everything.
  void clear();

 private:
  /// Exchanges that share a key: a hash of the resource, or the number of the connection.
  struct Group {
    std::uint64_t key = 0;
    std::vector<RecordPtr> records;  // oldest first
  };

  /// Groups by key, most recently used first.
  struct Groups {
    std::list<Group> list;
    std::unordered_map<std::uint64_t, std::list<Group>::iterator> by_key;

    const Group* find(std::uint64_t key) const;
    Group& touch(std::uint64_t key);
    void clear();
  };

  void add(Group& group, const RecordPtr& record, std::size_t most, std::size_t kept);
  void drop(RecordPtr& record);
  void forget(Groups& groups, std::uint64_t key);
  void forget_oldest(Groups& groups);

  std::size_t max_;
  std::size_t max_octets_;
  std::size_t octets_ = 0;  // of the records that some group holds
  Groups resources_;
  Groups connections_;
  CreatedResources created_;
};

}  // namespace httpvet::facts
