#include "engine/rule_loader.h"

#include <array>
#include <optional>
#include <utility>

#include "base/byte_class.h"
#include "engine/rule_loader_examples.h"
#include "engine/rule_loader_expressions.h"
#include "facts/schema.h"

namespace httpvet::engine {
namespace {

constexpr std::array<Bytes, 25> kRuleKeys = {
    "id",       "severity", "basis", "confidence", "scope",    "spec", "title", "each", "when",
    "require",  "check",    "reads", "at",         "message",  "why",  "fix",   "tags", "default",
    "profiles", "status",   "since", "aliases",    "replaces", "bad",  "good"};
constexpr std::array<Bytes, 10> kRequiredKeys = {"id",      "severity", "basis", "spec", "title",
                                                 "message", "why",      "fix",   "bad",  "good"};
constexpr std::array<Bytes, 2> kCaseKeys = {"when", "is"};
constexpr std::array<Bytes, 2> kSwitch = {"off", "on"};
constexpr std::size_t kIdOctets = 80;

/// Loads one rule, key by key.
class RuleLoader {
 public:
  RuleLoader(LoadContext& context, const YamlNode& node)
      : context_(context), node_(node), map_(context, node, kRuleKeys, "a rule") {}

  LoadedRule load() {
    if (!node_.is_map()) return std::move(loaded_);
    check_required_keys();
    load_identity();
    load_classification();
    RuleExpressions expressions(context_, rule().info.scope);
    load_conditions(expressions);
    load_severity(expressions);
    load_evidence(expressions);
    load_texts(expressions);
    load_all_examples();
    return std::move(loaded_);
  }

 private:
  Rule& rule() { return loaded_.rule; }
  model::RuleInfo& info() { return loaded_.rule.info; }

  /// " `405-missing-allow`" once the id is known, for sentences about the rule as a whole.
  std::string name() const {
    const YamlNode* id = map_.find("id");
    return id != nullptr && id->is_scalar() ? " " + quoted(id->value) : std::string();
  }

  void check_required_keys() {
    std::string missing;
    for (const Bytes key : kRequiredKeys) {
      if (map_.find(key) == nullptr) missing += (missing.empty() ? "" : ", ") + quoted(key);
    }
    if (!missing.empty()) context_.error_at(node_, "the rule" + name() + " has no " + missing);
  }

  template <typename Enum, std::size_t Size>
  void load_choice(Bytes key, const std::array<Bytes, Size>& words, Enum& out) {
    const YamlNode* value = map_.find(key);
    const auto index = value != nullptr ? context_.choice(*value, quoted(key), words) : std::nullopt;
    if (index) out = static_cast<Enum>(*index);
  }

  void load_text(Bytes key, Bytes& out) {
    const YamlNode* value = map_.find(key);
    const auto text = value != nullptr ? context_.word(*value, quoted(key)) : std::nullopt;
    if (text) out = context_.keep(*text);
  }

  void load_words(Bytes key, std::span<const Bytes>& out) {
    if (const YamlNode* value = map_.find(key)) out = context_.words(*value, quoted(key));
  }

  void check_id(const YamlNode& node, Bytes id) {
    for (std::size_t i = 0; i < id.size(); ++i) {
      const char c = id[i];
      const bool fits = base::is(c, base::kDigit) || (c >= 'a' && c <= 'z') || (c == '-' && i != 0);
      if (fits) continue;
      context_.error_in(node, i, "an id holds lower-case letters, digits and `-`, as in `405-missing-allow`");
      return;
    }
    if (id.size() > kIdOctets) context_.error_at(node, "an id has at most 80 characters");
  }

  void load_identity() {
    load_text("id", info().id);
    const YamlNode* id = map_.find("id");
    if (id != nullptr) check_id(*id, info().id);
    loaded_.id_offset = id != nullptr ? id->offset : node_.offset;
    loaded_.origin.rule = context_.position(loaded_.id_offset);
    load_words("aliases", info().aliases);
    if (const YamlNode* aliases = map_.find("aliases")) {
      for (const Bytes alias : info().aliases) check_id(*aliases, alias);
    }
    load_words("replaces", info().replaces);
    load_words("spec", info().spec);
    load_words("tags", info().tags);
    load_text("since", info().since);
    load_text("title", info().title);
    if (info().title.find('\n') != Bytes::npos) context_.error_at(*map_.find("title"), "`title` has to be one line");
  }

  void load_classification() {
    load_choice("basis", model::kBasisNames, info().basis);
    load_choice("confidence", model::kConfidenceNames, info().confidence);
    load_choice("scope", model::kScopeNames, info().scope);
    load_choice("status", model::kRuleStatusNames, info().status);
    load_choice("default", kSwitch, info().default_on);
    const YamlNode* profiles = map_.find("profiles");
    if (profiles == nullptr) return;
    info().profiles = 0;
    const auto add = [&](const YamlNode& item) {
      const auto index = context_.choice(item, "`profiles`", model::kProfileNames);
      if (index) info().profiles = static_cast<std::uint8_t>(info().profiles | (1u << *index));
    };
    if (!profiles->is_sequence()) {
      add(*profiles);
      return;
    }
    if (profiles->items.empty()) context_.error_at(*profiles, "`profiles` is an empty list");
    for (const YamlNode& item : profiles->items) add(item);
  }

