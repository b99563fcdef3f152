#include "capture/line_index.h"

#include <algorithm>
#include <cstring>

namespace httpvet::capture {
namespace {

std::uint64_t count_line_feeds(Bytes text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Bytes line_around(Bytes text, std::size_t at, std::size_t limit) {
  const std::size_t half = limit / 2;
  const std::size_t earliest = at > half ? at - half : 0;
  std::size_t begin = at;
  while (begin > earliest && text[begin - 1] != '\n') --begin;
  const std::size_t latest = std::min(text.size(), begin + limit);
  std::size_t end = std::min(at, latest);
  while (end < latest && text[end] != '\n') ++end;
  if (end > begin && end < text.size() && text[end] == '\n' && text[end - 1] == '\r') --end;
  return text.substr(begin, end - begin);
}

void PinnedLineIndex::count_up_to(std::size_t block) {
  if (checkpoints_.empty()) checkpoints_.push_back({});
  while (checkpoints_.size() <= block) {
    Checkpoint next = checkpoints_.back();
    const std::size_t begin = (checkpoints_.size() - 1) * kBlock;
    const Bytes text = whole_.substr(begin, kBlock);
    next.line_feeds += count_line_feeds(text);
    const std::size_t last = text.rfind('\n');
    if (last != Bytes::npos) next.line_start = begin + last + 1;
    checkpoints_.push_back(next);
  }
}

std::optional<model::LineIndex::Position> PinnedLineIndex::position(std::uint64_t offset) {
  if (offset > whole_.size()) return std::nullopt;
  const std::size_t block = static_cast<std::size_t>(offset) / kBlock;
  count_up_to(block);
  const Checkpoint& checkpoint = checkpoints_[block];
  const std::size_t begin = block * kBlock;
  const Bytes before = whole_.substr(begin, static_cast<std::size_t>(offset) - begin);
  const std::size_t last = before.rfind('\n');
  const std::uint64_t line_start = last == Bytes::npos ? checkpoint.line_start : begin + last + 1;
  return Position{checkpoint.line_feeds + count_line_feeds(before) + 1, offset - line_start + 1};
}

std::optional<model::LineIndex::Line> PinnedLineIndex::line(std::uint64_t offset, std::size_t limit) {
  if (offset > whole_.size()) return std::nullopt;
  const Bytes text = line_around(whole_, static_cast<std::size_t>(offset), limit);
  return Line{text, base::offset_in(text, whole_)};
}

void KeptLines::keep(std::uint64_t offset, Bytes text, model::LineIndex::Position position) {
  const std::lock_guard lock(mutex_);
  const Run run{offset, text, position};
  if (runs_.empty() || runs_.back().offset < offset) {
    runs_.push_back(run);
    return;
  }
  const auto at =
      std::lower_bound(runs_.begin(), runs_.end(), offset, [](const Run& r, std::uint64_t o) { return r.offset < o; });
  if (at->offset != offset) runs_.insert(at, run);
}

const KeptLines::Run* KeptLines::find(std::uint64_t offset) const {
  const std::lock_guard lock(mutex_);
  const auto after =
      std::upper_bound(runs_.begin(), runs_.end(), offset, [](std::uint64_t o, const Run& r) { return o < r.offset; });
  if (after == runs_.begin()) return nullptr;
  const Run& run = *(after - 1);
  return offset - run.offset <= run.text.size() ? &run : nullptr;
}

std::vector<std::shared_ptr<const KeptLines>> PipeLineIndex::alive() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const KeptLines>> result;
  while (!kept_.empty() && kept_.front().expired()) kept_.pop_front();
  for (const auto& weak : kept_) {
    if (auto lines = weak.lock()) result.push_back(std::move(lines));
  }
  return result;
}

std::optional<model::LineIndex::Position> PipeLineIndex::position(std::uint64_t offset) {
  for (const auto& lines : alive()) {
    const KeptLines::Run* run = lines->find(offset);
    if (run == nullptr) continue;
    const Bytes before = run->text.substr(0, static_cast<std::size_t>(offset - run->offset));
    const std::size_t last = before.rfind('\n');
    if (last == Bytes::npos) return Position{run->position.line, run->position.column + before.size()};
    return Position{run->position.line + count_line_feeds(before), before.size() - last};
  }
  return std::nullopt;
}

std::optional<model::LineIndex::Line> PipeLineIndex::line(std::uint64_t offset, std::size_t limit) {
  for (const auto& lines : alive()) {
    const KeptLines::Run* run = lines->find(offset);
    if (run == nullptr || run->text.empty()) continue;
    const Bytes text = line_around(run->text, static_cast<std::size_t>(offset - run->offset), limit);
    return Line{text, run->offset + base::offset_in(text, run->text)};
  }
  return std::nullopt;
}

void PipeLineIndex::attach(const std::shared_ptr<const KeptLines>& lines) {
  const std::lock_guard lock(mutex_);
  while (!kept_.empty() && kept_.front().expired()) kept_.pop_front();
  kept_.push_back(lines);
}

void PipeLineIndex::consumed(Bytes octets, std::uint64_t offset) {
  for (std::size_t at = octets.find('\n'); at != Bytes::npos; at = octets.find('\n', at + 1)) {
    line_feeds_.push_back(offset + at);
    if (line_feeds_.size() > kRecentLines) {
      first_line_start_ = line_feeds_.front() + 1;
      line_feeds_.pop_front();
      ++forgotten_;
    }
  }
  end_ = offset + octets.size();
}

std::optional<model::LineIndex::Position> PipeLineIndex::recent(std::uint64_t offset) const {
  if (offset < first_line_start_ || offset > end_) return std::nullopt;
  const auto after = std::lower_bound(line_feeds_.begin(), line_feeds_.end(), offset);
  const auto before = static_cast<std::uint64_t>(after - line_feeds_.begin());
  const std::uint64_t line_start = after == line_feeds_.begin() ? first_line_start_ : *(after - 1) + 1;
  return Position{forgotten_ + before + 1, offset - line_start + 1};
}

}  // namespace httpvet::capture
