#include "engine/index.h"

#include <algorithm>

#include "fields/field_ids.h"

namespace httpvet::engine {
namespace {

constexpr std::size_t kNoStatus = 1000;
// A rule for at most this many status codes lives in their lists; one for whole classes is told apart by its needs.
constexpr std::size_t kMaxStatusHomes = 120;

std::size_t status_count(const expr::Needs& needs) {
  std::size_t count = 0;
  for (const expr::StatusRange& range : needs.statuses) count += static_cast<std::size_t>(range.last - range.first) + 1;
  return count;
}

/// Fields that nearly every message has make poor homes.
bool is_common(std::size_t feature) {
  namespace id = fields::id;
  const std::size_t field = feature % facts::kFeaturesPerMessage;
  return field == id::kDate || field == id::kServer || field == id::kContentType || field == id::kContentLength ||
         field == id::kHost || field == id::kUserAgent || field == id::kAccept || field == id::kConnection ||
         field == id::kCacheControl;
}

}  // namespace

RuleIndex::RuleIndex(std::span<const ActiveRule> rules, bool use_index)
    : rules_(rules.begin(), rules.end()), by_feature_(facts::kFlagFeatures) {
  static constexpr expr::Needs kNone;
  for (const ActiveRule& rule : rules_) {
    all_.push_back(make_entry(rule, use_index ? rule.rule->needs : kNone));
    if (use_index) {
      add(rule);
    } else {
      always_.push_back(make_entry(rule, kNone));
    }
  }
}

RuleIndex::Entry RuleIndex::make_entry(const ActiveRule& rule, const expr::Needs& needs) {
  const auto flags = [](std::span<const expr::Feature> features) {
    std::uint64_t bits = 0;
    for (const expr::Feature feature : features) {
      if (feature >= facts::kFlagFeatures) bits |= std::uint64_t{1} << (feature - facts::kFlagFeatures);
    }
    return bits;
  };
  return {&rule, &needs, flags(needs.present), flags(needs.absent)};
}

void RuleIndex::add(const ActiveRule& rule) {
  const expr::Needs& needs = rule.rule->needs;
  const Entry entry = make_entry(rule, needs);
  // The rarest feature of the judged message is the best home, then a status, then a feature of the request.
  const auto home_in = [&needs](bool request) -> std::size_t {
    std::size_t best = facts::kFlagFeatures;
    for (const expr::Feature feature : needs.present) {
      if (feature >= facts::kFlagFeatures || (feature >= facts::kFeaturesPerMessage) != request) continue;
      if (best == facts::kFlagFeatures || (is_common(best) && !is_common(feature))) best = feature;
    }
    return best;
  };
  const std::size_t judged = home_in(false);
  const std::size_t statuses = status_count(needs);
  if (judged != facts::kFlagFeatures && !(statuses > 0 && is_common(judged))) {
    by_feature_[judged].push_back(entry);
    homes_[0].set(judged);
    return;
  }
  if (statuses > 0 && statuses <= kMaxStatusHomes) {
    for (const expr::StatusRange& range : needs.statuses) {
      for (std::size_t status = range.first; status <= range.last; ++status) by_status_[status].push_back(entry);
    }
    return;
  }
  if (const std::size_t request = home_in(true); request != facts::kFlagFeatures) {
    by_feature_[request].push_back(entry);
    any_request_feature_.push_back(entry);
    homes_[1].set(request - facts::kFeaturesPerMessage);
    return;
  }
  always_.push_back(entry);
}

RuleIndex::Query RuleIndex::make_query(facts::Facts& facts) {
  const facts::MessageFacts& judged = facts.judged();
  const facts::MessageFacts& request = facts.request();
  Query query{};
  query.certain_flags = facts.certain_flags();
  query.possible_flags = facts.possible_flags();
  query.judged_certain = &judged.certain();
  query.judged_possible = &judged.possible();
  query.request_certain = &request.certain();
  query.request_possible = &request.possible();
  query.judged_open = !judged.there() && judged.why_missing() == expr::State::kNotCaptured;
  query.request_open = !request.there() && request.why_missing() == expr::State::kNotCaptured;
  const bool response = judged.there() && judged.message().part != model::Part::kRequest;
  query.status = response && judged.message().status != 0 ? judged.message().status : kNoStatus;
  return query;
}

bool RuleIndex::possible(const Query& query, const Entry& entry) {
  if ((entry.flags_present & ~query.possible_flags) != 0 || (entry.flags_absent & query.certain_flags) != 0)
    return false;
  const expr::Needs& needs = *entry.needs;
  for (const expr::Feature feature : needs.present) {
    if (feature >= facts::kFlagFeatures) continue;
    const bool request = feature >= facts::kFeaturesPerMessage;
    const std::size_t bit = request ? feature - facts::kFeaturesPerMessage : feature;
    if (request ? query.request_open : query.judged_open) continue;
    if (!(request ? query.request_possible : query.judged_possible)->test(bit)) return false;
  }
  for (const expr::Feature feature : needs.absent) {
    if (feature >= facts::kFlagFeatures) continue;
    const bool request = feature >= facts::kFeaturesPerMessage;
    const std::size_t bit = request ? feature - facts::kFeaturesPerMessage : feature;
    if ((request ? query.request_certain : query.judged_certain)->test(bit)) return false;
  }
  if (needs.statuses.empty()) return true;
  // Without a status code every comparison with it has nothing to say; a response that was not captured could have any.
  if (query.status == kNoStatus) return query.judged_open;
  return std::ranges::any_of(needs.statuses, [&query](const expr::StatusRange& range) {
    return query.status >= range.first && query.status <= range.last;
  });
}

}  // namespace httpvet::engine
