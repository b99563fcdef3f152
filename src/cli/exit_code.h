// Exit codes: what a script may rely on (docs/cli.md).
#pragma once

namespace httpvet::cli {

enum ExitCode : int {
  kClean = 0,
  kFindings = 1,       // findings at or above --fail-on
  kUsage = 2,          // the user's mistake: nothing was linted
  kInputTrouble = 3,   // an input is missing, damaged or holds no HTTP; wins over kFindings
  kInternalError = 4,  // our own fault, or a report that could not be written
  kInterrupted = 130,  // as a shell reports SIGINT
  kClosedPipe = 141,   // as a shell reports SIGPIPE
};

}  // namespace httpvet::cli
