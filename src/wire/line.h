// Lines of start lines, field sections and chunk framing, taken tolerantly: LF ends a line, a CR before it belongs to
// the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "wire/anomaly_log.h"

namespace httpvet::wire {

/// What is worth noting about lines.
struct LineRules {
  bool bare_lf = true;     // a line end without CR is an anomaly
  bool bare_cr = true;     // a CR elsewhere is an anomaly
  bool end_is_lf = false;  // the end of the text ends a line as LF does
};

/// One line of some text, as positions within it.
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;   // of its content: a CR right before the LF is not part of it
  std::size_t next = 0;  // behind its LF
  bool has_cr = false;   // it ended in CRLF

  Bytes in(Bytes text) const { return text.substr(begin, end - begin); }
};

/// The line of `text` that begins at `begin`; nullopt if no LF ends it.
std::optional<Line> line_at(Bytes text, std::size_t begin);

/// The same; with `rules.end_is_lf` the end of the text ends the last line.
std::optional<Line> line_at(Bytes text, std::size_t begin, const LineRules& rules);

/// True when the line holds nothing but (stray) CRs: it ends a section as the empty line does, because that is what a
/// text whose line ends were doubled to CR CR LF means.
bool is_empty_line(Bytes text, const Line& line);

/// Notes a missing CR and bare CRs of a line (RFC 9112 §2.2). Offsets are positions within `text` plus `offset`.
void audit_line(Bytes text, const Line& line, const LineRules& rules, std::uint64_t offset, AnomalyLog& log);

}  // namespace httpvet::wire
