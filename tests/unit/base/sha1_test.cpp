#include "base/sha1.h"

#include "support/catch.h"

using namespace httpvet;

namespace {

std::string accept_of(const std::string& key) {
  const auto digest = base::sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  return base::base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string hex(Bytes octets) {
  std::string out;
  for (const std::uint8_t octet : base::sha1(octets)) {
    out += "0123456789abcdef"[octet / 16];
    out += "0123456789abcdef"[octet % 16];
  }
  return out;
}

}  // namespace

TEST_CASE("SHA-1 gives the digests of FIPS 180") {
  CHECK(hex("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(hex(std::string(1'000'000, 'a')) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("Sec-WebSocket-Accept is that of RFC 6455") {
  CHECK(accept_of("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("base64 is written and counted") {
  CHECK(base::base64("") == "");
  CHECK(base::base64("a") == "YQ==");
  CHECK(base::base64("ab") == "YWI=");
  CHECK(base::base64("abc") == "YWJj");
  CHECK(base::base64_octets("YQ==") == 1);
  CHECK(base::base64_octets("YWI=") == 2);
  CHECK(base::base64_octets("YWJj") == 3);
  CHECK(base::base64_octets("") == 0);
  for (const char* text : {"YQ", "Y===", "YW-j", "=", "YQ==YQ=="}) CHECK(base::base64_octets(text) == -1);
}
