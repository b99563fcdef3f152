// Interrupt: Ctrl-C ends a run in order, with what was found until then.
#pragma once

namespace httpvet::cli {

/// From now on the first SIGINT only sets interrupted(), and makes standard input end, so that nobody waits for it for
/// ever. The second one ends the process as usual.
void catch_interrupt();

bool interrupted();

}  // namespace httpvet::cli
