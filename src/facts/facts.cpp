#include "facts/facts.h"

#include <algorithm>
#include <array>

#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::facts {

using expr::Value;

void Facts::bind(const model::Exchange& exchange, const ConnectionState& connection, const History* history,
                 base::Arena& arena) {
  exchange_ = &exchange;
  connection_ = &connection;
  history_ = history;
  arena_ = &arena;
  earlier_made_ = false;
  // The response before this one may have lain at the same address.
  response_.bind_missing(expr::State::kAbsent);
  if (exchange.request != nullptr) {
    request_.bind(*exchange.request, arena);
  } else {
    // Where the client's octets are there, a response without request answers none.
    request_.bind_missing(exchange.connection->requests_captured ? expr::State::kAbsent : expr::State::kNotCaptured);
  }
  judge(exchange.response);
}

void Facts::judge(const model::Message* message) {
  judged_ = &response_;
  if (message == nullptr) {
    response_.bind_missing(exchange_->connection->responses_captured ? expr::State::kAbsent
                                                                     : expr::State::kNotCaptured);
  } else if (message == exchange_->request) {
    judged_ = &request_;
  } else if (!response_.there() || &response_.message() != message) {
    response_.bind(*message, *arena_);
  }
}

Bytes Facts::method() const {
  return exchange_->request != nullptr ? exchange_->request->method : exchange_->known_method;
}

Value Facts::root(expr::RootId root) {
  switch (static_cast<Root>(root)) {
    case Root::kMsg:
    case Root::kRes:
      return judged_->there() ? Value::of_object(judged_) : Value::unknown(judged_->why_missing());
    case Root::kReq:
      // The method may be known though the request was not captured: members decide.
      return Value::of_object(&request_);
    case Root::kExchange:
    case Root::kConn:
      return Value::of_object(this);
  }
  return Value::absent();
}

Value Facts::read(expr::FactId fact, const Value& object, std::span<const Value> arguments) {
  if (is_field_fact(fact)) {
    auto& message = object_as<MessageFacts>(object);
    const model::FieldId field = field_of(fact);
    if (field_variant(fact) == FieldVariant::kValue) return message.value(field);
    const Value there = has(fact, object);
    if (!there.known()) return there;
    if (!there.boolean) return Value::absent();
    if (field_variant(fact) == FieldVariant::kText) return Value::of(message.combined(field));
    const auto lines = message.lines_of(field);
    return Value::of_list({lines.data(), static_cast<std::uint32_t>(lines.size())});
  }
  if (is_anomaly_fact(fact)) {
    auto& message = object_as<MessageFacts>(object);
    return anomalies_of(message, static_cast<model::AnomalyKind>(fact - kAnomalyFacts));
  }
  const Member& member = member_group(fact >> 8)[fact & 0xFF];
  if (member.owner == Object::kMessage || member.owner == Object::kContent) {
    const auto& message = object_as<MessageFacts>(object);
    if (!message.there()) {
      const bool asks_method = &message == &request_ && member.name == "method" && !exchange_->known_method.empty();
      return asks_method ? Value::of(exchange_->known_method) : Value::unknown(message.why_missing());
    }
  }
  return member.read(*this, object, arguments);
}

Value Facts::has(expr::FactId fact, const Value& object) {
  if (is_field_fact(fact)) {
    const auto& message = object_as<MessageFacts>(object);
    if (!message.there()) {
      return message.why_missing() == expr::State::kNotCaptured ? Value::not_captured() : Value::of(false);
    }
    if (message.has(field_of(fact))) return Value::of(true);
    return message.message().evidence.fields ? Value::of(false) : Value::not_captured();
  }
  const Value value = read(fact, object, {});
  switch (value.state) {
    case expr::State::kKnown:
    case expr::State::kMalformed:
      return Value::of(true);
    case expr::State::kAbsent:
      return Value::of(false);
    case expr::State::kNotCaptured:
      break;
  }
  return Value::not_captured();
}

Value Facts::earlier() {
  if (!earlier_made_) earlier_ = make_earlier();
  earlier_made_ = true;
  return earlier_;
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
    return field != model::kUnknownField && same(field);
  });
}

Value Facts::make_earlier() {
  if (history_ == nullptr || exchange_->request == nullptr) return Value::not_captured();
  const std::span<const History::Record> records = history_->find(*exchange_);
  const auto facts = arena_->make_array<EarlierFacts>(records.size());
  const auto objects = arena_->make_array<const void*>(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const History::Record& record = records[records.size() - 1 - i];
    facts[i].req.bind(record.request(), *arena_);
    facts[i].res.bind(record.response(), *arena_);
    objects[i] = &facts[i];
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

}  // namespace httpvet::facts
