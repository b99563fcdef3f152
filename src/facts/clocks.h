// Clocks: how far the clocks of servers are from that of the capture, as their Date fields show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace httpvet::facts {

class Clocks {
 public:
  static constexpr std::size_t kMost = 256;      // origins that are remembered: the latest
  static constexpr std::int64_t kAgreement = 5;  // seconds within which clocks agree
  static constexpr std::size_t kWitnesses = 2;   // origins that make a clock credible

  /// Notes that Date of a response of `origin` (a hash) was `offset` seconds after its capture time.
  void note(std::uint64_t origin, std::int64_t offset);

  /// Notes that Date and Age of a response of `origin` together lay in the future.
  void note_future_age(std::uint64_t origin);

  /// Whether at least two origins other than `origin` agree with the clock of the capture.
  bool confirmed(std::uint64_t origin) const { return others_at(origin, 0) >= kWitnesses; }

  /// Whether at least two other origins, and more than half of them, are off by `offset`, too: then it is the clock of
  /// the capture that is wrong.
  bool shared(std::uint64_t origin, std::int64_t offset) const;

  bool had_future_age(std::uint64_t origin) const;

 private:
  struct Clock {
    std::uint64_t origin = 0;
    std::int64_t offset = 0;
    bool known = false;
    bool future_age = false;
  };

  Clock& clock_of(std::uint64_t origin);
  std::size_t others_at(std::uint64_t origin, std::int64_t offset) const;

  std::vector<Clock> clocks_;
  std::size_t oldest_ = 0;
};

}  // namespace httpvet::facts
