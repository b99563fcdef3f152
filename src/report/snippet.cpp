#include "report/snippet.h"

#include <algorithm>
#include <vector>

#include "report/escape.h"

namespace httpvet::report {
namespace {

// A line in escaped form, and the column of each of its octets and of its end.
struct Columns {
  std::string escaped;
  std::vector<std::size_t> of;
};

Columns lay_out(Bytes text) {
  Columns columns;
  columns.of.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    columns.of.push_back(columns.escaped.size());
    append_escaped_octet(columns.escaped, text.substr(i));
  }
  columns.of.push_back(columns.escaped.size());
  return columns;
}

// Octets to show: as many as `budget` columns hold, with the evidence in their middle unless the line ends before.
Span window(const Columns& columns, Span marked, std::size_t budget) {
  const std::size_t total = columns.of.back();
  const std::size_t shown = std::min(marked.end - marked.begin, budget);
  std::size_t start = marked.begin - std::min(marked.begin, (budget - shown) / 2);
  if (total - std::min(start, total) < budget) start = total - std::min(total, budget);
  const auto first = std::lower_bound(columns.of.begin(), columns.of.end(), start);
  const auto after = std::upper_bound(first, columns.of.end(), *first + budget);
  return {static_cast<std::size_t>(first - columns.of.begin()),
          static_cast<std::size_t>(after - columns.of.begin()) - 1};
}

}  // namespace

Snippet make_snippet(const SnippetLine& line, std::size_t width, bool unicode) {
  const Bytes ellipsis = unicode ? "…" : "...";
  const std::size_t ellipsis_columns = unicode ? 1 : 3;
  const Columns columns = lay_out(line.text);
  Span marked{columns.of[line.evidence.begin], columns.of[line.evidence.end]};
  if (marked.begin == marked.end) ++marked.end;

  const std::size_t around = (line.cut_before ? ellipsis_columns : 0) + (line.cut_after ? ellipsis_columns : 0);
  Span shown{0, line.text.size()};
  if (std::max(columns.of.back(), marked.end) + around > width) {
    constexpr std::size_t kLeastBudget = 12;
    shown = window(columns, marked, std::max(width, kLeastBudget + 2 * ellipsis_columns) - 2 * ellipsis_columns);
  }
  const bool more_before = line.cut_before || shown.begin > 0;
  const bool more_after = line.cut_after || shown.end < line.text.size();
  const std::size_t begin = columns.of[shown.begin];
  const std::size_t end = columns.of[shown.end];

  Snippet snippet;
  if (more_before) snippet.text += ellipsis;
  snippet.text.append(columns.escaped, begin, end - begin);
  if (more_after) snippet.text += ellipsis;
  const std::size_t last = std::max(std::min(marked.end, end), marked.begin + 1);
  snippet.carets.assign(marked.begin - begin + (more_before ? ellipsis_columns : 0), ' ');
  snippet.carets.append(last - marked.begin, '^');
  return snippet;
}

}  // namespace httpvet::report
