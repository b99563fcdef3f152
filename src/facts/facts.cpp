#include "facts/facts.h"

#include <algorithm>
#include <array>

#include "facts/line_oddities.h"
#include "facts/member.h"
#include "facts/uri_text.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::facts {

using expr::Value;

namespace {

/// Flags of how the body of `message` is framed, as far as its capture shows: the set ones, and with `open` all that
/// may be.
std::uint64_t framing_flags(const model::Message& message, bool open) {
  constexpr std::uint64_t kAny =
      flag_bit(Flag::kJudgedLength) | flag_bit(Flag::kJudgedChunked) | flag_bit(Flag::kJudgedUntilClose);
  if (!message.evidence.framing) return open ? kAny : 0;
  switch (message.body.framing) {
    case model::Framing::kLength:
      return flag_bit(Flag::kJudgedLength);
    case model::Framing::kChunked:
      return flag_bit(Flag::kJudgedChunked);
    case model::Framing::kUntilClose:
      return flag_bit(Flag::kJudgedUntilClose);
    case model::Framing::kUnknown:
      return open ? kAny : 0;
    case model::Framing::kNone:
    case model::Framing::kTunnel:
      break;
  }
  return 0;
}

/// The flags that `judged` has where it is the judged message.
Flags flags_of(MessageFacts& judged) {
  Flags flags;
  if (!judged.there()) {
    if (judged.why_missing() != expr::State::kNotCaptured) return flags;
    flags.possible = flag_bit(Flag::kPlainContentLength) | flag_bit(Flag::kPlainTransferEncoding) |
                     flag_bit(Flag::kLargeHead) | flag_bit(Flag::kJudgedAnomalies) | flag_bit(Flag::kJudgedLength) |
                     flag_bit(Flag::kJudgedChunked) | flag_bit(Flag::kJudgedUntilClose) | flag_bit(Flag::kJudgedCut) |
                     flag_bit(Flag::kJudgedHttp10) | flag_bit(Flag::kJudgedHttp11) | flag_bit(Flag::kJudgedEmpty) |
                     flag_bit(Flag::kOddValues) | flag_bit(Flag::kJudgedTimed) | all_oddity_flags();
    flags.possible |= flag_bit(Flag::kUnregisteredFields) | flag_bit(Flag::kJudgedTargetOdd) |
                      flag_bit(Flag::kJudgedTargetQuery) | flag_bit(Flag::kJudgedTargetNoPath);
    return flags;
  }
  const model::Message& message = judged.message();
  const model::Version version = message.version;
  if (version.is(1, 0)) flags.certain |= flag_bit(Flag::kJudgedHttp10);
  if (version.is(1, 1)) flags.certain |= flag_bit(Flag::kJudgedHttp11);
  if (message.time_ns) flags.certain |= flag_bit(Flag::kJudgedTimed);
  if (judged.has_large_head()) flags.certain |= flag_bit(Flag::kLargeHead);
  if (!judged.oddities().empty()) flags.certain |= flag_bit(Flag::kOddValues);
  if (judged.has_unregistered_fields()) flags.certain |= flag_bit(Flag::kUnregisteredFields);
  if (message.part == model::Part::kRequest) {
    const Marks marks = target_marks(message.target);
    if ((marks & (kMarkOdd | kMarkPercent)) != 0) flags.certain |= flag_bit(Flag::kJudgedTargetOdd);
    if ((marks & kMarkQuery) != 0) flags.certain |= flag_bit(Flag::kJudgedTargetQuery);
    if ((marks & kMarkNoPath) != 0) flags.certain |= flag_bit(Flag::kJudgedTargetNoPath);
  }
  if (judged.has_plain_content_length()) flags.certain |= flag_bit(Flag::kPlainContentLength);
  if (judged.has_plain_transfer_encoding()) flags.certain |= flag_bit(Flag::kPlainTransferEncoding);
  if (message.body.end == model::BodyEnd::kCut) flags.possible |= flag_bit(Flag::kJudgedCut);
  if (message.body.content_octets == 0 && message.body.end != model::BodyEnd::kClosedEarly) {
    (judged.content_octets().known() ? flags.certain : flags.possible) |= flag_bit(Flag::kJudgedEmpty);
  }
  flags.certain |= oddity_flags(oddities_of(judged));
  if (!message.evidence.fields) flags.possible |= all_oddity_flags();
  flags.possible |= flags.certain | framing_flags(message, true);
  flags.certain |= framing_flags(message, false);
  if (judged.may_have_anomalies()) flags.possible |= flag_bit(Flag::kJudgedAnomalies);
  return flags;
}

}  // namespace

void Facts::bind(const model::Exchange& exchange, const ConnectionState& connection, const History* history,
                 base::Arena& arena) {
  exchange_ = &exchange;
  connection_ = &connection;
  following_ = {};
  history_ = history;
  arena_ = &arena;
  final_made_ = false;
  earlier_.made = session_.made = previous_.made = redirected_by_.made = created_by_.made = false;
  // The response before this one may have lain at the same address.
  response_.bind_missing(expr::State::kAbsent);
  if (exchange.request != nullptr) {
    request_.bind(*exchange.request, arena);
  } else {
    // Where the client's octets are there, a response without request answers none.
    request_.bind_missing(exchange.connection->requests_captured ? expr::State::kAbsent : expr::State::kNotCaptured);
  }
  request_flags_ = look_at(request_);
  resource_key_ = history != nullptr && exchange.request != nullptr ? History::key_of(exchange) : 0;
  set_exchange_flags();
  judge(exchange.response);
}

