#include "fields/names.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

/// One name: offset and length in kText. No pointers, so that the loader has nothing to relocate.
struct NameRow {
  std::uint32_t offset;
  std::uint8_t length;
  NameState state;
};

/// The rows of one registry, in the order of their names.
struct NameExtent {
  std::uint32_t first;
  std::uint32_t count;
};

#include "fields/names_table.inc"

constexpr std::size_t kLongestName = 127;  // as the compiler of the table demands

Bytes name_of(const NameRow& row) { return Bytes(kText + row.offset, row.length); }

/// Private use by what the registry says in ranges: qaa..qtz, Qaaa..Qabx, QM..QZ, XA..XZ, AA and ZZ.
bool is_private(NameRegistry registry, Bytes subtag) {
  std::array<char, 4> c{};
  for (std::size_t i = 0; i < c.size() && i < subtag.size(); ++i) c[i] = base::lower(subtag[i]);
  switch (registry) {
    case NameRegistry::kLanguages:
      return subtag.size() == 3 && c[0] == 'q' && c[1] <= 't';
    case NameRegistry::kScripts:
      return subtag.size() == 4 && c[0] == 'q' && c[1] == 'a' && (c[2] == 'a' || (c[2] == 'b' && c[3] <= 'x'));
    case NameRegistry::kRegions:
      return subtag.size() == 2 && ((c[0] == 'q' && c[1] >= 'm') || c[0] == 'x');
    default:
      return false;
  }
}

/// The kind of a subtag behind the language, by its form (RFC 5646 §2.2).
NameRegistry kind_of(Bytes subtag, bool after_language) {
  const bool letters = base::all_of(subtag, base::kAlpha);
  if (subtag.size() == 3 && letters && after_language) return NameRegistry::kExtendedLanguages;
  if (subtag.size() == 4 && letters) return NameRegistry::kScripts;
  if (subtag.size() <= 3) return NameRegistry::kRegions;
  return NameRegistry::kLanguageVariants;
}

}  // namespace

NameState name_state(NameRegistry registry, Bytes name) {
  if (name.empty() || name.size() > kLongestName) return NameState::kNone;
  std::array<char, kLongestName> lower{};
  std::transform(name.begin(), name.end(), lower.begin(), [](char c) { return base::lower(c); });
  const Bytes wanted(lower.data(), name.size());
  const NameExtent& extent = kExtents[static_cast<std::size_t>(registry)];
  const NameRow* begin = kRows + extent.first;
  const NameRow* end = begin + extent.count;
  const NameRow* found =
      std::lower_bound(begin, end, wanted, [](const NameRow& row, Bytes text) { return name_of(row) < text; });
  return found != end && name_of(*found) == wanted ? found->state : NameState::kNone;
}

std::vector<Bytes> names_of(NameRegistry registry) {
  const NameExtent& extent = kExtents[static_cast<std::size_t>(registry)];
  std::vector<Bytes> names;
  for (std::uint32_t i = 0; i < extent.count; ++i) names.push_back(name_of(kRows[extent.first + i]));
  return names;
}

TagFault judge_language_tag(Bytes tag, Bytes& subtag) {
  if (is_registered(NameRegistry::kLanguageTags, tag)) return TagFault::kNone;
  TagFault worst = TagFault::kNone;
  std::size_t position = 0;
  for (std::size_t begin = 0; begin < tag.size(); ++position) {
    const std::size_t end = std::min(tag.find('-', begin), tag.size());
    const Bytes part = tag.substr(begin, end - begin);
    if (part.size() == 1) break;  // an extension, or private use
    const NameRegistry kind = position == 0 ? NameRegistry::kLanguages : kind_of(part, position == 1);
    const NameState state = is_private(kind, part) ? NameState::kRegistered : name_state(kind, part);
    if (state == NameState::kNone) {
      subtag = part;
      return TagFault::kUnregistered;
    }
    if (state == NameState::kDeprecated && worst == TagFault::kNone) {
      worst = TagFault::kDeprecated;
      subtag = part;
    }
    begin = end + 1;
  }
  return worst;
}

}  // namespace httpvet::fields
