#include "content/json_check.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/byte_class.h"

namespace httpvet::content {
namespace {

using Event = JsonScanner::Event;

bool is_blank(Bytes text) { return text.find_first_not_of(" \t\r\n") == Bytes::npos; }

}  // namespace

Bytes json_prefix(Bytes text) {
  constexpr std::array<Bytes, 9> kPrefixes = {")]}',",     ")]}'",     "while(1);", "while (1);", "for(;;);",
                                              "for (;;);", "throw 1;", "{}&&",      "{} &&"};
  const auto found = std::ranges::find_if(kPrefixes, [text](Bytes prefix) { return text.starts_with(prefix); });
  return found == kPrefixes.end() ? Bytes() : *found;
}

std::optional<std::size_t> count_json_texts(Bytes text) {
  std::size_t count = 0;
  while (!is_blank(text)) {
    JsonScanner scanner(text);
    std::size_t end = 0;
    bool done = false;
    while (scanner.next() != Event::kDone) {
      // Behind the value, where only the end or another text may come.
      if (scanner.depth() == 0) {
        done = true;
        end = scanner.offset();
        break;
      }
    }
    if (!done) return std::nullopt;
    ++count;
    text.remove_prefix(end);
  }
  return count;
}

JsonVerdict check_json_lines(Bytes text) {
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const Bytes line = text.substr(start, end - start);
    if (!is_blank(line)) {
      JsonVerdict verdict = check_json(line);
      verdict.offset += start;
      if (verdict.state == TextState::kCut) verdict.state = TextState::kMalformed;
      if (verdict.state != TextState::kValid) return verdict;
    }
    start = end + 1;
  }
  return {TextState::kValid, text.size(), ""};
}

JsonVerdict check_json_sequence(Bytes text) {
  constexpr char kSeparator = '\x1E';
  if (!text.starts_with(kSeparator)) return {TextState::kMalformed, 0, "a record separator"};
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(kSeparator, start + 1), text.size());
    const Bytes element = text.substr(start + 1, end - start - 1);
    if (!is_blank(element)) {
      JsonVerdict verdict = check_json(element);
      verdict.offset += start + 1;
      if (verdict.state == TextState::kMalformed || verdict.state == TextState::kUnknown) return verdict;
    }
    start = end;
  }
  return {TextState::kValid, text.size(), ""};
}

std::optional<std::string> find_duplicate_name(Bytes text) {
  std::vector<std::unordered_set<std::string>> open;  // names in each open bracket
  JsonScanner scanner(text);
  for (Event event = scanner.next(); event != Event::kDone; event = scanner.next()) {
    if (event == Event::kBegin) open.emplace_back();
    if (event == Event::kEnd) open.pop_back();
    if (event != Event::kName) continue;
    std::string name = unescape_json(scanner.text());
    if (!open.back().insert(name).second) return name;
  }
  return std::nullopt;
}

bool has_lone_surrogate(Bytes text) {
  const auto unit = [text](std::size_t at) -> unsigned {
    unsigned value = 0;
    if (text.substr(at, 2) != "\\u" || at + 6 > text.size()) return 0;
    for (const char c : text.substr(at + 2, 4))
      value = value * 16 + static_cast<unsigned>(std::max(base::hex_value(c), 0));
    return value;
  };
  for (std::size_t at = text.find('\\'); at != Bytes::npos; at = text.find('\\', at)) {
    const unsigned code = unit(at);
    if (code >= 0xDC00 && code <= 0xDFFF) return true;
    if (code >= 0xD800 && code <= 0xDBFF) {
      const unsigned low = unit(at + 6);
      if (low < 0xDC00 || low > 0xDFFF) return true;
      at += 12;
    } else {
      at += 2;
    }
  }
  return false;
}

std::optional<std::vector<JsonMember>> top_level_members(Bytes text, std::span<const Bytes> names) {
  JsonScanner scanner(text);
  if (scanner.next() != Event::kBegin || scanner.text() != "{") return std::nullopt;
  std::vector<JsonMember> found;
  bool wanted = false;
  for (Event event = scanner.next(); event != Event::kDone; event = scanner.next()) {
    if (event == Event::kName && scanner.depth() == 1) {
      std::string name = unescape_json(scanner.text());
      wanted = std::ranges::find(names, Bytes(name)) != names.end();
      if (wanted) found.push_back({std::move(name), 0, {}});
      continue;
    }
    if (!wanted) continue;
    wanted = false;
    JsonMember& member = found.back();
    if (event == Event::kString) {
      member.kind = '"';
      member.value = unescape_json(scanner.text());
    } else if (event == Event::kNumber) {
      member.kind = '0';
      member.value = scanner.text();
    } else if (event == Event::kBegin || event == Event::kLiteral) {
      member.kind = scanner.text().front();
    }
  }
  return found;
}

}  // namespace httpvet::content
