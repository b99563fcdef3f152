#include "facts/history.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

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
  const auto add = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
  };
  add(text.size());
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    add(word);
  }
  std::uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  add(rest);
  return hash;
}

bool same_resource(const Record& record, const model::Exchange& exchange) {
  return record.request().target == exchange.request->target &&
         host_of(record.request()) == host_of(*exchange.request) && record.scheme() == exchange.connection->scheme;
}

/// Lets the views of `message` and of its lines, which pointed into its head, point into `head`, a copy of that.
void move_views(model::Message& message, const char* head, model::FieldLine* lines) {
  const Bytes from = message.head;
  const auto move = [from, head](Bytes& view) {
    view = base::lies_within(view, from) ? Bytes(head + base::offset_in(view, from), view.size()) : Bytes();
  };
  for (Bytes* view : {&message.start_line, &message.method, &message.target, &message.version_text,
                      &message.status_text, &message.reason}) {
    move(*view);
  }
  for (std::size_t i = 0; i < message.lines.size(); ++i) {
    move(lines[i].name);
    move(lines[i].value);
  }
  message.head = {head, from.size()};
  message.lines = {lines, message.lines.size()};
  message.map = nullptr;
  message.trailers = {};
  message.anomalies = {};
  message.anomaly_mask = 0;
}

}  // namespace

void Record::assign(const model::Exchange& exchange) {
  constexpr std::size_t kUnit = 1024;
  const std::array<const model::Message*, 2> from = {exchange.request, exchange.response};
  const std::size_t lines = (from[0]->lines.size() + from[1]->lines.size()) * sizeof(model::FieldLine);
  const std::size_t needed = lines + from[0]->head.size() + from[1]->head.size();
  if (needed > capacity_) {
    capacity_ = (needed / kUnit + 1) * kUnit;
    // Not value-initialised: all that is read of it is written.
    memory_.reset(new std::byte[capacity_]);
  }
  std::byte* line = memory_.get();
  std::byte* head = line + lines;
  for (std::size_t i = 0; i < 2; ++i) {
    const model::Message& message = *from[i];
    messages_[i] = message;
    line = std::copy_n(reinterpret_cast<const std::byte*>(message.lines.data()), message.lines.size_bytes(), line);
    head = std::copy_n(reinterpret_cast<const std::byte*>(message.head.data()), message.head.size(), head);
    // What is left of a content is its hash.
    const model::Content* content = message.body.content;
    const bool hashed = content != nullptr && content->hash;
    if (hashed) contents_[i].hash = content->hash;
    messages_[i].body.content = hashed ? &contents_[i] : nullptr;
  }
  settled_ = false;
  scheme_ = exchange.connection->scheme;
  connection_ = exchange.connection->number;
  number_ = exchange.number;
  octets_ = capacity_ + sizeof(Record);
}

void Record::settle() const {
  static_assert(std::is_trivially_copyable_v<model::FieldLine>);
  auto* line = reinterpret_cast<model::FieldLine*>(memory_.get());
  const char* head = reinterpret_cast<const char*>(line + messages_[0].lines.size() + messages_[1].lines.size());
  for (model::Message& message : messages_) {
    const std::size_t lines = message.lines.size();
    const std::size_t octets = message.head.size();
    move_views(message, head, line);
    line += lines;
    head += octets;
  }
  settled_ = true;
}

const History::Group* History::Groups::find(std::uint64_t key) const {
  const auto found = by_key.find(key);
  return found == by_key.end() ? nullptr : &*found->second;
}

History::Group& History::Groups::touch(std::uint64_t key) {
  if (const auto found = by_key.find(key); found != by_key.end()) {
    list.splice(list.begin(), list, found->second);
    return list.front();
  }
  if (spare_list.empty()) {
    list.emplace_front();
  } else {
    list.splice(list.begin(), spare_list, spare_list.begin());
  }
  list.front().key = key;
  if (spare_node.empty()) {
    by_key.emplace(key, list.begin());
  } else {
    spare_node.key() = key;
    spare_node.mapped() = list.begin();
    by_key.insert(std::move(spare_node));
  }
  return list.front();
}

/// Takes a group out, and keeps one of them to be used again: then nothing is allocated where each new group takes the
/// place of an old one.
void History::Groups::remove(ByKey::iterator found) {
  found->second->records.clear();
  spare_list.clear();
  spare_list.splice(spare_list.begin(), list, found->second);
  spare_node = by_key.extract(found);
}

void History::Groups::clear() {
  by_key.clear();
  list.clear();
  spare_list.clear();
}

std::shared_ptr<Record> History::make_record(const model::Exchange& exchange) {
  if (spare_.empty()) return std::make_shared<Record>(exchange);
  // It was made as one that changes.
  const auto record = std::const_pointer_cast<Record>(std::move(spare_.back()));
  spare_.pop_back();
  record->assign(exchange);
  return record;
}

std::uint64_t History::key_of(const model::Exchange& exchange) {
  // Hosts that differ in letter case only are rare enough to be different resources here.
  const auto scheme = static_cast<std::uint64_t>(exchange.connection->scheme);
  return mix(mix(scheme + 1, host_of(*exchange.request)), exchange.request->target);
}

std::span<const RecordPtr> History::find(const model::Exchange& exchange, std::uint64_t key) const {
  const Group* group = resources_.find(key);
  if (group == nullptr || group->records.empty() || !same_resource(*group->records.back(), exchange)) return {};
  return group->records;
}

std::span<const RecordPtr> History::find_connection(std::uint32_t number) const {
  const Group* group = connections_.find(number);
  return group == nullptr ? std::span<const RecordPtr>() : std::span<const RecordPtr>(group->records);
}

void History::remember(const model::Exchange& exchange, std::uint64_t key) {
  created_.remember(exchange);
  const std::uint32_t connection = exchange.connection->number;
  const bool complete =
      exchange.response != nullptr && exchange.request != nullptr && !exchange.request->target.empty();
  if (complete && exchange.request->head.size() + exchange.response->head.size() <= kMaxHeads) {
    const RecordPtr record = make_record(exchange);
    octets_ += record->octets();
    Group& resource = resources_.touch(key);
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
  constexpr std::size_t kMostSpare = 64;
  constexpr std::size_t kLargestSpare = 16 * 1024;
  if (record.use_count() == 1) {
    octets_ -= record->octets();
    if (spare_.size() < kMostSpare && record->octets() <= kLargestSpare) spare_.push_back(std::move(record));
  }
  record.reset();
}

void History::forget(Groups& groups, std::uint64_t key) {
  const auto found = groups.by_key.find(key);
  if (found == groups.by_key.end()) return;
  for (RecordPtr& record : found->second->records) drop(record);
  groups.remove(found);
}

void History::forget_oldest(Groups& groups) { forget(groups, groups.list.back().key); }

void History::clear() {
  resources_.clear();
  connections_.clear();
  created_.clear();
  octets_ = 0;
}

}  // namespace httpvet::facts
