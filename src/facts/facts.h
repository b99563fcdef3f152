// Facts: the typed, lazy, memoised, three-valued view of an exchange that rules read. Facts have no side effects.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "expr/schema.h"
#include "facts/clocks.h"
#include "facts/history.h"
#include "facts/message_facts.h"
#include "facts/policy_memory.h"
#include "facts/removals.h"
#include "facts/schema.h"
#include "facts/sent_credentials.h"
#include "facts/servers.h"
#include "model/exchange.h"
#include "model/rule_info.h"

namespace httpvet::facts {

/// What earlier exchanges of the same source left behind, on any connection; kept by the engine.
struct SourceState {
  bool connect_content = false;  // a 2xx to CONNECT had content beside its tunnel
  ServerMemory servers;
  Removals removals;
  PolicyMemory policies;
  SentCredentials sent_credentials;
  Clocks clocks;
};

/// What earlier exchanges on the same connection left behind; kept by the engine, one per connection.
struct ConnectionState {
  SourceState* source = nullptr;     // null: nothing is remembered beyond the connection
  std::uint64_t proxied_origin = 0;  // hash of the origin in the first absolute-form target; 0: none came by
  bool several_origins = false;      // absolute-form targets of different origins came by
  bool via_seen = false;             // a message had a Via field
  bool close_announced = false;      // a request or final response said that the connection closes after it
  bool close_requested = false;      // a request said so
  bool dav_seen = false;             // a response had a DAV field
  bool locks_offered = false;        // and it listed class 2, or a LOCK succeeded
  bool redirect_seen = false;        // a final response was a 301, 302, 303, 307 or 308
  bool tunnelled = false;            // a 101 or a 2xx to CONNECT came by
  bool after_http10_post = false;    // the request before this one was a POST of an HTTP/1.0 client
  std::uint32_t exchanges = 0;       // before this one
  bool after_unread_413 = false;     // the exchange before was a 413 to content that had not all come, without close
  std::uint16_t last_status = 0;     // of the final response to the request directly before; 0: there was none
  std::uint32_t undated = 0;         // responses before this one, 2xx to 4xx, that should have a Date and had none
  bool dated = false;                // a response before this one had a Date
};

/// Flags of the index, a bit a flag (see schema.h).
struct Flags {
  std::uint64_t certain = 0;   // certainly set
  std::uint64_t possible = 0;  // set, or may be: what they ask about was not captured

  bool operator==(const Flags&) const = default;
};

/// An earlier exchange of the same resource, as rules see it.
struct EarlierFacts {
  MessageFacts req;
  MessageFacts res;
  const Record* record = nullptr;
};

/// Binds to one exchange, then to each of its messages in turn.
class Facts final : public expr::FactReader {
 public:
  Facts() = default;
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  /// Starts an exchange. Everything outlives the next bind(); `arena` holds parsed values. `history` may be null:
  /// nothing earlier is remembered.
  void bind(const model::Exchange& exchange, const ConnectionState& connection, const History* history,
            base::Arena& arena);

  /// The exchanges after the bound one that are at hand, all of the same source. bind() empties it.
  void set_following(std::span<const model::Exchange> following) { following_ = following; }
  std::span<const model::Exchange> following() const { return following_; }

  /// The profile that rules judge by: `exchange.profile`.
  void set_profile(model::Profile profile) { profile_ = profile; }
  model::Profile profile() const { return profile_; }

  /// Makes `message`, which belongs to the bound exchange, the judged one (`msg`, `res`); null: there is none.
  void judge(const model::Message* message);

  const model::Exchange& exchange() const { return *exchange_; }
  const ConnectionState& connection() const { return *connection_; }
  base::Arena& arena() { return *arena_; }

  /// Flags that are certainly set, and those that are set or may be: what they ask about was not captured.
  std::uint64_t certain_flags() const { return exchange_flags_.certain | judged_flags_.certain; }
  std::uint64_t possible_flags() const { return exchange_flags_.possible | judged_flags_.possible; }

