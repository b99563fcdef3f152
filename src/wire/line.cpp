#include "wire/line.h"

#include "model/anomaly.h"

namespace httpvet::wire {

using model::AnomalyKind;

std::optional<Line> line_at(Bytes text, std::size_t begin) {
  const std::size_t lf = text.find('\n', begin);
  if (lf == Bytes::npos) return std::nullopt;
  const bool has_cr = lf > begin && text[lf - 1] == '\r';
  return Line{begin, has_cr ? lf - 1 : lf, lf + 1, has_cr};
}

std::optional<Line> line_at(Bytes text, std::size_t begin, const LineRules& rules) {
  const std::optional<Line> line = line_at(text, begin);
  if (line || !rules.end_is_lf || begin >= text.size()) return line;
  const bool has_cr = text.back() == '\r';
  return Line{begin, has_cr ? text.size() - 1 : text.size(), text.size(), has_cr};
}

bool is_empty_line(Bytes text, const Line& line) {
  for (std::size_t i = line.begin; i < line.end; ++i) {
    if (text[i] != '\r') return false;
  }
  return true;
}

void audit_line(Bytes text, const Line& line, const LineRules& rules, std::uint64_t offset, AnomalyLog& log) {
  if (rules.bare_cr) {
    const Bytes content = text.substr(0, line.end);
    for (std::size_t cr = content.find('\r', line.begin); cr != Bytes::npos; cr = content.find('\r', cr + 1)) {
      log.add(AnomalyKind::kBareCr, offset + cr, 1);
    }
  }
  if (rules.bare_lf && !line.has_cr) log.add(AnomalyKind::kBareLf, offset + line.next - 1, 1);
}

}  // namespace httpvet::wire
