// MessageFacts: the facts of one message: which fields it has, and their typed values, parsed once on demand.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/arena.h"
#include "base/bit_set.h"
#include "expr/value.h"
#include "facts/content_text.h"
#include "facts/schema.h"
#include "facts/value_audit.h"
#include "facts/whole_content.h"
#include "fields/registry.h"
#include "model/message.h"

namespace httpvet::facts {

using Features = base::BitSet<kFeaturesPerMessage>;

/// Bound to one message at a time.
class MessageFacts {
 public:
  /// Binds to `message`. `arena` takes parsed values; it and the message outlive the next bind.
  void bind(const model::Message& message, base::Arena& arena);

  /// Binds to no message: reading anything gives unknown with `why` (absent, or not captured).
  void bind_missing(expr::State why);

  /// False when there is no message; why_missing() says why.
  bool there() const { return message_ != nullptr; }
  expr::State why_missing() const { return why_missing_; }

  /// Requires there().
  const model::Message& message() const { return *message_; }
  base::Arena& arena() { return *arena_; }

  /// What the message certainly has, for the index: its fields and kinds of anomaly.
  const Features& certain() const { return certain_; }
  /// What it has, or may have had without the capture showing it: a superset of certain().
  const Features& possible() const { return complete_ ? certain_ : possible_; }

  /// True when what it has is all certain; also of a message that is missing.
  bool complete() const { return complete_; }

  /// True when a registered field stands on more than one line. Requires there().
  bool repeats_fields() const { return repeats_; }

  /// What is odd about its field values, for those that were looked through (ValueAudit); set by the owner.
  /// What is odd about its lines as LineOddities, once somebody has worked it out: rules ask for it line by line.
  std::optional<std::uint8_t> line_oddities() const { return line_oddities_; }
  void note_line_oddities(std::uint8_t oddities) { line_oddities_ = oddities; }

  std::span<const Oddity> oddities() const { return oddities_; }
  void set_oddities(std::span<const Oddity> oddities) { oddities_ = oddities; }

  /// True when a field line has a name that the registry does not know. Requires there().
  bool has_unregistered_fields() const { return unregistered_; }

  /// True when the header section has a line of `field`.
  bool has(model::FieldId field) const { return certain_.test(field); }

  /// The first line of `field` in the header section; null if there is none.
  const model::FieldLine* first_line(model::FieldId field) const;

  /// All lines of `field` in the header section, in order, as objects of rules.
  std::span<const void* const> lines_of(model::FieldId field);

  /// The combined value of `field` (RFC 9110 §5.3): its lines joined with ", ". Empty if there is none.
  Bytes combined(model::FieldId field);

  /// The typed value of `field`, as the schema types it: known, malformed, absent or not captured.
  expr::Value value(model::FieldId field);

  /// True when it has an anomaly, or may have one that the capture does not show. Requires there().
  bool may_have_anomalies() const { return message_->anomaly_mask != 0 || !complete_; }

  /// True when Content-Length is on one line that holds nothing but digits, no leading zero, and at most 18 of them:
  /// what nearly every message has, so that rules on its faults need not run. Requires there().
  bool has_plain_content_length() const;

  /// True when Transfer-Encoding is on one line that holds nothing but `chunked`. Requires there().
  bool has_plain_transfer_encoding() const;

  /// True when the header section has more than 100 lines, or more than 8 KiB with its start line. Requires there().
  bool has_large_head() const { return message_->lines.size() > 100 || message_->head.size() > 8192; }

  /// Octets of content as they were sent, transfer coding removed; not captured where the capture cannot tell.
  expr::Value content_octets() const;

  /// The parts of a multipart body (list of PartFacts): absent if it is none, not captured if nobody kept them or they
  /// were too many to keep. Requires there().
  expr::Value parts();

  /// Where the cookies that it sets are kept once they were read; null until then. See cookies_of().
  const expr::List* cookies() const { return cookies_; }
  void keep_cookies(expr::List cookies) { cookies_ = arena_->make<expr::List>(cookies); }

  /// The content as text. Requires there().
  ContentText& content_text();

  /// All of the content, without its codings. Requires there().
  WholeContent& whole_content();

 private:
  // A list in the arena, so that facts are trivially destructible and may live in an arena themselves.
  struct Cached {
    model::FieldId field;
    expr::Value value;
    Cached* next;
  };

  const model::FieldLine* only_line(model::FieldId field) const;
  void find_possible();
  expr::Value make_parts();

  const model::Message* message_ = nullptr;
  base::Arena* arena_ = nullptr;
  expr::State why_missing_ = expr::State::kNotCaptured;
  bool complete_ = true;  // everything it has is certain
  bool repeats_ = false;
  bool unregistered_ = false;
  Features certain_;
  Features possible_;
  Cached* cache_ = nullptr;
  std::span<const Oddity> oddities_;
  std::optional<std::uint8_t> line_oddities_;
  expr::Value parts_;
  bool parts_made_ = false;
  const expr::List* cookies_ = nullptr;
  ContentText* content_text_ = nullptr;
  WholeContent* whole_content_ = nullptr;
};

/// A body part as rules see it: its header block as a message without start line, and the octets of its body.
struct PartFacts {
  MessageFacts head;
  const model::BodyPart* part = nullptr;
  std::uint64_t line_feeds = 0;  // of the whole content, where it was saved as text
};

}  // namespace httpvet::facts