  /// The flags of the exchange, and those that the request, or the final response, has where it is the judged message.
  const Flags& exchange_flags() const { return exchange_flags_; }
  const Flags& request_flags() const { return request_flags_; }
  const Flags& response_flags() const { return response_flags_; }

  /// The judged message, and the request; there() is false where there is none.
  MessageFacts& judged() { return *judged_; }
  MessageFacts& request() { return request_; }

  /// The final response of the exchange, though an interim one may be judged.
  MessageFacts& final_response();

  /// The method of the request where it is known, though perhaps no request was captured; empty else.
  Bytes method() const;

  /// True when the request was captured and its target has more than 8,000 octets.
  bool has_long_target() const;

  /// True when the request was captured and has Host, but not as its first field.
  bool has_host_not_first() const;

  /// True when the request was captured and its target holds a #.
  bool target_has_fragment() const;

  /// Earlier exchanges of the same resource, latest first (list of EarlierFacts); not captured without a request.
  expr::Value earlier();

  /// The latest of earlier() with that status, method and the same selecting request fields (object EarlierFacts):
  /// Accept and its kin, Authorization, Cookie, and what Vary of the earlier response names (RFC 9111 §4.1). Absent if
  /// there is none.
  expr::Value latest_earlier(int status, Bytes method);

  /// Earlier exchanges of the same connection, latest first (list of EarlierFacts); not captured without a request.
  expr::Value session();

  /// The exchange directly before this one on its connection (object EarlierFacts); absent if there is none, or if it
  /// lacks request or response.
  expr::Value previous();

  /// previous(), if its response redirected the client to where this request goes and, where times are known, the
  /// client followed within two seconds. Absent else.
  expr::Value redirected_by();

  /// The exchange whose 201 announced the target of this one (object EarlierFacts), as CreatedResources::find() says.
  expr::Value created_by();

  /// The key of the resource in the history (History::key_of()); 0 without history or request.
  std::uint64_t resource_key() const { return resource_key_; }

  /// What is remembered of earlier exchanges of the same resource, oldest first; none without history or request.
  std::span<const RecordPtr> earlier_records() const;

  /// What is remembered of earlier exchanges of the same connection, oldest first; none without history or request.
  std::span<const RecordPtr> connection_records() const;

  /// True when the client of this exchange also sent `record`'s request, as far as is known: on the same connection.
  bool same_client(const Record& record) const { return record.connection() == exchange_->connection->number; }

  /// True when the request of `earlier` had the same selecting fields as this one: see latest_earlier().
  bool selects_same(EarlierFacts& earlier);

  expr::Value root(expr::RootId root) override;
  expr::Value read(expr::FactId fact, const expr::Value& object, std::span<const expr::Value> arguments) override;
  expr::Value has(expr::FactId fact, const expr::Value& object) override;

 private:
  void set_exchange_flags();
  Flags look_at(MessageFacts& message);
  expr::Value make_earlier(std::span<const RecordPtr> records);
  expr::Value make_previous();
  expr::Value make_redirected_by();
  expr::Value make_created_by();

  const model::Exchange* exchange_ = nullptr;
  const ConnectionState* connection_ = nullptr;
  std::span<const model::Exchange> following_;
  const History* history_ = nullptr;
  base::Arena* arena_ = nullptr;
  ValueAudit audit_;
  MessageFacts request_;
  MessageFacts response_;
  MessageFacts* judged_ = nullptr;
  MessageFacts final_;  // where another response is judged
  bool final_made_ = false;
  std::uint64_t resource_key_ = 0;
  Flags exchange_flags_;
  Flags request_flags_;
  Flags response_flags_;
  Flags judged_flags_;
  model::Profile profile_ = model::Profile::kRfc9110;

  /// A value that is made when it is first read.
  struct Lazy {
    expr::Value value;
    bool made = false;
  };
  Lazy earlier_;
  Lazy session_;
  Lazy previous_;
  Lazy redirected_by_;
  Lazy created_by_;
};

}  // namespace httpvet::facts
