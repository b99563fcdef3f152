#include "facts/rate_limits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "fields/field_ids.h"
#include "fields/integer.h"
#include "fields/structured_field.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using fields::SfValue;

constexpr std::array kEarlyDrafts = {id::kRatelimitLimit, id::kRatelimitRemaining, id::kRatelimitReset};
constexpr std::array kConvention = {id::kXRatelimitLimit, id::kXRatelimitRemaining, id::kXRatelimitReset};

// Policies that one response names; more are not compared.
constexpr std::size_t kMost = 32;

/// A member of RateLimit or RateLimit-Policy.
struct Policy {
  const model::FieldLine* line = nullptr;
  Bytes name;
  std::optional<std::int64_t> quota;      // q
  std::optional<std::int64_t> remaining;  // r
  std::optional<std::int64_t> reset;      // t
};

std::vector<Policy> read(const model::Message& message, model::FieldId field, base::Arena& arena) {
  std::vector<Policy> policies;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != field) continue;
    fields::StructuredField list;
    fields::ParseError error;
    if (!fields::parse_sf_list(line.value, arena, list, error)) continue;
    for (const SfValue& member : list.members) {
      if (policies.size() == kMost) return policies;
      const auto number = [&](Bytes key) -> std::optional<std::int64_t> {
        const SfValue* found = fields::find_key(member.parameters(), line.value, key);
        if (found == nullptr || found->kind != fields::SfKind::kInteger) return std::nullopt;
        return found->number;
      };
      policies.push_back({&line, fields::text_of(member, line.value, arena), number("q"), number("r"), number("t")});
    }
  }
  return policies;
}

const model::FieldLine* find_line(const model::Message& message, std::span<const model::FieldId> fields) {
  const auto found = std::ranges::find_if(message.lines, [fields](const model::FieldLine& line) {
    return std::ranges::find(fields, line.field) != fields.end();
  });
  return found == message.lines.end() ? nullptr : &*found;
}

Oddity fault(const model::FieldLine* line, Bytes what, Bytes name = {}) {
  return {OddityKind::kRateLimit, line, 0, static_cast<std::uint32_t>(line->value.size()), what, name};
}

Oddity compare(const std::vector<Policy>& limits, const std::vector<Policy>& policies) {
  for (const Policy& limit : limits) {
    if (limit.remaining < 0 || limit.reset < 0) return fault(limit.line, "a number is negative", limit.name);
    if (policies.empty()) continue;
    const auto defined = std::ranges::find(policies, limit.name, &Policy::name);
    if (defined == policies.end()) return fault(limit.line, "RateLimit-Policy does not define the policy", limit.name);
    if (defined->quota && limit.remaining > defined->quota) {
      return fault(limit.line, "more remains than the quota of the policy", limit.name);
    }
  }
  return {};
}

}  // namespace

bool is_rate_limit_field(model::FieldId field) {
  return field == id::kRatelimit || field == id::kRatelimitPolicy ||
         std::ranges::find(kEarlyDrafts, field) != kEarlyDrafts.end() ||
         std::ranges::find(kConvention, field) != kConvention.end();
}

Oddity rate_limit_fault(const model::Message& message, base::Arena& arena) {
  const std::vector<Policy> limits = read(message, id::kRatelimit, arena);
  Oddity found = compare(limits, read(message, id::kRatelimitPolicy, arena));
  if (found.line != nullptr) return found;
  const bool refused = message.part == model::Part::kResponse && message.status == 429;
  const auto remains = [](const Policy& limit) { return limit.remaining && *limit.remaining > 0; };
  if (refused && !limits.empty() && std::ranges::all_of(limits, remains)) {
    return fault(limits.front().line, "the answer is 429 though requests remain");
  }
  const model::FieldLine* early = find_line(message, kEarlyDrafts);
  if (early == nullptr) return {};
  if (find_line(message, kConvention) != nullptr) {
    return fault(early, "RateLimit-… fields of early drafts stand beside X-RateLimit-… fields");
  }
  constexpr std::array kRemaining = {id::kRatelimitRemaining};
  const model::FieldLine* line = find_line(message, kRemaining);
  fields::Number number;
  fields::ParseError error;
  if (refused && line != nullptr && fields::parse_integer(line->value, number, error) && number.value > 0) {
    return fault(line, "the answer is 429 though requests remain");
  }
  return {};
}

}  // namespace httpvet::facts
