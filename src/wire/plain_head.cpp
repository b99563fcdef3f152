#include "wire/plain_head.h"

#include <algorithm>
#include <cstring>

#include "base/byte_class.h"
#include "base/printable.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::wire {

namespace {

constexpr Bytes kVersion = "HTTP/1.1";
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestMethod = 16;
constexpr std::ptrdiff_t kLongestLine = 64 * 1024;

bool ends_line(const char* at, const char* end) { return end - at >= 2 && at[0] == '\r' && at[1] == '\n'; }

// method SP request-target SP HTTP-version, the target in origin-form, the method in capital letters. CONNECT is
// llhttp's: its framing is a matter of its own.
bool parse_request_line(Bytes line, RawHead& head) {
  if (line.size() < kVersion.size() + 4 || !line.ends_with(kVersion)) return false;
  std::size_t method = 0;
  while (method < kLongestMethod && line[method] >= 'A' && line[method] <= 'Z') ++method;
  const std::size_t target_end = line.size() - kVersion.size() - 1;
  if (method == 0 || line[method] != ' ' || line[method + 1] != '/' || method + 1 >= target_end) return false;
  if (line.find(' ', method + 1) != target_end || line.substr(0, method) == "CONNECT") return false;
  head.method = {0, method};
  head.target = {method + 1, target_end};
  head.version_text = {target_end + 1, line.size()};
  return true;
}

// HTTP-version SP 3DIGIT SP [ reason-phrase ]
bool parse_status_line(Bytes line, RawHead& head) {
  constexpr std::size_t kReason = 13;
  if (line.size() < kReason || !line.starts_with(kVersion) || line[8] != ' ' || line[12] != ' ') return false;
  if (line[9] < '1' || line[9] > '9' || !base::is(line[10], base::kDigit) || !base::is(line[11], base::kDigit)) {
    return false;
  }
  if (line.size() > kReason && line[kReason] == ' ') return false;
  head.version_text = {0, 8};
  head.status = {9, 12};
  head.status_code = static_cast<std::uint16_t>((line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0'));
  head.reason = {kReason, line.size()};
  return true;
}

#if defined(__SSE2__)
bool begins_with(const char* at, const std::array<char, 32>& text, std::uint32_t octets) {
  const auto* octets_at = reinterpret_cast<const __m128i*>(at);
  const auto* text_at = reinterpret_cast<const __m128i*>(text.data());
  const auto same = [](const __m128i* a, const __m128i* b) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(a), _mm_loadu_si128(b))));
  };
  const std::uint32_t equal = same(octets_at, text_at) | same(octets_at + 1, text_at + 1) << 16;
  return (equal & octets) == octets;
}
#else
bool begins_with(const char* at, const std::array<char, 32>& text, std::uint32_t octets) {
  if (octets == 0) return false;
  return std::memcmp(at, text.data(), static_cast<std::size_t>(__builtin_popcount(octets))) == 0;
}
#endif

}  // namespace

bool PlainHead::parse(Kind kind, Bytes octets, RawHead& head) {
  const char* const begin = octets.data();
  const char* const end = begin + octets.size();
  const char* const line_end = base::skip_printable(begin, end);
  if (!ends_line(line_end, end)) return false;
  const Bytes line(begin, static_cast<std::size_t>(line_end - begin));
  head.clear();
  if (kind == Kind::kRequest ? !parse_request_line(line, head) : !parse_status_line(line, head)) return false;
  head.start_line = {0, line.size()};
  head.version = {1, 1, true};
  const char* const head_end = parse_lines(begin, line_end + 2, end);
  if (head_end == nullptr) return false;
  head.size = static_cast<std::size_t>(head_end - begin);
  return true;
}

