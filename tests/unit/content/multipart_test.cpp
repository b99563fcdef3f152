#include "content/multipart.h"

#include <string>

#include "support/catch.h"

using httpvet::Bytes;
using httpvet::content::MultipartScanner;

namespace {

MultipartScanner scan(Bytes body, std::size_t step = 0) {
  MultipartScanner scanner;
  scanner.start("SEP");
  if (step == 0) step = body.size() + 1;
  for (std::size_t i = 0; i < body.size(); i += step) scanner.feed(body.substr(i, step));
  scanner.finish();
  return scanner;
}

constexpr Bytes kTwoParts =
    "preamble\r\n--SEP\r\nContent-Range: bytes 0-4/10\r\n\r\nhello\r\n--SEP  \r\nA: 1\r\nB: "
    "2\r\n\r\nworld\n!\r\n--SEP--\r\nepilogue";

}  // namespace

TEST_CASE("the parts of a multipart body have their headers and octet counts") {
  const auto scanner = scan(kTwoParts);
  REQUIRE(scanner.parts().size() == 2);
  CHECK(scanner.parts()[0].headers == "Content-Range: bytes 0-4/10\r\n");
  CHECK(scanner.parts()[0].octets == 5);
  CHECK(scanner.parts()[1].headers == "A: 1\r\nB: 2\r\n");
  CHECK(scanner.parts()[1].octets == 7);
  CHECK(scanner.closed());
  CHECK_FALSE(scanner.overflow());
}

TEST_CASE("a multipart body gives the same parts however it is cut") {
  const auto whole = scan(kTwoParts);
  for (std::size_t step = 1; step < kTwoParts.size(); ++step) {
    const auto pieces = scan(kTwoParts, step);
    REQUIRE(pieces.parts().size() == whole.parts().size());
    for (std::size_t i = 0; i < whole.parts().size(); ++i) {
      CHECK(pieces.parts()[i].headers == whole.parts()[i].headers);
      CHECK(pieces.parts()[i].octets == whole.parts()[i].octets);
      CHECK(pieces.parts()[i].offset == whole.parts()[i].offset);
    }
    CHECK(pieces.closed());
  }
}

TEST_CASE("a part without header fields begins with an empty line") {
  const auto scanner = scan("--SEP\r\n\r\nbody\r\n--SEP--");
  REQUIRE(scanner.parts().size() == 1);
  CHECK(scanner.parts()[0].headers.empty());
  CHECK(scanner.parts()[0].octets == 4);
  CHECK(scanner.closed());
}

TEST_CASE("an empty part body has no octets") {
  const auto scanner = scan("--SEP\r\nA: 1\r\n\r\n\r\n--SEP--\r\n");
  REQUIRE(scanner.parts().size() == 1);
  CHECK(scanner.parts()[0].octets == 0);
}

TEST_CASE("a longer boundary that begins alike is no delimiter") {
  const auto scanner = scan("--SEP\r\n\r\n--SEPARATOR\r\n--SE\r\n--SEP-x\r\n--SEP--\r\n");
  REQUIRE(scanner.parts().size() == 1);
  CHECK(scanner.parts()[0].octets == Bytes("--SEPARATOR\r\n--SE\r\n--SEP-x").size());
}

TEST_CASE("a body that is cut keeps what came") {
  const auto scanner = scan("--SEP\r\nA: 1\r\n\r\nhalf");
  REQUIRE(scanner.parts().size() == 1);
  CHECK(scanner.parts()[0].octets == 4);
  CHECK_FALSE(scanner.parts()[0].ended);
  CHECK_FALSE(scanner.closed());
}

TEST_CASE("too many parts are dropped and said") {
  std::string body;
  for (int i = 0; i < 1100; ++i) body += "--SEP\r\n\r\nx\r\n";
  const auto scanner = scan(body);
  CHECK(scanner.parts().size() == MultipartScanner::kMaxParts);
  CHECK(scanner.overflow());
}

TEST_CASE("a part whose headers are too large is said") {
  const auto scanner = scan("--SEP\r\nA: " + std::string(10'000, 'a') + "\r\n\r\nx\r\n--SEP--");
  CHECK(scanner.overflow());
}
