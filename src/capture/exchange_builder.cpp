#include "capture/exchange_builder.h"

#include <utility>

#include "capture/message_copy.h"

namespace httpvet::capture {

void ExchangeBuilder::captures(bool requests, bool responses) {
  requests_captured_ = requests;
  responses_captured_ = responses;
}

void ExchangeBuilder::begin(model::Batch& batch) {
  batch_ = &batch;
  for (const auto& connection : connections_) {
    if (connection) batch.pins.push_back(connection);
  }
  if (carried_) batch.pins.push_back(std::exchange(carried_, nullptr));
}

void ExchangeBuilder::suspend() {
  if (waiting_.empty()) return;
  carried_ = std::make_shared<base::Arena>();
  for (model::Message*& request : waiting_) {
    request = carried_->make<model::Message>(copy_message(*request, *carried_));
  }
}

bool ExchangeBuilder::full() const {
  const std::size_t exchanges = batch_->exchanges.size();
  // Not before as many exchanges were given out as requests have to be copied: that keeps copying linear.
  if (exchanges == 0 || exchanges < waiting_.size() || !interims_.empty()) return false;
  return exchanges >= kExchanges || batch_->arena.used() >= kOctets;
}

std::shared_ptr<const model::Connection> ExchangeBuilder::connection(bool requests, bool responses) {
  auto& known = connections_[(requests ? 2U : 0U) + (responses ? 1U : 0U)];
  if (!known) {
    known = std::make_shared<const model::Connection>(model::Connection{traits_.number, traits_.scheme, requests,
                                                                        responses, traits_.byte_streams,
                                                                        traits_.from_start, traits_.order_known});
    batch_->pins.push_back(known);
  }
  return known;
}

model::Exchange& ExchangeBuilder::emit(bool requests, bool responses) {
  model::Exchange exchange;
  exchange.connection = connection(requests, responses).get();
  exchange.number = ++count_;
  batch_->exchanges.push_back(exchange);
  return batch_->exchanges.back();
}

std::span<const model::Message> ExchangeBuilder::take_interims() {
  const auto kept = batch_->arena.copy_array(std::span<const model::Message>(interims_));
  interims_.clear();
  return kept;
}

void ExchangeBuilder::give_up_waiting() {
  while (!waiting_.empty()) {
    model::Exchange& exchange = emit(requests_captured_, false);
    exchange.request = waiting_.front();
    exchange.interims = take_interims();
    waiting_.pop_front();
    ++orphans_;
  }
  if (!interims_.empty()) emit(false, responses_captured_).interims = take_interims();
}

model::Message* ExchangeBuilder::add_request(const model::Message& request) {
  waiting_.push_back(batch_->arena.make<model::Message>(request));
  model::Message* kept = waiting_.back();
  if (waiting_.size() >= kMostWaiting || batch_->arena.used() >= kMostOctets) give_up_waiting();
  return kept;
}

void ExchangeBuilder::leave_unanswered() {
  if (waiting_.size() != 1 || interims_.empty() || orphans_ > 0) return;
  model::Exchange& exchange = emit(requests_captured_, responses_captured_);
  exchange.request = waiting_.front();
  exchange.interims = take_interims();
  waiting_.pop_front();
  ++left_unanswered_;
}

void ExchangeBuilder::add_interim(const model::Message& interim) {
  interims_.push_back(interim);
  if (interims_.size() >= kMostWaiting || batch_->arena.used() >= kMostOctets) give_up_waiting();
}

model::Message* ExchangeBuilder::add_final(const model::Message& response, Bytes known_method) {
  model::Message* kept = batch_->arena.make<model::Message>(response);
  if (orphans_ > 0) {
    --orphans_;
    model::Exchange& exchange = emit(false, responses_captured_);
    exchange.interims = take_interims();
    exchange.response = kept;
    return kept;
  }
  const bool answers = !waiting_.empty();
  if (!answers && requests_captured_ && final_seen_ && !interims_.empty()) {
    model::Exchange& exchange = emit(true, responses_captured_);
    exchange.interims = take_interims();
    exchange.interim_after_final = true;
  }
  // More final responses than requests that wait: the client had pipelined after all.
  const bool out_of_turn = !answers && left_unanswered_ > 0;
  if (out_of_turn) --left_unanswered_;
  model::Exchange& exchange = emit(requests_captured_ && !out_of_turn, responses_captured_);
  exchange.interims = take_interims();
  exchange.response = kept;
  exchange.known_method = known_method;
  if (answers) {
    exchange.request = waiting_.front();
    waiting_.pop_front();
  }
  if (waiting_.empty()) exchange.client_end = client_end_;
  exchange.server_end = server_end_;
  final_seen_ = true;
  return kept;
}

void ExchangeBuilder::client_ended(model::StreamEnd end) {
  client_end_ = end;
  if (waiting_.empty() && interims_.empty() && !batch_->exchanges.empty()) batch_->exchanges.back().client_end = end;
}

void ExchangeBuilder::server_ended(model::StreamEnd end) {
  server_end_ = end;
  if (interims_.empty() && !batch_->exchanges.empty()) batch_->exchanges.back().server_end = end;
}

void ExchangeBuilder::finish() {
  if (waiting_.empty() && !interims_.empty()) {
    model::Exchange& exchange = emit(requests_captured_ && orphans_ == 0, responses_captured_);
    exchange.interim_after_final = requests_captured_ && orphans_ == 0 && final_seen_;
    exchange.interims = take_interims();
    exchange.client_end = client_end_;
    exchange.server_end = server_end_;
  }
  while (!waiting_.empty()) {
    // Once requests were given up, nobody can tell which response is missing.
    model::Exchange& exchange = emit(requests_captured_, responses_captured_ && orphans_ == 0);
    exchange.request = waiting_.front();
    exchange.interims = take_interims();
    waiting_.pop_front();
    if (waiting_.empty()) exchange.client_end = client_end_;
    if (orphans_ == 0) exchange.server_end = server_end_;
  }
  if (!batch_->exchanges.empty()) batch_->exchanges.back().last = true;
}

wire::FramingContext ExchangeBuilder::framing_context() const {
  const model::Message* request = next_request();
  if (request == nullptr) return {};
  return {request->method, true};
}

}  // namespace httpvet::capture
