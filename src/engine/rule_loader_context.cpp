#include "engine/rule_loader_context.h"

#include <algorithm>
#include <utility>

#include "base/byte_class.h"
#include "expr/compiler.h"

namespace httpvet::engine {
namespace {

constexpr std::size_t kErrorsPerFile = 100;
constexpr std::size_t kQuotedOctets = 60;

/// Escapes of a double-quoted scalar can bring in what must not reach a terminal.
std::string without_controls(const std::string& message) {
  constexpr Bytes kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : message) {
    if (!base::is(c, base::kControl)) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += "\\x";
    out += kHex[octet >> 4];
    out += kHex[octet & 15];
  }
  return out;
}

/// A capital at the beginning and a full stop at the end, as the expression compiler's sentences have them.
std::string as_sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  if (!text.ends_with('.') && !text.ends_with('?')) text += '.';
  return text;
}

}  // namespace

std::string quoted(Bytes word) {
  if (word.size() <= kQuotedOctets) return "`" + std::string(word) + "`";
  std::size_t end = kQuotedOctets;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0u) == 0x80u) --end;  // not inside a character
  return "`" + std::string(word.substr(0, end)) + "…`";
}

std::string did_you_mean(Bytes word, std::span<const Bytes> candidates) {
  const auto near = expr::nearest(word, {candidates.begin(), candidates.end()});
  return near ? "; did you mean " + quoted(*near) + "?" : std::string();
}

std::string one_of(std::span<const Bytes> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) out += i + 1 == words.size() ? " or " : ", ";
    out += quoted(words[i]);
  }
  return out;
}

LoadContext::LoadContext(Bytes text, const std::string& file, base::Arena& arena, std::vector<RuleFileError>& errors)
    : text_(text), file_(file), arena_(arena), errors_(errors), line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

FilePosition LoadContext::position(std::size_t file_offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), file_offset);
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  return {line, file_offset - line_starts_[line - 1] + 1};
}

void LoadContext::error(std::size_t file_offset, std::string message) {
  if (++error_count_ > kErrorsPerFile) return;
  const FilePosition where = position(std::min(file_offset, text_.size()));
  errors_.push_back({file_, where.line, where.column, as_sentence(without_controls(message))});
}

void LoadContext::error_in(const YamlNode& scalar, std::size_t offset, std::string message) {
  error(offset_in_text(text_, scalar, offset), std::move(message));
}

std::optional<Bytes> LoadContext::word(const YamlNode& node, const std::string& what) {
  if (node.is_sequence() || node.is_map()) {
    error_at(node, what + " has to be text, this is a " + (node.is_map() ? "map" : "list"));
    return std::nullopt;
  }
  Bytes value = node.value;
  while (!value.empty() && (value.back() == '\n' || value.back() == ' ')) value.remove_suffix(1);
  if (value.empty()) {
    error_at(node, what + " is empty");
    return std::nullopt;
  }
  return value;
}

std::optional<std::size_t> LoadContext::choice(const YamlNode& node, const std::string& what,
                                               std::span<const Bytes> words) {
  const auto value = word(node, what);
  if (!value) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *value);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  error_at(node, what + " is " + one_of(words) + ", not " + quoted(*value) + did_you_mean(*value, words));
  return std::nullopt;
}

std::span<const Bytes> LoadContext::words(const YamlNode& node, const std::string& what) {
  std::vector<Bytes> out;
  const auto add = [&](const YamlNode& item) {
    if (const auto value = word(item, what)) out.push_back(keep(*value));
  };
  if (node.is_sequence()) {
    if (node.items.empty()) error_at(node, what + " is an empty list");
    for (const YamlNode& item : node.items) add(item);
  } else {
    add(node);
  }
  return arena_.copy_array(std::span<const Bytes>(out));
}

KeyedMap::KeyedMap(LoadContext& context, const YamlNode& map, std::span<const Bytes> keys, const std::string& what)
    : map_(map) {
  if (!map.is_map()) {
    context.error_at(map, what + " has to be a map of keys and values");
    return;
  }
  for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
    const YamlNode& key = map.items[i];
    if (!key.is_scalar()) {
      context.error_at(key, "a key of " + what + " has to be a word");
    } else if (std::find(keys.begin(), keys.end(), key.value) == keys.end()) {
      context.error_at(key, what + " has no key " + quoted(key.value) + did_you_mean(key.value, keys));
    } else if (find(key.value) != &map.items[i + 1]) {
      context.error_at(key, quoted(key.value) + " is given twice");
    }
  }
}

const YamlNode* KeyedMap::find(Bytes key) const {
  if (!map_.is_map()) return nullptr;
  for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2) {
    if (map_.items[i].is_scalar() && map_.items[i].value == key) return &map_.items[i + 1];
  }
  return nullptr;
}

std::size_t KeyedMap::offset_of(Bytes key) const {
  const YamlNode* value = find(key);
  return value == nullptr ? map_.offset : (value - 1)->offset;
}

}  // namespace httpvet::engine