/// Looks through the values of `message`, once it is bound, and sums up what the index wants to know of it.
Flags Facts::look_at(MessageFacts& message) {
  if (message.there()) {
    message.set_oddities(audit_.look(message.message(), message.repeats_fields(), message.arena()));
  }
  return flags_of(message);
}

void Facts::judge(const model::Message* message) {
  if (message != nullptr && message == exchange_->request) {
    judged_ = &request_;
    judged_flags_ = request_flags_;
    return;
  }
  judged_ = &response_;
  if (message == nullptr) {
    response_.bind_missing(exchange_->connection->responses_captured ? expr::State::kAbsent
                                                                     : expr::State::kNotCaptured);
    response_flags_ = look_at(response_);
  } else if (!response_.there() || &response_.message() != message) {
    response_.bind(*message, *arena_);
    response_flags_ = look_at(response_);
  }
  judged_flags_ = response_flags_;
}

void Facts::set_exchange_flags() {
  const model::Connection& connection = *exchange_->connection;
  const bool request = exchange_->request != nullptr;
  const bool response = exchange_->response != nullptr;
  std::uint64_t set = 0;
  std::uint64_t open = 0;
  const auto put = [&set](Flag flag, bool value) { set |= value ? flag_bit(flag) : 0; };
  put(Flag::kHasRequest, request);
  put(Flag::kHasResponse, response);
  put(Flag::kRequestSeen, request);
  put(Flag::kLast, exchange_->last);
  put(Flag::kLongTarget, has_long_target());
  put(Flag::kTargetHasFragment, target_has_fragment());
  const Marks marks = request ? target_marks(exchange_->request->target) : Marks{0};
  put(Flag::kTargetHasPercent, (marks & kMarkPercent) != 0);
  put(Flag::kTargetHasDotSegment, (marks & kMarkDot) != 0);
  put(Flag::kTargetHasNoPath, (marks & kMarkNoPath) != 0);
  put(Flag::kTargetHasQuery, (marks & kMarkQuery) != 0);
  put(Flag::kHostNotFirst, has_host_not_first());
  put(Flag::kHasInterims, !exchange_->interims.empty());
  put(Flag::kInterimAfterFinal, exchange_->interim_after_final);
  put(Flag::kByteStreams, connection.byte_streams);
  put(Flag::kFromStart, connection.from_start);
  put(Flag::kCloseAnnounced, connection_->close_announced);
  put(Flag::kRedirectSeen, connection_->redirect_seen);
  put(Flag::kTunnelled, connection_->tunnelled);
  put(Flag::kRequestsCaptured, connection.requests_captured);
  put(Flag::kAfterRedirect, connection_->last_status >= 300 && connection_->last_status < 400);
  put(Flag::kHasEarlier, !earlier_records().empty());
  if (!request && !connection.requests_captured) open |= flag_bit(Flag::kHasRequest);
  if (!response && !connection.responses_captured) open |= flag_bit(Flag::kHasResponse);
  if (const Bytes name = method(); !name.empty()) {
    const auto flag = method_flag(name);
    if (flag) put(*flag, true);
    put(Flag::kToHead, flag == Flag::kMethodHead);
    put(Flag::kToConnect, flag == Flag::kMethodConnect);
  } else if (!request_.there() && request_.why_missing() == expr::State::kNotCaptured) {
    open |= flag_bit(Flag::kMethodGet) | flag_bit(Flag::kMethodHead) | flag_bit(Flag::kMethodPost) |
            flag_bit(Flag::kMethodPut) | flag_bit(Flag::kMethodDelete) | flag_bit(Flag::kMethodConnect) |
            flag_bit(Flag::kMethodOptions) | flag_bit(Flag::kMethodTrace);
  }
  if (request) {
    put(Flag::kRequestHttp10, exchange_->request->version.is(1, 0));
    put(Flag::kRequestHttp11, exchange_->request->version.is(1, 1));
    if (request_.may_have_anomalies()) open |= flag_bit(Flag::kRequestAnomalies);
  } else if (request_.why_missing() == expr::State::kNotCaptured) {
    open |= flag_bit(Flag::kRequestHttp10) | flag_bit(Flag::kRequestHttp11) | flag_bit(Flag::kRequestAnomalies);
  }
  exchange_flags_ = {set, set | open};
}

MessageFacts& Facts::final_response() {
  const model::Message* message = exchange_->response;
  if (response_.there() && &response_.message() == message) return response_;
  if (!final_made_ && message != nullptr) {
    final_.bind(*message, *arena_);
  } else if (!final_made_) {
    final_.bind_missing(exchange_->connection->responses_captured ? expr::State::kAbsent : expr::State::kNotCaptured);
  }
  final_made_ = true;
  return final_;
}

bool Facts::has_long_target() const {
  constexpr std::size_t kLongest = 8'000;  // what RFC 9110 §4.1 asks everybody to support
  return exchange_->request != nullptr && exchange_->request->target.size() > kLongest;
}

bool Facts::has_host_not_first() const {
  if (exchange_->request == nullptr || exchange_->request->lines.empty()) return false;
  return exchange_->request->lines.front().field != fields::id::kHost && request_.has(fields::id::kHost);
}

bool Facts::target_has_fragment() const {
  return exchange_->request != nullptr && exchange_->request->target.find('#') != Bytes::npos;
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

}  // namespace httpvet::facts
