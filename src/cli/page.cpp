#include "cli/page.h"

#include <algorithm>

#include "report/layout.h"

namespace httpvet::cli {
namespace {

constexpr Bytes kBold = "\x1b[1m";
constexpr Bytes kPlain = "\x1b[0m";
constexpr std::size_t kNarrowest = 30;  // columns of text beside a column of names

}  // namespace

std::string Page::safe(Bytes text) const {
  std::string out;
  report::append_own(out, text, style_.unicode ? report::EscapeStyle::kText : report::EscapeStyle::kAscii);
  return out;
}

void Page::emphasise(Bytes text) {
  if (style_.colour) text_ += kBold;
  text_ += safe(text);
  if (style_.colour) text_ += kPlain;
}

void Page::heading(Bytes text) {
  emphasise(text);
  blank();
}

void Page::heading(Bytes text, Bytes rest) {
  emphasise(text);
  text_ += safe(rest);
  blank();
}

void Page::paragraph(Bytes text, std::size_t indent) {
  const std::size_t width = std::max<std::size_t>(style_.width, indent + kNarrowest) - indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const std::string& line : report::wrapped(safe(text.substr(0, end)), width)) {
      text_.append(indent, ' ').append(line).append("\n");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void Page::line(Bytes text, std::size_t indent) { text_.append(indent, ' ').append(safe(text)).append("\n"); }

void Page::entry(Bytes name, Bytes text, std::size_t indent, std::size_t width) {
  const std::string first = safe(name);
  const std::size_t taken = report::columns_of(first);
  text_.append(indent, ' ').append(first);
  const std::size_t begin = indent + width;
  const std::size_t room = std::max<std::size_t>(style_.width, begin + kNarrowest) - begin;
  bool beside = taken < width;  // else the text begins on a line of its own
  if (!beside) blank();
  for (const std::string& line : report::wrapped(safe(text), room)) {
    text_.append(beside ? width - taken : begin, ' ').append(line).append("\n");
    beside = false;  // only the first line shares its line with the name
  }
  if (beside) blank();
}

}  // namespace httpvet::cli
