#include "wire/field_lines.h"

#include <algorithm>
#include <limits>

#include "base/byte_class.h"
#include "fields/registry.h"

namespace httpvet::wire {

namespace {

using base::is;
using model::AnomalyKind;

// OWS, and the line breaks and stray CRs around it in a folded or damaged value.
bool is_trimmed(char c) { return is(c, base::kBlank) || c == '\r' || c == '\n'; }

Span trim_value(Bytes octets, Span span) {
  while (!span.empty() && is_trimmed(octets[span.begin])) ++span.begin;
  while (!span.empty() && is_trimmed(octets[span.end - 1])) --span.end;
  return span;
}

class SectionParser {
 public:
  SectionParser(Bytes octets, Section section, const LineRules& rules, std::vector<RawLine>& lines, AnomalyLog& log)
      : octets_(octets), section_(section), rules_(rules), lines_(lines), log_(log) {}

  std::size_t parse(std::size_t begin) {
    std::size_t position = begin;
    while (const std::optional<Line> line = line_at(octets_, position, rules_)) {
      audit_line(octets_, *line, rules_, 0, log_);
      position = line->next;
      if (is_empty_line(octets_, *line)) break;
      if (is(octets_[line->begin], base::kBlank)) {
        take_continuation(*line);
      } else {
        take_line(*line);
      }
      previous_end_ = line->end;
      previous_next_ = line->next;
    }
    finish_value();
    return position;
  }

 private:
  // field-line = field-name ":" OWS field-value OWS
  void take_line(const Line& line) {
    finish_value();
    seen_line_ = true;
    const Bytes content = line.in(octets_);
    const std::size_t colon = content.find(':');
    if (colon == Bytes::npos) {
      log_.add(AnomalyKind::kNoColon, line.begin, content.size());
      return;
    }
    if (lines_.size() == kMaxLines) return;
    RawLine& raw = lines_.emplace_back();
    raw.line = {line.begin, line.end};
    raw.name = take_name({line.begin, line.begin + colon});
    raw.value = {line.begin + colon + 1, line.end};
    raw.field = fields::find_field(raw.name.in(octets_));
    audit_value(raw.value);
    open_ = true;
  }

  // field-name = token; no whitespace before the colon (RFC 9112 §5.1)
  Span take_name(Span name) {
    const std::size_t colon = name.end;
    while (!name.empty() && (is(octets_[name.end - 1], base::kBlank) || octets_[name.end - 1] == '\r')) --name.end;
    Span blanks{name.end, colon};
    while (!blanks.empty() && octets_[blanks.begin] == '\r') ++blanks.begin;
    while (!blanks.empty() && octets_[blanks.end - 1] == '\r') --blanks.end;
    if (!blanks.empty()) log_.add(AnomalyKind::kSpaceBeforeColon, blanks.begin, blanks.size());
    if (name.empty()) {
      log_.add(AnomalyKind::kFieldName, colon, 0);
      return name;
    }
    Span bad{name.end, name.end};
    for (std::size_t i = name.begin; i < name.end; ++i) {
      if (is(octets_[i], base::kTchar) || octets_[i] == '\r') continue;
      if (bad.empty()) bad.begin = i;
      bad.end = i + 1;
    }
    if (!bad.empty()) log_.add(AnomalyKind::kFieldName, bad.begin, bad.size());
    return name;
  }

  // field-vchar = VCHAR / obs-text; between them SP and HTAB (RFC 9110 §5.5)
  void audit_value(Span value) {
    bool nul = false;
    bool control = false;
    for (std::size_t i = value.begin; i < value.end; ++i) {
      const char c = octets_[i];
      if (!is(c, base::kControl) || c == '\t' || c == '\r') continue;
      bool& seen = c == '\0' ? nul : control;
      if (!seen) log_.add(c == '\0' ? AnomalyKind::kFieldValueNul : AnomalyKind::kFieldValueControl, i, 1);
      seen = true;
    }
  }

  // obs-fold = OWS CRLF RWS (RFC 9112 §5.2). A line that begins with a blank right behind the start line continues
  // nothing: it is dropped, as §2.2 has recipients do.
  void take_continuation(const Line& line) {
    std::size_t text = line.begin;
    while (text < line.end && is(octets_[text], base::kBlank)) ++text;
    if (section_ == Section::kHeader && !seen_line_) {
      log_.add(AnomalyKind::kSpaceBeforeFirstField, line.begin, text - line.begin);
      return;
    }
    const std::size_t fold = previous_next_ == line.begin ? previous_end_ : line.begin;
    log_.add(AnomalyKind::kObsFold, fold, text - fold);
    if (!open_) return;
    audit_value({text, line.end});
    lines_.back().value.end = line.end;
    lines_.back().line.end = line.end;
  }

  void finish_value() {
    if (open_) lines_.back().value = trim_value(octets_, lines_.back().value);
    open_ = false;
  }

  Bytes octets_;
  Section section_;
  LineRules rules_;
  std::vector<RawLine>& lines_;
  AnomalyLog& log_;
  bool open_ = false;             // the last line may be continued
  bool seen_line_ = false;        // a line that begins with no blank was there
  std::size_t previous_end_ = 0;  // of the line before
  std::size_t previous_next_ = 0;
};

}  // namespace

std::size_t parse_field_lines(Bytes octets, std::size_t begin, Section section, const LineRules& rules,
                              std::vector<RawLine>& lines, AnomalyLog& log) {
  return SectionParser(octets, section, rules, lines, log).parse(begin);
}

std::span<const model::FieldLine> to_field_lines(std::span<const RawLine> lines, Bytes octets, std::uint64_t offset,
                                                 base::Arena& arena) {
  const std::span<model::FieldLine> made = arena.make_array<model::FieldLine>(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const RawLine& raw = lines[i];
    made[i] = {
        raw.name.in(octets), raw.value.in(octets), raw.field, offset + raw.line.begin,
        static_cast<std::uint32_t>(std::min<std::size_t>(raw.line.size(), std::numeric_limits<std::uint32_t>::max()))};
  }
  return made;
}

}  // namespace httpvet::wire
