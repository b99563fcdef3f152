#include "content/digest.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <array>
#include <cstdint>

namespace httpvet::content {
namespace {

std::optional<std::string> hash(const EVP_MD* method, Bytes octets) {
  unsigned char result[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  // MD5 may be forbidden by the configuration of the system.
  if (method == nullptr || EVP_Digest(octets.data(), octets.size(), result, &length, method, nullptr) != 1) {
    return std::nullopt;
  }
  return std::string(reinterpret_cast<const char*>(result), length);
}

std::string big_endian(std::uint32_t value) {
  std::string octets;
  for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>(value >> shift & 0xFF);
  return octets;
}

// RFC 9260 App. A: polynomial 0x1EDC6F41, reflected.
constexpr std::array<std::uint32_t, 256> make_crc32c_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? value >> 1 ^ 0x82F63B78u : value >> 1;
    table[i] = value;
  }
  return table;
}

std::uint32_t crc32c(Bytes octets) {
  static constexpr auto kTable = make_crc32c_table();
  std::uint32_t value = 0xFFFFFFFFu;
  for (const char octet : octets) value = kTable[(value ^ static_cast<unsigned char>(octet)) & 0xFF] ^ value >> 8;
  return ~value;
}

std::uint32_t adler(Bytes octets) {
  const auto* data = reinterpret_cast<const Bytef*>(octets.data());
  return static_cast<std::uint32_t>(adler32_z(adler32_z(0, nullptr, 0), data, octets.size()));
}

struct Size {
  Bytes algorithm;
  std::size_t octets;
};

constexpr std::array kSizes = {Size{"sha-256", 32}, Size{"sha-512", 64},  Size{"md5", 16},  Size{"sha", 20},
                               Size{"unixsum", 2},  Size{"unixcksum", 4}, Size{"adler", 4}, Size{"crc32c", 4}};

}  // namespace

std::optional<std::string> digest(Bytes algorithm, Bytes octets) {
  if (algorithm == "sha-256") return hash(EVP_sha256(), octets);
  if (algorithm == "sha-512") return hash(EVP_sha512(), octets);
  if (algorithm == "sha") return hash(EVP_sha1(), octets);
  if (algorithm == "md5") return hash(EVP_md5(), octets);
  if (algorithm == "adler") return big_endian(adler(octets));
  if (algorithm == "crc32c") return big_endian(crc32c(octets));
  return std::nullopt;
}

std::size_t digest_octets(Bytes algorithm) {
  for (const Size& size : kSizes) {
    if (size.algorithm == algorithm) return size.octets;
  }
  return 0;
}

}  // namespace httpvet::content
