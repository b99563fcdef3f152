#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace httpvet::testing {
namespace {

struct Pipe {
  int read = -1;
  int write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
    read = ends[0];
    write = ends[1];
  }
};

void write_all(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = ::write(descriptor, text.data() + done, text.size() - done);
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const ProcessOptions& options, int in, int out,
                         int err) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  std::signal(SIGPIPE, SIG_DFL);
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(127);
  std::vector<std::string> variables = options.environment;
  // A sanitizer's or Valgrind's settings have to reach the program.
  for (const char* name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + "=" + value);
  }
  std::vector<char*> argument_pointers;
  std::vector<char*> variable_pointers;
  for (const std::string& text : arguments) argument_pointers.push_back(const_cast<char*>(text.c_str()));
  for (const std::string& text : variables) variable_pointers.push_back(const_cast<char*>(text.c_str()));
  argument_pointers.push_back(nullptr);
  variable_pointers.push_back(nullptr);
  ::execvpe(argument_pointers[0], argument_pointers.data(), variable_pointers.data());
  ::_exit(127);
}

/// Feeds `descriptor` from a process of its own, so that neither side can block the other.
pid_t start_feeder(const ProcessOptions& options, const Pipe& in) {
  const pid_t feeder = ::fork();
  if (feeder != 0) return feeder;
  std::signal(SIGPIPE, SIG_DFL);
  ::close(in.read);
  if (options.feed) {
    options.feed(in.write);
  } else {
    write_all(in.write, options.input);
  }
  ::_exit(0);
}

void collect(const ProcessOptions& options, int out, int err, ProcessResult& result) {
  std::array<pollfd, 2> waiting = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  std::string block(64 * 1024, '\0');
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) break;
    for (pollfd& entry : waiting) {
      if (entry.fd < 0 || entry.revents == 0) continue;
      const ssize_t count = ::read(entry.fd, block.data(), block.size());
      std::string& text = entry.fd == out ? result.out : result.err;
      if (count > 0) text.append(block, 0, static_cast<std::size_t>(count));
      const bool enough = options.close_output_early && entry.fd == out && text.find('\n') != std::string::npos;
      if (count > 0 && !enough) continue;
      ::close(entry.fd);
      entry.fd = -1;
    }
  }
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& arguments, const ProcessOptions& options) {
  const Pipe in;
  const Pipe out;
  const Pipe err;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) become(arguments, options, in.read, out.write, err.write);
  const pid_t feeder = start_feeder(options, in);
  for (const int descriptor : {in.read, in.write, out.write, err.write}) ::close(descriptor);

  ProcessResult result;
  collect(options, out.read, err.read, result);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  ::waitpid(feeder, nullptr, 0);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.peak_octets = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  return result;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "httpvet-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace httpvet::testing
