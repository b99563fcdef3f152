#include <algorithm>
#include <sstream>

#include "cli/exit_code.h"
#include "cli/program.h"
#include "report/layout.h"
#include "support/catch.h"
#include "support/string_output.h"

namespace {

struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

/// What a command line says, on a page of 80 columns.
Said said(const std::vector<std::string>& arguments) {
  const auto options = httpvet::cli::parse_options(arguments);
  if (!options) FAIL(options.error().message);
  httpvet::testing::StringOutput out;
  httpvet::testing::StringOutput err;
  httpvet::cli::Console console{out, err, {false, true, 80}, {}};
  const int code = httpvet::cli::dispatch(options.value(), console);
  return {code, out.text, err.text};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Whether a page has an entry for an option, not just its name within a sentence.
bool shows_option(const std::string& page, const std::string& name) {
  for (const char* before : {"    --", ", --"}) {
    for (const char* after : {" ", "\n"}) {
      if (page.find(before + name + after) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("the main page of the help fits a screen") {
  const Said help = said({"help"});
  CHECK(help.code == httpvet::cli::kClean);
  CHECK(help.err.empty());
  CHECK(lines_of(help.out).size() <= 24);
  for (const std::string& line : lines_of(help.out)) {
    INFO(line);
    CHECK(httpvet::report::columns_of(line) <= 80);
  }
  CHECK(said({"--help"}).out == help.out);
}

TEST_CASE("every command has a page of 80 columns with the options that belong to it") {
  for (const auto& command : httpvet::cli::commands()) {
    const std::string name(command.name);
    INFO(name);
    const Said help = said({"help", name});
    CHECK(help.code == httpvet::cli::kClean);
    for (const std::string& line : lines_of(help.out)) {
      INFO(line);
      CHECK(httpvet::report::columns_of(line) <= 80);
    }
    for (const auto& option : httpvet::cli::option_infos()) {
      const bool belongs = (option.commands & httpvet::cli::command_bit(command.command)) != 0 && !option.hidden;
      INFO(option.name);
      CHECK(shows_option(help.out, std::string(option.name)) == belongs);
    }
  }
}

TEST_CASE("an unknown command is told with the nearest one") {
  const Said help = said({"help", "explian"});
  CHECK(help.code == httpvet::cli::kUsage);
  CHECK(help.out.empty());
  CHECK(help.err == "httpvet: there is no command 'explian'; did you mean 'explain'?\n");
}

TEST_CASE("the version is one line") {
  const Said version = said({"--version"});
  CHECK(version.code == httpvet::cli::kClean);
  CHECK(version.out.starts_with("httpvet "));
  CHECK(std::count(version.out.begin(), version.out.end(), '\n') == 1);
}

TEST_CASE("formats are listed") {
  const Said formats = said({"formats"});
  CHECK(formats.code == httpvet::cli::kClean);
  CHECK(formats.out.find("jsonl") != std::string::npos);
}
