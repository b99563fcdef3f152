#include "facts/content_collector.h"

#include <algorithm>
#include <vector>

#include "fields/field_ids.h"
#include "fields/media_type.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

/// The boundary parameter of a multipart message; empty if it is none, or if the part structure cannot be seen through
/// a content coding.
Bytes multipart_boundary(const model::Message& message, base::Arena& arena) {
  if (has_content_coding(message)) return {};
  for (const model::FieldLine& line : message.lines) {
    if (line.field != fields::id::kContentType) continue;
    fields::MediaType type;
    fields::ParseError error;
    if (!fields::parse_media_type(line.value, arena, type, error)) return {};
    const fields::Parameter* boundary = type.find_parameter(line.value, "boundary");
    return boundary == nullptr ? Bytes() : fields::parameter_value(*boundary, line.value, arena);
  }
  return {};
}

/// Contents that some rule compares with others: all that clients send, partial ones, what a cache may have sent or may
/// store, and what has a validator.
bool is_compared(const model::Message& message) {
  if (message.part == model::Part::kRequest || message.status == 206) return true;
  return std::ranges::any_of(message.lines, [&message](const model::FieldLine& line) {
    if (line.field == fields::id::kAge || line.field == fields::id::kCacheStatus) return true;
    return message.status == 200 && (line.field == fields::id::kEtag || line.field == fields::id::kLastModified ||
                                     line.field == fields::id::kCacheControl);
  });
}

/// Splits a part's header block into field lines. Offsets are relative to the content.
std::span<const model::FieldLine> split_part_headers(Bytes headers, std::uint64_t offset, base::Arena& arena) {
  std::vector<model::FieldLine> lines;
  std::size_t start = 0;
  while (start < headers.size()) {
    const std::size_t end = std::min(headers.find('\n', start), headers.size());
    Bytes line = headers.substr(start, end - start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (const std::size_t colon = line.find(':'); colon != Bytes::npos) {
      model::FieldLine field;
      field.name = base::trim_blanks(line.substr(0, colon));
      field.value = base::trim_blanks(line.substr(colon + 1));
      field.field = fields::find_field(field.name);
      field.offset = offset + start;
      field.length = static_cast<std::uint32_t>(line.size());
      lines.push_back(field);
    }
    start = end + 1;
  }
  return arena.copy_array(std::span<const model::FieldLine>(lines));
}

}  // namespace

void ContentWants::add_responses(ContentKinds kinds, std::span<const expr::StatusRange> statuses) {
  constexpr expr::StatusRange kAny;
  for (const expr::StatusRange& range : statuses.empty() ? std::span(&kAny, 1) : statuses) {
    const std::size_t last = std::min<std::size_t>(range.last, responses_.size() - 1);
    for (std::size_t status = range.first; status <= last; ++status) responses_[status] |= kinds;
  }
}

model::ContentSink* ContentCollector::open(const model::Message& message, base::Arena& arena) {
  const ContentKinds wanted = wants_.of(message);
  if (wanted == kNoContent) return nullptr;
  const ContentKind kind = content_kind(message);
  const bool compressed = (wanted & kCompressedContent) != 0 && is_compressed(message);
  const bool kept = (wanted & kind_bit(kind)) != 0 || compressed;
  hashing_ = (wanted & kContentHash) != 0 && is_compared(message);
  // Downloads that are sent whole time and again are not worth their reading.
  hashed_at_most_ = message.status == 200 ? kMostHashed : UINT64_MAX;
  all_ = (wanted & whole_content(kind_bit(kind))) != 0 ||
         ((wanted & kCodedContent) != 0 && has_content_coding(message)) ||
         ((wanted & kDigestedContent) != 0 && has_content_digest(message));
  if (!kept && !hashing_ && !all_) return nullptr;
  arena_ = &arena;
  multipart_ = false;
  hash_ = {};
  if (kept && kind == ContentKind::kMultipart) {
    const Bytes boundary = multipart_boundary(message, arena);
    multipart_ = !boundary.empty();
    if (multipart_) scanner_.start(boundary);
  }
  const bool success = message.status >= 200 && message.status < 300 && message.status != 207;
  limit_ = (success && !compressed) || kind == ContentKind::kMultipart ? kShortPrefix : kLongPrefix;
  if (!kept) limit_ = 0;
  kept_ = all_ ? kMostKept : limit_;
  first_ = {};
  prefix_.clear();
  octets_ = 0;
  return this;
}

void ContentCollector::write(Bytes octets, bool pinned) {
  if (multipart_) scanner_.feed(octets);
  hashing_ = hashing_ && octets_ + octets.size() <= hashed_at_most_;
  if (hashing_) hash_.feed(octets);
  if (octets_ == 0 && pinned) {
    first_ = all_ ? octets : octets.substr(0, limit_);
  } else if (octets_ < kept_) {
    if (prefix_.empty()) prefix_ = first_.substr(0, kept_);
    prefix_ += octets.substr(0, kept_ - std::min(prefix_.size(), kept_));
  }
  octets_ += octets.size();
}

const model::Content* ContentCollector::finish() {
  auto* content = arena_->make<model::Content>();
  const Bytes kept = prefix_.empty() ? first_ : arena_->copy(prefix_);
  content->prefix = kept.substr(0, limit_);
  content->whole = content->prefix.size() == octets_;
  content->all = all_ && kept.size() == octets_;
  if (content->all) content->octets = kept;
  if (hashing_) content->hash = hash_.value();
  content->multipart = multipart_;
  if (multipart_) {
    scanner_.finish();
    content->multipart_closed = scanner_.closed();
    content->multipart_overflow = scanner_.overflow();
    content->parts = copy_parts();
  }
  return content;
}

std::span<const model::BodyPart> ContentCollector::copy_parts() {
  const auto parts = arena_->make_array<model::BodyPart>(scanner_.parts().size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const content::MultipartScanner::Part& part = scanner_.parts()[i];
    parts[i].lines = split_part_headers(arena_->copy(part.headers), part.offset, *arena_);
    parts[i].offset = part.offset;
    parts[i].body_offset = part.body;
    parts[i].octets = part.octets;
  }
  return parts;
}

}  // namespace httpvet::facts
