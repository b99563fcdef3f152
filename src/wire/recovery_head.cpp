#include "wire/recovery_head.h"

#include "wire/field_lines.h"
#include "wire/line.h"
#include "wire/start_line.h"

namespace httpvet::wire {

void recover_head(Bytes octets, Kind kind, const HeadOptions& options, RawHead& head, AnomalyLog& log) {
  head.clear();
  head.size = octets.size();
  // A text may have lost the line ends at its end.
  const LineRules rules{!options.text_lines && !options.printed, !options.printed, options.text_lines};
  const std::optional<Line> first = line_at(octets, 0, rules);
  head.start_line = {0, first ? first->end : octets.size()};
  AnomalyLog* judge = first && !options.printed ? &log : nullptr;
  if (kind == Kind::kRequest) {
    parse_request_line(octets, options.printed, head, judge);
  } else {
    parse_status_line(octets, options.printed, head, judge);
  }
  if (!first) return;
  audit_line(octets, *first, rules, 0, log);
  parse_field_lines(octets, first->next, Section::kHeader, rules, head.lines, log);
}

}  // namespace httpvet::wire
