// Byte sources and their lines.
#include "capture/byte_sources.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "capture/line_index.h"
#include "capture_support.h"

namespace httpvet::capture::testing {

namespace {

// The writing end of a pipe in a thread of its own; gives the reading end.
class Feed {
 public:
  explicit Feed(std::string octets) {
    REQUIRE(::pipe(ends_) == 0);
    writer_ = std::thread([kept = std::move(octets), fd = ends_[1]] {
      for (std::size_t at = 0; at < kept.size();) {
        const ssize_t count = ::write(fd, kept.data() + at, kept.size() - at);
        if (count <= 0) break;
        at += static_cast<std::size_t>(count);
      }
      ::close(fd);
    });
  }
  ~Feed() {
    ::close(ends_[0]);
    writer_.join();
  }
  int fd() const { return ends_[0]; }

 private:
  int ends_[2] = {-1, -1};
  std::thread writer_;
};

}  // namespace

TEST_CASE("a mapped file shows all its octets and stays where it is") {
  TemporaryFolder folder;
  auto file = open_file(folder.write("a", "one\ntwo\r\nthree"), 16);
  REQUIRE(file.ok());
  InputSource& source = *file.value();
  CHECK(source.pinned());
  CHECK(source.window() == "one\ntwo\r\nthree");
  CHECK(source.at_end());
  CHECK_FALSE(source.grow());
  source.consume(4);
  CHECK(source.offset() == 4);
  CHECK(source.window().substr(0, 3) == "two");
}

TEST_CASE("an empty file and a device that cannot be mapped are read") {
  TemporaryFolder folder;
  for (const std::string& path : {folder.write("empty", ""), std::string("/dev/null")}) {
    auto file = open_file(path, 16);
    REQUIRE(file.ok());
    CHECK_FALSE(file.value()->grow());
    CHECK(file.value()->window().empty());
    CHECK(file.value()->at_end());
  }
  CHECK(open_file(folder.path() + "/missing", 16).error() == ENOENT);
}

TEST_CASE("a pipe is read block by block within its limit") {
  Feed feed(std::string(20 * 1024 * 1024, 'x') + "end");
  PipeSource source(feed.fd(), false, 64 * 1024);
  CHECK(source.window().empty());
  CHECK_FALSE(source.at_end());
  while (source.grow()) {
  }
  CHECK(source.window().size() == PipeSource::kWindowLimit);
  CHECK_FALSE(source.at_end());
  source.consume(source.window().size() - 1);
  while (source.grow()) {
  }
  CHECK(source.at_end());
  CHECK(source.offset() == PipeSource::kWindowLimit - 1);
  CHECK(source.window().substr(source.window().size() - 3) == "end");
}

TEST_CASE("lines of pinned octets are counted from one, columns in octets") {
  const std::string text = "one\r\n\ntw\xC3\xB6\nfour";
  PinnedLineIndex index(text);
  const auto at = [&](std::uint64_t offset) {
    const auto position = index.position(offset);
    REQUIRE(position);
    return std::pair(position->line, position->column);
  };
  CHECK(at(0) == std::pair<std::uint64_t, std::uint64_t>(1, 1));
  CHECK(at(4) == std::pair<std::uint64_t, std::uint64_t>(1, 5));
  CHECK(at(5) == std::pair<std::uint64_t, std::uint64_t>(2, 1));
  CHECK(at(9) == std::pair<std::uint64_t, std::uint64_t>(3, 4));
  CHECK(at(11) == std::pair<std::uint64_t, std::uint64_t>(4, 1));
  CHECK(at(15) == std::pair<std::uint64_t, std::uint64_t>(4, 5));
  CHECK_FALSE(index.position(16));
  CHECK(index.line(1, 100)->text == "one");
  CHECK(index.line(4, 100)->text == "one");
  CHECK(index.line(5, 100)->text.empty());
  CHECK(index.line(8, 100)->text == "tw\xC3\xB6");
  CHECK(index.line(15, 100)->text == "four");
  CHECK(index.line(15, 100)->offset == 11);
}

TEST_CASE("lines are found across blocks, and long ones are cut around the offset") {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "line " + std::to_string(i) + "\n";
  const std::size_t long_line = text.size();
  text += std::string(300000, 'x') + "\nlast";
  PinnedLineIndex index(text);
  CHECK(index.position(text.size() - 4)->line == 50002);
  CHECK(index.position(text.find("line 12345\n") + 5)->line == 12346);
  CHECK(index.position(text.find("line 12345\n") + 5)->column == 6);
  CHECK(index.position(long_line + 250000)->column == 250001);
  const auto line = index.line(long_line + 250000, 100);
  CHECK(line->text == std::string(100, 'x'));
  CHECK(line->offset == long_line + 249950);
}

TEST_CASE("lines of a pipe are known for as long as the batch that kept them") {
  PipeLineIndex index;
  const std::string text = "one\ntwo\nthree\n";
  index.consumed(Bytes(text).substr(0, 5), 0);
  index.consumed(Bytes(text).substr(5), 5);
  CHECK(index.recent(4)->line == 2);
  CHECK(index.recent(9)->column == 2);
  CHECK_FALSE(index.recent(15));
  CHECK_FALSE(index.position(4));
  auto kept = std::make_shared<KeptLines>();
  index.attach(kept);
  kept->keep(4, Bytes(text).substr(4), *index.recent(4));
  CHECK(index.position(9)->line == 3);
  CHECK(index.position(9)->column == 2);
  CHECK(index.line(9, 100)->text == "three");
  CHECK_FALSE(index.position(1));
  kept.reset();
  CHECK_FALSE(index.position(9));
}

TEST_CASE("a batch from a pipe knows the lines of its messages") {
  const std::string octets =
      "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 3\r\n\r\na\nbHTTP/1.1 204 No Content\r\nDate: x\r\n\r\n";
  Feed feed(octets);
  const auto opened = open_for_test({"/dev/fd/" + std::to_string(feed.fd()), "", true}, {});
  PinnedLineIndex expected(octets);
  model::Batch batch;
  REQUIRE(opened->reader().next(batch));
  REQUIRE(batch.exchanges.size() == 2);
  model::LineIndex& lines = *opened->inputs()[0].lines;
  for (const model::Exchange& exchange : batch.exchanges) {
    const model::Message& response = *exchange.response;
    for (std::uint64_t i = 0; i < response.head.size(); ++i) {
      const auto position = lines.position(response.offset + i);
      REQUIRE(position);
      CHECK(position->line == expected.position(response.offset + i)->line);
      CHECK(position->column == expected.position(response.offset + i)->column);
    }
    CHECK(lines.line(response.lines[0].offset + 1, 100)->text == expected.line(response.lines[0].offset, 100)->text);
  }
  const std::uint64_t offset = batch.exchanges[0].response->offset;
  batch.reset();
  CHECK_FALSE(lines.position(offset));
}

}  // namespace httpvet::capture::testing
