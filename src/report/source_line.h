// SourceLine: the captured line that a finding points at, ready for a snippet.
#pragma once

#include <cstdint>
#include <optional>

#include "model/finding.h"
#include "report/place.h"
#include "report/redactor.h"
#include "report/snippet.h"

namespace httpvet::report {

struct SourceLine {
  SnippetLine snippet;
  std::optional<std::uint64_t> number;  // of the line in its input; not known where lines mean nothing
};

/// The line around `place`: from the input where it keeps lines, else from the message's head, else the evidence
/// itself. Line ends are left out unless the evidence reaches them. `redactor` is using `finding`.
std::optional<SourceLine> source_line(const model::Finding& finding, const Place& place, Redactor& redactor);

}  // namespace httpvet::report
