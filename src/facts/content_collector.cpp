#include "facts/content_collector.h"

#include <algorithm>
#include <vector>

#include "base/byte_class.h"
#include "fields/field_ids.h"
#include "fields/media_type.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

/// The boundary parameter of a multipart message; empty if it is none, or if the part structure cannot be seen through
/// a content coding.
Bytes multipart_boundary(const model::Message& message, base::Arena& arena) {
  const model::FieldLine* type_line = nullptr;
  for (const model::FieldLine& line : message.lines) {
    if (line.field == fields::id::kContentEncoding) return {};
    if (line.field == fields::id::kContentType) type_line = &line;
  }
  constexpr Bytes kMultipart = "multipart/";
  if (type_line == nullptr || !base::equals_ignoring_case(type_line->value.substr(0, kMultipart.size()), kMultipart)) {
    return {};
  }
  fields::MediaType type;
  fields::ParseError error;
  if (!fields::parse_media_type(type_line->value, arena, type, error)) return {};
  const fields::Parameter* boundary = type.find_parameter(type_line->value, "boundary");
  return boundary == nullptr ? Bytes() : fields::parameter_value(*boundary, type_line->value, arena);
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

model::ContentSink* ContentCollector::open(const model::Message& message, base::Arena& arena) {
  arena_ = &arena;
  multipart_ = false;
  if (wants_.parts) {
    const Bytes boundary = multipart_boundary(message, arena);
    multipart_ = !boundary.empty();
    if (multipart_) scanner_.start(boundary);
  }
  if (!multipart_ && !wants_.prefix) return nullptr;
  first_ = {};
  prefix_.clear();
  octets_ = 0;
  return this;
}

void ContentCollector::write(Bytes octets, bool pinned) {
  if (multipart_) scanner_.feed(octets);
  if (octets_ == 0 && pinned) {
    first_ = octets.substr(0, kPrefixOctets);
  } else if (octets_ < kPrefixOctets) {
    if (prefix_.empty()) prefix_ = first_;
    prefix_ += octets.substr(0, kPrefixOctets - std::min(prefix_.size(), kPrefixOctets));
  }
  octets_ += octets.size();
}

const model::Content* ContentCollector::finish() {
  auto* content = arena_->make<model::Content>();
  content->prefix = prefix_.empty() ? first_ : arena_->copy(prefix_);
  content->whole = content->prefix.size() == octets_;
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
    parts[i].octets = part.octets;
  }
  return parts;
}

}  // namespace httpvet::facts
