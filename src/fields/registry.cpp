#include "fields/registry.h"

#include <algorithm>
#include <cstddef>

#include "fields/name_hash.h"

namespace httpvet::fields {
namespace {

// Generated from rules/registry/fields.csv: kRows, kNameMultiplier, kNameDisplacements, kNameSlots, kRowsByIdentifier.
#include "fields/registry_table.inc"

/// Equality, letter case ignored, of two names of the same length above NameKey::kCovered whose keys are equal.
bool equal_inside(Bytes a, Bytes b) {
  for (std::size_t i = 8; i + 8 < a.size(); i += 8) {
    if (lower_word(load_word<std::uint64_t>(a.data() + i)) != lower_word(load_word<std::uint64_t>(b.data() + i))) {
      return false;
    }
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
  const std::uint64_t differences = (lower_word(key.first) ^ slot.first) | (lower_word(key.middle) ^ slot.middle) |
                                    (lower_word(key.last) ^ slot.last) | (key.length ^ slot.length);
  if (differences != 0) return kUnknownField;
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
