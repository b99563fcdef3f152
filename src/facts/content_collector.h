// ContentCollector: keeps what rules need of contents while they stream by.
#pragma once

#include <array>
#include <span>

#include "content/multipart.h"
#include "content/stream_hash.h"
#include "expr/program.h"
#include "facts/content_kind.h"
#include "model/exchange.h"

namespace httpvet::facts {

/// What enabled rules read of contents: nothing else is kept, so that the messages that no rule asks about cost
/// nothing.
class ContentWants {
 public:
  /// Contents of these kinds in requests.
  void add_requests(ContentKinds kinds) { requests_ |= kinds; }

  /// Contents of these kinds in responses with one of `statuses`; empty: any.
  void add_responses(ContentKinds kinds, std::span<const expr::StatusRange> statuses);

  /// The kinds that are wanted of `message`, by its status.
  ContentKinds of(const model::Message& message) const {
    if (message.part == model::Part::kRequest) return requests_;
    return message.status < responses_.size() ? responses_[message.status] : kNoContent;
  }

 private:
  ContentKinds requests_ = kNoContent;
  std::array<ContentKinds, 1000> responses_{};
};

/// Hands out one sink at a time.
class ContentCollector final : public model::ContentSinks, private model::ContentSink {
 public:
  explicit ContentCollector(const ContentWants& wants) : wants_(wants) {}

  model::ContentSink* open(const model::Message& message, base::Arena& arena) override;

 private:
  // Successes are the bulk of all traffic, and what rules read of them stands at their beginning. The contents of the
  // others are short, and read to their end.
  static constexpr std::size_t kShortPrefix = 4 * 1024;
  static constexpr std::size_t kLongPrefix = 64 * 1024;
  static constexpr std::uint64_t kMostHashed = 1024 * 1024;  // of a 200

  // Contents of which all is wanted are given up beyond this, unless they are at hand in one piece anyway.
  static constexpr std::size_t kMostKept = 16 * 1024 * 1024;

  void write(Bytes octets, bool pinned) override;
  const model::Content* finish() override;
  std::span<const model::BodyPart> copy_parts();

  ContentWants wants_;
  base::Arena* arena_ = nullptr;
  std::size_t limit_ = 0;  // of the prefix
  std::size_t kept_ = 0;   // octets to keep: the prefix, or all of them
  bool all_ = false;       // all of them are wanted
  bool multipart_ = false;
  bool hashing_ = false;
  std::uint64_t hashed_at_most_ = 0;
  content::StreamHash hash_;
  content::MultipartScanner scanner_;
  Bytes first_;  // the first piece, while it is the only one and pinned
  std::string prefix_;
  std::uint64_t octets_ = 0;
};

}  // namespace httpvet::facts
