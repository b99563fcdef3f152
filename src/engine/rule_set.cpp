#include "engine/rule_set.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "engine/rule_loader.h"
#include "engine/yaml_tree.h"

namespace httpvet::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::array<Bytes, 1> kFileKeys = {"rules"};

bool is_rule_file(const fs::path& path) {
  const fs::path extension = path.extension();
  return extension == ".yaml" || extension == ".yml";
}

void load_one_file(const fs::path& path, RuleFile& out, std::vector<RuleFileError>& errors) {
  const std::string name = path.string();
  std::ifstream stream(path, std::ios::binary);
  // One octet more than is allowed: then the loader says that the file is too large.
  std::string text(kYamlOctets + 1, '\0');
  if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream && !stream.eof()) {
    errors.push_back({name, 1, 1, "The rule file cannot be read."});
    return;
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  out.load(text, name, errors);
}

/// What the rules of `extra` replace has to be there.
void check_replaced(const RuleSet& set, const RuleFile& extra, std::vector<RuleFileError>& errors) {
  std::vector<Bytes> ids;
  for (const Rule* rule : set.rules()) ids.push_back(rule->info.id);
  for (std::size_t i = 0; i < extra.rules().size(); ++i) {
    for (const Bytes id : extra.rules()[i].info.replaces) {
      if (set.find(id) != nullptr) continue;
      const RuleOrigin& origin = extra.origin(i);
      errors.push_back({origin.file, origin.rule.line, origin.rule.column,
                        "`replaces` names " + quoted(id) + ", which is no rule" + did_you_mean(id, ids)});
    }
  }
}

}  // namespace

std::string RuleFileError::text() const {
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + message;
}

void RuleFile::load(Bytes yaml, const std::string& file, std::vector<RuleFileError>& errors) {
  LoadContext context(yaml, file, arena_, errors);
  const auto tree = parse_yaml(yaml);
  if (!tree.ok()) {
    context.error(tree.error().offset, tree.error().message);
    return;
  }
  const KeyedMap top(context, tree.value(), kFileKeys, "a rule file");
  const YamlNode* list = top.find("rules");
  if (list == nullptr || !list->is_sequence()) {
    if (context.error_count() == 0) {
      context.error_at(list == nullptr ? tree.value() : *list, "a rule file has to hold `rules:` with a list of rules");
    }
    return;
  }
  for (const YamlNode& item : list->items) {
    const std::size_t errors_before = context.error_count();
    LoadedRule loaded = load_rule(context, item);
    loaded.origin.file = file;
    claim_names(context, loaded);
    if (context.error_count() != errors_before) continue;
    rules_.push_back(loaded.rule);
    origins_.push_back(std::move(loaded.origin));
  }
}

void RuleFile::claim_names(LoadContext& context, const LoadedRule& loaded) {
  std::vector<Bytes> names(loaded.rule.info.aliases.begin(), loaded.rule.info.aliases.end());
  names.push_back(loaded.rule.info.id);
  const std::string where = loaded.origin.file + ":" + std::to_string(loaded.origin.rule.line);
  for (const Bytes name : names) {
    if (name.empty()) continue;
    const auto [entry, is_new] = names_.emplace(name, where);
    if (!is_new)
      context.error(loaded.id_offset, "there is a rule called " + quoted(name) + " already, at " + entry->second);
  }
}

void load_rule_path(const std::string& path, RuleFile& out, std::vector<RuleFileError>& errors) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (!fs::exists(status)) {
    errors.push_back({path, 1, 1, "There is no such rule file or folder."});
    return;
  }
  if (!fs::is_directory(status)) {
    load_one_file(path, out, errors);
    return;
  }
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator it(path, failure), end; !failure && it != end; it.increment(failure)) {
    if (is_rule_file(it->path()) && fs::is_regular_file(it->path(), failure)) files.push_back(it->path());
  }
  if (failure) {
    errors.push_back({path, 1, 1, "The folder of rules cannot be read: " + failure.message() + "."});
    return;
  }
  if (files.empty()) errors.push_back({path, 1, 1, "The folder holds no rule files (*.yaml)."});
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) load_one_file(file, out, errors);
}

RuleSet RuleSet::merge(std::span<const Rule> builtin, const RuleFile* extra, std::vector<RuleFileError>& errors) {
  RuleSet set;
  std::map<Bytes, const Rule*> names;
  for (const Rule& rule : builtin) {
    set.rules_.push_back(&rule);
    names.emplace(rule.info.id, &rule);
    for (const Bytes alias : rule.info.aliases) names.emplace(alias, &rule);
  }
  for (std::size_t i = 0; extra != nullptr && i < extra->rules().size(); ++i) {
    const Rule& rule = extra->rules()[i];
    std::vector<Bytes> own(rule.info.aliases.begin(), rule.info.aliases.end());
    own.push_back(rule.info.id);
    const auto taken = std::find_if(own.begin(), own.end(), [&](Bytes name) { return names.contains(name); });
    if (taken == own.end()) {
      set.rules_.push_back(&rule);
      continue;
    }
    const RuleOrigin& origin = extra->origin(i);
    errors.push_back({origin.file, origin.rule.line, origin.rule.column,
                      quoted(*taken) + " is a built-in rule; a rule of yours needs an id of its own."});
  }
  std::sort(set.rules_.begin(), set.rules_.end(), [](const Rule* a, const Rule* b) { return a->info.id < b->info.id; });
  if (extra != nullptr) check_replaced(set, *extra, errors);
  return set;
}

const Rule* RuleSet::find(Bytes id) const {
  const auto by_id = std::lower_bound(rules_.begin(), rules_.end(), id,
                                      [](const Rule* rule, Bytes wanted) { return rule->info.id < wanted; });
  if (by_id != rules_.end() && (*by_id)->info.id == id) return *by_id;
  for (const Rule* rule : rules_) {
    const auto& aliases = rule->info.aliases;
    if (std::find(aliases.begin(), aliases.end(), id) != aliases.end()) return rule;
  }
  return nullptr;
}

}  // namespace httpvet::engine
