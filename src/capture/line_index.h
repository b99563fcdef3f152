// Line numbers: of input that stays in memory, and of input that streams by.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "model/message.h"
#include "model/source.h"

namespace httpvet::capture {

/// Lines of octets that stay where they are. Counts line feeds lazily, never twice; not for use by several threads.
class PinnedLineIndex : public model::LineIndex {
 public:
  /// `whole`: the input from its first octet on; outlives the index.
  explicit PinnedLineIndex(Bytes whole) : whole_(whole) {}

  std::optional<Position> position(std::uint64_t offset) override;
  std::optional<Line> line(std::uint64_t offset, std::size_t limit) override;

 private:
  // A position takes a count over half a block; checkpoints take 2 MiB for an input of 1 GiB.
  static constexpr std::size_t kBlock = 8 * 1024;

  // What is known where a block begins: so many lines end before it, and its first line begins there.
  struct Checkpoint {
    std::uint64_t line_feeds = 0;
    std::uint64_t line_start = 0;
  };

  void count_up_to(std::size_t block);

  Bytes whole_;
  std::vector<Checkpoint> checkpoints_;
};

/// Places of a pipe that findings of one batch may ask for. Lives as long as the batch: the reader pins it there.
class KeptLines {
 public:
  /// `text` begins at `offset`, which lies on `position`; it lives as long as the batch. Line feeds in it are counted
  /// when somebody asks. Text may be empty: then only the position of `offset` itself is known.
  void keep(std::uint64_t offset, Bytes text, model::LineIndex::Position position);

 private:
  friend class PipeLineIndex;
  struct Run {
    std::uint64_t offset = 0;
    Bytes text;
    model::LineIndex::Position position;
  };
  const Run* find(std::uint64_t offset) const;

  mutable std::mutex mutex_;
  std::deque<Run> runs_;  // by offset
};

/// Lines of a pipe: octets are gone once they were consumed, so only what a batch keeps can be asked for.
class PipeLineIndex : public model::LineIndex {
 public:
  std::optional<Position> position(std::uint64_t offset) override;
  std::optional<Line> line(std::uint64_t offset, std::size_t limit) override;

  /// From now on places are kept in `lines`, for as long as somebody else keeps that alive.
  void attach(const std::shared_ptr<const KeptLines>& lines);

  /// Notes that `octets`, which begin at `offset`, are consumed.
  void consumed(Bytes octets, std::uint64_t offset);

  /// Position of a consumed octet, as far back as the last million lines.
  std::optional<Position> recent(std::uint64_t offset) const;

 private:
  static constexpr std::size_t kRecentLines = std::size_t{1} << 20;

  std::vector<std::shared_ptr<const KeptLines>> alive();

  // The reader's own: offsets of the last line feeds.
  std::deque<std::uint64_t> line_feeds_;
  std::uint64_t forgotten_ = 0;         // line feeds before line_feeds_
  std::uint64_t first_line_start_ = 0;  // of the line that line_feeds_.front() ends
  std::uint64_t end_ = 0;               // octets consumed

  // Shared with whoever reports.
  std::mutex mutex_;
  std::deque<std::weak_ptr<const KeptLines>> kept_;
};

/// Line of `text` around `at` (an index into it) without its line end, cut to `limit` octets around `at`.
Bytes line_around(Bytes text, std::size_t at, std::size_t limit);

}  // namespace httpvet::capture
