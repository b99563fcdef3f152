// RuleIndex: which rules can possibly have something to say about a message.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/rule.h"
#include "facts/facts.h"

namespace httpvet::engine {

/// A rule that was switched on.
struct ActiveRule {
  const Rule* rule = nullptr;
  std::uint32_t order = 0;                                // rank by id
  model::Severity threshold = model::Severity::kWarning;  // least severity at which it is shown
};

/// Rules of the same scopes, by what has to be there for them to matter. Each rule has one home: a list by status, by a
/// feature of the judged message or of the request, or the list of those that always run. A look-up walks the homes
/// that the message opens and tests what else each rule needs. It never changes a report: what it leaves out could only
/// have come to "false" or "nothing to say".
class RuleIndex {
 public:
  /// `use_index` false: every rule is a candidate always (the slow path that tests compare with).
  RuleIndex(std::span<const ActiveRule> rules, bool use_index);

  /// Calls `visit` with each candidate for the judged message of `facts`.
  template <typename Visit>
  void candidates(facts::Facts& facts, Visit visit) const {
    const Query query = make_query(facts);
    if (query.judged_open) {
      // Nothing is known of the judged message: any home could be open.
      visit_list(all_, query, visit);
      return;
    }
    visit_list(always_, query, visit);
    if (query.status < by_status_.size()) visit_list(by_status_[query.status], query, visit);
    visit_features(*query.judged_possible, 0, query, visit);
    if (query.request_open) {
      visit_list(any_request_feature_, query, visit);
    } else {
      visit_features(*query.request_possible, facts::kFeaturesPerMessage, query, visit);
    }
  }

  bool empty() const { return rules_.empty(); }

 private:
  struct Entry {
    const ActiveRule* rule;
    const expr::Needs* needs;
    std::uint64_t flags_present;  // those of the needs that are flags
    std::uint64_t flags_absent;
  };
  using List = std::vector<Entry>;

  struct Query {
    const facts::Features* judged_certain;
    const facts::Features* judged_possible;
    const facts::Features* request_certain;
    const facts::Features* request_possible;
    std::uint64_t certain_flags;
    std::uint64_t possible_flags;
    bool judged_open;    // the judged message is not captured: any feature may be there
    bool request_open;   // likewise the request
    std::size_t status;  // 1000: no status code to go by
  };

  static Query make_query(facts::Facts& facts);
  static Entry make_entry(const ActiveRule& rule, const expr::Needs& needs);
  static bool possible(const Query& query, const Entry& entry);
  void add(const ActiveRule& rule);

  template <typename Visit>
  static void visit_list(const List& list, const Query& query, Visit& visit) {
    for (const Entry& entry : list) {
      if (possible(query, entry)) visit(*entry.rule);
    }
  }

  template <typename Visit>
  void visit_features(const facts::Features& features, std::size_t base, const Query& query, Visit& visit) const {
    features.for_each_common(homes_[base == 0 ? 0 : 1],
                             [&](std::size_t feature) { visit_list(by_feature_[base + feature], query, visit); });
  }

  std::vector<ActiveRule> rules_;
  List all_;
  List always_;
  List any_request_feature_;      // all rules whose home is a feature of the request
  std::vector<List> by_feature_;  // a list a feature of either message
  std::array<List, 1000> by_status_;
  std::array<facts::Features, 2> homes_;  // which features are the home of some rule: judged message, request
};

}  // namespace httpvet::engine
