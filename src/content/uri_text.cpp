#include "content/uri_text.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::content {
namespace {

constexpr std::array<Bytes, 2> kSchemes = {"http://", "https://"};

bool starts_with(Bytes text, Bytes prefix) {
  return text.size() >= prefix.size() && base::equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool has_web_scheme(Bytes text) {
  return std::ranges::any_of(kSchemes,
                             [text](Bytes scheme) { return starts_with(text, scheme) && text.size() > scheme.size(); });
}

/// What may stand in a reference within a text: URI characters, and those of IRIs.
bool is_reference_octet(char c) {
  return base::is(c, base::kVchar | base::kObsText) && Bytes("\"<>\\^`{|}").find(c) == Bytes::npos;
}

bool begins_word(Bytes text, std::size_t at) {
  return at == 0 || !base::is(text[at - 1], base::kVchar | base::kObsText) ||
         Bytes("\"'(<=[:,;").find(text[at - 1]) != Bytes::npos;
}

/// The reference at the start of `text`, without what ends the sentence around it.
Bytes reference_at(Bytes text) {
  std::size_t end = 0;
  while (end < text.size() && is_reference_octet(text[end])) ++end;
  while (end > 0 && Bytes(".,;:!?)]'*").find(text[end - 1]) != Bytes::npos) --end;
  return text.substr(0, end);
}

}  // namespace

bool looks_like_reference(Bytes text) {
  if (text.empty() || !std::ranges::all_of(text, is_reference_octet)) return false;
  if (has_web_scheme(text)) return true;
  if (text.starts_with("./") || text.starts_with("../")) return text.size() > 2;
  return text.size() > 1 && (text.front() == '/' || text.front() == '?');
}

bool is_link_name(Bytes name) {
  if (const std::size_t blank = name.find(' '); blank != Bytes::npos) name = name.substr(blank + 1);
  constexpr std::array<Bytes, 7> kNames = {"href", "url", "uri", "link", "location", "src", "action"};
  return std::ranges::any_of(kNames, [name](Bytes known) {
    if (name.size() < known.size()) return false;
    const std::size_t at = name.size() - known.size();
    if (!base::equals_ignoring_case(name.substr(at), known)) return false;
    // The end of a longer name counts where a word begins: statusUrl, status_url, but not "interaction".
    return at == 0 || !base::is(name[at - 1], base::kAlpha) || name[at] != base::lower(name[at]);
  });
}

void find_references(Bytes text, std::size_t most, std::vector<std::string>& found) {
  std::size_t at = 0;
  while (found.size() < most && (at = text.find('/', at)) != Bytes::npos) {
    std::size_t start = at;
    for (const Bytes scheme : kSchemes) {
      const std::size_t before = scheme.size() - 2;
      if (at >= before && has_web_scheme(text.substr(at - before)) && starts_with(text.substr(at - before), scheme))
        start = at - before;
    }
    const bool web = start != at;
    // "//" and "/*" begin no path. To know that before the rest is read keeps hostile text ("(//(//(//…") to one pass.
    const Bytes next = text.substr(at + 1, 1);
    const bool word = !web && next != "/" && next != "*" && begins_word(text, at);
    const Bytes reference = web || word ? reference_at(text.substr(start)) : Bytes();
    const bool path = word && reference.size() > 1;
    if (web || path) found.emplace_back(reference);
    at = std::max(at + 1, web || path ? start + reference.size() : 0);
  }
}

}  // namespace httpvet::content
