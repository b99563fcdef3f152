#include "facts/value_faults.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/byte_class.h"
#include "facts/field_lines.h"
#include "facts/structured_faults.h"
#include "fields/field_ids.h"
#include "fields/hsts.h"
#include "fields/origin.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using fields::FaultList;
using fields::next_piece;
using Finder = void (*)(MessageFacts& message, model::FieldId field, FaultList& faults);

/// RFC 6797 §8.1: of several lines user agents take the first. Captures that keep one text a field join lines with
/// commas.
void hsts(MessageFacts& message, model::FieldId field, FaultList& faults) {
  bool first = true;
  for_each_line(message, field, [&](const model::FieldLine& line) {
    if (!std::exchange(first, false)) {
      faults.add_minor(line.value, "user agents take the first line only");
      return;
    }
    const std::size_t comma = line.value.find(',');
    fields::Hsts ignored;
    if (comma != Bytes::npos && !message.message().evidence.line_ends) {
      bool valid = true;
      Bytes rest = line.value;
      for (Bytes piece; valid && next_piece(rest, ',', piece);)
        valid = fields::parse_hsts(piece, faults.arena(), ignored);
      if (valid) return faults.add_minor(line.value.substr(comma), "user agents take the first line only");
    }
    fields::find_hsts_faults(line.value, faults);
  });
}

/// HTML, "check a navigation response's adherence to X-Frame-Options": the values of all lines are one set.
void frame_options(MessageFacts& message, model::FieldId field, FaultList& faults) {
  Bytes seen;
  bool repeated = false;
  for_each_line(message, field, [&](const model::FieldLine& line) {
    if (line.value.empty()) return faults.add({}, "it has no value");
    Bytes rest = line.value;
    for (Bytes piece; next_piece(rest, ',', piece);) {
      const bool deny = base::equals_ignoring_case(piece, "deny");
      if (!deny && !base::equals_ignoring_case(piece, "sameorigin")) {
        if (fields::starts_with_ignoring_case(piece, "allow-from")) {
          faults.add(piece, "no browser implements ALLOW-FROM any more");
        } else {
          faults.add(piece, "browsers know DENY and SAMEORIGIN only");
        }
      } else if (!seen.empty() && !base::equals_ignoring_case(piece, seen)) {
        faults.add(piece, "it contradicts the value before it");
      } else if (!seen.empty()) {
        repeated = true;
      } else {
        seen = piece;
      }
    }
  });
  if (repeated && faults.size() == 0) faults.add_minor({}, "it says the same more than once");
}

// Referrer Policy §3; browsers ignore letter case.
constexpr auto kReferrerPolicies =
    std::to_array<Bytes>({"no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
                          "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"});

/// Referrer Policy §8.1: the last known policy counts; others are there for browsers that do not know it.
void referrer_policy(MessageFacts& message, model::FieldId field, FaultList& faults) {
  Bytes effective;
  std::array<Bytes, FaultList::kMax> unknown;
  std::size_t waiting = 0;  // unknown ones without a known one behind them
  std::size_t count = 0;
  for_each_line(message, field, [&](const model::FieldLine& line) {
    Bytes rest = line.value;
    for (Bytes piece; next_piece(rest, ',', piece);) {
      if (piece.empty()) continue;
      if (fields::is_one_of(piece, kReferrerPolicies)) {
        effective = piece;
        waiting = 0;
      } else if (count < unknown.size()) {
        unknown[count++] = piece;
        ++waiting;
      }
    }
  });
  if (effective.empty()) {
    if (count == 0) return faults.add({}, "it names no policy");
    return faults.add_parts(unknown[0], {"browsers know no policy `", unknown[0], "`, and use their default"});
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool behind = i >= count - waiting;
    faults.add_parts(
        unknown[i],
        {"browsers know no policy `", unknown[i], "`, and use the one ", behind ? "before" : "behind", " it"}, !behind);
  }
  if (base::equals_ignoring_case(effective, "unsafe-url")) {
    faults.add_minor(effective, "unsafe-url tells every site the full URL, over plain http too");
  } else if (base::equals_ignoring_case(effective, "no-referrer-when-downgrade")) {
    faults.add_minor(effective, "no-referrer-when-downgrade tells every https site the full URL");
  }
}

constexpr auto kClearable = std::to_array<Bytes>(
    {"cache", "cookies", "storage", "executionContexts", "clientHints", "prefetchCache", "prerenderCache", "*"});

