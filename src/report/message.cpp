#include "report/message.h"

namespace httpvet::report {
namespace {

// Text of the rule between arguments. A machine reads it back like everything else: there, its backslashes are doubled.
void append_literal(std::string& out, Bytes text, EscapeStyle style) {
  if (style == EscapeStyle::kMachine) {
    append_escaped(out, text, style);
  } else {
    append_own(out, text, style);
  }
}

}  // namespace

Bytes cut_to(Bytes text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  // Back over continuation octets, if they belong to a character that began before the limit.
  while (end > 0 && limit - end < 3 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, printable_character(text.substr(end)) != 0 ? end : limit);
}

void append_cut(std::string& out, Bytes text, std::size_t limit, EscapeStyle style) {
  append_escaped(out, cut_to(text, limit), style);
  if (text.size() > limit) out += style == EscapeStyle::kAscii ? "..." : "…";
}

void append_message(std::string& out, const model::Finding& finding, Redactor& redactor, EscapeStyle style) {
  const Bytes text = finding.rule->message;
  const std::size_t begin = out.size();
  std::size_t next = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Bytes pair = text.substr(i, 2);
    if (pair == "{}") {
      if (next < finding.arguments.size()) {
        append_cut(out, redactor.argument(finding.arguments[next++], kLongestArgument + 4), kLongestArgument, style);
      }
      i += 2;
    } else if (pair == "{{" || pair == "}}") {
      out += pair[0];
      i += 2;
    } else {
      const std::size_t end = std::min(text.size(), text.find_first_of("{}", i + 1));
      append_literal(out, text.substr(i, end - i), style);
      i = end;
    }
  }
  neutralise_commands(out, begin);
}

}  // namespace httpvet::report
