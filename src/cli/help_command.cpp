// `httpvet help`: pages made from the tables of commands and options.
#include <algorithm>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/page.h"
#include "expr/compiler.h"

namespace httpvet::cli {
namespace {

constexpr std::size_t kOptionWidth = 26;
// The options that the main page shows: it has to fit a screen.
constexpr Bytes kMainOptions[] = {"severity", "fail-on", "enable", "disable", "format", "output"};

std::string spelled(const OptionInfo& option) {
  std::string text = option.letter == 0 ? "    " : std::string("-") + option.letter + ", ";
  text.append("--").append(option.name);
  if (!option.placeholder.empty()) text.append(" ").append(option.placeholder);
  return text;
}

std::string main_page(const TextStyle& style) {
  Page page(style);
  page.heading("Usage: ", "httpvet [lint] [OPTION...] INPUT...  or  httpvet COMMAND [ARGUMENT...]");
  page.line("Finds where captured HTTP breaks the rules. INPUT: a file, folder, glob, or '-'.");
  page.heading("Commands");
  for (const CommandInfo& command : commands()) {
    page.entry(std::string(command.name) + " " + std::string(command.arguments), command.summary, 2, 25);
  }
  page.heading("Options", " (all of them: httpvet help lint)");
  for (const OptionInfo& option : option_infos()) {
    const bool shown =
        std::find(std::begin(kMainOptions), std::end(kMainOptions), option.name) != std::end(kMainOptions);
    if (shown) page.entry(spelled(option), option.help, 2, kOptionWidth - 2);
  }
  page.heading("Examples");
  page.line("curl -si https://example.com/ | httpvet --scheme https -", 2);
  page.line("httpvet --fail-on warning --format concise captures/", 2);
  page.heading("Exit code: ", "0 clean, 1 findings, 2 wrong use, 3 input trouble, 4 internal error");
  return page.text();
}

std::string command_page(const CommandInfo& command, const TextStyle& style) {
  Page page(style);
  page.heading("Usage: ", "httpvet " + std::string(command.name) + " [OPTION...] " + std::string(command.arguments));
  page.paragraph(command.description);
  Bytes group;
  for (const OptionInfo& option : option_infos()) {
    if (option.hidden || (option.commands & command_bit(command.command)) == 0) continue;
    if (option.group != group) page.heading(option.group);
    group = option.group;
    page.entry(spelled(option), option.help, 2, kOptionWidth);
  }
  return page.text();
}

}  // namespace

int run_help(const Options& options, Console& console) {
  if (options.arguments.empty()) {
    console.out.write(main_page(console.style));
    return kClean;
  }
  const std::string& name = options.arguments.front();
  std::vector<Bytes> names;
  for (const CommandInfo& command : commands()) {
    if (command.name == name) {
      console.out.write(command_page(command, console.style));
      return kClean;
    }
    names.push_back(command.name);
  }
  const auto near = expr::nearest(name, names);
  complain(console, "there is no command '" + name + "'" +
                        (near ? "; did you mean '" + std::string(*near) + "'?" : "; 'httpvet help' lists them"));
  return kUsage;
}

}  // namespace httpvet::cli
