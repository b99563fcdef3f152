// UTF-8 (RFC 3629 §4), octet by octet.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace httpvet::base {

/// Tells whether octets that come one after the other are UTF-8.
class Utf8Reader {
 public:
  /// False for an octet that cannot stand behind those before: an overlong form, a surrogate, a stray one.
  constexpr bool take(std::uint8_t octet) {
    if (open_ > 0) {
      if (octet < least_ || octet > most_) return false;
      --open_;
      least_ = 0x80;
      most_ = 0xBF;
      return true;
    }
    if (octet < 0x80) return true;
    if (octet < 0xC2 || octet > 0xF4) return false;
    if (octet == 0xE0) least_ = 0xA0;
    if (octet == 0xED) most_ = 0x9F;
    if (octet == 0xF0) least_ = 0x90;
    if (octet == 0xF4) most_ = 0x8F;
    open_ = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
    return true;
  }

  /// False within a character.
  constexpr bool complete() const { return open_ == 0; }

 private:
  std::uint8_t open_ = 0;  // octets that have to follow, the next one between these
  std::uint8_t least_ = 0x80;
  std::uint8_t most_ = 0xBF;
};

/// True when `text` is UTF-8 from end to end.
constexpr bool is_utf8(Bytes text) {
  Utf8Reader reader;
  for (const char c : text) {
    if (!reader.take(static_cast<std::uint8_t>(c))) return false;
  }
  return reader.complete();
}

}  // namespace httpvet::base
