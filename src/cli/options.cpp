// The only file that includes Boost.Program_options: its headers take seconds to compile.
#include "cli/options.h"

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <charconv>
#include <iterator>

#include "base/byte_class.h"
#include "expr/compiler.h"
#include "report/reporter.h"

namespace httpvet::cli {
namespace {

namespace po = boost::program_options;
using model::Severity;

constexpr std::uint16_t kLintOnly = command_bit(Command::kLint);
constexpr std::uint16_t kWithRules =
    kLintOnly | command_bit(Command::kExplain) | command_bit(Command::kRules) | command_bit(Command::kDocs);
constexpr std::uint16_t kStatusOnly = command_bit(Command::kStatus);
constexpr std::uint16_t kWithFormat = kLintOnly | command_bit(Command::kExplain) | command_bit(Command::kRules) |
                                      command_bit(Command::kFacts) | kStatusOnly;
constexpr std::uint16_t kPrinting = kWithFormat | command_bit(Command::kTestRules) | command_bit(Command::kFormats);
constexpr std::uint16_t kAnywhere = 0xFFFF;

/// What is wrong with an option's value; empty: nothing.
using Complaint = std::string;

std::string quoted(Bytes text) { return "'" + std::string(text) + "'"; }

std::string joined(const std::vector<Bytes>& words) {
  std::string text;
  for (const Bytes word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

/// "; did you mean 'x'?", or nothing when no candidate is near.
std::string suggestion(Bytes name, const std::vector<Bytes>& candidates) {
  const auto near = expr::nearest(name, candidates);
  return near ? "; did you mean " + quoted(*near) + "?" : "";
}

/// Index of `value` in `words`, or a complaint that names them.
template <typename Words>
Complaint choose(Bytes option, const std::string& value, const Words& words, std::size_t& chosen) {
  const auto found = std::find(words.begin(), words.end(), Bytes(value));
  if (found != words.end()) {
    chosen = static_cast<std::size_t>(found - words.begin());
    return {};
  }
  const std::vector<Bytes> all(words.begin(), words.end());
  return "--" + std::string(option) + " does not know " + quoted(value) + suggestion(value, all) + " (one of " +
         joined(all) + ")";
}

void add_list(const std::string& value, std::vector<std::string>& out) {
  std::size_t begin = 0;
  while (begin <= value.size()) {
    const std::size_t comma = std::min(value.find(',', begin), value.size());
    const Bytes item = base::trim_blanks(Bytes(value).substr(begin, comma - begin));
    if (!item.empty()) out.emplace_back(item);
    begin = comma + 1;
  }
}

Complaint set_severity(Options& options, const std::string& value) {
  constexpr std::array<Bytes, 3> kWords = {"error", "warning", "info"};
  std::size_t chosen = 0;
  Complaint complaint = choose("severity", value, kWords, chosen);
  if (complaint.empty()) options.selection.severity = static_cast<Severity>(2 - chosen);
  return complaint;
}

Complaint set_fail_on(Options& options, const std::string& value) {
  constexpr std::array<Bytes, 4> kWords = {"error", "warning", "info", "never"};
  std::size_t chosen = 0;
  Complaint complaint = choose("fail-on", value, kWords, chosen);
  if (complaint.empty()) {
    options.fail_on = chosen == 3 ? std::nullopt : std::optional(static_cast<Severity>(2 - chosen));
  }
  return complaint;
}

Complaint set_profile(Options& options, const std::string& value) {
  std::size_t chosen = 0;
  Complaint complaint = choose("profile", value, model::kProfileNames, chosen);
  options.selection.profile = static_cast<model::Profile>(chosen);
  return complaint;
}

Complaint set_scheme(Options& options, const std::string& value) {
  constexpr std::array<Bytes, 2> kWords = {"http", "https"};
  std::size_t chosen = 0;
  Complaint complaint = choose("scheme", value, kWords, chosen);
  options.input.scheme = chosen == 0 ? model::Scheme::kHttp : model::Scheme::kHttps;
  return complaint;
}

Complaint set_language(Options& options, const std::string& value) {
  constexpr std::array<Bytes, 2> kWords = {"en", "zh-TW"};
  std::size_t chosen = 0;
  // Letter case says nothing in a language tag (RFC 5646 §2.1.1).
  const auto known =
      std::find_if(kWords.begin(), kWords.end(), [&](Bytes word) { return base::equals_ignoring_case(word, value); });
  Complaint complaint = choose("lang", known == kWords.end() ? value : std::string(*known), kWords, chosen);
  options.language = static_cast<Language>(chosen);
  return complaint;
}

Complaint set_colour(Options& options, const std::string& value) {
  constexpr std::array<Bytes, 3> kWords = {"auto", "always", "never"};
  std::size_t chosen = 0;
  Complaint complaint = choose("color", value, kWords, chosen);
  options.colour = static_cast<ColourWhen>(chosen);
  return complaint;
}

Complaint set_input_format(Options& options, const std::string& value) {
  std::vector<Bytes> words;
  for (const capture::FormatInfo& format : capture::formats()) words.push_back(format.name);
  std::size_t chosen = 0;
  Complaint complaint = choose("input-format", value, words, chosen);
  options.input.input_format = value;
  return complaint;
}

Complaint set_history(Options& options, const std::string& value) {
  std::size_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end) return "--history takes a number of resources, not " + quoted(value);
  options.lint.history = number;
  return {};
}

/// One row of the option table: what the help says, and what the option does.
struct Row {
  OptionInfo info;
  Complaint (*apply)(Options& options, const std::string& value);
};

// A row's action is a lambda wherever it is one assignment.
// clang-format off
const std::array kRows = {
  Row{{"input-format", 0, "NAME", "Input", "do not look what the input is, read it as NAME (see 'formats')", kLintOnly}, set_input_format},
  Row{{"scheme", 0, "SCHEME", "Input", "raw input came over http or https (default: not known)", kLintOnly}, set_scheme},
  Row{{"requests", 0, "FILE", "Input", "with --responses: the client's octets of one connection", kLintOnly},
      [](Options& o, const std::string& v) { o.input.requests = v; return Complaint(); }},
  Row{{"responses", 0, "FILE", "Input", "with --requests: the server's octets of one connection", kLintOnly},
      [](Options& o, const std::string& v) { o.input.responses = v; return Complaint(); }},
  Row{{"files-from", 0, "FILE", "Input", "also the inputs that FILE lists, one a line ('-': standard input)", kLintOnly},
      [](Options& o, const std::string& v) { o.input.files_from.push_back(v); return Complaint(); }},
  Row{{"exclude", 0, "GLOB", "Input", "leave out the files that GLOB matches; may be repeated", kLintOnly},
      [](Options& o, const std::string& v) { o.input.exclude.push_back(v); return Complaint(); }},
  Row{{"partial", 0, "", "Input", "the inputs were cut: their end proves nothing", kLintOnly},
      [](Options& o, const std::string&) { o.input.partial = true; return Complaint(); }},

  Row{{"severity", 0, "LEVEL", "Rules", "show error, warning (default) or info, and above", kLintOnly}, set_severity},
  Row{{"fail-on", 0, "LEVEL", "Rules", "exit 1 from error (default), warning or info on; or never", kLintOnly}, set_fail_on},
  Row{{"enable", 0, "LIST", "Rules", "switch rules on, shown at any level: ids or globs", kLintOnly},
      [](Options& o, const std::string& v) { add_list(v, o.selection.enable); return Complaint(); }},
  Row{{"disable", 0, "LIST", "Rules", "switch rules off: ids or globs", kLintOnly},
      [](Options& o, const std::string& v) { add_list(v, o.selection.disable); return Complaint(); }},
  Row{{"profile", 0, "NAME", "Rules", "judge by rfc9110 (default) or rfc2616", kLintOnly}, set_profile},
  Row{{"rules", 0, "PATH", "Rules", "also your own rules: a YAML file, or a folder of them", kWithRules},
      [](Options& o, const std::string& v) { o.rule_paths.push_back(v); return Complaint(); }},
  Row{{"history", 0, "N", "Rules", "resources remembered for rules that compare exchanges (1000)", kLintOnly}, set_history},

  Row{{"format", 'f', "NAME", "Report", "the report's format (default: text; see 'formats')", kWithFormat},
      [](Options& o, const std::string& v) { o.format = v; return Complaint(); }},
  Row{{"lang", 0, "LANG", "Report", "the language of the page: en (default) or zh-TW", kStatusOnly}, set_language},
  Row{{"output", 'o', "FILE", "Report", "write to FILE, which is replaced once all is written", kPrinting},
      [](Options& o, const std::string& v) { o.output = v == "-" ? "" : v; return Complaint(); }},
  Row{{"quiet", 'q', "", "Report", "no summary and no notes, only findings", kLintOnly | command_bit(Command::kTestRules)},
      [](Options& o, const std::string&) { o.quiet = true; return Complaint(); }},
  Row{{"color", 0, "WHEN", "Report", "auto (default), always or never", kPrinting}, set_colour},
  Row{{"colour", 0, "WHEN", "Report", "the same as --color", kPrinting, true}, set_colour},

  Row{{"allow-empty", 0, "", "Exit code", "an input without any HTTP is no reason for exit 3", kLintOnly},
      [](Options& o, const std::string&) { o.allow_empty = true; return Complaint(); }},
  Row{{"allow-partial", 0, "", "Exit code", "an input that was cut is no reason for exit 3", kLintOnly},
      [](Options& o, const std::string&) { o.allow_partial = true; return Complaint(); }},

  Row{{"help", 'h', "", "Other", "this page", kAnywhere}, nullptr},
  Row{{"version", 'V', "", "Other", "the version", kAnywhere}, nullptr},
};
// clang-format on

constexpr std::array kCommands = {
    CommandInfo{Command::kLint, "lint", "INPUT...", "find where messages break the rules (the default)",
                "Reads captured HTTP and reports where it breaks the documented requirements. An INPUT is a file, a "
                "folder (with all it holds), a glob, or '-' for standard input. NAME.req beside NAME.res are the two "
                "byte streams of one connection. A file named like a command is ./NAME, or stands after '--'."},
    CommandInfo{Command::kExplain, "explain", "ID...", "what a rule means, why, and how to mend what it finds",
                "Explains rules: the requirement and where it stands, why it matters, a bad and a good example, how to "
                "fix it and how to switch it off. --format is text or json."},
    CommandInfo{Command::kRules, "rules", "[GLOB...]", "list the rules",
                "Lists all rules, or those whose id matches a GLOB. --format is text or json."},
    CommandInfo{Command::kFacts, "facts", "", "list what rules can read",
                "Lists the facts that the expressions of rules may use: name, type and meaning, then the fields of the "
                "registry. --format is text or json."},
    CommandInfo{Command::kTestRules, "test-rules", "PATH...", "run the examples of your own rules",
                "Loads rule files (or folders of them) and runs their examples: each bad one must fire its rule and "
                "nothing else, each good one must be free of findings."},
    CommandInfo{
        Command::kStatus, "status", "[CODE|CLASS|WORD]", "what status codes mean, and what they demand",
        "Shows the table of status codes: all of them, one (404), a class (4xx), or those whose names or meanings, "
        "in English or Chinese, hold a WORD. Of each: what it means, whether it is registered, what the response "
        "and the request have to carry, and the rules that check it. --format is text, json or markdown."},
    CommandInfo{Command::kDocs, "docs", "FOLDER", "write a page about each rule, in Markdown",
                "Writes a page for each rule to FOLDER, and lists of them by group, field, status and section of their "
                "specifications. With --rules it writes about your rules, too. Pages that are right stay untouched."},
    CommandInfo{Command::kFormats, "formats", "", "list the formats of input and output",
                "Lists what --input-format and --format take."},
    CommandInfo{Command::kHelp, "help", "[COMMAND]", "more about a command", "Shows a command and all its options."},
};

/// What Boost made of the command line: options in order, and the words between them.
base::Result<std::vector<po::option>> tokenize(const std::vector<std::string>& arguments) {
  po::options_description description;
  for (const Row& row : kRows) {
    std::string name(row.info.name);
    if (row.info.letter != 0) name.append(",").push_back(row.info.letter);
    if (row.info.placeholder.empty()) {
      description.add_options()(name.c_str(), "");
    } else {
      description.add_options()(name.c_str(), po::value<std::string>(), "");
    }
  }
  // A shortened option would change its meaning with the next option that is added: no guessing.
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    return po::command_line_parser(arguments).options(description).style(style).allow_unregistered().run().options;
  } catch (const po::error& error) {
    return base::Error{std::string(error.what()) + "; see 'httpvet help'"};
  }
}

std::string unknown_option(const po::option& option) {
  const std::string& token = option.original_tokens.front();
  const std::string name = token.substr(0, token.find('='));
  std::vector<std::string> spelled;
  for (const Row& row : kRows) spelled.push_back("--" + std::string(row.info.name));
  const std::string hint = suggestion(name, std::vector<Bytes>(spelled.begin(), spelled.end()));
  return "unknown option " + quoted(name) + (hint.empty() ? "; see 'httpvet help'" : hint);
}

const CommandInfo& info_of(Command command) {
  return *std::find_if(kCommands.begin(), kCommands.end(), [&](const auto& info) { return info.command == command; });
}

/// Takes the command's name off the front of `words`.
Command take_command(std::vector<std::string>& words) {
  if (words.empty()) return Command::kLint;
  for (const CommandInfo& info : kCommands) {
    if (info.name != words.front()) continue;
    words.erase(words.begin());
    return info.command;
  }
  return Command::kLint;
}

Complaint apply_options(const std::vector<po::option>& parsed, Options& options) {
  const Command spoken = options.command;
  for (const po::option& option : parsed) {
    if (option.string_key.empty()) continue;
    const auto row = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& candidate) { return candidate.info.name == option.string_key; });
    if ((row->info.commands & command_bit(spoken)) == 0) {
      const Bytes command = info_of(spoken).name;
      return "option '--" + option.string_key + "' does not belong to " + quoted(command) + "; see 'httpvet help " +
             std::string(command) + "'";
    }
    if (row->apply == nullptr) continue;
    Complaint complaint = row->apply(options, option.value.empty() ? std::string() : option.value.front());
    if (!complaint.empty()) return complaint;
  }
  return {};
}

