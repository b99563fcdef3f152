// CreatedResources: what 201 responses announced and nobody has seen since. Bounded; the oldest go first.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/bytes.h"
#include "model/exchange.h"

namespace httpvet::facts {

class Record;
using RecordPtr = std::shared_ptr<const Record>;

class CreatedResources {
 public:
  static constexpr std::size_t kMost = 256;

  /// The exchange with the 201 that announced the target of `exchange`: in its Location, or by answering a PUT to it
  /// (RFC 9110 §15.3.2). Null if there is none, if it had other credentials, or if both are so near in time that the
  /// resource may still be on its way, or so far apart that it may have come to its end. Requires a request.
  RecordPtr find(const model::Exchange& exchange) const;

  /// Remembers what `exchange` created; forgets what it fetched, deleted, moved or may have done away with, and what
  /// find() found missing.
  void remember(const model::Exchange& exchange);

  /// Forgets everything.
  void clear();

 private:
  struct Entry {
    std::string resource;
    RecordPtr record;
  };

  template <typename Condition>
  void forget_if(Condition condition);
  void forget(const std::string& resource);
  void add(std::string resource, const model::Exchange& exchange);

  std::list<Entry> entries_;  // oldest first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_resource_;
};

}  // namespace httpvet::facts
