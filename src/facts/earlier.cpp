// What Facts knows of earlier exchanges: of the same resource, and of the same connection.
#include <algorithm>
#include <array>

#include "facts/facts.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using expr::Value;

// A redirect that the client followed by itself was followed at once; a later request is an action of its own.
constexpr std::int64_t kFollowedWithin = 2'000'000'000;  // nanoseconds

}  // namespace

std::span<const RecordPtr> Facts::earlier_records() const {
  if (history_ == nullptr || exchange_->request == nullptr) return {};
  return history_->find(*exchange_, resource_key_);
}

Value Facts::earlier() {
  if (!earlier_.made) earlier_ = {make_earlier(earlier_records()), true};
  return earlier_.value;
}

std::span<const RecordPtr> Facts::connection_records() const {
  if (history_ == nullptr || exchange_->request == nullptr) return {};
  return history_->find_connection(exchange_->connection->number);
}

Value Facts::session() {
  if (!session_.made) session_ = {make_earlier(connection_records()), true};
  return session_.value;
}

Value Facts::make_earlier(std::span<const RecordPtr> records) {
  if (exchange_->request == nullptr) return Value::unknown(request_.why_missing());
  if (history_ == nullptr) return Value::not_captured();
  const auto facts = arena_->make_array<EarlierFacts>(records.size());
  const auto objects = arena_->make_array<const void*>(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& record = *records[records.size() - 1 - i];
    facts[i].req.bind(record.request(), *arena_);
    facts[i].res.bind(record.response(), *arena_);
    facts[i].record = &record;
    objects[i] = &facts[i];
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

Value Facts::previous() {
  if (!previous_.made) previous_ = {make_previous(), true};
  return previous_.value;
}

Value Facts::make_previous() {
  if (exchange_->request == nullptr) return Value::unknown(request_.why_missing());
  if (history_ == nullptr) return Value::not_captured();
  const auto records = connection_records();
  if (records.empty() || records.back()->number() + 1 != exchange_->number) return Value::absent();
  const Value list = make_earlier(records.last(1));
  return Value::of_object(static_cast<const void* const*>(list.list.data)[0]);
}

Value Facts::redirected_by() {
  if (!redirected_by_.made) redirected_by_ = {make_redirected_by(), true};
  return redirected_by_.value;
}

Value Facts::make_redirected_by() {
  const Value before = previous();
  if (!before.known()) return before;
  const Record& record = *object_as<EarlierFacts>(before).record;
  constexpr std::array kRedirects = {301, 302, 303, 307, 308};
  if (std::ranges::find(kRedirects, record.response().status) == kRedirects.end()) return Value::absent();
  const model::Message& request = *exchange_->request;
  const SameUri leads = leads_to(record.request(), record.response(), request, record.scheme(), *arena_);
  // Where the scheme alone is not known, the client went there all the same: nobody asks for that by chance.
  if (leads == SameUri::kDifferent) return Value::absent();
  const auto& answered = record.response().time_ns;
  if (answered && request.time_ns && *request.time_ns - *answered > kFollowedWithin) return Value::absent();
  return before;
}

Value Facts::created_by() {
  if (!created_by_.made) created_by_ = {make_created_by(), true};
  return created_by_.value;
}

Value Facts::make_created_by() {
  if (exchange_->request == nullptr) return Value::unknown(request_.why_missing());
  if (history_ == nullptr) return Value::not_captured();
  // The history keeps it at least until this exchange is remembered.
  const RecordPtr record = history_->find_creation(*exchange_);
  if (record == nullptr) return Value::absent();
  const Value list = make_earlier({&record, 1});
  return Value::of_object(static_cast<const void* const*>(list.list.data)[0]);
}

Value Facts::latest_earlier(int status, Bytes method) {
  const Value all = earlier();
  if (!all.known()) return all;
  const auto* items = static_cast<const void* const*>(all.list.data);
  for (std::uint32_t i = 0; i < all.list.size; ++i) {
    auto& candidate = object_as<EarlierFacts>(Value::of_object(items[i]));
    if (candidate.res.message().status != status || candidate.req.message().method != method) continue;
    if (selects_same(candidate)) return Value::of_object(&candidate);
  }
  return Value::absent();
}

bool Facts::selects_same(EarlierFacts& earlier) {
  namespace id = fields::id;
  constexpr std::array kSelecting = {id::kAccept,         id::kAcceptCharset, id::kAcceptEncoding,
                                     id::kAcceptLanguage, id::kAuthorization, id::kCookie};
  const auto same = [this, &earlier](model::FieldId field) {
    return request_.combined(field) == earlier.req.combined(field);
  };
  if (!std::ranges::all_of(kSelecting, same)) return false;
  if (!earlier.res.has(id::kVary)) return true;
  const Value vary = earlier.res.value(id::kVary);
  if (!vary.known()) return false;
  const std::span names(static_cast<const Bytes*>(vary.list.data), vary.list.size);
  return std::ranges::all_of(names, [&same](Bytes name) {
    const model::FieldId field = fields::find_field(name);
    return field != model::kUnknownField && field != id::kAsterisk && same(field);
  });
}

}  // namespace httpvet::facts
