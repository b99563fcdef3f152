#include "engine/linter.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/byte_class.h"
#include "engine/content_wants.h"
#include "engine/evidence.h"
#include "engine/index.h"
#include "engine/selection.h"
#include "engine/shape_cache.h"
#include "expr/compiler.h"
#include "facts/content_collector.h"
#include "facts/facts.h"
#include "facts/member.h"
#include "facts/session.h"

namespace httpvet::engine {
namespace {

using expr::State;
using expr::Value;

// One rule never floods a report with one hostile message.
constexpr std::size_t kMaxFindingsPerMessage = 256;

RuleIndex make_index(const std::vector<ActiveRule>& active, Stage stage, bool use_index) {
  std::vector<ActiveRule> chosen;
  std::ranges::copy_if(active, std::back_inserter(chosen),
                       [stage](const ActiveRule& rule) { return runs_in(*rule.rule, stage); });
  return RuleIndex(chosen, use_index);
}

}  // namespace

class LinterState final : private checks::CheckSink {
 public:
  LinterState(const RuleSet& rules, const Selection& selection, const LintOptions& options)
      : active_(select(rules, selection)),
        replaced_by_(replaced_ranks(rules)),
        indices_{make_index(active_, Stage::kRequest, options.use_index),
                 make_index(active_, Stage::kResponse, options.use_index),
                 make_index(active_, Stage::kUnanswered, options.use_index),
                 make_index(active_, Stage::kSession, options.use_index),
                 make_index(active_, Stage::kHistory, options.use_index)},
        with_history_(reads_history(active_)),
        collector_(contents_wanted(active_)),
        history_(options.history, options.history_octets),
        evaluator_(facts_),
        undecided_in_(rules.rules().size(), 0),
        undecided_count_(rules.rules().size(), 0),
        evaluated_(rules.rules().size(), 0) {
    use_cache_ = options.use_cache;
    counts_.rules_run = active_.size();
    facts_.set_profile(selection.profile);
  }

  model::ContentSinks& sinks() { return collector_; }

  void begin_source() {
    connections_.clear();
    last_state_ = nullptr;
    source_ = {};
    history_.clear();
  }

  std::span<const model::Finding> lint(model::Batch& batch) {
    findings_.clear();
    evaluator_.clear();
    arena_ = &batch.arena;
    for (std::size_t i = 0; i < batch.exchanges.size(); ++i) {
      lint_exchange(batch.exchanges[i], std::span<const model::Exchange>(batch.exchanges).subspan(i + 1));
    }
    sort_findings();
    return findings_;
  }

  const LintCounts& counts() {
    counts_.undecided.clear();
    counts_.evaluated.clear();
    for (const ActiveRule& rule : active_) {
      if (const std::uint64_t count = evaluated_[rule.order]; count > 0) {
        counts_.evaluated.emplace(rule.rule->info.id, count);
      }
      if (const std::uint64_t count = undecided_count_[rule.order]; count > 0) {
        counts_.undecided.emplace(rule.rule->info.id, count);
      }
    }
    return counts_;
  }

 private:
  void lint_exchange(const model::Exchange& exchange, std::span<const model::Exchange> following) {
    ++exchange_serial_;
    undecided_here_ = false;
    replaced_here_.clear();
    const std::size_t findings_before = findings_.size();
    facts::ConnectionState& state = state_of(exchange.connection->number);
    state.source = &source_;
    facts_.bind(exchange, state, with_history_ ? &history_ : nullptr, *arena_);
    facts_.set_following(following);
    if (use_cache_ && ShapeCache::has_shape(facts_)) {
      run_shape(exchange);
    } else {
      for_each_stage(exchange, [this](Stage stage, const model::Message* message) { run_stage(stage, message); });
    }
    drop_replaced(findings_before);
    facts::remember_exchange(facts_, state);
    if (with_history_) history_.remember(exchange, facts_.resource_key());
    if (undecided_here_) ++counts_.undecided_exchanges;
  }

  facts::ConnectionState& state_of(std::uint32_t connection) {
    if (last_state_ == nullptr || last_connection_ != connection) {
      last_state_ = &connections_[connection];
      last_connection_ = connection;
    }
    return *last_state_;
  }

