// Options: the command line, understood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "capture/inputs.h"
#include "engine/linter.h"
#include "model/rule_info.h"

namespace httpvet::cli {

enum class Command : std::uint8_t {
  kLint,
  kExplain,
  kRules,
  kFacts,
  kTestRules,
  kFormats,
  kStatus,
  kDocs,
  kHelp,
  kVersion
};

/// The language of the pages that have two.
enum class Language : std::uint8_t { kEnglish, kChinese };

enum class ColourWhen : std::uint8_t { kAuto, kAlways, kNever };

struct Options {
  Command command = Command::kLint;
  std::vector<std::string> arguments;  // what is left when options and command are taken out; of lint: in input.paths
  capture::InputOptions input;
  engine::Selection selection;  // its severity reaches as far as fail_on
  engine::LintOptions lint;
  std::optional<model::Severity> fail_on = model::Severity::kError;  // nullopt: never
  std::vector<std::string> rule_paths;                               // --rules
  std::string format = "text";
  std::string output;  // --output; empty: standard output
  Language language = Language::kEnglish;
  ColourWhen colour = ColourWhen::kAuto;
  bool quiet = false;
  bool allow_empty = false;
  bool allow_partial = false;
};

/// Reads the command line without the program's name. An error says what to do about it.
base::Result<Options> parse_options(const std::vector<std::string>& arguments);

/// A command as the help shows it.
struct CommandInfo {
  Command command{};
  Bytes name;
  Bytes arguments;    // "ID..."
  Bytes summary;      // one line
  Bytes description;  // a paragraph for its own page
};

/// The commands that have a name, in the order of the help.
std::span<const CommandInfo> commands();

/// An option as the help shows it.
struct OptionInfo {
  Bytes name;         // without dashes
  char letter = 0;    // of the short form; 0: none
  Bytes placeholder;  // of its value; empty: it takes none
  Bytes group;
  Bytes help;
  std::uint16_t commands = 0;  // one bit a Command
  bool hidden = false;         // another spelling of an option
};

/// The options, in the order of the help.
std::vector<OptionInfo> option_infos();

constexpr std::uint16_t command_bit(Command command) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(command));
}

}  // namespace httpvet::cli