Complaint check_format(const Options& options) {
  std::vector<Bytes> words = {"text", "json"};
  if (options.command == Command::kStatus) words.push_back("markdown");
  if (options.command == Command::kLint) {
    words.clear();
    for (const report::FormatInfo& format : report::formats()) words.push_back(format.name);
  }
  std::size_t chosen = 0;
  return choose("format", options.format, words, chosen);
}

/// What no single option can check.
Complaint check_whole(Options& options) {
  if (Complaint complaint = check_format(options); !complaint.empty()) return complaint;
  switch (options.command) {
    case Command::kLint:
      if (options.input.requests.empty() != options.input.responses.empty()) {
        return "--requests and --responses belong together: give both";
      }
      if (options.arguments.empty() && options.input.files_from.empty() && options.input.requests.empty()) {
        return "nothing to lint: name a file, a folder, or '-' for standard input (see 'httpvet help')";
      }
      if (options.fail_on) options.selection.severity = std::min(options.selection.severity, *options.fail_on);
      options.input.paths = options.arguments;
      return {};
    case Command::kExplain:
      return options.arguments.empty() ? "explain which rule? 'httpvet rules' lists them" : "";
    case Command::kTestRules:
      return options.arguments.empty() ? "test which rules? name a YAML file, or a folder of them" : "";
    case Command::kDocs:
      if (options.arguments.size() == 1) return {};
      return options.arguments.empty() ? "write the pages where? name a folder" : "'docs' takes one folder";
    case Command::kFacts:
    case Command::kFormats:
      return options.arguments.empty()
                 ? ""
                 : quoted(info_of(options.command).name) + " takes no " + quoted(options.arguments.front());
    default:
      return {};
  }
}

