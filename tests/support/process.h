// Process: runs a program and keeps what it said.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace httpvet::testing {

struct ProcessResult {
  int code = -1;  // exit code; 128 + n when signal n ended it
  std::string out;
  std::string err;
  std::uint64_t peak_octets = 0;  // greatest resident size
};

struct ProcessOptions {
  std::string input;                         // standard input, where `feed` is not given
  std::function<void(int descriptor)> feed;  // writes the standard input itself; runs in a process of its own
  std::string folder;                        // working directory; empty: that of the test
  std::vector<std::string> environment;      // "NAME=value", added to a bare environment
  bool close_output_early = false;           // reads one line of the output, then closes the pipe
};

/// Runs `arguments` (the first one is the program, looked up in PATH).
ProcessResult run_process(const std::vector<std::string>& arguments, const ProcessOptions& options = {});

/// A folder that is removed with its content.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file (and the folders above it); returns its path.
  std::string write(const std::string& name, const std::string& content) const;

 private:
  std::string path_;
};

/// The whole file; empty if it cannot be read.
std::string read_file(const std::string& path);

}  // namespace httpvet::testing
