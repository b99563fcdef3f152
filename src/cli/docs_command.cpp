// `httpvet docs`: pages about the rules, written to a folder.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cli/console.h"
#include "cli/docs_pages.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/rule_loading.h"

namespace httpvet::cli {
namespace {

namespace fs = std::filesystem;

bool holds(const fs::path& path, const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  return file && std::string(std::istreambuf_iterator<char>(file), {}) == text;
}

}  // namespace

int run_docs(const Options& options, Console& console) {
  const auto rules = load_rules(options.rule_paths, console);
  if (!rules) return kUsage;
  const fs::path folder = options.arguments.front();
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    complain(console, "cannot make the folder '" + folder.string() + "': " + error.message());
    return kUsage;
  }
  const auto pages = rule_pages(rules->set);
  std::size_t written = 0;
  for (const auto& [name, text] : pages) {
    // A page that stays as it is keeps its time, for whoever builds from them.
    if (holds(folder / name, text)) continue;
    const auto file = FileOutput::open((folder / name).string());
    if (!file) {
      complain(console, file.error().message);
      return kUsage;
    }
    file.value()->output().write(text);
    file.value()->commit();
    ++written;
  }
  console.out.write(std::to_string(pages.size()) + " pages, " + std::to_string(written) + " of them written\n");
  return kClean;
}

}  // namespace httpvet::cli