bool given(const std::vector<po::option>& parsed, Bytes name) {
  return std::any_of(parsed.begin(), parsed.end(), [&](const po::option& option) { return option.string_key == name; });
}

}  // namespace

std::span<const CommandInfo> commands() { return kCommands; }

std::vector<OptionInfo> option_infos() {
  std::vector<OptionInfo> infos;
  for (const Row& row : kRows) infos.push_back(row.info);
  return infos;
}

base::Result<Options> parse_options(const std::vector<std::string>& arguments) {
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  const auto tokens = tokenize({arguments.begin(), dashes});
  if (!tokens) return tokens.error();

  Options options;
  for (const po::option& option : tokens.value()) {
    if (option.unregistered) return base::Error{unknown_option(option)};
    if (option.string_key.empty()) options.arguments.push_back(option.value.front());
  }
  options.command = take_command(options.arguments);
  if (dashes != arguments.end()) options.arguments.insert(options.arguments.end(), dashes + 1, arguments.end());

  if (given(tokens.value(), "help")) {
    // `httpvet explain --help` is `httpvet help explain`; without a command it is the main page.
    const Command about = options.command;
    const bool named = about != Command::kLint || std::find(arguments.begin(), dashes, "lint") != dashes;
    options.arguments.clear();
    if (named && about != Command::kHelp) options.arguments.emplace_back(info_of(about).name);
    options.command = Command::kHelp;
    return options;
  }
  if (given(tokens.value(), "version")) {
    options.command = Command::kVersion;
    return options;
  }
  if (Complaint complaint = apply_options(tokens.value(), options); !complaint.empty()) return base::Error{complaint};
  if (Complaint complaint = check_whole(options); !complaint.empty()) return base::Error{complaint};
  return options;
}

}  // namespace httpvet::cli
