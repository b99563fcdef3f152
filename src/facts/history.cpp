#include "facts/history.h"

#include <algorithm>
#include <cstring>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

Bytes host_of(const model::Message& request) {
  for (const model::FieldLine& line : request.lines) {
    if (line.field == fields::id::kHost) return line.value;
  }
  return {};
}

/// Mixes `text` into `hash`, eight octets at a time. Not for adversaries: a hit is compared octet by octet.
std::uint64_t mix(std::uint64_t hash, Bytes text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
    text.remove_prefix(8);
  }
  std::uint64_t rest = text.size() + 1;
  for (const char c : text) rest = rest << 8 | static_cast<unsigned char>(c);
  hash = (hash ^ rest) * kFactor;
  return hash ^ hash >> 29;
}

std::uint64_t key_of(const model::Exchange& exchange) {
  // Hosts that differ in letter case only are rare enough to be different resources here.
  const auto scheme = static_cast<std::uint64_t>(exchange.connection->scheme);
  return mix(mix(scheme + 1, host_of(*exchange.request)), exchange.request->target);
}

bool same_resource(const Record& record, const model::Exchange& exchange) {
  return record.request().target == exchange.request->target &&
         host_of(record.request()) == host_of(*exchange.request) && record.scheme() == exchange.connection->scheme;
}

/// A copy of `from` whose views lie in `head`, a copy of its head, and whose lines lie at `lines`.
model::Message moved(const model::Message& from, char* head, model::FieldLine* lines) {
  model::Message to = from;
  const auto move = [&from, head](Bytes view) {
    return base::lies_within(view, from.head) ? Bytes(head + base::offset_in(view, from.head), view.size()) : Bytes();
  };
  to.map = nullptr;
  to.head = {head, from.head.size()};
  to.start_line = move(from.start_line);
  to.method = move(from.method);
  to.target = move(from.target);
  to.version_text = move(from.version_text);
  to.status_text = move(from.status_text);
  to.reason = move(from.reason);
  for (std::size_t i = 0; i < from.lines.size(); ++i) {
    lines[i] = from.lines[i];
    lines[i].name = move(from.lines[i].name);
    lines[i].value = move(from.lines[i].value);
  }
  to.lines = {lines, from.lines.size()};
  to.trailers = {};
  to.anomalies = {};
  to.anomaly_mask = 0;
  return to;
}

/// What is left of the content of a message: its hash.
const model::Content* kept_content(const model::Content* content, model::Content* place) {
  if (content == nullptr || !content->hash) return nullptr;
  place->hash = content->hash;
  return place;
}

}  // namespace

Record::Record(const model::Exchange& exchange)
    : scheme_(exchange.connection->scheme), connection_(exchange.connection->number), number_(exchange.number) {
  const model::Message& request = *exchange.request;
  const model::Message& response = *exchange.response;
  const std::size_t lines = request.lines.size() + response.lines.size();
  const std::size_t text = request.head.size() + response.head.size();
  const std::size_t contents = lines * sizeof(model::FieldLine);
  const std::size_t texts = contents + 2 * sizeof(model::Content);
  octets_ = texts + text + sizeof(Record);
  // What has to be aligned comes first. Not value-initialised: all of it is written.
  static_assert(alignof(model::Content) <= alignof(model::FieldLine));
  memory_.reset(new std::byte[texts + text]);
  auto* const first_line = reinterpret_cast<model::FieldLine*>(memory_.get());
  auto* const first_content = reinterpret_cast<model::Content*>(memory_.get() + contents);
  auto* const heads = reinterpret_cast<char*>(memory_.get() + texts);
  std::uninitialized_default_construct_n(first_line, lines);
  std::uninitialized_value_construct_n(first_content, 2);
  std::copy(request.head.begin(), request.head.end(), heads);
  std::copy(response.head.begin(), response.head.end(), heads + request.head.size());
  request_ = moved(request, heads, first_line);
  response_ = moved(response, heads + request.head.size(), first_line + request.lines.size());
  request_.body.content = kept_content(request.body.content, first_content);
  response_.body.content = kept_content(response.body.content, first_content + 1);
}

const History::Group* History::Groups::find(std::uint64_t key) const {
  const auto found = by_key.find(key);
  return found == by_key.end() ? nullptr : &*found->second;
}

History::Group& History::Groups::touch(std::uint64_t key) {
  const auto [found, added] = by_key.try_emplace(key);
  if (added) {
    list.push_front({key, {}});
    found->second = list.begin();
  } else {
    list.splice(list.begin(), list, found->second);
  }
  return list.front();
}

void History::Groups::clear() {
  by_key.clear();
  list.clear();
}

std::span<const RecordPtr> History::find(const model::Exchange& exchange) const {
  const Group* group = resources_.find(key_of(exchange));
  if (group == nullptr || group->records.empty() || !same_resource(*group->records.back(), exchange)) return {};
  return group->records;
}

std::span<const RecordPtr> History::find_connection(std::uint32_t number) const {
  const Group* group = connections_.find(number);
  return group == nullptr ? std::span<const RecordPtr>() : std::span<const RecordPtr>(group->records);
}

void History::remember(const model::Exchange& exchange) {
  created_.remember(exchange);
  const std::uint32_t connection = exchange.connection->number;
  const bool complete =
      exchange.response != nullptr && exchange.request != nullptr && !exchange.request->target.empty();
  if (complete && exchange.request->head.size() + exchange.response->head.size() <= kMaxHeads) {
    const auto record = std::make_shared<const Record>(exchange);
    octets_ += record->octets();
    Group& resource = resources_.touch(key_of(exchange));
    if (resource.records.empty() || same_resource(*resource.records.back(), exchange)) {
      add(resource, record, kRecordsPerResource, kRecordsPerResource - 1);
    }
    // Dropping half of them at once keeps adding cheap.
    if (!exchange.last) add(connections_.touch(connection), record, 2 * kRecordsPerConnection, kRecordsPerConnection);
    if (record.use_count() == 1) octets_ -= record->octets();
  }
  if (exchange.last) forget(connections_, connection);
  while (connections_.list.size() > max_) forget_oldest(connections_);
  while (resources_.list.size() > max_ || (octets_ > max_octets_ && resources_.list.size() > 1)) {
    forget_oldest(resources_);
  }
  while (octets_ > max_octets_ && connections_.list.size() > 1) forget_oldest(connections_);
}

/// Adds `record` to `group`; when that makes more than `most`, all but the latest `kept` of the others go.
void History::add(Group& group, const RecordPtr& record, std::size_t most, std::size_t kept) {
  if (group.records.size() == most) {
    const auto end = group.records.end() - static_cast<std::ptrdiff_t>(kept);
    std::for_each(group.records.begin(), end, [this](RecordPtr& old) { drop(old); });
    group.records.erase(group.records.begin(), end);
  }
  group.records.push_back(record);
}

/// Lets go of `record`; its memory counts until no group holds it.
void History::drop(RecordPtr& record) {
  if (record.use_count() == 1) octets_ -= record->octets();
  record.reset();
}

void History::forget(Groups& groups, std::uint64_t key) {
  const auto found = groups.by_key.find(key);
  if (found == groups.by_key.end()) return;
  for (RecordPtr& record : found->second->records) drop(record);
  groups.list.erase(found->second);
  groups.by_key.erase(found);
}

void History::forget_oldest(Groups& groups) { forget(groups, groups.list.back().key); }

void History::clear() {
  resources_.clear();
  connections_.clear();
  created_.clear();
  octets_ = 0;
}

}  // namespace httpvet::facts
