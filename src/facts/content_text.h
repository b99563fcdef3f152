// ContentText: the content of one message as text, and what its format says. Read on demand, once.
#pragma once

#include <span>

#include "base/arena.h"
#include "content/json.h"
#include "expr/value.h"
#include "facts/content_kind.h"
#include "model/message.h"

namespace httpvet::facts {

/// What rules ask of an HTML document; texts live in the arena.
struct HtmlFacts {
  bool has_title = false;
  bool has_heading = false;
  bool form = false;
  bool password_input = false;
  Bytes title;
  Bytes heading;
  Bytes base;
};

/// What rules ask of an XML document.
struct XmlFacts {
  content::TextState state = content::TextState::kCut;
  Bytes root;
  std::span<const Bytes> children;
  std::int64_t responses = 0;
  Bytes response_fault;
};

class ContentText {
 public:
  /// `arena` takes what is read; it and the message live as long.
  ContentText(const model::Message& message, base::Arena& arena);

  /// False where no octet of the content is at hand, or a content coding hides what they mean: gzip, deflate, br
  /// and zstd are undone, but for 200.
  bool there() const { return there_; }

  /// The octets at hand, without content coding, and whether they are all of the content.
  Bytes text() const { return text_; }
  bool whole() const { return whole_; }

  /// What the message says that it is; and how it is read: content without type is taken for what it looks like.
  ContentKind kind() const { return kind_; }
  ContentKind read_as() const { return read_as_; }

  /// "Not there" is known only where all of the content is at hand.
  expr::Value missing() const { return whole_ ? expr::Value::absent() : expr::Value::not_captured(); }
  expr::Value no() const { return whole_ ? expr::Value::of(false) : expr::Value::not_captured(); }

  /// Requires there().
  content::TextState json_state();
  const HtmlFacts& html();
  const HtmlFacts& titles();  // title and heading only: cheaper
  const XmlFacts& xml();

  /// The URI references in it, by the rules of its kind; those that a user can follow come first. Requires there().
  std::span<const Bytes> references();

  /// Requires there() and HTML: of references(), those that are links or form actions.
  std::span<const Bytes> links();

  /// Whether `phrase`, in lower case, is in it: letter case ignored, runs of white space equal to one blank. `words`:
  /// only between characters that are no letters and digits. Requires there().
  bool holds(Bytes phrase, bool words) const;

 private:
  void find_text();
  void decode(Bytes coded, bool all);
  void find_references();

  const model::Message& message_;
  base::Arena& arena_;
  Bytes text_;
  bool there_ = false;
  bool whole_ = false;
  ContentKind kind_ = ContentKind::kUntyped;
  ContentKind read_as_ = ContentKind::kUntyped;
  bool json_read_ = false;
  content::TextState json_state_ = content::TextState::kCut;
  const HtmlFacts* html_ = nullptr;
  const HtmlFacts* titles_ = nullptr;
  const XmlFacts* xml_ = nullptr;
  bool references_found_ = false;
  std::span<const Bytes> references_;
  std::size_t links_ = 0;
};

}  // namespace httpvet::facts
