#include "cli/output.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/catch.h"
#include "support/process.h"

using httpvet::cli::FileOutput;
using httpvet::testing::read_file;
using httpvet::testing::TemporaryFolder;

namespace {

std::size_t files_in(const std::string& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a report appears once it is whole") {
  const TemporaryFolder folder;
  const std::string path = folder.write("report", "old");
  {
    const auto file = FileOutput::open(path);
    REQUIRE(file);
    file.value()->output().write("new");
    CHECK(read_file(path) == "old");
    file.value()->commit();
    CHECK(read_file(path) == "new");
  }
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a report that is given up leaves nothing behind") {
  const TemporaryFolder folder;
  const std::string path = folder.write("report", "old");
  {
    const auto file = FileOutput::open(path);
    REQUIRE(file);
    file.value()->output().write("new");
  }
  CHECK(read_file(path) == "old");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a report keeps the mode of the file that it replaces, and is as open as others where there was none") {
  const TemporaryFolder folder;
  const std::string old = folder.write("old", "");
  REQUIRE(::chmod(old.c_str(), 0640) == 0);
  const std::string fresh = folder.path() + "/fresh";
  const mode_t mask = ::umask(022);
  for (const std::string& path : {old, fresh}) {
    const auto file = FileOutput::open(path);
    REQUIRE(file);
    file.value()->commit();
  }
  ::umask(mask);
  struct stat status{};
  REQUIRE(::stat(old.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
  REQUIRE(::stat(fresh.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0644);
}

TEST_CASE("a link to a report stays a link") {
  const TemporaryFolder folder;
  const std::string target = folder.write("target", "old");
  const std::string link = folder.path() + "/link";
  REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
  const auto file = FileOutput::open(link);
  REQUIRE(file);
  file.value()->output().write("new");
  file.value()->commit();
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read_file(target) == "new");
}

TEST_CASE("what cannot be written is an error at once") {
  const auto file = FileOutput::open("/nowhere/at/all/report");
  REQUIRE_FALSE(file);
  CHECK(file.error().message == "cannot write '/nowhere/at/all/report': No such file or directory");
}

TEST_CASE("a full device is told") {
  const auto file = FileOutput::open("/dev/full");
  REQUIRE(file);
  file.value()->output().write("text");
  CHECK_THROWS_AS(file.value()->commit(), httpvet::cli::WriteError);
}
