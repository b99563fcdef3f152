#include "cli/options.h"

#include "support/catch.h"

using httpvet::cli::Command;
using httpvet::cli::Options;
using httpvet::cli::parse_options;
using httpvet::model::Severity;

namespace {

Options parsed(const std::vector<std::string>& arguments) {
  const auto result = parse_options(arguments);
  if (!result) FAIL(result.error().message);
  return result.value();
}

std::string complaint(const std::vector<std::string>& arguments) {
  const auto result = parse_options(arguments);
  return result ? "" : result.error().message;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("lint is what happens without a command") {
  CHECK(parsed({"a.http"}).command == Command::kLint);
  CHECK(parsed({"a.http", "b.http"}).input.paths == Words{"a.http", "b.http"});
  CHECK(parsed({"lint", "a.http"}).input.paths == Words{"a.http"});
  CHECK(parsed({"-"}).input.paths == Words{"-"});
}

TEST_CASE("a command may stand behind options") {
  const Options options = parsed({"--color", "never", "explain", "405-missing-allow"});
  CHECK(options.command == Command::kExplain);
  CHECK(options.arguments == Words{"405-missing-allow"});
}

TEST_CASE("a file named like a command is told apart") {
  CHECK(parsed({"./rules"}).input.paths == Words{"./rules"});
  CHECK(parsed({"./status"}).input.paths == Words{"./status"});
  CHECK(parsed({"--", "status"}).input.paths == Words{"status"});
  CHECK(parsed({"--", "rules"}).input.paths == Words{"rules"});
  CHECK(parsed({"lint", "rules"}).input.paths == Words{"rules"});
  CHECK(parsed({"--quiet", "--", "--odd", "-"}).input.paths == Words{"--odd", "-"});
  CHECK(parsed({"a", "rules"}).input.paths == Words{"a", "rules"});
}

TEST_CASE("status takes a language and three formats") {
  using httpvet::cli::Language;
  CHECK(parsed({"status"}).command == Command::kStatus);
  CHECK(parsed({"status", "404"}).arguments == Words{"404"});
  CHECK(parsed({"status"}).language == Language::kEnglish);
  CHECK(parsed({"status", "--lang", "zh-tw"}).language == Language::kChinese);
  CHECK(parsed({"status", "--lang", "zh-TW"}).language == Language::kChinese);
  for (const char* format : {"text", "json", "markdown"}) CHECK(parsed({"status", "-f", format}).format == format);
  CHECK(complaint({"status", "-f", "jsonl"}).find("(one of text, json, markdown)") != std::string::npos);
  CHECK(complaint({"status", "--lang", "fr"}).find("(one of en, zh-TW)") != std::string::npos);
  CHECK(complaint({"rules", "--lang", "en"}).find("does not belong to 'rules'") != std::string::npos);
  CHECK(complaint({"rules", "-f", "markdown"}).find("does not know 'markdown'") != std::string::npos);
}

TEST_CASE("severity and fail-on") {
  CHECK(parsed({"a"}).selection.severity == Severity::kWarning);
  CHECK(parsed({"a"}).fail_on == Severity::kError);
  CHECK(parsed({"--severity", "info", "a"}).selection.severity == Severity::kInfo);
  CHECK_FALSE(parsed({"--fail-on=never", "a"}).fail_on);

  // --fail-on implies that --severity reaches as far, and never takes from it.
  CHECK(parsed({"--fail-on", "info", "a"}).selection.severity == Severity::kInfo);
  CHECK(parsed({"--severity", "error", "--fail-on", "warning", "a"}).selection.severity == Severity::kWarning);
  CHECK(parsed({"--severity", "error", "a"}).selection.severity == Severity::kError);
  CHECK(parsed({"--severity", "info", "--fail-on", "never", "a"}).selection.severity == Severity::kInfo);
}

TEST_CASE("rules are switched by lists, repeatedly") {
  const Options options = parsed({"--enable", "a,b", "--disable", "c-*", "--enable=d, e", "x"});
  CHECK(options.selection.enable == Words{"a", "b", "d", "e"});
  CHECK(options.selection.disable == Words{"c-*"});
}

TEST_CASE("options of inputs and reports") {
  const Options options = parsed({"-f",           "json",      "-o",
                                  "out.json",     "-q",        "--scheme",
                                  "https",        "--profile", "rfc2616",
                                  "--files-from", "list",      "--exclude",
                                  "*.bak",        "--exclude", "old/*",
                                  "--partial",    "--history", "7",
                                  "--rules",      "mine",      "--allow-empty",
                                  "--colour",     "always",    "x"});
  CHECK(options.format == "json");
  CHECK(options.output == "out.json");
  CHECK(options.quiet);
  CHECK(options.input.scheme == httpvet::model::Scheme::kHttps);
  CHECK(options.selection.profile == httpvet::model::Profile::kRfc2616);
  CHECK(options.input.files_from == Words{"list"});
  CHECK(options.input.exclude == Words{"*.bak", "old/*"});
  CHECK(options.input.partial);
  CHECK(options.lint.history == 7);
  CHECK(options.rule_paths == Words{"mine"});
  CHECK(options.allow_empty);
  CHECK_FALSE(options.allow_partial);
  CHECK(options.colour == httpvet::cli::ColourWhen::kAlways);
  CHECK(parsed({"-o", "-", "x"}).output.empty());
  CHECK(parsed({"-fjson", "x"}).format == "json");
}

TEST_CASE("a pair needs no other input, and both halves") {
  CHECK(parsed({"--requests", "a", "--responses", "b"}).input.responses == "b");
  CHECK(complaint({"--requests", "a"}) == "--requests and --responses belong together: give both");
}

TEST_CASE("what is not known is told with the nearest name that is") {
  CHECK(complaint({"--sevrity", "info", "a"}) == "unknown option '--sevrity'; did you mean '--severity'?");
  CHECK(complaint({"--sevrity=info", "a"}) == "unknown option '--sevrity'; did you mean '--severity'?");
  CHECK(complaint({"--zzzzzzzz", "a"}) == "unknown option '--zzzzzzzz'; see 'httpvet help'");
  CHECK(complaint({"-x", "a"}) == "unknown option '-x'; see 'httpvet help'");
  CHECK(complaint({"--severity", "eror", "a"}) ==
        "--severity does not know 'eror'; did you mean 'error'? (one of error, warning, info)");
  CHECK(complaint({"--fail-on", "x", "a"}) == "--fail-on does not know 'x' (one of error, warning, info, never)");
  CHECK(complaint({"--format", "jsn", "a"}).find("did you mean 'json'?") != std::string::npos);
  CHECK(complaint({"--profile", "2616", "a"}).find("one of rfc9110, rfc2616") != std::string::npos);
  CHECK(complaint({"--history", "many", "a"}) == "--history takes a number of resources, not 'many'");
}

TEST_CASE("options are not shortened") {
  CHECK(complaint({"--sever", "info", "a"}).find("unknown option '--sever'") == 0);
}

TEST_CASE("wrong use is told") {
  CHECK(complaint({}).find("nothing to lint") == 0);
  CHECK(complaint({"explain"}).find("explain which rule?") == 0);
  CHECK(complaint({"test-rules"}).find("test which rules?") == 0);
  CHECK(complaint({"facts", "x"}) == "'facts' takes no 'x'");
  CHECK_FALSE(complaint({"--severity"}).empty());
  CHECK_FALSE(complaint({"--quiet=yes", "a"}).empty());
  CHECK(complaint({"explain", "--severity", "info", "x"}) ==
        "option '--severity' does not belong to 'explain'; see 'httpvet help explain'");
}

TEST_CASE("help and version win over what else is there") {
  CHECK(parsed({"--help"}).command == Command::kHelp);
  CHECK(parsed({"--help"}).arguments.empty());
  CHECK(parsed({"-h"}).command == Command::kHelp);
  CHECK(parsed({"explain", "--help"}).arguments == Words{"explain"});
  CHECK(parsed({"lint", "-h"}).arguments == Words{"lint"});
  CHECK(parsed({"help", "rules"}).arguments == Words{"rules"});
  CHECK(parsed({"-V"}).command == Command::kVersion);
  CHECK(parsed({"--version"}).command == Command::kVersion);
}
