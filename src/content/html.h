// HTML documents, scanned for what the rules ask: no tree is built, and nothing is an error (HTML Living Standard
// §13.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::content {

struct HtmlDocument {
  static constexpr std::size_t kMaxLinks = 256;
  static constexpr std::size_t kMaxText = 512;

  bool has_title = false;          // the title element was closed
  bool has_heading = false;        // the first h1, h2 or h3 element was closed
  std::string title;               // plain text, runs of white space as one blank, at most kMaxText
  std::string heading;             // in the same form
  std::string base;                // the href of the first base element
  std::vector<std::string> links;  // where a user can go: a, area, form, frames, meta refresh, link alternate; at most
                                   // kMaxLinks, character references resolved
  std::vector<std::string> references;  // in the text between the tags, at most kMaxLinks
  bool form = false;
  bool password_input = false;
};

/// How much of a document is asked for. kTitles: title and first heading, and the scan ends behind them.
enum class HtmlScope : std::uint8_t { kAll, kTitles };

/// Scans `text`, which may be a prefix of a document.
HtmlDocument read_html(Bytes text, HtmlScope scope = HtmlScope::kAll);

/// `text` with character references resolved: numeric ones and the common named ones; others stay (§13.5).
std::string unescape_html(Bytes text);

/// `text` trimmed, with every run of white space as one blank.
std::string collapse_space(Bytes text);

}  // namespace httpvet::content