  /// Of the findings from `first` on, drops those in whose place another rule of the same exchange speaks.
  void drop_replaced(std::size_t first) {
    if (replaced_here_.empty()) return;
    const auto replaced = [this](const model::Finding& finding) {
      return std::ranges::find(replaced_here_, finding.rule_order) != replaced_here_.end();
    };
    findings_.erase(std::remove_if(findings_.begin() + static_cast<std::ptrdiff_t>(first), findings_.end(), replaced),
                    findings_.end());
  }

  RuleIndex& index(Stage stage) { return indices_[static_cast<std::size_t>(stage)]; }

  /// Calls `visit` with each stage of `exchange` and the message judged in it.
  template <typename Visit>
  static void for_each_stage(const model::Exchange& exchange, Visit visit) {
    if (exchange.request != nullptr) visit(Stage::kRequest, exchange.request);
    for (const model::Message& interim : exchange.interims) visit(Stage::kResponse, &interim);
    visit(exchange.response != nullptr ? Stage::kResponse : Stage::kUnanswered, exchange.response);
    visit(Stage::kSession, exchange.response);
    if (exchange.response != nullptr) visit(Stage::kHistory, exchange.response);
  }

  void run_stage(Stage stage, const model::Message* message) {
    if (index(stage).empty()) return;
    facts_.judge(message);
    index(stage).candidates(facts_, [this](const ActiveRule& rule) { run_rule(rule); });
  }

  /// Runs all stages of an exchange that has a shape.
  void run_shape(const model::Exchange& exchange) {
    ShapeCache::Shape* shape = shapes_.find(facts_);
    if (shape == nullptr) shape = &learn_shape(exchange);
    for (ShapeCache::StageCandidates& stage : shape->stages()) {
      const model::Message* message = stage.stage == Stage::kRequest ? exchange.request : exchange.response;
      bool judged = false;
      for (std::size_t i = 0; i < stage.candidates.size();) {
        ShapeCache::Candidate& candidate = stage.candidates[i++];
        const std::uint64_t key = shapes_.key(*shape, candidate, facts_);
        if (key != 0 && ShapeCache::is_quiet(candidate, key)) continue;
        if (!judged) facts_.judge(message);
        judged = true;
        quiet_ = true;
        if (candidate.guards().empty()) {
          run_rule(candidate.rule());
        } else if (key == 0 || hold(candidate.guards())) {
          run_rule(candidate.rule());
          continue;
        }
        if (quiet_ && key != 0 && ShapeCache::note_quiet(candidate, key)) {
          stage.candidates.erase(stage.candidates.begin() + static_cast<std::ptrdiff_t>(--i));
        }
      }
    }
  }

  /// False if one of `guards` does not hold, whatever else may yet be captured.
  bool hold(std::span<const expr::Program> guards) {
    return std::ranges::all_of(guards, [this](const expr::Program& guard) {
      const Value value = evaluator_.run(guard);
      return value.known() ? value.boolean : value.state == State::kNotCaptured;
    });
  }

  ShapeCache::Shape& learn_shape(const model::Exchange& exchange) {
    std::array<std::vector<const ActiveRule*>, kStages> candidates;
    for_each_stage(exchange, [&](Stage stage, const model::Message* message) {
      if (index(stage).empty()) return;
      facts_.judge(message);
      auto& list = candidates[static_cast<std::size_t>(stage)];
      index(stage).candidates(facts_, [&list](const ActiveRule& rule) { list.push_back(&rule); });
    });
    return shapes_.learn(candidates, facts_);
  }

  void run_rule(const ActiveRule& active) {
    const Rule& rule = *active.rule;
    current_ = &active;
    found_ = 0;
    ++evaluated_[active.order];
    if (rule.each.empty()) {
      run_once(rule, {});
      return;
    }
    const Value list = evaluator_.run(rule.each);
    if (!list.known()) {
      if (list.state == State::kNotCaptured) consider_missing_items(rule);
      return;
    }
    for (std::uint32_t i = 0; i < list.list.size; ++i) run_once(rule, element(rule.each.type, list.list, i));
  }

  /// Items that were not captured leave a rule undecided, unless nothing about them could make it fire.
  void consider_missing_items(const Rule& rule) {
    const Value could = evaluator_.fires(rule.when, rule.require, Value::not_captured());
    if (could.state == State::kNotCaptured || (could.known() && could.boolean)) undecided();
  }

