#include "content/decode.h"

#include <zlib.h>
#include <zstd.h>

#include "content/digest.h"

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

std::string zstd(const std::string& text) {
  std::string coded(ZSTD_compressBound(text.size()), '\0');
  coded.resize(ZSTD_compress(coded.data(), coded.size(), text.data(), text.size(), 3));
  return coded;
}

std::string hex(const std::string& octets) {
  constexpr Bytes kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : octets) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

// "hello" in one uncompressed meta-block.
const std::string kBrotli("\x0b\x02\x80\x68\x65\x6c\x6c\x6f\x03", 9);

const std::string kText = "<title>Not Found</title> and some more of it, and some more of it";

}  // namespace

TEST_CASE("gzip and both forms of deflate are undone") {
  for (const auto& [name, bits] : {std::pair{"GZip", 31}, std::pair{"deflate", 15}, std::pair{"deflate", -15}}) {
    INFO(name << bits);
    const Decoded result = decode(deflated(kText, bits), name);
    CHECK(result.state == DecodeState::kDecoded);
    CHECK(result.text == kText);
    CHECK(result.kept_all());
    CHECK(result.trailing == 0);
    CHECK(result.raw_deflate == (bits < 0));
  }
}

TEST_CASE("br and zstd are undone") {
  CHECK(decode(kBrotli, "br").text == "hello");
  CHECK(decode(kBrotli + "x", "BR").trailing == 1);
  const Decoded result = decode(zstd(kText), "zstd");
  CHECK(result.text == kText);
  CHECK(result.kept_all());
  CHECK(result.window == kText.size());
}

TEST_CASE("several members and frames in a row are one content, other octets behind them are not") {
  const std::string gzip = deflated(kText, 31);
  CHECK(decode(gzip + gzip, "gzip").text == kText + kText);
  CHECK(decode(gzip + "\n", "gzip").trailing == 1);
  CHECK(decode(zstd(kText) + zstd("b"), "zstd").text == kText + "b");
  CHECK(decode(zstd(kText) + "b", "zstd").trailing == 1);
}

TEST_CASE("of a cut coding the beginning is there, and it is not the whole") {
  for (const auto& [name, coded] :
       {std::pair{"gzip", deflated(kText, 31)}, std::pair{"zstd", zstd(kText)}, std::pair{"br", kBrotli}}) {
    INFO(name);
    for (std::size_t size = 1; size < coded.size(); ++size) {
      const Decoded cut = decode(Bytes(coded).substr(0, size), name);
      CHECK(cut.state == DecodeState::kCut);
      CHECK(!cut.kept_all());
    }
  }
}

TEST_CASE("no more than asked for is made of it") {
  const std::string coded = deflated(std::string(1 << 20, 'a'), 31);
  const Decoded kept = decode(coded, "gzip", {5000, 1 << 21});
  CHECK(kept.text.size() == 5000);
  CHECK(kept.octets == 1 << 20);
  CHECK(!kept.kept_all());
  CHECK(decode(coded, "gzip", {5000, 100000}).state == DecodeState::kTooLarge);
  CHECK(decode(zstd(std::string(1 << 20, 'a')), "zstd", {5000, 100000}).state == DecodeState::kTooLarge);
}

TEST_CASE("octets that are not so coded are malformed, other codings unknown") {
  for (const Bytes coding : {Bytes("gzip"), Bytes("deflate"), Bytes("br"), Bytes("zstd"), Bytes("compress")}) {
    INFO(coding);
    CHECK(decode("plain text, and a bit more of it", coding).state == DecodeState::kMalformed);
  }
  CHECK(decode("x", "snappy").state == DecodeState::kUnknown);
  CHECK(decode("\x1f\x9d\x90 abc", "compress").state == DecodeState::kUnknown);
  std::string broken = deflated(kText, 31);
  broken[broken.size() - 6] ^= 1;
  CHECK(Bytes(decode(broken, "gzip").wrong) == "its checksum is wrong");
}

TEST_CASE("codings are told by how they begin") {
  CHECK(coding_that_begins(deflated(kText, 31)) == "gzip");
  CHECK(coding_that_begins(deflated(kText, 15)) == "deflate");
  CHECK(coding_that_begins(zstd(kText)) == "zstd");
  CHECK(coding_that_begins("plain").empty());
  CHECK(coding_that_begins("").empty());
}

TEST_CASE("digests are those of their specifications") {
  CHECK(hex(digest("sha-256", "abc").value()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(digest("md5", "abc").value_or("")) == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(hex(digest("sha", "abc").value()) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(digest("crc32c", "123456789").value()) == "e3069283");
  CHECK(hex(digest("adler", "Wikipedia").value()) == "11e60398");
  CHECK(!digest("unixsum", "abc"));
  CHECK(digest_octets("sha-512") == 64);
  CHECK(digest_octets("sha-3") == 0);
}

}  // namespace httpvet::content
