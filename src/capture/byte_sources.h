// Byte sources: a mapped file, octets in memory, a pipe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "capture/line_index.h"

namespace httpvet::capture {

/// A source of octets that knows its lines.
class InputSource : public base::ByteSource {
 public:
  /// Lines of this input.
  virtual model::LineIndex& lines() = 0;

  /// The pipe's own index, which has to be told what a batch wants to keep; null for pinned sources.
  virtual PipeLineIndex* pipe_lines() { return nullptr; }

  /// errno of a read that failed; 0 when none did. What was read before it is still there.
  virtual int read_error() const { return 0; }
};

/// Octets that stay where they are: the window is always all the rest.
class MemorySource : public InputSource {
 public:
  /// `octets` outlive the source.
  explicit MemorySource(Bytes octets) : whole_(octets), lines_(octets) {}

  Bytes window() const override { return whole_.substr(position_); }
  std::uint64_t offset() const override { return position_; }
  bool at_end() const override { return true; }
  bool grow() override { return false; }
  void consume(std::size_t count) override { position_ += count; }
  bool pinned() const override { return true; }
  model::LineIndex& lines() override { return lines_; }

 private:
  Bytes whole_;
  std::size_t position_ = 0;
  PinnedLineIndex lines_;
};

/// A file mapped into memory.
class MappedSource : public MemorySource {
 public:
  /// Maps the file behind `fd`; null if it cannot be mapped (no regular file, empty, refused). The descriptor stays
  /// open.
  static std::unique_ptr<MappedSource> map(int fd);
  ~MappedSource() override;
  MappedSource(const MappedSource&) = delete;
  MappedSource& operator=(const MappedSource&) = delete;

 private:
  explicit MappedSource(Bytes mapping) : MemorySource(mapping), mapping_(mapping) {}

  Bytes mapping_;
};

/// A file descriptor that can only be read forward, block by block.
class PipeSource : public InputSource {
 public:
  static constexpr std::size_t kWindowLimit = 16 * 1024 * 1024;

  /// Takes over `fd` when `owned`. Reads at most `block` octets at a time.
  PipeSource(int fd, bool owned, std::size_t block);
  ~PipeSource() override;
  PipeSource(const PipeSource&) = delete;
  PipeSource& operator=(const PipeSource&) = delete;

  Bytes window() const override { return {buffer_.data() + begin_, end_ - begin_}; }
  std::uint64_t offset() const override { return offset_; }
  bool at_end() const override { return ended_; }
  bool grow() override;
  void consume(std::size_t count) override;
  bool pinned() const override { return false; }
  model::LineIndex& lines() override { return lines_; }
  PipeLineIndex* pipe_lines() override { return &lines_; }
  int read_error() const override { return error_; }

 private:
  static constexpr std::size_t kBufferLimit = kWindowLimit + kWindowLimit / 2;

  int fd_;
  bool owned_;
  std::size_t block_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of the window within buffer_
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  int error_ = 0;
  PipeLineIndex lines_;
};

/// Opens the file at `path` ("-" is standard input): mapped if that can be, else read block by block. The error is
/// errno.
base::Result<std::unique_ptr<InputSource>, int> open_file(const std::string& path, std::size_t pipe_block);

}  // namespace httpvet::capture
