// Table: rows of cells in columns, for terminals and as Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "cli/page.h"

namespace httpvet::cli {

/// Rows of text of ours. One column gives way where a page is too narrow: its cells are wrapped.
class Table {
 public:
  /// `flexible`: index of the column that gives way.
  Table(std::vector<std::string> headings, std::size_t flexible)
      : headings_(std::move(headings)), flexible_(flexible) {}

  /// As many cells as there are headings.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }

  /// Columns that each column takes: what its widest cell does, and at least what `widths` says. To align tables.
  std::vector<std::size_t> widths(std::vector<std::size_t> widths = {}) const;

  /// The line of headings, in bold, in columns of `widths`.
  void add_headings(Page& page, std::vector<std::size_t> widths) const;
  /// The rows, in columns of `widths`.
  void add_rows(Page& page, std::vector<std::size_t> widths) const;

  /// The table as Markdown. Whoever made the cells escaped them.
  std::string markdown() const;

 private:
  std::vector<std::size_t> fitted(const Page& page, std::vector<std::size_t> widths) const;

  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t flexible_;
};

/// `text` as Markdown within a cell: signs that it would take for markup are escaped, but those of `code`.
std::string markdown_cell(Bytes text);

}  // namespace httpvet::cli
