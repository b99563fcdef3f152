#include "facts/value_audit.h"

#include <algorithm>

#include "base/byte_class.h"
#include "content/json.h"
#include "facts/rate_limits.h"
#include "facts/structured_kinds.h"
#include "facts/value_scan.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using fields::FieldInfo;
using fields::ParseError;

/// A value put together of one line or more, and the way back to them.
class Whole {
 public:
  Whole(std::span<const model::FieldLine* const> lines, base::Arena& arena) : lines_(lines) {
    if (lines.size() == 1) {
      text_ = lines.front()->value;
      return;
    }
    std::size_t size = 0;
    for (const model::FieldLine* line : lines) size += line->value.size() + kJoint.size();
    const std::span<char> octets = arena.make_array<char>(size);
    char* end = octets.data();
    for (const model::FieldLine* line : lines) {
      if (line != lines.front()) end = std::copy(kJoint.begin(), kJoint.end(), end);
      end = std::copy(line->value.begin(), line->value.end(), end);
    }
    text_ = {octets.data(), static_cast<std::size_t>(end - octets.data())};
  }

  Bytes text() const { return text_; }

  /// The oddity at that place of the whole.
  Oddity at(OddityKind kind, std::size_t offset, std::size_t length, Bytes expected, Bytes name = {}) const {
    std::size_t start = 0;
    for (const model::FieldLine* line : lines_) {
      const std::size_t end = start + line->value.size();
      if (offset <= end || line == lines_.back()) {
        const std::size_t in_line = std::min(offset - std::min(start, offset), line->value.size());
        return {kind,
                line,
                static_cast<std::uint32_t>(in_line),
                static_cast<std::uint32_t>(std::min(length, line->value.size() - in_line)),
                expected,
                name};
      }
      start = end + kJoint.size();
    }
    return {};
  }

 private:
  static constexpr Bytes kJoint = ", ";

  std::span<const model::FieldLine* const> lines_;
  Bytes text_;
};

/// True when `value` is several values with commas between them, each of which matches the grammar of `info`.
bool is_merged(const FieldInfo& info, Bytes value, base::Arena& arena) {
  constexpr int kMostCommas = 16;
  std::size_t start = 0;
  int parts = 0;
  int commas = 0;
  const auto matches = [&](Bytes part) {
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    ParseError error;
    return !part.empty() && fields::parses(info, part, error, arena);
  };
  for (std::size_t comma = value.find(','); comma != Bytes::npos; comma = value.find(',', comma + 1)) {
    if (++commas > kMostCommas) return false;
    if (!matches(value.substr(start, comma - start))) continue;
    ++parts;
    start = comma + 1;
  }
  return parts > 0 && matches(value.substr(start));
}

/// True when the octets before `offset` end in an element that has come to its parameters.
bool within_parameters(Bytes value, std::size_t offset, bool list) {
  bool parameters = false;
  bool quoted = false;
  for (std::size_t i = 0; i < offset; ++i) {
    if (value[i] == '"') quoted = !quoted;
    if (quoted && value[i] == '\\') ++i;
    if (quoted) continue;
    if (value[i] == ';') parameters = true;
    if (value[i] == ',' && list) parameters = false;
  }
  return parameters;
}

/// What the octet at `offset` belongs to, up to the next delimiter.
std::size_t piece_length(Bytes value, std::size_t offset) {
  constexpr std::size_t kLongest = 40;
  const std::size_t end = std::min(value.find_first_of(",; ", std::min(offset + 1, value.size())), value.size());
  return std::min(end - std::min(offset, end), kLongest);
}

void look_at_structured(const FieldInfo& info, const Whole& whole, base::Arena& arena, Oddities& out) {
  fields::StructuredField field;
  ParseError error;
  const Bytes value = whole.text();
  const bool ok = info.structured == fields::Structured::kItem   ? fields::parse_sf_item(value, arena, field, error)
                  : info.structured == fields::Structured::kList ? fields::parse_sf_list(value, arena, field, error)
                                                                 : fields::parse_sf_dict(value, arena, field, error);
  if (!ok) {
    out.add(whole.at(OddityKind::kStructured, error.offset, piece_length(value, error.offset), error.expected));
    return;
  }
  if (const fields::SfValue* again = fields::find_overridden(field)) {
    out.add(whole.at(OddityKind::kRepeatedKey, again->key.offset, again->key.length, {}, again->key.in(value)));
  }
  WrongKind wrong;
  if (!info.arguments.empty() && find_wrong_kind(field, value, info.arguments, wrong)) {
    out.add(whole.at(OddityKind::kWrongKind, wrong.place.offset, wrong.place.length, wrong.expected, wrong.name));
  }
}

/// NEL and Report-To: JSON values with commas between them.
void look_at_json(const Whole& whole, base::Arena& arena, Oddities& out) {
  const std::size_t size = whole.text().size();
  const std::span<char> text = arena.make_array<char>(size + 2);
  text.front() = '[';
  std::copy(whole.text().begin(), whole.text().end(), text.begin() + 1);
  text.back() = ']';
  content::JsonScanner scanner({text.data(), text.size()});
  while (scanner.next() != content::JsonScanner::Event::kDone) continue;
  if (scanner.state() != content::TextState::kMalformed && scanner.state() != content::TextState::kCut) return;
  const std::size_t offset = std::min(std::max<std::size_t>(scanner.offset(), 1) - 1, size);
  out.add(whole.at(OddityKind::kJson, offset, piece_length(whole.text(), offset), Bytes(scanner.expected())));
}

