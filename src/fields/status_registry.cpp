#include "fields/status_registry.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

// Generated from rules/registry/status-*.csv: kStatusClasses, kStatusCodes, kStatusDemands.
#include "fields/status_table.inc"

/// Code - kFirstStatus → row + 1; 0: no row.
constexpr auto kRowsByCode = [] {
  std::array<std::uint8_t, kLastStatus - kFirstStatus + 1> rows{};
  static_assert(kStatusCodes.size() < 256);
  for (std::size_t i = 0; i < kStatusCodes.size(); ++i) {
    rows[kStatusCodes[i].code - kFirstStatus] = static_cast<std::uint8_t>(i + 1);
  }
  return rows;
}();

bool has_phrase(const StatusInfo& info, Bytes phrase) {
  if (base::equals_ignoring_case(info.name.en, phrase)) return true;
  return std::any_of(info.other_phrases.begin(), info.other_phrases.end(),
                     [&](Bytes other) { return base::equals_ignoring_case(other, phrase); });
}

}  // namespace

std::span<const StatusClass, 5> status_classes() { return kStatusClasses; }
std::span<const StatusDemand> status_demands() { return kStatusDemands; }

bool StatusDemand::applies_to(int code) const {
  if (find_status(code) == nullptr) return others || applies_to_class(code / 100);
  return std::binary_search(codes.begin(), codes.end(), code);
}

std::span<const StatusInfo> status_codes() { return kStatusCodes; }

const StatusInfo* find_status(int code) {
  if (code < kFirstStatus || code > kLastStatus) return nullptr;
  const std::size_t row = kRowsByCode[static_cast<std::size_t>(code - kFirstStatus)];
  return row == 0 ? nullptr : &kStatusCodes[row - 1];
}

const StatusInfo* status_of_other_phrase(int code, Bytes phrase) {
  phrase = base::trim_blanks(phrase);
  const StatusInfo* own = find_status(code);
  if (own != nullptr && has_phrase(*own, phrase)) return nullptr;
  for (const StatusInfo& info : kStatusCodes) {
    const bool reserved = info.name.en.starts_with('(');  // "(Unused)" is no phrase
    if (info.code == code || info.registration == Registration::kNo || reserved) continue;
    if (base::equals_ignoring_case(info.name.en, phrase)) return &info;
  }
  return nullptr;
}

}  // namespace httpvet::fields
