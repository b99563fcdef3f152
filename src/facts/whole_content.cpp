#include "facts/whole_content.h"

#include <algorithm>
#include <vector>

#include "base/byte_class.h"
#include "content/decode.h"
#include "facts/field_values.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using content::DecodeState;

// More layers than that are no accident, and not worth the time.
constexpr std::size_t kMostLayers = 6;

/// Text as an editor keeps it: in a text fixture coded content cannot stand.
bool is_text(Bytes octets) {
  return std::ranges::none_of(
      octets, [](char c) { return base::is(c, base::kControl) && c != '\n' && c != '\r' && c != '\t'; });
}

CodingVerdict verdict_of(DecodeState state) {
  switch (state) {
    case DecodeState::kDecoded:
      return CodingVerdict::kDecoded;
    case DecodeState::kMalformed:
      return CodingVerdict::kMalformed;
    case DecodeState::kCut:
      return CodingVerdict::kCut;
    case DecodeState::kTooLarge:
      return CodingVerdict::kTooLarge;
    case DecodeState::kUnknown:
      break;
  }
  return CodingVerdict::kUnknown;
}

}  // namespace

Bytes plain_coding_name(Bytes coding) {
  if (base::equals_ignoring_case(coding, "x-gzip")) return "gzip";
  if (base::equals_ignoring_case(coding, "x-compress")) return "compress";
  return coding;
}

WholeContent::WholeContent(const model::Message& message, base::Arena& arena)
    : message_(message), arena_(arena), kind_(content_kind(message)) {
  const model::Body& body = message.body;
  find_codings();
  // No content by definition: there is nothing to read, and nothing was sent that could be wrong.
  there_ = body.framing == model::Framing::kNone;
  if (body.end != model::BodyEnd::kComplete) return;
  if (body.framing == model::Framing::kNone || body.framing == model::Framing::kTunnel) return;
  const model::Content* content = body.content;
  if (body.content_octets > 0 && (content == nullptr || !(content->all || content->whole))) return;
  if (body.content_octets > 0) octets_ = content->all ? content->octets : content->prefix;
  const bool fixture = !message.evidence.line_ends && !codings_.empty() && is_text(octets_);
  if (!message.evidence.content || fixture) {
    there_ = !fixture || !octets_.empty();
    text_ = octets_;
    return;
  }
  sent_ = true;
  decode();
}

void WholeContent::find_codings() {
  std::vector<Bytes> codings;
  for (const model::FieldLine& line : message_.lines) {
    if (line.field != fields::id::kContentEncoding) continue;
    Bytes rest = line.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      const Bytes name = base::trim_blanks(rest.substr(0, end));
      if (!name.empty() && !base::equals_ignoring_case(name, "identity")) codings.push_back(lower_copy(name, arena_));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  codings_ = arena_.copy_array(std::span<const Bytes>(codings));
}

void WholeContent::decode() {
  Bytes data = octets_;
  std::vector<Bytes> undone;
  bool trailing = false;
  verdict_ = codings_.empty() || data.empty() ? CodingVerdict::kNone : CodingVerdict::kDecoded;
  if (codings_.size() > kMostLayers) verdict_ = CodingVerdict::kUnknown;
  for (std::size_t i = codings_.size(); i-- > 0 && verdict_ == CodingVerdict::kDecoded;) {
    const Bytes coding = plain_coding_name(codings_[i]);
    const content::Decoded decoded = content::decode(data, coding);
    if (decoded.state != DecodeState::kDecoded) {
      const bool again = std::ranges::find(undone, coding) != undone.end();
      const bool once = again && decoded.state == DecodeState::kMalformed;
      verdict_ = once ? CodingVerdict::kAppliedOnce : verdict_of(decoded.state);
      failed_coding_ = coding;
      failure_ = decoded.wrong;
    }
    if (verdict_ == CodingVerdict::kAppliedOnce) break;
    raw_deflate_ = raw_deflate_ || decoded.raw_deflate;
    decoded_octets_ = decoded.octets;
    window_ = std::max(window_, decoded.window);
    trailing = trailing || decoded.trailing > 0;
    if (verdict_ == CodingVerdict::kDecoded && !decoded.kept_all()) {
      // More than is kept: of an inner layer nothing is known then.
      if (i == 0 && trailing) verdict_ = CodingVerdict::kTrailing;
      if (i > 0) verdict_ = CodingVerdict::kUnknown;
      return;
    }
    undone.push_back(coding);
    data = arena_.copy(decoded.text);
  }
  there_ = verdict_ == CodingVerdict::kNone || verdict_ == CodingVerdict::kDecoded ||
           verdict_ == CodingVerdict::kAppliedOnce;
  if (verdict_ == CodingVerdict::kDecoded && trailing) verdict_ = CodingVerdict::kTrailing;
  if (there_) text_ = data;
}

}  // namespace httpvet::facts
