// `httpvet status`: the table of status codes, made readable.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/rule_loading.h"
#include "cli/status_view.h"
#include "expr/compiler.h"

namespace httpvet::cli {
namespace {

using fields::StatusInfo;

std::string lowered(Bytes text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), base::lower);
  return out;
}

bool is_number(Bytes word) { return !word.empty() && word.size() <= 9 && base::all_of(word, base::kDigit); }

/// `4`, `4xx` or `4XX` as 4; nullopt for anything else.
std::optional<int> class_of(Bytes word) {
  if (word.empty() || word[0] < '1' || word[0] > '5') return std::nullopt;
  const bool whole = word.size() == 1 || lowered(word.substr(1)) == "xx";
  return whole ? std::optional(word[0] - '0') : std::nullopt;
}

/// Whether `word`, in small letters, stands in what the table says of a code.
bool mentions(const StatusInfo& info, const std::string& word) {
  const auto holds = [&word](Bytes text) { return lowered(text).find(word) != std::string::npos; };
  return holds(info.name.en) || holds(info.name.zh_tw) || holds(info.meaning.en) || holds(info.meaning.zh_tw) ||
         holds(info.inventor.en) || holds(info.inventor.zh_tw) ||
         std::any_of(info.other_phrases.begin(), info.other_phrases.end(), holds);
}

/// What may have been meant by a word that nothing has: a class, a phrase, or a word of a phrase.
std::optional<std::string> suggestion(const std::string& word) {
  std::vector<std::string> known = {"1xx", "2xx", "3xx", "4xx", "5xx"};
  for (const StatusInfo& info : fields::status_codes()) {
    const std::string phrase = lowered(info.name.en);
    known.push_back(phrase);
    for (std::size_t begin = 0; begin < phrase.size();) {
      const std::size_t end = std::min(phrase.find(' ', begin), phrase.size());
      if (end - begin > 2) known.push_back(phrase.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  const auto near = expr::nearest(word, std::vector<Bytes>(known.begin(), known.end()));
  return near ? std::optional(std::string(*near)) : std::nullopt;
}

/// What `arguments` ask for; nullopt after telling what is wrong with them.
std::optional<StatusSelection> select(const std::vector<std::string>& arguments, Console& console) {
  StatusSelection selection;
  selection.everything = arguments.empty();
  const bool numbers = std::all_of(arguments.begin(), arguments.end(),
                                   [](const std::string& word) { return is_number(word) || class_of(word); });
  if (numbers) {
    for (const std::string& argument : arguments) {
      if (const auto number = class_of(argument)) {
        selection.classes.push_back(*number);
        continue;
      }
      const int code = std::stoi(argument);
      if (argument.size() != 3 || code < fields::kFirstStatus || code > fields::kLastStatus) {
        complain(console,
                 "'" + argument +
                     "' is no status code: they go from 100 to 599, and clients take others for a server error");
        return std::nullopt;
      }
      selection.codes.push_back(code);
    }
    return selection;
  }

  std::string words;
  for (const std::string& argument : arguments) words.append(words.empty() ? "" : " ").append(argument);
  const std::string word = lowered(base::trim_blanks(words));
  for (const StatusInfo& info : fields::status_codes()) {
    if (!word.empty() && mentions(info, word)) selection.found.push_back(info.code);
  }
  if (selection.found.empty()) {
    const auto near = suggestion(word);
    complain(console, "no status code is called '" + words + "'" +
                          (near ? "; did you mean '" + *near + "'?" : "; 'httpvet status' lists them"));
    return std::nullopt;
  }
  if (selection.found.size() == 1) selection.codes.swap(selection.found);
  return selection;
}

}  // namespace

int run_status(const Options& options, Console& console) {
  const auto selection = select(options.arguments, console);
  if (!selection) return kUsage;
  const auto rules = load_rules({}, console);
  if (!rules) return kUsage;
  if (options.format == "json") {
    console.out.write(status_json(*selection, rules->set));
  } else if (options.format == "markdown") {
    console.out.write(status_markdown(*selection, rules->set, options.language));
  } else {
    TextStyle style = console.style;
    // Who asks for Chinese has a terminal that shows it, whatever its locale says.
    style.unicode = style.unicode || options.language == Language::kChinese;
    console.out.write(status_text(*selection, rules->set, options.language, style));
  }
  return kClean;
}

}  // namespace httpvet::cli
