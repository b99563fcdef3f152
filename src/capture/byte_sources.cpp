#include "capture/byte_sources.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace httpvet::capture {

std::unique_ptr<MappedSource> MappedSource::map(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) return nullptr;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (memory == MAP_FAILED) return nullptr;
  ::madvise(memory, size, MADV_SEQUENTIAL);
  return std::unique_ptr<MappedSource>(new MappedSource({static_cast<const char*>(memory), size}));
}

MappedSource::~MappedSource() { ::munmap(const_cast<char*>(mapping_.data()), mapping_.size()); }

PipeSource::PipeSource(int fd, bool owned, std::size_t block)
    : fd_(fd), owned_(owned), block_(std::clamp<std::size_t>(block, 1, kWindowLimit)) {}

PipeSource::~PipeSource() {
  if (owned_) ::close(fd_);
}

bool PipeSource::grow() {
  const std::size_t length = end_ - begin_;
  if (ended_ || length >= kWindowLimit) return false;
  const std::size_t wanted = std::min(block_, kWindowLimit - length);
  if (buffer_.size() - end_ < wanted) {
    // Octets move only when at least half a window was consumed since the last move, so that moving stays linear.
    if (buffer_.size() - length >= wanted && (begin_ >= length || buffer_.size() == kBufferLimit)) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, length);
    } else {
      std::vector<char> larger(std::clamp((length + wanted) * 2, std::size_t{4096}, kBufferLimit));
      if (length > 0) std::memcpy(larger.data(), buffer_.data() + begin_, length);
      buffer_.swap(larger);
    }
    begin_ = 0;
    end_ = length;
  }
  while (true) {
    const ssize_t count = ::read(fd_, buffer_.data() + end_, wanted);
    if (count > 0) {
      end_ += static_cast<std::size_t>(count);
      return true;
    }
    if (count < 0 && errno == EINTR) continue;
    error_ = count < 0 ? errno : 0;
    ended_ = true;
    return false;
  }
}

void PipeSource::consume(std::size_t count) {
  lines_.consumed(window().substr(0, count), offset_);
  begin_ += count;
  offset_ += count;
}

base::Result<std::unique_ptr<InputSource>, int> open_file(const std::string& path, std::size_t pipe_block) {
  const bool standard_input = path == "-";
  // A FIFO without a writer blocks, as it does for every other tool; a folder is refused by whoever asks first.
  const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  const bool at_start = !standard_input || ::lseek(fd, 0, SEEK_CUR) == 0;
  if (at_start) {
    if (std::unique_ptr<InputSource> mapped = MappedSource::map(fd)) {
      if (!standard_input) ::close(fd);
      return mapped;
    }
  }
  return std::unique_ptr<InputSource>(std::make_unique<PipeSource>(fd, !standard_input, pipe_block));
}

}  // namespace httpvet::capture
