#include "fields/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace httpvet::fields {
namespace {

constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> make_digits(char plus, char slash) {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  digits[static_cast<unsigned char>(plus)] = 62;
  digits[static_cast<unsigned char>(slash)] = 63;
  return digits;
}

constexpr auto kBase64 = make_digits('+', '/');
constexpr auto kBase64Url = make_digits('-', '_');

/// `text` has no padding.
bool decode(Bytes text, const std::array<std::uint8_t, 256>& digits, std::string& out) {
  if (text.size() % 4 == 1) return false;
  const std::size_t before = out.size();
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
    if (digit == kNoDigit) {
      out.resize(before);
      return false;
    }
    bits = (bits << 6 | digit) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  return true;
}

}  // namespace

bool decode_base64(Bytes text, std::string& out) {
  if (text.size() % 4 != 0) return false;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return decode(text, kBase64, out);
}

bool decode_base64url(Bytes text, std::string& out) { return decode(text, kBase64Url, out); }

}  // namespace httpvet::fields
