#include "cli/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace httpvet::cli {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;
volatile std::sig_atomic_t empty_input = -1;

void on_interrupt(int /*signal*/) {
  interrupt_seen = 1;
  // A read() that waits is begun again after a signal, and then finds the end of this file.
  if (empty_input >= 0) ::dup2(empty_input, STDIN_FILENO);
}

}  // namespace

void catch_interrupt() {
  empty_input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  struct sigaction action{};
  action.sa_handler = on_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  ::sigaction(SIGINT, &action, nullptr);
}

bool interrupted() { return interrupt_seen != 0; }

}  // namespace httpvet::cli
