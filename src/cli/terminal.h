// Terminal: whether a stream takes colour and more than ASCII, and how wide it is.
#pragma once

#include <functional>

#include "cli/options.h"

namespace httpvet::cli {

/// Looks up an environment variable; null if it is not set. std::getenv, or a table in tests.
using Environment = std::function<const char*(const char*)>;

/// How text for people may look.
struct TextStyle {
  bool colour = false;
  bool unicode = true;
  unsigned width = 100;  // columns
};

/// Whether to colour: --color, then NO_COLOR, CLICOLOR_FORCE and FORCE_COLOR, CLICOLOR, TERM and the terminal, in that
/// order.
bool use_colour(ColourWhen when, const Environment& environment, bool is_terminal);

/// The style of what goes to `descriptor`. What goes to no terminal is the same on every machine: no locale is asked.
TextStyle text_style(ColourWhen when, const Environment& environment, int descriptor);

}  // namespace httpvet::cli