/// Clear Site Data §3.1: a list of quoted strings, letter case matters.
void clear_site_data(MessageFacts& message, model::FieldId field, FaultList& faults) {
  for_each_line(message, field, [&](const model::FieldLine& line) {
    if (line.value.empty()) return faults.add({}, "it lists nothing");
    Bytes rest = line.value;
    for (Bytes piece; next_piece(rest, ',', piece);) {
      const bool quoted = piece.size() >= 2 && piece.front() == '"' && piece.back() == '"';
      const Bytes type = quoted ? piece.substr(1, piece.size() - 2) : Bytes();
      if (!quoted || type.find('"') != Bytes::npos) {
        faults.add_parts(piece, {piece, " is not one type in double quotes"});
      } else if (std::ranges::find(kClearable, type) == kClearable.end()) {
        faults.add_parts(piece, {"browsers know no type of data called ", piece}, true);
      }
    }
  });
}

/// Fetch, "Access-Control-Allow-Origin": of several lines each is a value too many, which is reported elsewhere.
void allow_origin(MessageFacts& message, model::FieldId field, FaultList& faults) {
  if (count_lines(message, field) > 1) return;
  const Bytes value = message.combined(field);
  if (value == "*" || value == "null") return;
  const Bytes fault = fields::origin_fault(value);
  if (!fault.empty()) faults.add(value, fault);
}

/// Fetch, "Origin header"; RFC 6454 §7.1 allows a list with spaces between.
void request_origin(MessageFacts& message, model::FieldId field, FaultList& faults) {
  if (count_lines(message, field) > 1) return;
  const Bytes value = message.combined(field);
  if (value == "null") return;
  const Bytes fault = fields::origin_fault(value);
  if (fault.empty()) return;
  std::size_t valid = 0;
  bool all = true;
  Bytes rest = value;
  for (Bytes word; fields::next_word(rest, word); ++valid) all = all && fields::origin_fault(word).empty();
  const bool list = all && valid > 1;
  faults.add(value, fault, list);
}

/// Resource Timing §4.5.1
void timing_allow_origin(MessageFacts& message, model::FieldId field, FaultList& faults) {
  bool any = false;
  bool origins = false;
  for_each_line(message, field, [&](const model::FieldLine& line) {
    if (line.value.empty()) return faults.add({}, "it is empty");
    Bytes rest = line.value;
    for (Bytes piece; next_piece(rest, ',', piece);) {
      if (piece == "*") {
        any = true;
        continue;
      }
      origins = true;
      const Bytes fault = piece == "null" ? Bytes() : fields::origin_fault(piece);
      if (!fault.empty()) faults.add(piece, fault);
    }
  });
  if (any && origins) faults.add_minor({}, "an origin next to * adds nothing");
}

struct Row {
  model::FieldId field;
  Finder find;
  model::FieldId twin = model::kUnknownField;
};
constexpr auto kRows = std::to_array<Row>({
    {fields::id::kAccessControlAllowOrigin, allow_origin},
    {fields::id::kClearSiteData, clear_site_data},
    {fields::id::kCrossOriginEmbedderPolicy, embedder_policy_faults, fields::id::kCrossOriginEmbedderPolicyReportOnly},
    {fields::id::kCrossOriginOpenerPolicy, opener_policy_faults, fields::id::kCrossOriginOpenerPolicyReportOnly},
    {fields::id::kNel, nel_faults},
    {fields::id::kOrigin, request_origin},
    {fields::id::kOriginAgentCluster, agent_cluster_faults},
    {fields::id::kPermissionsPolicy, permissions_policy_faults, fields::id::kPermissionsPolicyReportOnly},
    {fields::id::kReferrerPolicy, referrer_policy},
    {fields::id::kReportTo, report_to_faults},
    {fields::id::kReportingEndpoints, reporting_endpoints_faults},
    {fields::id::kSpeculationRules, speculation_rules_faults},
    {fields::id::kStrictTransportSecurity, hsts},
    {fields::id::kTimingAllowOrigin, timing_allow_origin},
    {fields::id::kXFrameOptions, frame_options},
});

}  // namespace

void find_value_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  const auto row = std::ranges::find(kRows, field, &Row::field);
  if (row == kRows.end()) return;
  if (message.has(field)) row->find(message, field, faults);
  if (row->twin != model::kUnknownField && message.has(row->twin)) row->find(message, row->twin, faults);
}

model::FieldId report_only_twin(model::FieldId field) {
  const auto row = std::ranges::find(kRows, field, &Row::field);
  return row == kRows.end() ? model::kUnknownField : row->twin;
}

bool has_value_faults(model::FieldId field) { return std::ranges::find(kRows, field, &Row::field) != kRows.end(); }

}  // namespace httpvet::facts