// *( field-name ":" OWS field-value OWS CRLF ) CRLF. Returns what is behind it; null if something is not plain.
const char* PlainHead::parse_lines(const char* begin, const char* at, const char* end) {
  count_ = 0;
  name_ = 0;
  framing_ = model::FramingFields::kNone;
  for (model::FieldLine* line = lines_.data(); at != end && *at != '\r'; ++line) {
    if (line == lines_.data() + kLines) return nullptr;
    const Name& known = names_[names_[name_].next];
    const char* value;
    if (end - at >= 32 && begins_with(at, known.text, known.octets)) {
      name_ = names_[name_].next;
      line->name = {at, known.length};
      line->field = known.field;
      value = at + known.length + 2;
    } else {
      value = parse_name(at, end, *line);
      if (value == nullptr) return nullptr;
    }
    const char* const line_end = base::skip_printable(value, end);
    if (!ends_line(line_end, end) || line_end - at > kLongestLine) return nullptr;
    const char* value_end = line_end;
    while (value != value_end && *value == ' ') ++value;
    while (value_end != value && value_end[-1] == ' ') --value_end;
    line->value = {value, static_cast<std::size_t>(value_end - value)};
    line->offset = static_cast<std::uint64_t>(at - begin);
    line->length = static_cast<std::uint32_t>(line_end - at);
    const bool frames = line->field == fields::id::kContentLength || line->field == fields::id::kTransferEncoding;
    if (frames && !take_framing(*line)) return nullptr;
    count_ = static_cast<std::size_t>(line - lines_.data()) + 1;
    at = line_end + 2;
  }
  return ends_line(at, end) ? at + 2 : nullptr;
}

// field-name ":", where it is not the one expected. Returns what is behind it; null if there is none.
const char* PlainHead::parse_name(const char* at, const char* end, model::FieldLine& line) {
  const char* const limit = at + std::min<std::ptrdiff_t>(end - at, kLongestName);
  const char* colon = at;
  while (colon != limit && base::is(*colon, base::kTchar)) ++colon;
  if (colon == limit || *colon != ':' || colon == at) return nullptr;
  line.name = {at, static_cast<std::size_t>(colon - at)};
  line.field = fields::find_field(line.name);
  if (colon + 1 != end && colon[1] == ' ') expect(line.name, line.field, at);
  return colon + 1;
}

// Remembers that `name`, which stands at `text`, came behind the line before.
void PlainHead::expect(Bytes name, model::FieldId field, const char* text) {
  const std::size_t length = name.size() + 2;
  if (length > 32) return;
  Name known;
  std::memcpy(known.text.data(), text, length);
  std::size_t i = 1;
  while (i < known_names_ && (names_[i].length != name.size() || names_[i].text != known.text)) ++i;
  if (i == known_names_) {
    if (known_names_ == kNames) {
      // More names than any sender uses: begin anew.
      known_names_ = i = 1;
      name_ = 0;
      names_[0].next = 0;
    }
    known.octets = static_cast<std::uint32_t>((std::uint64_t{1} << length) - 1);
    known.length = static_cast<std::uint8_t>(name.size());
    known.field = field;
    names_[i] = known;
    ++known_names_;
  }
  names_[name_].next = static_cast<std::uint8_t>(i);
  name_ = i;
}

// One Content-Length of digits, or `chunked` alone: what can be read in one way only (RFC 9112 §6). False if it is not.
bool PlainHead::take_framing(const model::FieldLine& line) {
  constexpr std::size_t kMostDigits = 18;
  const Bytes value = line.value;
  if (framing_ != model::FramingFields::kNone) return false;
  if (line.field == fields::id::kTransferEncoding) {
    framing_ = model::FramingFields::kChunked;
    return value == "chunked";
  }
  framing_ = model::FramingFields::kLength;
  length_ = 0;
  if (value.empty() || value.size() > kMostDigits || (value.front() == '0' && value.size() > 1)) return false;
  for (const char c : value) {
    if (!base::is(c, base::kDigit)) return false;
    length_ = length_ * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

}  // namespace httpvet::wire
