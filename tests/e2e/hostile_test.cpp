// Input that is made to hurt: no crash, bounded memory, and every other input is linted.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "capture/inputs.h"
#include "e2e/program.h"
#include "engine/linter.h"
#include "support/catch.h"

using namespace httpvet::e2e;
using httpvet::testing::ProcessOptions;
using httpvet::testing::ProcessResult;
using httpvet::testing::TemporaryFolder;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;
// What the program may use beside the mapping of its input, its own code and tables included.
constexpr std::uint64_t kMemory = 64 * kMiB;

/// Sanitizers multiply memory and time: there, smaller inputs, and only whether it goes well.
bool sanitized() { return HTTPVET_SANITIZE[0] != '\0'; }

void check_memory(const ProcessResult& run, std::uint64_t mapped) {
  INFO("peak: " << run.peak_octets / kMiB << " MiB, mapped: " << mapped / kMiB << " MiB");
  if (!sanitized()) CHECK(run.peak_octets < kMemory + mapped);
}

/// A file of `before`, then `size` octets of zero that take no place on the disk, then `after`.
std::uint64_t write_sparse(const std::string& path, const std::string& before, std::uint64_t size,
                           const std::string& after) {
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  REQUIRE(file >= 0);
  const auto end = static_cast<off_t>(before.size() + size);
  REQUIRE(::write(file, before.data(), before.size()) == static_cast<ssize_t>(before.size()));
  REQUIRE(::pwrite(file, after.data(), after.size(), end) == static_cast<ssize_t>(after.size()));
  ::close(file);
  return before.size() + size + after.size();
}

void feed(int descriptor, const std::string& text, std::uint64_t times) {
  for (; times > 0; --times) {
    if (::write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) return;
  }
}

const std::string kHead = "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n";

}  // namespace

TEST_CASE("a line of 1 GB in a file") {
  const TemporaryFolder folder;
  const std::uint64_t size = sanitized() ? 64 * kMiB : 1024 * kMiB;
  const std::string big = folder.path() + "/big.http";
  const std::uint64_t mapped = write_sparse(big, kHead + "X-Long: ", size, "\r\nContent-Length: 0\r\n\r\n");
  const auto run = run_httpvet({"--format", "concise", big, folder.write("other.http", kBad)});
  CHECK((run.code == 1 || run.code == 3));
  CHECK(contains(run.out, "other.http:1:1: error 405-missing-allow "));
  check_memory(run, mapped);
}

TEST_CASE("a line of 1 GB from a pipe") {
  const std::uint64_t size = sanitized() ? 64 * kMiB : 1024 * kMiB;
  ProcessOptions options;
  options.feed = [size](int descriptor) {
    feed(descriptor, kHead + "X-Long: ", 1);
    feed(descriptor, std::string(kMiB, 'x'), size / kMiB);
    feed(descriptor, "\r\nContent-Length: 0\r\n\r\n", 1);
  };
  const auto run = run_httpvet({"--format", "concise", "-"}, options);
  CHECK((run.code == 0 || run.code == 1 || run.code == 3));
  CHECK(contains(run.out, "input-line-cut"));
  check_memory(run, 0);
}

TEST_CASE("a body of 1 GB from a pipe streams by") {
  const std::uint64_t size = sanitized() ? 64 * kMiB : 1024 * kMiB;
  ProcessOptions options;
  options.feed = [size](int descriptor) {
    feed(descriptor, kHead + "Content-Length: " + std::to_string(size) + "\r\n\r\n", 1);
    feed(descriptor, std::string(kMiB, 'x'), size / kMiB);
    feed(descriptor, kBad, 1);
  };
  const auto run = run_httpvet({"--format", "concise", "-"}, options);
  CHECK(run.code == 1);
  CHECK(contains(run.out, "405-missing-allow"));
  check_memory(run, 0);
}

TEST_CASE("a million field lines") {
  const TemporaryFolder folder;
  const std::size_t count = sanitized() ? 50'000 : 1'000'000;
  std::string text = kHead;
  for (std::size_t i = 0; i < count; ++i) text += "X: 1\r\n";
  text += "Content-Length: 0\r\n\r\n";
  const auto run =
      run_httpvet({"--format", "concise", folder.write("lines.http", text), folder.write("other.http", kBad)});
  CHECK((run.code == 1 || run.code == 3));
  CHECK(contains(run.out, "other.http:1:1: error 405-missing-allow "));
  check_memory(run, text.size());
}

TEST_CASE("a declared length beyond every integer") {
  for (const char* length : {"18446744073709551616", "18446744073709551615", "9223372036854775808"}) {
    const auto run = run_on(kHead + "Content-Length: " + length + "\r\n\r\nbody", {"--format", "concise"});
    INFO(length << "\n" << run.out << run.err);
    CHECK(run.code == 1);
    CHECK(contains(run.out, "error framing-body-too-short"));
    CHECK(contains(run.out, "warning framing-content-length-too-large"));
  }
  const std::string chunked = kHead + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nbody";
  const auto run = run_on(chunked, {"--format", "concise"});
  INFO(run.out << run.err);
  CHECK(run.code == 1);
}

TEST_CASE("many inputs do not add up in memory") {
  const TemporaryFolder folder;
  std::string list;
  const std::string path = folder.write("one.http", kBad);
  const std::size_t count = sanitized() ? 500 : 20'000;
  for (std::size_t i = 0; i < count; ++i) list += path + "\n";
  const auto run = run_httpvet({"--format", "concise", "-q", "--files-from", folder.write("list", list)});
  CHECK(run.code == 1);
  CHECK(occurrences(run.out, "405-missing-allow") == count);
  check_memory(run, 0);
}

TEST_CASE("a capture cut at any octet is read without a crash") {
  const std::string sample =
      "GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n" + kGood + "POST /b HTTP/1.1\r\nHost: example.com\r\n" +
      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n" + "HTTP/1.1 100 Continue\r\n\r\n" + kBad;
  std::vector<httpvet::engine::RuleFileError> errors;
  const auto rules = httpvet::engine::RuleSet::merge(httpvet::engine::builtin_rules(), nullptr, errors);
  const auto linter = httpvet::engine::Linter::create(rules, {}, {});
  REQUIRE(linter);
  for (std::size_t length = 0; length <= sample.size(); ++length) {
    // A copy of just that size: a read behind its end does not go unnoticed.
    const std::string cut = sample.substr(0, length);
    const auto source = httpvet::capture::open_memory(cut, "cut", {}, &linter.value()->sinks());
    linter.value()->begin_source();
    httpvet::model::Batch batch;
    std::size_t exchanges = 0;
    for (bool more = true; more;) {
      more = source->reader().next(batch);
      exchanges += batch.exchanges.size();
      linter.value()->lint(batch);
    }
    INFO("cut at " << length);
    CHECK(exchanges <= 2);
    if (length == sample.size()) CHECK(exchanges == 2);
  }
}

TEST_CASE("octets of every kind, in every place") {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string one(1, static_cast<char>(octet));
    const auto run =
        run_on("HTTP/1.1 200" + one + "OK" + one + "\r\nA" + one + "B:" + one + "\r\n" + one + "\r\n\r\n" + one, {});
    INFO("octet " << octet << ": " << run.err);
    CHECK((run.code == 0 || run.code == 1 || run.code == 3));
  }
}
