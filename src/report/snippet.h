// Snippet: one captured line with its evidence underlined.
#pragma once

#include <cstddef>
#include <string>

#include "base/bytes.h"
#include "report/redact.h"

namespace httpvet::report {

/// A captured line, masked but not escaped, and what to underline in it.
struct SnippetLine {
  std::string text;
  Span evidence;            // in octets of text; empty: the place before evidence.begin
  bool cut_before = false;  // there is more of the line before
  bool cut_after = false;   // there is more of the line, or of the evidence, behind
};

/// Two rows of the same columns, each safe to print.
struct Snippet {
  std::string text;
  std::string carets;  // blanks, then one `^` for each column of the evidence
};

/// Escapes `line` octet by octet (all that is not printable ASCII is shown as an escape: here octets count, not
/// characters) and shows the part of it around the evidence that fits into `width` columns.
Snippet make_snippet(const SnippetLine& line, std::size_t width, bool unicode);

}  // namespace httpvet::report
