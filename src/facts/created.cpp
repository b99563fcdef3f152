#include "facts/created.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>

#include "base/byte_class.h"
#include "facts/history.h"
#include "facts/target_uri.h"

namespace httpvet::facts {
namespace {

// Copies of a resource may take this long to reach all servers.
constexpr std::int64_t kOnItsWay = 5'000'000'000;  // nanoseconds
// After a day, a resource that was made for a while may have expired.
constexpr std::int64_t kMayHaveEnded = 24 * 3'600 * std::int64_t{1'000'000'000};

/// Scheme and fragment aside, what the target of `request` is; empty if that has no form.
std::string resource_of(const model::Exchange& exchange, base::Arena& arena) {
  const auto target = target_uri(*exchange.request, exchange.connection->scheme, arena);
  return target ? std::string(schemeless_uri(*target, arena)) : std::string();
}

constexpr std::array<Bytes, 7> kCredentials = {"Authorization", "Cookie",  "X-API-Key",     "API-Key",
                                               "X-Auth-Token",  "X-Token", "X-Access-Token"};

/// The value of the first line called `name`.
Bytes value_of(const model::Message& message, Bytes name) {
  for (const model::FieldLine& line : message.lines) {
    if (line.name.size() == name.size() && base::equals_ignoring_case(line.name, name)) return line.value;
  }
  return {};
}

bool same_credentials(const model::Message& a, const model::Message& b) {
  return std::ranges::all_of(kCredentials, [&](Bytes name) { return value_of(a, name) == value_of(b, name); });
}

bool at_a_telling_time(const Record& created, const model::Message& request) {
  const auto& then = created.response().time_ns;
  const auto& now = request.time_ns;
  // The same time twice is that of the capture, not of the messages.
  if (!then || !now || *then == *now) return true;
  return *now - *then > kOnItsWay && *now - *then < kMayHaveEnded;
}

/// `resource` is `folder`, or lies below it.
bool is_within(Bytes resource, Bytes folder) {
  if (!resource.starts_with(folder)) return false;
  const Bytes rest = resource.substr(folder.size());
  return rest.empty() || folder.ends_with('/') || rest.starts_with('/') || rest.starts_with('?');
}

}  // namespace

RecordPtr CreatedResources::find(const model::Exchange& exchange) const {
  if (entries_.empty()) return nullptr;
  base::Arena arena;
  const auto found = by_resource_.find(resource_of(exchange, arena));
  if (found == by_resource_.end()) return nullptr;
  const RecordPtr& record = found->second->record;
  const bool counts =
      same_credentials(record->request(), *exchange.request) && at_a_telling_time(*record, *exchange.request);
  return counts ? record : nullptr;
}

void CreatedResources::remember(const model::Exchange& exchange) {
  if (exchange.request == nullptr || exchange.response == nullptr) return;
  const model::Message& request = *exchange.request;
  const std::uint16_t status = exchange.response->status;
  if (entries_.empty() && status != 201) return;
  base::Arena arena;
  std::string resource = resource_of(exchange, arena);
  if (resource.empty()) return;
  const bool fetched = request.method == "GET" || request.method == "HEAD";
  if (fetched && (status < 400 || ((status == 404 || status == 410) && find(exchange) != nullptr))) {
    forget(resource);
  } else if (request.method == "DELETE" || request.method == "MOVE") {
    forget_if([&resource](Bytes entry) { return is_within(entry, resource); });
  } else if (request.method == "POST") {
    // An action on the resource, such as /orders/7/cancel, may end it.
    forget_if([&resource](Bytes entry) { return is_within(resource, entry); });
  }
  if (status != 201) return;
  const auto target = target_uri(request, exchange.connection->scheme, arena);
  if (const auto location = location_uri(*exchange.response, *target, arena)) {
    add(std::string(schemeless_uri(*location, arena)), exchange);
  } else if (request.method == "PUT") {
    add(std::move(resource), exchange);
  }
}

template <typename Condition>
void CreatedResources::forget_if(Condition condition) {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto next = std::next(entry);
    if (condition(Bytes(entry->resource))) {
      by_resource_.erase(entry->resource);
      entries_.erase(entry);
    }
    entry = next;
  }
}

void CreatedResources::forget(const std::string& resource) {
  const auto found = by_resource_.find(resource);
  if (found == by_resource_.end()) return;
  entries_.erase(found->second);
  by_resource_.erase(found);
}

void CreatedResources::add(std::string resource, const model::Exchange& exchange) {
  if (exchange.request->head.size() + exchange.response->head.size() > History::kMaxHeads) return;
  forget(resource);
  if (entries_.size() == kMost) {
    by_resource_.erase(entries_.front().resource);
    entries_.pop_front();
  }
  entries_.push_back({resource, std::make_shared<const Record>(exchange)});
  by_resource_.emplace(std::move(resource), std::prev(entries_.end()));
}

void CreatedResources::clear() {
  by_resource_.clear();
  entries_.clear();
}

}  // namespace httpvet::facts
