#include "facts/removals.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "facts/field_values.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

struct Place {
  Bytes host;  // with its port
  Bytes path;  // with its query
};

/// Where the hierarchical `uri` leads, its scheme aside: captures tell it too rarely.
Place place_of(Bytes uri) {
  const Bytes text = uri.substr(0, uri.find('#'));
  const std::size_t slashes = text.find("//");
  if (slashes == Bytes::npos) return {{}, text};
  const std::size_t host = slashes + 2;
  const std::size_t path = std::min(text.find_first_of("/?", host), text.size());
  return {text.substr(host, path - host), text.substr(path)};
}

std::uint64_t hash_of(Bytes text) { return std::hash<Bytes>()(text); }
std::uint64_t hash_of_host(const Place& place, base::Arena& arena) { return hash_of(lower_copy(place.host, arena)); }
std::uint64_t hash_of(const Place& place, base::Arena& arena) {
  return hash_of_host(place, arena) * 31 + hash_of(place.path);
}

std::optional<Place> place_of(const model::Message& request, base::Arena& arena) {
  const auto uri = target_uri(request, model::Scheme::kUnknown, arena);
  return uri ? std::optional(place_of(*uri)) : std::nullopt;
}

const model::FieldLine* find_line(const model::Message& message, model::FieldId field) {
  const auto found = std::ranges::find(message.lines, field, &model::FieldLine::field);
  return found == message.lines.end() ? nullptr : &*found;
}

/// The field line that names the resource which the exchange made; null if none does.
const model::FieldLine* line_of_made(const model::Exchange& exchange) {
  const std::uint16_t status = exchange.response->status;
  const Bytes method = exchange.request->method;
  if (status < 200 || status > 299) return nullptr;
  if (method == "MOVE" || method == "COPY") return find_line(*exchange.request, fields::id::kDestination);
  return status == 201 ? find_line(*exchange.response, fields::id::kLocation) : nullptr;
}

}  // namespace

void Removals::Ring::add(std::uint64_t hash) {
  if (contains(hash)) return;
  if (hashes_.size() < kMost) {
    hashes_.push_back(hash);
    return;
  }
  hashes_[oldest_] = hash;
  oldest_ = (oldest_ + 1) % kMost;
}

bool Removals::Ring::contains(std::uint64_t hash) const { return std::ranges::find(hashes_, hash) != hashes_.end(); }

void Removals::remember(const model::Exchange& exchange, base::Arena& arena) {
  if (exchange.request == nullptr || exchange.response == nullptr) return;
  const bool gone = exchange.response->status == 410;
  const model::FieldLine* made = line_of_made(exchange);
  if (!gone && made == nullptr) return;
  const auto uri = target_uri(*exchange.request, model::Scheme::kUnknown, arena);
  if (!uri) return;
  if (gone) hosts_.add(hash_of_host(place_of(*uri), arena));
  if (made != nullptr) made_.add(hash_of(place_of(resolve_uri(*uri, made->value, arena)), arena));
}

bool Removals::host_sends_410(const model::Message& request, base::Arena& arena) const {
  const auto place = place_of(request, arena);
  return place && hosts_.contains(hash_of_host(*place, arena));
}

bool Removals::made_elsewhere(const model::Message& request, base::Arena& arena) const {
  const auto place = place_of(request, arena);
  return place && made_.contains(hash_of(*place, arena));
}

}  // namespace httpvet::facts
