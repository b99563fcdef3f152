#include "content/stream_hash.h"

#include <string>

#include "support/catch.h"

namespace httpvet::content {
namespace {

std::uint64_t hash_in_pieces(const std::string& text, std::size_t piece) {
  StreamHash hash;
  for (std::size_t i = 0; i < text.size(); i += piece) hash.feed(Bytes(text).substr(i, piece));
  return hash.value();
}

}  // namespace

TEST_CASE("a hash does not depend on how the octets are cut") {
  const std::string text = "The quick brown fox jumps over the lazy dog, 0123456789";
  const std::uint64_t whole = hash_in_pieces(text, text.size());
  for (std::size_t piece = 1; piece < text.size(); ++piece) CHECK(hash_in_pieces(text, piece) == whole);
}

TEST_CASE("different octets, and octets that end in NUL, have different hashes") {
  CHECK(hash_in_pieces("abcdefgh", 8) != hash_in_pieces("abcdefgi", 8));
  CHECK(hash_in_pieces(std::string("a"), 1) != hash_in_pieces(std::string("a\0", 2), 1));
  CHECK(hash_in_pieces("", 1) != hash_in_pieces(std::string(1, '\0'), 1));
}

}  // namespace httpvet::content
