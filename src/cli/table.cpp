#include "cli/table.h"

#include <algorithm>
#include <numeric>

#include "report/escape.h"
#include "report/layout.h"

namespace httpvet::cli {
namespace {

constexpr std::size_t kGap = 2;         // columns between two columns
constexpr std::size_t kNarrowest = 16;  // of the column that gives way

/// One line of a row; `cells` may be shorter than `widths`.
std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += cells[i];
    line.append(widths[i] + kGap - std::min(widths[i], report::columns_of(cells[i])), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::vector<std::size_t> Table::widths(std::vector<std::size_t> widths) const {
  widths.resize(headings_.size(), 0);
  const auto widen = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], report::columns_of(cells[i]));
  };
  widen(headings_);
  for (const auto& row : rows_) widen(row);
  return widths;
}

std::vector<std::size_t> Table::fitted(const Page& page, std::vector<std::size_t> widths) const {
  const std::size_t all = std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
                          kGap * (std::max<std::size_t>(widths.size(), 1) - 1);
  if (all <= page.width()) return widths;
  std::size_t& column = widths[flexible_];
  column -= std::min(all - page.width(), column - std::min(column, kNarrowest));
  return widths;
}

void Table::add_headings(Page& page, std::vector<std::size_t> widths) const {
  page.heading(line_of(headings_, fitted(page, std::move(widths))));
}

void Table::add_rows(Page& page, std::vector<std::size_t> widths) const {
  widths = fitted(page, std::move(widths));
  for (const auto& row : rows_) {
    std::vector<std::string> cells = row;
    for (const std::string& part : report::wrapped(row[flexible_], widths[flexible_])) {
      cells[flexible_] = part;
      page.line(line_of(cells, widths));
      // What follows belongs to the same row: the other columns stay empty.
      std::fill(cells.begin(), cells.end(), std::string());
    }
  }
}

std::string Table::markdown() const {
  std::string text;
  const auto add = [&text](const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) text.append("| ").append(cell).append(cell.empty() ? "" : " ");
    text += "|\n";
  };
  add(headings_);
  for (std::size_t i = 0; i < headings_.size(); ++i) text += "|---";
  text += "|\n";
  for (const auto& row : rows_) add(row);
  return text;
}

std::string markdown_cell(Bytes text) {
  std::string safe;
  report::append_own(safe, text, report::EscapeStyle::kText);
  std::string out;
  bool code = false;
  for (const char c : safe) {
    if (c == '`') code = !code;
    // A pipe ends the cell even within code.
    const bool markup = c == '|' || (!code && Bytes("*_<>[]").find(c) != Bytes::npos);
    if (markup) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace httpvet::cli