  void load_conditions(RuleExpressions& expressions) {
    const YamlNode* each = map_.find("each");
    const YamlNode* when = map_.find("when");
    const YamlNode* require = map_.find("require");
    const YamlNode* check = map_.find("check");
    if (each == nullptr && when == nullptr && require == nullptr && check == nullptr) {
      context_.error_at(node_, "the rule" + name() + " judges nothing: it needs `when`, `require`, `each` or `check`");
    }
    if (each != nullptr) rule().each = expressions.each(*each);
    if (when != nullptr) rule().when = expressions.condition(*when, "`when`");
    if (require != nullptr) rule().require = expressions.condition(*require, "`require`");
    if (check != nullptr && require != nullptr) {
      context_.error(map_.offset_of("require"),
                     "`check` and `require` exclude each other; `when` says where a check runs");
    }
    if (check != nullptr) load_check(*check);
    rule().needs = expr::analyse(rule().each, rule().when, rule().require, facts::schema(), context_.arena());
    std::string requirement;
    for (const Bytes key : {Bytes("each"), Bytes("when"), Bytes("require"), Bytes("check")}) {
      const YamlNode* value = map_.find(key);
      if (value == nullptr || !value->is_scalar()) continue;
      Bytes written = value->value;
      while (written.ends_with('\n')) written.remove_suffix(1);
      requirement += (requirement.empty() ? "" : "\n") + std::string(key) + ": " + std::string(written);
    }
    info().requirement = context_.keep(requirement);
  }

  void load_check(const YamlNode& node) {
    const auto word = context_.word(node, "`check`");
    if (!word) return;
    rule().check = checks::find_check(*word);
    if (rule().check != nullptr) return;
    std::vector<Bytes> names;
    for (const checks::CheckEntry& entry : checks::all_checks()) names.push_back(entry.name);
    context_.error_at(node, "there is no check " + quoted(*word) + did_you_mean(*word, names));
  }

  void load_severity(RuleExpressions& expressions) {
    const YamlNode* severity = map_.find("severity");
    if (severity == nullptr) return;
    if (!severity->is_sequence()) {
      load_choice("severity", model::kSeverityNames, info().severity);
      return;
    }
    std::vector<SeverityCase> cases;
    for (std::size_t i = 0; i < severity->items.size(); ++i) {
      const YamlNode& item = severity->items[i];
      const bool last = i + 1 == severity->items.size();
      if (last != item.is_scalar()) {
        context_.error_at(
            item, "`severity` is a word, or a list of maps with `when` and `is` whose last entry alone is a word");
        return;
      }
      if (!last) {
        load_case(expressions, item, cases);
      } else if (const auto index = context_.choice(item, "`severity`", model::kSeverityNames)) {
        info().severity = static_cast<model::Severity>(*index);
      }
    }
    if (severity->items.empty()) context_.error_at(*severity, "`severity` is an empty list");
    rule().severities = context_.arena().copy_array(std::span<const SeverityCase>(cases));
  }

  void load_case(RuleExpressions& expressions, const YamlNode& node, std::vector<SeverityCase>& cases) {
    const KeyedMap map(context_, node, kCaseKeys, "an entry of `severity`");
    const YamlNode* when = map.find("when");
    const YamlNode* is = map.find("is");
    if (when == nullptr || is == nullptr) {
      if (node.is_map()) context_.error_at(node, "an entry of `severity` needs `when` and `is`");
      return;
    }
    SeverityCase entry;
    entry.when = expressions.condition(*when, "`when`");
    if (const auto index = context_.choice(*is, "`is`", model::kSeverityNames)) {
      entry.severity = static_cast<model::Severity>(*index);
    }
    cases.push_back(entry);
  }

  void load_evidence(RuleExpressions& expressions) {
    if (const YamlNode* at = map_.find("at")) rule().at = expressions.path(*at, "`at`").value_or(EvidencePath{});
    std::vector<EvidencePath> paths = fields_read(std::array{rule().require, rule().when});
    if (const YamlNode* reads = map_.find("reads")) {
      const auto add = [&](const YamlNode& item) {
        if (const auto path = expressions.path(item, "`reads`")) add_path(paths, *path);
      };
      if (reads->is_sequence()) {
        for (const YamlNode& item : reads->items) add(item);
      } else {
        add(*reads);
      }
    }
    rule().evidence = context_.arena().copy_array(std::span<const EvidencePath>(paths));
  }

  void load_texts(RuleExpressions& expressions) {
    load_text("why", info().why);
    load_text("fix", info().fix);
    const YamlNode* message = map_.find("message");
    if (message == nullptr) return;
    const MessageTemplate made = expressions.message(*message, map_.find("check") != nullptr);
    info().message = made.text;
    rule().arguments = made.arguments;
  }

  void load_all_examples() {
    const auto load = [&](Bytes key, std::span<const model::Example>& out, std::vector<FilePosition>& positions) {
      const YamlNode* list = map_.find(key);
      if (list == nullptr) return;
      LoadedExamples loaded = load_examples(context_, *list, quoted(key), info().profiles);
      out = loaded.examples;
      positions = std::move(loaded.positions);
    };
    load("bad", info().bad, loaded_.origin.bad);
    load("good", info().good, loaded_.origin.good);
  }

  LoadContext& context_;
  const YamlNode& node_;
  KeyedMap map_;
  LoadedRule loaded_;
};

}  // namespace

LoadedRule load_rule(LoadContext& context, const YamlNode& node) { return RuleLoader(context, node).load(); }

}  // namespace httpvet::engine
