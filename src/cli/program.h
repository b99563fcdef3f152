// The program: from a command line to an exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/console.h"

namespace httpvet::cli {

/// Runs the command that `options` names.
int dispatch(const Options& options, Console& console);

/// Runs httpvet with `arguments` (without the program's name) on the process's streams. Never throws: whatever goes
/// wrong becomes a message and an exit code here.
int run_program(const std::vector<std::string>& arguments);

}  // namespace httpvet::cli
