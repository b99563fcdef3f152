// StreamHash: one number for octets that stream by, the same however they are cut into pieces.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace httpvet::content {

/// Eight octets a step. Tells whether two contents are the same where nobody tries to make them look alike; not for
/// adversaries.
class StreamHash {
 public:
  /// Takes the next octets.
  void feed(Bytes octets) {
    total_ += octets.size();
    while (held_octets_ != 0 && !octets.empty()) {
      hold(octets.front());
      octets.remove_prefix(1);
    }
    for (; octets.size() >= 8; octets.remove_prefix(8)) {
      std::uint64_t word = 0;
      std::memcpy(&word, octets.data(), 8);
      mix(word);
    }
    for (const char octet : octets) hold(octet);
  }

  /// The number for everything fed so far. Their count is part of it.
  std::uint64_t value() const {
    std::uint64_t result = (state_ ^ held_) * kFactor;
    result = (result ^ result >> 32 ^ total_) * kFactor;
    return result ^ result >> 29;
  }

 private:
  static constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;

  void hold(char octet) {
    held_ |= std::uint64_t{static_cast<unsigned char>(octet)} << (8 * held_octets_);
    if (++held_octets_ < 8) return;
    mix(held_);
    held_ = 0;
    held_octets_ = 0;
  }

  void mix(std::uint64_t word) {
    state_ = (state_ ^ word) * kFactor;
    state_ ^= state_ >> 32;
  }

  std::uint64_t state_ = kFactor;
  std::uint64_t held_ = 0;
  unsigned held_octets_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace httpvet::content
