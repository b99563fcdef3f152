#include "fields/registry.h"

#include <algorithm>
#include <cstddef>

#include "fields/name_hash.h"

namespace httpvet::fields {
namespace {

// Generated from rules/registry/fields.csv: kRows, kNameMultiplier, kNameDisplacements, kNameSlots, kRowsByIdentifier.
#include "fields/registry_table.inc"

/// True when `name` is `known` but for letter case. Requires names of the same length above NameKey::kCovered with
/// equal keys.
bool equal_inside(Bytes name, Bytes known) {
  for (std::size_t i = 8; i + 8 < name.size(); i += 8) {
    const std::uint64_t word = load_word<std::uint64_t>(name.data() + i);
    if (differences(word, load_word<std::uint64_t>(known.data() + i)) != 0) return false;
  }
  return true;
}

}  // namespace

std::span<const FieldInfo> registry() { return kRows; }

const FieldInfo& field_info(FieldId id) { return kRows[id]; }

// Runs for every field line: one hash, one displacement, one slot that holds all there is to compare.
FieldId find_field(Bytes name) {
  const NameKey key = name_key(name);
  const NamePlace place = name_place(hash_name(key, kNameMultiplier), kNameDisplacements.size(), kNameSlots.size());
  const NameSlot& slot = kNameSlots[place.base ^ kNameDisplacements[place.bucket]];
  const std::uint64_t all = differences(key.first, slot.first) | differences(key.middle, slot.middle) |
                            differences(key.last, slot.last) | (key.length ^ slot.length);
  if (all != 0) return kUnknownField;
  if (key.length > NameKey::kCovered && !equal_inside(name, kRows[slot.row].name)) return kUnknownField;
  return static_cast<FieldId>(slot.row);
}

FieldId find_identifier(Bytes identifier) {
  const auto* found = std::lower_bound(kRowsByIdentifier.begin(), kRowsByIdentifier.end(), identifier,
                                       [](FieldId id, Bytes wanted) { return kRows[id].identifier < wanted; });
  if (found == kRowsByIdentifier.end() || kRows[*found].identifier != identifier) return kUnknownField;
  return *found;
}

}  // namespace httpvet::fields
