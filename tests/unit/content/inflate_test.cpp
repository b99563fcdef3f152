#include "content/inflate.h"

#include <zlib.h>

#include "support/catch.h"

namespace httpvet::content {
namespace {

std::string deflated(const std::string& text, int window_bits) {
  z_stream z{};
  REQUIRE(deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string coded(text.size() + 200, '\0');
  std::string input = text;
  z.next_in = reinterpret_cast<Bytef*>(input.data());
  z.avail_in = static_cast<uInt>(input.size());
  z.next_out = reinterpret_cast<Bytef*>(coded.data());
  z.avail_out = static_cast<uInt>(coded.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  coded.resize(z.total_out);
  deflateEnd(&z);
  return coded;
}

const std::string kText = "<title>Not Found</title> and some more of it, and some more of it";

}  // namespace

TEST_CASE("gzip and both forms of deflate are undone") {
  for (const auto& [name, bits] : {std::pair{"GZip", 31}, std::pair{"deflate", 15}, std::pair{"deflate", -15}}) {
    INFO(name << bits);
    const auto result = inflate_content(deflated(kText, bits), name, 1000);
    REQUIRE(result);
    CHECK(result->text == kText);
    CHECK(result->whole);
  }
}

TEST_CASE("of a cut coding the beginning is there, and it is not the whole") {
  const std::string coded = deflated(kText, 31);
  const auto cut = inflate_content(Bytes(coded).substr(0, coded.size() - 12), "gzip", 1000);
  REQUIRE(cut);
  CHECK(!cut->whole);
  CHECK(kText.starts_with(cut->text));
}

TEST_CASE("no more than asked for is made of it") {
  const auto bomb = inflate_content(deflated(std::string(1 << 20, 'a'), 31), "gzip", 5000);
  REQUIRE(bomb);
  CHECK(bomb->text.size() == 5000);
  CHECK(!bomb->whole);
}

TEST_CASE("other codings and other octets are left alone") {
  CHECK(!inflate_content("plain text", "gzip", 1000));
  CHECK(!inflate_content("\x1f\x8b", "br", 1000));
}

}  // namespace httpvet::content
