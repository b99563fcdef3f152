// Recordings of real servers, and all that httpvet says to them. HTTPVET_ACCEPT=1 in the environment writes what came
// out into the expected files; tests/data/servers/README.md says for each kind of finding why it is true.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/process.h"

namespace {

using httpvet::testing::ProcessOptions;
using httpvet::testing::ProcessResult;
using httpvet::testing::read_file;
using httpvet::testing::run_process;

const std::string kRecordings = HTTPVET_SOURCE_DIR "/tests/data/servers";

/// Every finding in `files` of the recordings, a line each. The exit code is 3 where a stream holds no HTTP at all,
/// which is what some servers answer to requests that are none.
std::string findings(std::vector<std::string> files) {
  // The requests are the script's, which names itself nowhere: one finding for each of them.
  files.insert(files.begin(), {HTTPVET_BINARY, "--quiet", "--format", "concise", "--severity", "info", "--disable",
                               "negotiation-user-agent-missing"});
  ProcessOptions options;
  options.folder = kRecordings;
  const ProcessResult run = run_process(files, options);
  CHECK(run.code < 4);
  CHECK(run.code != 2);
  return run.out;
}

void compare(const std::string& server) {
  const std::string path = kRecordings + "/" + server + "/expected.txt";
  const std::string actual = findings({server, "--exclude", "*.txt"});
  if (std::getenv("HTTPVET_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  INFO("expected: " << path << "; HTTPVET_ACCEPT=1 accepts what is new");
  CHECK(actual == read_file(path));
}

}  // namespace

TEST_CASE("recordings of Apache") { compare("apache"); }
TEST_CASE("recordings of Caddy") { compare("caddy"); }
TEST_CASE("recordings of Gunicorn") { compare("gunicorn"); }
TEST_CASE("recordings of HAProxy") { compare("haproxy"); }
TEST_CASE("recordings of lighttpd") { compare("lighttpd"); }
TEST_CASE("recordings of nginx") { compare("nginx"); }
TEST_CASE("recordings of Node.js") { compare("node"); }
TEST_CASE("recordings of PHP") { compare("php"); }
TEST_CASE("recordings of Python's http.server") { compare("python"); }
TEST_CASE("recordings of Python's http.server with HTTP/1.1") { compare("python-http11"); }
TEST_CASE("recordings of Squid") { compare("squid"); }
TEST_CASE("recordings of Varnish") { compare("varnish"); }

TEST_CASE("every recording has both streams, and every server its expected findings") {
  std::size_t servers = 0;
  for (const auto& folder : std::filesystem::directory_iterator(kRecordings)) {
    if (!folder.is_directory() || folder.path().filename() == "recorder") continue;
    ++servers;
    CHECK(std::filesystem::exists(folder.path() / "expected.txt"));
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      const std::filesystem::path path = file.path();
      INFO(path);
      if (path.extension() == ".req")
        CHECK(std::filesystem::exists(std::filesystem::path(path).replace_extension(".res")));
      if (path.extension() == ".res")
        CHECK(std::filesystem::exists(std::filesystem::path(path).replace_extension(".req")));
    }
  }
  CHECK(servers == 12);
}

TEST_CASE("every rule that finds something in a response is judged in README.md") {
  const std::string readme = read_file(kRecordings + "/README.md");
  const std::regex finding("\\S+\\.res:\\d+:\\d+: (?:error|warning|info) (\\S+) .*");
  for (const auto& folder : std::filesystem::directory_iterator(kRecordings)) {
    std::ifstream expected(folder.path() / "expected.txt");
    for (std::string line; std::getline(expected, line);) {
      std::smatch match;
      if (!std::regex_match(line, match, finding)) continue;
      INFO(line);
      CHECK(readme.find("`" + match[1].str() + "`") != std::string::npos);
    }
  }
}