  static Value element(const expr::Type& type, const expr::List& list, std::uint32_t i) {
    switch (type.element) {
      case expr::Kind::kString:
        return Value::of(static_cast<const Bytes*>(list.data)[i]);
      case expr::Kind::kInt:
        return Value::of(static_cast<const std::int64_t*>(list.data)[i]);
      default:
        return Value::of_object(static_cast<const void* const*>(list.data)[i]);
    }
  }

  void run_once(const Rule& rule, const Value& item) {
    item_ = item;
    if (rule.check != nullptr) {
      const Value applies = rule.when.empty() ? Value::of(true) : evaluator_.run(rule.when, item);
      if (applies.known() && applies.boolean) rule.check(facts_, *this);
      if (applies.state == State::kNotCaptured) undecided();
      return;
    }
    const Value fires = evaluator_.fires(rule.when, rule.require, item);
    if (fires.state == State::kNotCaptured) undecided();
    if (!fires.known() || !fires.boolean) return;
    model::Finding finding;
    if (!begin_finding(rule, finding)) return;
    point(rule, finding);
    finding.arguments = arguments_of(rule);
    findings_.push_back(finding);
  }

  /// Fills in what every finding of `rule` has; false if it is not loud enough to be shown.
  bool begin_finding(const Rule& rule, model::Finding& finding) {
    quiet_ = false;
    if (found_ == kMaxFindingsPerMessage) return false;
    finding.severity = rule.info.severity;
    for (const SeverityCase& c : rule.severities) {
      const Value holds = evaluator_.run(c.when, item_);
      if (!holds.known() || !holds.boolean) continue;
      finding.severity = c.severity;
      break;
    }
    if (!rule.info.replaces.empty()) {
      const std::vector<std::uint32_t>& ranks = replaced_by_[current_->order];
      replaced_here_.insert(replaced_here_.end(), ranks.begin(), ranks.end());
    }
    if (finding.severity < current_->threshold) return false;
    ++found_;
    finding.rule = &rule.info;
    finding.rule_order = current_->order;
    finding.exchange = &facts_.exchange();
    return true;
  }

  void point(const Rule& rule, model::Finding& finding) {
    const model::Message* message = subject();
    if (message == nullptr) return;
    if (rule.at.root != expr::kNoRoot && point_at_path(finding, facts_, rule.at)) return;
    if (!rule.each.empty()) {
      const expr::Type item_type{rule.each.type.element, expr::Kind::kBool, rule.each.type.object};
      if (point_at_item(finding, *message, item_type, item_)) return;
    }
    for (const EvidencePath& path : rule.evidence) {
      const bool of_request = static_cast<facts::Root>(path.root) == facts::Root::kReq;
      if ((of_request ? exchange().request : judged()) != message) continue;
      if (point_at_path(finding, facts_, path)) return;
    }
    point_at_start_line(finding, *message);
  }

  const model::Exchange& exchange() { return facts_.exchange(); }
  const model::Message* judged() { return facts_.judged().there() ? &facts_.judged().message() : nullptr; }

  /// The message that a finding sits on unless something else is said.
  const model::Message* subject() {
    if (judged() != nullptr) return judged();
    if (exchange().request != nullptr) return exchange().request;
    return exchange().interims.empty() ? nullptr : &exchange().interims.back();
  }

  std::span<const Bytes> arguments_of(const Rule& rule) {
    const auto arguments = arena_->make_array<Bytes>(rule.arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      arguments[i] = text_of(rule.arguments[i].type, evaluator_.run(rule.arguments[i], item_));
    }
    return arguments;
  }

  Bytes text_of(const expr::Type& type, const Value& value) {
    if (!value.known()) return value.state == State::kAbsent ? "nothing" : "an unknown value";
    switch (type.kind) {
      case expr::Kind::kBool:
        return value.boolean ? "true" : "false";
      case expr::Kind::kInt:
        return arena_->copy(std::to_string(value.integer));
      case expr::Kind::kString:
        return arena_->copy(value.string);
      case expr::Kind::kList:
        return list_text(type, value.list);
      case expr::Kind::kObject:
        break;
    }
    return {};
  }

  Bytes list_text(const expr::Type& type, const expr::List& list) {
    std::string text;
    for (std::uint32_t i = 0; i < list.size && text.size() < 256; ++i) {
      const Value item = element(type, list, i);
      if (i > 0) text += ", ";
      text += type.element == expr::Kind::kString ? std::string(item.string) : std::to_string(item.integer);
    }
    return arena_->copy(text);
  }

