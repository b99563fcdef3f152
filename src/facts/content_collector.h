// ContentCollector: keeps what rules need of contents while they stream by.
#pragma once

#include "content/multipart.h"
#include "model/exchange.h"

namespace httpvet::facts {

/// What some enabled rule reads of contents.
struct ContentWants {
  bool prefix = false;
  bool parts = false;
};

/// Hands out one sink at a time.
class ContentCollector final : public model::ContentSinks, private model::ContentSink {
 public:
  explicit ContentCollector(ContentWants wants) : wants_(wants) {}

  model::ContentSink* open(const model::Message& message, base::Arena& arena) override;

 private:
  static constexpr std::size_t kPrefixOctets = 4096;

  void write(Bytes octets, bool pinned) override;
  const model::Content* finish() override;
  std::span<const model::BodyPart> copy_parts();

  ContentWants wants_;
  base::Arena* arena_ = nullptr;
  bool multipart_ = false;
  content::MultipartScanner scanner_;
  Bytes first_;  // the first piece, while it is the only one and pinned
  std::string prefix_;
  std::uint64_t octets_ = 0;
};

}  // namespace httpvet::facts
