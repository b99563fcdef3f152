// The expressions of a rule: conditions, message templates, paths to evidence.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/rule.h"
#include "engine/rule_loader_context.h"
#include "expr/compiler.h"

namespace httpvet::engine {

/// A message as the engine wants it: `{}` where the next argument goes.
struct MessageTemplate {
  Bytes text;
  std::span<const expr::Program> arguments;
};

/// Compiles what one rule says, with the names that its scope knows.
class RuleExpressions {
 public:
  RuleExpressions(LoadContext& context, model::Scope scope) : context_(context), scope_(scope) {}

  /// Compiles `each`, and gives `it` its type from then on. Empty after reporting an error.
  expr::Program each(const YamlNode& scalar);

  /// Compiles a condition. Empty after reporting an error.
  expr::Program condition(const YamlNode& scalar, const std::string& what);

  /// Splits a message into its template and its arguments. Where a check speaks (`by_check`) the arguments come from
  /// there, and the message says `{}` for each.
  MessageTemplate message(const YamlNode& scalar, bool by_check);

  /// A path such as `res.content_range`: a root and one of its members.
  std::optional<EvidencePath> path(const YamlNode& scalar, const std::string& what);

 private:
  std::optional<expr::Program> compile(const YamlNode& scalar, Bytes source, std::size_t offset,
                                       std::optional<expr::Type> expected);
  std::optional<expr::Program> argument(const YamlNode& scalar, Bytes source, std::size_t offset);

  LoadContext& context_;
  model::Scope scope_;
  std::optional<expr::Type> item_;
  bool each_failed_ = false;
};

/// The fields and anomalies that `programs` read from messages, in order, each once.
std::vector<EvidencePath> fields_read(std::span<const expr::Program> programs);

/// Adds `path` to `paths` unless the same field of the same message is there already.
void add_path(std::vector<EvidencePath>& paths, const EvidencePath& path);

}  // namespace httpvet::engine