  void report(const model::Message& message, const model::FieldLine* line, Bytes octets,
              std::initializer_list<Bytes> arguments) override {
    model::Finding finding;
    if (!begin_finding(*current_->rule, finding)) return;
    if (line != nullptr) {
      point_at_line(finding, message, *line, octets);
    } else if (octets.empty() || !point_at_item(finding, message, expr::kStringType, Value::of(octets))) {
      point_at_start_line(finding, message);
    }
    const auto copies = arena_->make_array<Bytes>(arguments.size());
    std::ranges::transform(arguments, copies.begin(), [this](Bytes a) { return arena_->copy(a); });
    finding.arguments = copies;
    findings_.push_back(finding);
  }

  void undecided() override {
    quiet_ = false;
    undecided_here_ = true;
    std::uint64_t& last = undecided_in_[current_->order];
    if (last == exchange_serial_) return;
    last = exchange_serial_;
    ++undecided_count_[current_->order];
  }

  // The order of the contract: connection, exchange, part, octet offset, rule id. Inputs come one after another.
  void sort_findings() {
    const auto key = [](const model::Finding& f) {
      const auto part = f.message == nullptr ? 3u : static_cast<unsigned>(f.message->part);
      const std::uint64_t offset = f.evidence.input ? f.evidence.input->offset : f.evidence.stream_offset;
      return std::tuple(f.exchange->connection->number, f.exchange->number, part, offset, f.rule_order);
    };
    // Findings of one rule at one place stay in the order in which it made them.
    std::ranges::stable_sort(findings_, {}, key);
  }

  std::vector<ActiveRule> active_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> replaced_by_;
  std::vector<std::uint32_t> replaced_here_;  // ranks of the rules in whose place another one spoke
  std::array<RuleIndex, kStages> indices_;
  ShapeCache shapes_;
  bool use_cache_ = true;
  bool quiet_ = true;  // the rule that runs has had nothing to say
  bool with_history_;
  facts::ContentCollector collector_;
  facts::History history_;
  facts::Facts facts_;
  expr::Evaluator evaluator_;
  std::unordered_map<std::uint32_t, facts::ConnectionState> connections_;
  facts::ConnectionState* last_state_ = nullptr;  // of the connection looked up last
  std::uint32_t last_connection_ = 0;
  facts::SourceState source_;
  std::vector<model::Finding> findings_;
  std::vector<std::uint64_t> undecided_in_;     // by rank: serial of the exchange that was counted last
  std::vector<std::uint64_t> undecided_count_;  // by rank
  std::vector<std::uint64_t> evaluated_;        // by rank
  LintCounts counts_;
  base::Arena* arena_ = nullptr;
  const ActiveRule* current_ = nullptr;
  Value item_;
  std::size_t found_ = 0;
  std::uint64_t exchange_serial_ = 0;
  bool undecided_here_ = false;
};

base::Result<std::unique_ptr<Linter>> Linter::create(const RuleSet& rules, const Selection& selection,
                                                     const LintOptions& options) {
  for (const auto* patterns : {&selection.enable, &selection.disable}) {
    for (const std::string& pattern : *patterns) {
      const std::vector<std::string> one = {pattern};
      if (std::ranges::any_of(rules.rules(), [&one](const Rule* rule) { return matches_any(one, *rule); })) continue;
      std::vector<Bytes> ids;
      for (const Rule* rule : rules.rules()) ids.push_back(rule->info.id);
      const auto near = expr::nearest(pattern, ids);
      return base::Error{"no rule matches '" + pattern + "'" +
                         (near ? "; did you mean '" + std::string(*near) + "'?" : "; `httpvet rules` lists them")};
    }
  }
  auto state = std::make_unique<LinterState>(rules, selection, options);
  return std::unique_ptr<Linter>(new Linter(std::move(state)));
}

Linter::Linter(std::unique_ptr<LinterState> state) : state_(std::move(state)) {}
Linter::~Linter() = default;
model::ContentSinks& Linter::sinks() { return state_->sinks(); }
void Linter::begin_source() { state_->begin_source(); }
std::span<const model::Finding> Linter::lint(model::Batch& batch) { return state_->lint(batch); }
const LintCounts& Linter::counts() const { return state_->counts(); }

}  // namespace httpvet::engine
