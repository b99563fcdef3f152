#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "base/byte_class.h"

namespace httpvet::cli {
namespace {

constexpr unsigned kMinWidth = 40;
constexpr unsigned kMaxWidth = 160;  // longer lines are hard to read

/// Value of a variable; empty if it is not set.
Bytes value_of(const Environment& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? Bytes() : Bytes(value);
}

bool asks_for_colour(Bytes value) { return !value.empty() && value != "0"; }

bool locale_is_utf8(const Environment& environment) {
  // The first that is set decides, as for setlocale().
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const Bytes value = value_of(environment, name);
    if (value.empty()) continue;
    std::string lowered(value);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), base::lower);
    return lowered.find("utf-8") != std::string::npos || lowered.find("utf8") != std::string::npos;
  }
  return false;
}

unsigned terminal_width(const Environment& environment, int descriptor, unsigned fallback) {
  const Bytes columns = value_of(environment, "COLUMNS");
  unsigned width = 0;
  std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (width == 0) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  }
  return width == 0 ? fallback : std::clamp(width, kMinWidth, kMaxWidth);
}

}  // namespace

bool use_colour(ColourWhen when, const Environment& environment, bool is_terminal) {
  if (when != ColourWhen::kAuto) return when == ColourWhen::kAlways;
  if (!value_of(environment, "NO_COLOR").empty()) return false;
  if (asks_for_colour(value_of(environment, "CLICOLOR_FORCE"))) return true;
  if (asks_for_colour(value_of(environment, "FORCE_COLOR"))) return true;
  if (value_of(environment, "CLICOLOR") == "0") return false;
  return is_terminal && value_of(environment, "TERM") != "dumb";
}

TextStyle text_style(ColourWhen when, const Environment& environment, int descriptor) {
  const bool is_terminal = isatty(descriptor) == 1;
  TextStyle style;
  style.colour = use_colour(when, environment, is_terminal);
  if (is_terminal) {
    style.unicode = locale_is_utf8(environment);
    style.width = terminal_width(environment, descriptor, style.width);
  }
  return style;
}

}  // namespace httpvet::cli
