// Output: descriptors and files as a reporter's output.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "base/result.h"
#include "report/reporter.h"

namespace httpvet::cli {

/// Whoever reads our output has gone: no error, there is just nothing more to do.
struct ClosedPipe {};

/// Output could not be written (a full disk, a closed descriptor).
class WriteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes to a descriptor through a buffer. Throws ClosedPipe or WriteError.
class DescriptorOutput final : public report::Output {
 public:
  /// `name`: what to call it in an error. The descriptor stays open.
  DescriptorOutput(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

  void write(Bytes text) override;
  void flush();

 private:
  int descriptor_;
  std::string name_;
  std::string buffer_;
};

/// Writes to the standard error, at once, and never fails.
class ErrorOutput final : public report::Output {
 public:
  void write(Bytes text) override;
};

/// A file that is there wholly or not at all: it is written under another name beside it, and renamed by commit(). What
/// is no regular file (a FIFO, /dev/stdout) is written as it is.
class FileOutput {
 public:
  static base::Result<std::unique_ptr<FileOutput>> open(const std::string& path);
  ~FileOutput();
  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;

  DescriptorOutput& output() { return output_; }
  int descriptor() const { return descriptor_; }
  /// Flushes, and puts the file in its place. Throws WriteError.
  void commit();

 private:
  FileOutput(int descriptor, std::string path, std::string temporary);

  int descriptor_;
  std::string path_;
  std::string temporary_;  // empty: written in place, or committed
  DescriptorOutput output_;
};

}  // namespace httpvet::cli
