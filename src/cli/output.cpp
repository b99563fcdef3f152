#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace httpvet::cli {
namespace {

constexpr std::size_t kBufferSize = 64 * 1024;

/// Writes all of `text`; false with errno set if that fails.
bool write_all(int descriptor, Bytes text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// `path` with its symbolic links followed, so that a link to a report stays one.
std::string resolved(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : path;
}

mode_t default_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

base::Error cannot_write(const std::string& path) { return {"cannot write '" + path + "': " + std::strerror(errno)}; }

}  // namespace

void DescriptorOutput::write(Bytes text) {
  buffer_.append(text);
  if (buffer_.size() >= kBufferSize) flush();
}

void DescriptorOutput::flush() {
  const bool written = write_all(descriptor_, buffer_);
  buffer_.clear();
  if (written) return;
  if (errno == EPIPE) throw ClosedPipe{};
  throw WriteError("cannot write to " + name_ + ": " + std::strerror(errno));
}

void ErrorOutput::write(Bytes text) { write_all(STDERR_FILENO, text); }

FileOutput::FileOutput(int descriptor, std::string path, std::string temporary)
    : descriptor_(descriptor), path_(std::move(path)), temporary_(std::move(temporary)), output_(descriptor, path_) {}

base::Result<std::unique_ptr<FileOutput>> FileOutput::open(const std::string& path) {
  struct stat status{};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(path);
    return std::unique_ptr<FileOutput>(new FileOutput(descriptor, path, ""));
  }
  const std::string target = exists ? resolved(path) : path;
  std::string temporary = target + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return cannot_write(path);
  // mkostemp() makes a file for its owner alone; a report is as open as any other file.
  ::fchmod(descriptor, exists ? status.st_mode & 07777 : default_mode());
  return std::unique_ptr<FileOutput>(new FileOutput(descriptor, target, temporary));
}

FileOutput::~FileOutput() {
  ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void FileOutput::commit() {
  output_.flush();
  if (temporary_.empty()) return;
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw WriteError(cannot_write(path_).message);
  temporary_.clear();
}

}  // namespace httpvet::cli
