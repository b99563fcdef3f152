#include "facts/message_facts.h"

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {

void MessageFacts::bind(const model::Message& message, base::Arena& arena) {
  message_ = &message;
  arena_ = &arena;
  certain_.clear();
  repeats_ = false;
  unregistered_ = false;
  cache_ = nullptr;
  oddities_ = {};
  line_oddities_.reset();
  parts_made_ = false;
  cookies_ = nullptr;
  content_text_ = nullptr;
  whole_content_ = nullptr;
  for (const model::FieldLine& line : message.lines) {
    if (line.field == model::kUnknownField) {
      unregistered_ = true;
      continue;
    }
    repeats_ |= certain_.test(line.field);
    certain_.set(line.field);
  }
  for (std::uint64_t mask = message.anomaly_mask; mask != 0; mask &= mask - 1) {
    certain_.set(kFieldFeatures + static_cast<std::size_t>(__builtin_ctzll(mask)));
  }
  const model::Evidence& evidence = message.evidence;
  const bool body_seen =
      message.body.end == model::BodyEnd::kComplete || message.body.end == model::BodyEnd::kClosedEarly;
  complete_ = evidence.start_line && evidence.line_ends && evidence.fields && evidence.framing && body_seen;
  if (!complete_) find_possible();
}

void MessageFacts::find_possible() {
  possible_ = certain_;
  if (!message_->evidence.fields) {
    for (std::size_t field = 1; field < fields::registry().size(); ++field) possible_.set(field);
  }
  for (std::size_t kind = 0; kind < model::kAnomalyKinds; ++kind) {
    if (!could_show(*message_, static_cast<model::AnomalyKind>(kind))) possible_.set(kFieldFeatures + kind);
  }
}

void MessageFacts::bind_missing(expr::State why) {
  message_ = nullptr;
  why_missing_ = why;
  complete_ = true;
  certain_.clear();
  cache_ = nullptr;
  oddities_ = {};
  line_oddities_.reset();
}

const model::FieldLine* MessageFacts::first_line(model::FieldId field) const {
  for (const model::FieldLine& line : message_->lines) {
    if (line.field == field) return &line;
  }
  return nullptr;
}

std::span<const void* const> MessageFacts::lines_of(model::FieldId field) {
  std::size_t count = 0;
  for (const model::FieldLine& line : message_->lines) count += line.field == field ? 1 : 0;
  const auto lines = arena_->make_array<const void*>(count);
  std::size_t next = 0;
  for (const model::FieldLine& line : message_->lines) {
    if (line.field == field) lines[next++] = &line;
  }
  return lines;
}

Bytes MessageFacts::combined(model::FieldId field) {
  const model::FieldLine* first = nullptr;
  std::size_t size = 0;
  std::size_t count = 0;
  for (const model::FieldLine& line : message_->lines) {
    if (line.field != field) continue;
    if (first == nullptr) first = &line;
    size += line.value.size() + 2;
    ++count;
  }
  if (first == nullptr) return {};
  if (count == 1) return first->value;
  char* const text = static_cast<char*>(arena_->allocate(size, 1));
  char* end = text;
  for (const model::FieldLine& line : message_->lines) {
    if (line.field != field) continue;
    if (end != text) {
      *end++ = ',';
      *end++ = ' ';
    }
    end = std::copy(line.value.begin(), line.value.end(), end);
  }
  return {text, static_cast<std::size_t>(end - text)};
}

expr::Value MessageFacts::value(model::FieldId field) {
  if (!there()) return expr::Value::unknown(why_missing_);
  if (!has(field)) return message_->evidence.fields ? expr::Value::absent() : expr::Value::not_captured();
  for (const Cached* cached = cache_; cached != nullptr; cached = cached->next) {
    if (cached->field == field) return cached->value;
  }
  const expr::Value value = parse_field(*this, field);
  cache_ = arena_->make<Cached>(field, value, cache_);
  return value;
}

const model::FieldLine* MessageFacts::only_line(model::FieldId field) const {
  if (!has(field)) return nullptr;
  const model::FieldLine* found = nullptr;
  for (const model::FieldLine& line : message_->lines) {
    if (line.field != field) continue;
    if (found != nullptr) return nullptr;
    found = &line;
  }
  return found;
}

bool MessageFacts::has_plain_content_length() const {
  if (message_->framing_fields != model::FramingFields::kUnread) {
    return message_->framing_fields == model::FramingFields::kLength;
  }
  const model::FieldLine* line = only_line(fields::id::kContentLength);
  if (line == nullptr || line->value.empty() || line->value.size() > 18) return false;
  return (line->value.front() != '0' || line->value.size() == 1) && base::all_of(line->value, base::kDigit);
}

bool MessageFacts::has_plain_transfer_encoding() const {
  if (message_->framing_fields != model::FramingFields::kUnread) {
    return message_->framing_fields == model::FramingFields::kChunked;
  }
  const model::FieldLine* line = only_line(fields::id::kTransferEncoding);
  return line != nullptr && base::equals_ignoring_case(line->value, "chunked");
}

expr::Value MessageFacts::content_octets() const {
  const model::Body& body = message_->body;
  if (body.framing == model::Framing::kNone) return expr::Value::of(std::int64_t{0});
  const bool ended = body.end == model::BodyEnd::kComplete || body.end == model::BodyEnd::kClosedEarly;
  if (!ended || !message_->evidence.content) return expr::Value::not_captured();
  return expr::Value::of(static_cast<std::int64_t>(body.content_octets));
}

expr::Value MessageFacts::parts() {
  if (!parts_made_) parts_ = make_parts();
  parts_made_ = true;
  return parts_;
}

ContentText& MessageFacts::content_text() {
  if (content_text_ == nullptr) content_text_ = arena_->make<ContentText>(*message_, *arena_);
  return *content_text_;
}

WholeContent& MessageFacts::whole_content() {
  if (whole_content_ == nullptr) whole_content_ = arena_->make<WholeContent>(*message_, *arena_);
  return *whole_content_;
}

expr::Value MessageFacts::make_parts() {
  const model::Body& body = message_->body;
  const bool ended = body.end == model::BodyEnd::kComplete || body.end == model::BodyEnd::kClosedEarly;
  if (!ended || !message_->evidence.content) return expr::Value::not_captured();
  const model::Content* content = body.content;
  // Nobody keeps the content of a body that is not multipart, or that a content coding hides.
  if (content == nullptr || !content->multipart) return expr::Value::absent();
  if (content->multipart_overflow) return expr::Value::not_captured();
  const auto parts = arena_->make_array<PartFacts>(content->parts.size());
  const auto objects = arena_->make_array<const void*>(content->parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // A message that has nothing but the part's field lines: what rules say of fields holds for parts alike.
    auto* head = arena_->make<model::Message>();
    head->lines = content->parts[i].lines;
    head->body.framing = model::Framing::kNone;
    head->body.end = model::BodyEnd::kComplete;
    parts[i].head.bind(*head, *arena_);
    parts[i].part = &content->parts[i];
    parts[i].line_feeds = body.text_line_feeds;
    objects[i] = &parts[i];
  }
  return expr::Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

}  // namespace httpvet::facts
