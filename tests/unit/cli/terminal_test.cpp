#include "cli/terminal.h"

#include <map>
#include <string>

#include "support/catch.h"

using httpvet::cli::ColourWhen;
using httpvet::cli::use_colour;

namespace {

/// Whether colour is used in automatic mode, with these variables.
bool automatic(const std::map<std::string, std::string>& variables, bool is_terminal = true) {
  const auto environment = [&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
  return use_colour(ColourWhen::kAuto, environment, is_terminal);
}

}  // namespace

TEST_CASE("colour goes to terminals") {
  CHECK(automatic({}));
  CHECK(automatic({{"TERM", "xterm"}}));
  CHECK_FALSE(automatic({}, false));
  CHECK_FALSE(automatic({{"TERM", "dumb"}}));
}

TEST_CASE("the option --color beats every variable") {
  const auto forced = [](const char*) { return "1"; };
  CHECK_FALSE(use_colour(ColourWhen::kNever, forced, true));
  CHECK(use_colour(ColourWhen::kAlways, forced, false));
}

TEST_CASE("NO_COLOR beats the variables that force colour") {
  CHECK_FALSE(automatic({{"NO_COLOR", "1"}}));
  CHECK_FALSE(automatic({{"NO_COLOR", "0"}}));
  CHECK_FALSE(automatic({{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}, {"FORCE_COLOR", "1"}}));
  CHECK(automatic({{"NO_COLOR", ""}}));
}

TEST_CASE("CLICOLOR_FORCE and FORCE_COLOR beat CLICOLOR and the terminal") {
  CHECK(automatic({{"CLICOLOR_FORCE", "1"}}, false));
  CHECK(automatic({{"FORCE_COLOR", "3"}, {"CLICOLOR", "0"}}, false));
  CHECK_FALSE(automatic({{"CLICOLOR_FORCE", "0"}}, false));
  CHECK_FALSE(automatic({{"FORCE_COLOR", ""}}, false));
  CHECK_FALSE(automatic({{"CLICOLOR", "0"}}));
}
