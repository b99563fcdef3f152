#include "facts/clocks.h"

#include <algorithm>

namespace httpvet::facts {

Clocks::Clock& Clocks::clock_of(std::uint64_t origin) {
  const auto found = std::ranges::find(clocks_, origin, &Clock::origin);
  if (found != clocks_.end()) return *found;
  if (clocks_.size() < kMost) return clocks_.emplace_back(Clock{origin});
  Clock& clock = clocks_[oldest_];
  oldest_ = (oldest_ + 1) % kMost;
  clock = Clock{origin};
  return clock;
}

void Clocks::note(std::uint64_t origin, std::int64_t offset) {
  Clock& clock = clock_of(origin);
  clock.offset = offset;
  clock.known = true;
}

void Clocks::note_future_age(std::uint64_t origin) { clock_of(origin).future_age = true; }

std::size_t Clocks::others_at(std::uint64_t origin, std::int64_t offset) const {
  return static_cast<std::size_t>(std::ranges::count_if(clocks_, [&](const Clock& clock) {
    return clock.origin != origin && clock.known && clock.offset >= offset - kAgreement &&
           clock.offset <= offset + kAgreement;
  }));
}

bool Clocks::shared(std::uint64_t origin, std::int64_t offset) const {
  const auto others = static_cast<std::size_t>(
      std::ranges::count_if(clocks_, [origin](const Clock& clock) { return clock.origin != origin && clock.known; }));
  const std::size_t alike = others_at(origin, offset);
  return alike >= kWitnesses && alike * 2 > others;
}

bool Clocks::had_future_age(std::uint64_t origin) const {
  const auto found = std::ranges::find(clocks_, origin, &Clock::origin);
  return found != clocks_.end() && found->future_age;
}

}  // namespace httpvet::facts
