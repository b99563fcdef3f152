// History: what is remembered of earlier exchanges, by resource and by connection. Bounded in resources, connections
// and octets; least recently used go first.
#pragma once

#include <array>
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
/// counted and, where some rule asked for it, their hash is kept. Its memory is used again.
class Record {
 public:
  Record() = default;
  explicit Record(const model::Exchange& exchange) { assign(exchange); }
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  /// Takes the place of what it held with copies of `exchange`. Most records are never looked at: it only copies
  /// octets, and their views are set right by the first look.
  void assign(const model::Exchange& exchange);

  const model::Message& request() const { return messages()[0]; }
  const model::Message& response() const { return messages()[1]; }
  model::Scheme scheme() const { return scheme_; }
  std::uint32_t connection() const { return connection_; }  // its number
  std::uint32_t number() const { return number_; }          // of the exchange within its connection
  std::size_t octets() const { return octets_; }            // of memory that it takes

 private:
  const std::array<model::Message, 2>& messages() const {
    if (!settled_) settle();
    return messages_;
  }
  void settle() const;

  // Request and response. Until settled_ their views point into the memory of the batch that they came from.
  mutable std::array<model::Message, 2> messages_;
  std::array<model::Content, 2> contents_;
  mutable bool settled_ = true;
  std::unique_ptr<std::byte[]> memory_;  // field lines of both, then both heads
  std::size_t capacity_ = 0;             // of memory_
  model::Scheme scheme_ = model::Scheme::kUnknown;
  std::uint32_t connection_ = 0;
  std::uint32_t number_ = 0;
  std::size_t octets_ = 0;
};

class History {
 public:
  static constexpr std::size_t kRecordsPerResource = 8;
  static constexpr std::size_t kRecordsPerConnection = 32;
  static constexpr std::size_t kMaxHeads = 64 * 1024;  // octets of both heads; larger exchanges are not remembered

  /// Remembers at most `resources` resources and as many connections, and about `octets` octets of exchanges.
  History(std::size_t resources, std::size_t octets) : max_(resources), max_octets_(octets) {}

  /// The key of the resource of `exchange`, for those who need it twice. Requires a request.
  static std::uint64_t key_of(const model::Exchange& exchange);

  /// Earlier exchanges of the resource of `exchange` (same scheme, host and target), oldest first. Requires a request.
  /// Valid until the next call of another function.
  std::span<const RecordPtr> find(const model::Exchange& exchange) const { return find(exchange, key_of(exchange)); }
  std::span<const RecordPtr> find(const model::Exchange& exchange, std::uint64_t key) const;

  /// Earlier exchanges of the connection with that number, oldest first: at least the latest kRecordsPerConnection of
  /// them. Valid until the next call of another function.
  std::span<const RecordPtr> find_connection(std::uint32_t number) const;

  /// The exchange whose 201 announced the target of `exchange`, as CreatedResources::find() says.
  RecordPtr find_creation(const model::Exchange& exchange) const { return created_.find(exchange); }

  /// Remembers `exchange`. Does nothing without a request with a target, without a final response, or with heads over
  /// kMaxHeads. Forgets the connection when `exchange` is the last of it.
  void remember(const model::Exchange& exchange) {
    remember(exchange, exchange.request == nullptr ? 0 : key_of(exchange));
  }
  void remember(const model::Exchange& exchange, std::uint64_t key);

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
    using ByKey = std::unordered_map<std::uint64_t, std::list<Group>::iterator>;

    std::list<Group> list;
    ByKey by_key;
    std::list<Group> spare_list;  // what was forgotten last, to be used again
    ByKey::node_type spare_node;

    const Group* find(std::uint64_t key) const;
    Group& touch(std::uint64_t key);
    void remove(ByKey::iterator found);
    void clear();
  };

  std::shared_ptr<Record> make_record(const model::Exchange& exchange);

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
  std::vector<RecordPtr> spare_;  // dropped ones, to be used again
};

}  // namespace httpvet::facts
