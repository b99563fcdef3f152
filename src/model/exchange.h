// Exchange, Connection, Batch: what readers hand to the linter.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/arena.h"
#include "model/message.h"
#include "model/source.h"

namespace httpvet::model {

enum class Scheme : std::uint8_t { kUnknown, kHttp, kHttps };

/// How a byte stream, or the side of a connection that sends it, came to its end.
enum class StreamEnd : std::uint8_t {
  kOpen,     // it goes on, or nobody knows yet
  kOrderly,  // closed by its sender (FIN, close_notify; the end of a raw file or .req/.res stream counts)
  kReset,
  kCut,  // the capture ends
};

/// What is known about a connection as a whole. Lives as long as the batches that refer to it.
struct Connection {
  std::uint32_t number = 1;  // from 1 within its input
  Scheme scheme = Scheme::kUnknown;
  bool requests_captured = false;   // the client's octets are there
  bool responses_captured = false;  // the server's octets are there
  bool byte_streams = false;        // two streams as they were sent, or one file of messages: not what a tool printed
  bool from_start = false;          // the capture holds its beginning
  bool order_known = false;         // requests and responses are known in the order in which they were sent
};

/// A request with the responses to it. Either side may be missing.
struct Exchange {
  const Connection* connection = nullptr;
  std::uint32_t number = 1;                 // from 1 within its connection
  const Message* request = nullptr;         // null: not captured, or there was none
  std::span<const Message> interims;        // 1xx before the final response (101 is final)
  const Message* response = nullptr;        // null: none captured
  Bytes known_method;                       // the method where it is known though no request was captured ("CONNECT")
  bool last = false;                        // nothing of the connection comes after it
  StreamEnd client_end = StreamEnd::kOpen;  // of the client's stream right after this exchange
  StreamEnd server_end = StreamEnd::kOpen;  // of the server's stream right after this exchange
  bool interim_after_final = false;         // `interims` came after the final response of the exchange before
};

/// The unit of work and of lifetime: every view in its exchanges points into its arena or into pinned input.
struct Batch {
  base::Arena arena;
  std::vector<Exchange> exchanges;
  std::vector<InputIssue> issues;
  std::vector<std::shared_ptr<const void>> pins;  // what has to live as long as the views

  void reset() {
    exchanges.clear();
    issues.clear();
    pins.clear();
    arena.reset();
  }
};

/// Takes the content of one message while it streams by, transfer coding removed.
class ContentSink {
 public:
  virtual ~ContentSink() = default;
  /// The next octets. `pinned`: they live as long as the batch; else only during the call.
  virtual void write(Bytes octets, bool pinned) = 0;
  /// No more will come. Returns what was kept, in the batch's arena, or null.
  virtual const Content* finish() = 0;
};

/// Says who wants the content of a message. Asked once a message, after its header section was read.
class ContentSinks {
 public:
  virtual ~ContentSinks() = default;
  /// A sink for the content of `message`, or null if nobody wants it. Owned by the callee, valid until the next call.
  virtual ContentSink* open(const Message& message, base::Arena& arena) = 0;
};

/// Cuts one source into exchanges.
class Reader {
 public:
  virtual ~Reader() = default;
  /// Clears `batch` and fills it with the next exchanges and issues. False when there is nothing more (then the batch
  /// may still hold issues, no exchanges).
  virtual bool next(Batch& batch) = 0;
};

}  // namespace httpvet::model
