// Rule: what people may know about it (RuleInfo) and what the engine runs.
#pragma once

#include <cstdint>
#include <span>

#include "checks/check.h"
#include "expr/program.h"
#include "model/rule_info.h"

namespace httpvet::engine {

/// One entry of a severity list: "info where this holds".
struct SeverityCase {
  expr::Program when;
  model::Severity severity = model::Severity::kWarning;
};

/// Which octets a finding points at: a member of a root (`at: res.content_range`). kNoRoot: chosen by the engine.
struct EvidencePath {
  expr::RootId root = expr::kNoRoot;
  expr::FactId fact = 0;
};

/// One rule, ready to run. Plain constants: the host tool writes built-in rules as tables.
struct Rule {
  model::RuleInfo info;
  expr::Program each;                        // the list it runs over; empty: runs once
  expr::Program when;                        // empty: always
  expr::Program require;                     // empty: a finding whenever `when` holds (or what the check says)
  std::span<const SeverityCase> severities;  // in order; info.severity when none holds
  std::span<const expr::Program> arguments;  // of the message template, in order
  EvidencePath at;
  std::span<const EvidencePath> evidence;  // fields it reads, in the order to try when `at` is not given
  checks::CheckFunction check = nullptr;
  expr::Needs needs;
};

}  // namespace httpvet::engine
