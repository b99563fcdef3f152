// ExchangeBuilder: pairs requests with the responses to them, in the order in which they come.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "model/exchange.h"
#include "wire/framing.h"

namespace httpvet::capture {

/// What is the same for all exchanges of a connection.
struct ConnectionTraits {
  std::uint32_t number = 1;
  model::Scheme scheme = model::Scheme::kUnknown;
  bool byte_streams = false;
  bool from_start = false;
  bool order_known = false;
};

/// Fills batches with the exchanges of one connection. A response answers the oldest request that has none yet.
///
/// An exchange lives in one batch: requests that wait for their response when a batch ends are copied to the next one.
/// When thousands wait (or thousands of interim responses came), they are given out without response, their ends open,
/// so that nothing is judged from that; the responses then come as exchanges whose request was not captured.
class ExchangeBuilder {
 public:
  explicit ExchangeBuilder(const ConnectionTraits& traits) : traits_(traits) {}

  /// Says which sides the capture holds. May be said again when more is known; counts for exchanges added later.
  void captures(bool requests, bool responses);

  /// From now on exchanges go to `batch`, which is empty.
  void begin(model::Batch& batch);

  /// The batch will be handed over: keeps what waits for the next one.
  void suspend();

  /// True when the batch should be handed over.
  bool full() const;

  /// Adds a request. It must have been read into the arena of the batch. Returns where it stays.
  model::Message* add_request(const model::Message& request);

  /// The octets are in the order of the conversation, and the client goes on though interim responses are all that its
  /// one request got: gives that out without final response.
  void leave_unanswered();

  /// Adds an interim response.
  void add_interim(const model::Message& interim);

  /// Adds a final response. Returns where it stays.
  model::Message* add_final(const model::Message& response, Bytes known_method = {});

  /// Nothing follows on the client's (the server's) stream: it ended like that.
  void client_ended(model::StreamEnd end);
  void server_ended(model::StreamEnd end);

  /// No message follows at all: gives out what waits, and marks the last exchange.
  void finish();

  /// True when a request waits for its final response.
  bool waiting() const { return !waiting_.empty() || orphans_ > 0; }

  /// The request that the next response answers; null if none waits or it is not at hand.
  const model::Message* next_request() const { return waiting_.empty() || orphans_ > 0 ? nullptr : waiting_.front(); }

  /// The requests that wait, oldest first.
  const std::deque<model::Message*>& waiting_requests() const { return waiting_; }

  /// What the request waiting says about the framing of the next response. Its views live as long as the batch.
  wire::FramingContext framing_context() const;

  /// Exchanges given out so far.
  std::uint32_t count() const { return count_; }

 private:
  static constexpr std::size_t kExchanges = 64;
  static constexpr std::size_t kOctets = 1024 * 1024;
  static constexpr std::size_t kMostWaiting = 4096;
  static constexpr std::size_t kMostOctets = 16 * 1024 * 1024;

  std::shared_ptr<const model::Connection> connection(bool requests, bool responses);
  model::Exchange& emit(bool requests, bool responses);
  std::span<const model::Message> take_interims();
  void give_up_waiting();

  ConnectionTraits traits_;
  bool requests_captured_ = false;
  bool responses_captured_ = false;
  std::array<std::shared_ptr<const model::Connection>, 4> connections_;
  model::Batch* batch_ = nullptr;
  std::deque<model::Message*> waiting_;
  std::shared_ptr<base::Arena> carried_;  // memory of the requests taken over from the batch before
  std::uint64_t orphans_ = 0;             // requests given out without the responses that may still come
  std::vector<model::Message> interims_;
  std::uint64_t left_unanswered_ = 0;  // requests given out without final response, which may come out of turn
  bool final_seen_ = false;
  std::uint32_t count_ = 0;
  model::StreamEnd client_end_ = model::StreamEnd::kOpen;
  model::StreamEnd server_end_ = model::StreamEnd::kOpen;
};

}  // namespace httpvet::capture
