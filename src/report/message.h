// The sentence of a finding: its rule's template with the captured values in it.
#pragma once

#include <string>

#include "model/finding.h"
#include "report/escape.h"
#include "report/redactor.h"

namespace httpvet::report {

/// Octets of an argument that are shown; what is longer ends in `…`.
inline constexpr std::size_t kLongestArgument = 120;

/// Appends the message of `finding`, which `redactor` is using: safe to print, in the spelling of `style`.
void append_message(std::string& out, const model::Finding& finding, Redactor& redactor, EscapeStyle style);

/// The first `limit` octets of `text`, not ending within a UTF-8 character.
Bytes cut_to(Bytes text, std::size_t limit);

/// Appends captured `text`, escaped; what is longer than `limit` octets ends in `…`.
void append_cut(std::string& out, Bytes text, std::size_t limit, EscapeStyle style);

}  // namespace httpvet::report