/// Holds a value against the grammar of its field. True if it matches.
bool look_at_grammar(const FieldInfo& info, const ValueProfile& profile, const Whole& whole, fields::Slice bad_weight,
                     base::Arena& arena, Oddities& out) {
  ParseError error;
  const Bytes value = whole.text();
  if (fields::parses(info, value, error, arena)) return true;
  // Control characters have a rule of their own, and so have weights.
  const char at = error.offset < value.size() ? value[error.offset] : 'x';
  if (base::is(at, base::kControl) && at != '\t') return false;
  const bool in_weight =
      !bad_weight.empty() && error.offset >= bad_weight.offset && error.offset <= bad_weight.offset + bad_weight.length;
  if (in_weight) return false;
  const bool single = info.cardinality == fields::Cardinality::kSingleton;
  OddityKind kind = OddityKind::kMalformed;
  if (single && is_merged(info, value, arena)) {
    kind = OddityKind::kMerged;
  } else if (profile.parameters && within_parameters(value, error.offset, profile.commas)) {
    kind = OddityKind::kParameter;
  }
  out.add(whole.at(kind, error.offset, piece_length(value, error.offset), error.expected));
  return false;
}

bool is_ascii(Bytes text) {
  unsigned char all = 0;
  for (const char c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  return all < 0x80;
}

void look_for_non_ascii(const model::FieldLine& line, Oddities& out) {
  const auto found = std::ranges::find_if(line.value, [](char c) { return base::is(c, base::kObsText); });
  if (found == line.value.end()) return;
  const auto offset = static_cast<std::uint32_t>(found - line.value.begin());
  const std::size_t end = std::min(line.value.find_first_of("\t ,;\"", offset), line.value.size());
  out.add({OddityKind::kNonAscii, &line, offset, static_cast<std::uint32_t>(end - offset), {}, {}});
}

void look_at_value(model::FieldId field, std::span<const model::FieldLine* const> lines, base::Arena& arena,
                   Oddities& out) {
  const FieldInfo& info = fields::field_info(field);
  const ValueProfile& profile = profile_of(field);
  const Whole whole(lines, arena);
  if (info.structured != fields::Structured::kNone) return look_at_structured(info, whole, arena, out);
  if (field == id::kNel || field == id::kReportTo) return look_at_json(whole, arena, out);
  fields::Slice bad_weight;
  for (const model::FieldLine* line : lines) {
    const fields::Slice bad = scan_value(*line, profile, out);
    if (lines.size() == 1) bad_weight = bad;
  }
  bool matches = true;
  // A weight that is none in one line of several is not looked for in the whole.
  if (bad_weight.empty() || lines.size() == 1) {
    matches = look_at_grammar(info, profile, whole, bad_weight, arena, out);
  }
  if (!matches) return;
  for (const model::FieldLine* line : lines) look_for_non_ascii(*line, out);
}

}  // namespace

ValueAudit::ValueAudit() : known_(fields::registry().size()) {}

bool ValueAudit::is_clean(const Known& known, Bytes value) const {
  return (known.used > 0 && known.clean[0] == value) || (known.used > 1 && known.clean[1] == value);
}

void ValueAudit::remember(Known& known, Bytes value) {
  if (known.misses > kMostMisses || value.size() > kLongestKnown) return;
  ++known.misses;
  known.clean[known.next].assign(value);
  known.used = std::max<std::uint8_t>(known.used, static_cast<std::uint8_t>(known.next + 1));
  known.next ^= 1;
}

void ValueAudit::look_at(std::span<const model::FieldLine> lines, bool ascii, bool repeats, base::Arena& arena,
                         Oddities& out) {
  // How many lines each field has, where one has several; they make one value if it is a list.
  constexpr std::uint32_t kDone = UINT32_MAX;
  const std::span<std::uint32_t> count = arena.make_array<std::uint32_t>(repeats ? known_.size() : 0);
  if (repeats) {
    for (const model::FieldLine& line : lines) ++count[line.field];
  }
  for (const model::FieldLine& line : lines) {
    rate_limits_ |= profile_of(line.field).rate_limit;
    if (!profile_of(line.field).looked_at) {
      if (!ascii) look_for_non_ascii(line, out);
      continue;
    }
    const bool joined = fields::field_info(line.field).cardinality == fields::Cardinality::kList;
    if (joined && repeats && count[line.field] > 1) {
      if (count[line.field] == kDone) continue;
      count[line.field] = kDone;
      fields::ArenaList<const model::FieldLine*> all(arena);
      for (const model::FieldLine& other : lines) {
        if (other.field == line.field) all.push_back(&other);
      }
      look_at_value(line.field, all.finish(), arena, out);
      continue;
    }
    Known& known = known_[line.field];
    if (is_clean(known, line.value)) {
      known.misses = 0;
      continue;
    }
    const std::size_t before = out.size();
    const model::FieldLine* const only = &line;
    look_at_value(line.field, {&only, 1}, arena, out);
    if (out.size() == before) remember(known, line.value);
  }
}

std::span<const Oddity> ValueAudit::look(const model::Message& message, bool repeats, base::Arena& arena) {
  Oddities found(arena);
  // Most heads are ASCII from end to end, and one look tells.
  const bool ascii = !message.head.empty() && is_ascii(message.head);
  rate_limits_ = false;
  look_at(message.lines, ascii, repeats, arena, found);
  if (!message.trailers.empty()) look_at(message.trailers, false, true, arena, found);
  if (rate_limits_) {
    const Oddity fault = rate_limit_fault(message, arena);
    if (fault.line != nullptr) found.add(fault);
  }
  return found.finish();
}

}  // namespace httpvet::facts
