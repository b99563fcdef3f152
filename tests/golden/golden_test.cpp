// Reports, octet by octet. HTTPVET_ACCEPT=1 in the environment writes what came out into the expected files.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "golden/sample_run.h"
#include "support/catch.h"
#include "support/string_output.h"

using namespace httpvet;

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void compare(const std::string& name, const std::string& actual) {
  const std::string path = std::string(HTTPVET_GOLDEN_DIR) + "/" + name;
  if (std::getenv("HTTPVET_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  INFO("expected: " << path << "; HTTPVET_ACCEPT=1 accepts what is new");
  CHECK(actual == read(path));
}

std::string report_of(Bytes format, const report::ReportOptions& options, bool has_lines = true) {
  testing::SampleRun run(has_lines);
  testing::StringOutput output;
  run.report(*report::make_reporter(format, options, output));
  return output.text;
}

report::ReportOptions options(unsigned width = 100, bool unicode = true, bool colour = false) {
  report::ReportOptions out;
  out.width = width;
  out.unicode = unicode;
  out.colour = colour;
  out.version = "1.2.3";
  return out;
}

}  // namespace

TEST_CASE("the text report is as expected") { compare("text.txt", report_of("text", options())); }

TEST_CASE("the text report fits a narrow terminal without Unicode") {
  compare("text-ascii-60.txt", report_of("text", options(60, false)));
}

TEST_CASE("the text report in colour is as expected") {
  compare("text-colour.txt", report_of("text", options(80, true, true)));
}

TEST_CASE("the text report of an input without lines is as expected") {
  compare("text-binary.txt", report_of("text", options(), false));
}

TEST_CASE("the concise report is as expected") { compare("concise.txt", report_of("concise", options())); }

TEST_CASE("the concise report of an input without lines is as expected") {
  compare("concise-binary.txt", report_of("concise", options(), false));
}

TEST_CASE("the JSON report is as expected") { compare("report.json", report_of("json", options())); }

TEST_CASE("the JSON lines report is as expected") { compare("report.jsonl", report_of("jsonl", options())); }
