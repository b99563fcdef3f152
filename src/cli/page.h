// Page: text of ours for people, in headings and wrapped paragraphs.
#pragma once

#include <string>

#include "base/bytes.h"
#include "cli/terminal.h"
#include "report/escape.h"

namespace httpvet::cli {

/// Builds a page of text. Everything given is escaped, whoever wrote it: rules may come from anywhere.
class Page {
 public:
  explicit Page(const TextStyle& style) : style_(style) {}

  /// A line of its own in bold.
  void heading(Bytes text);
  /// A line in bold, followed by plain text on the same line.
  void heading(Bytes text, Bytes rest);
  /// `text` wrapped, every line behind `indent` blanks. Line ends in it stay.
  void paragraph(Bytes text, std::size_t indent = 0);
  /// One line, not wrapped.
  void line(Bytes text, std::size_t indent = 0);
  void blank() { text_ += '\n'; }
  /// Two columns: `name` in `width` columns, then `text` wrapped beside it.
  void entry(Bytes name, Bytes text, std::size_t indent, std::size_t width);

  const std::string& text() const { return text_; }
  /// Columns that a line may take.
  std::size_t width() const { return style_.width; }

 private:
  std::string safe(Bytes text) const;
  void emphasise(Bytes text);

  TextStyle style_;
  std::string text_;
};

}  // namespace httpvet::cli
