#include "fields/near_names.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

constexpr std::size_t kLongest = 64;  // no registered name is longer; keeps hostile names cheap
constexpr std::size_t kShort = 8;     // names under this allow one edit only
constexpr Bytes kConnection = "connection";

std::string plain(Bytes name) {
  std::string text(name);
  for (char& c : text) c = c == '_' ? '-' : base::lower(c);
  return text;
}

/// A bit a letter that occurs: names that differ in more than four bits are more than two edits apart.
std::uint32_t letters_of(Bytes name) {
  std::uint32_t bits = 0;
  for (const char c : name) bits |= 1U << (static_cast<unsigned char>(c) & 31U);
  return bits;
}

struct Candidate {
  std::string name;
  std::uint32_t letters;
  FieldId field;
};

const std::vector<Candidate>& candidates() {
  static const std::vector<Candidate> all = [] {
    std::vector<Candidate> made;
    for (std::size_t i = 1; i < registry().size(); ++i) {
      const FieldInfo& info = registry()[i];
      // Nobody means a retired field, or a reserved name; and names that vendors chose differ as vendors do.
      const bool meant = info.state == FieldState::kPermanent || info.state == FieldState::kProvisional ||
                         info.state == FieldState::kDeprecated;
      if (!meant) continue;
      std::string name = plain(info.name);
      const std::uint32_t letters = letters_of(name);
      made.push_back({std::move(name), letters, static_cast<FieldId>(i)});
    }
    return made;
  }();
  return all;
}

/// Insertions, deletions, replacements and swaps of neighbours; `most` + 1 where there are more than that.
std::size_t distance(Bytes a, Bytes b, std::size_t most) {
  std::array<std::size_t, kLongest + 2> before{};
  std::array<std::size_t, kLongest + 2> above{};
  std::array<std::size_t, kLongest + 2> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    before = above;
    above = row;
  }
  return above[b.size()];
}

/// `X-Cache-Status`, `CF-Cache-Status`: a registered name with something before it is a name of its own.
bool is_prefixed(Bytes name) {
  for (std::size_t at = name.find('-'); at != Bytes::npos; at = name.find('-', at + 1)) {
    if (find_field(name.substr(at + 1)) != kUnknownField) return true;
  }
  return false;
}

bool is_anagram(Bytes name) {
  std::string letters(name);
  std::string wanted(kConnection);
  std::ranges::sort(letters);
  std::ranges::sort(wanted);
  return letters == wanted;
}

/// Words of up to five letters have many neighbours that are words, too (`Page`, `Rate`, `Line`): only two letters that
/// changed places, and an ending that came or went, are slips.
bool is_slip_of_short_word(Bytes a, Bytes b) {
  if (a.size() == b.size()) {
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at];
  }
  return a.starts_with(b) || b.starts_with(a);
}

/// Where only the last word of two letters differs (`X-Request-IP`, `X-Request-ID`), they are two names.
bool differs_in_short_word(Bytes a, Bytes b) {
  const std::size_t from = a.rfind('-');
  return from != Bytes::npos && a.size() == b.size() && a.size() - from <= 4 && a.substr(0, from) == b.substr(0, from);
}

}  // namespace

bool is_scrambled_connection(Bytes name) {
  const std::string text = plain(name);
  return text != kConnection && (is_anagram(text) || text == "x-cnection");
}

bool is_framing_lookalike(Bytes name) {
  if (name.find('_') == Bytes::npos) return false;
  const std::string text = plain(name);
  return text == "content-length" || text == "transfer-encoding" || text == "host";
}

FieldId misspelled_field(Bytes name) {
  if (name.size() < 4 || name.size() > kLongest) return kUnknownField;
  if (is_scrambled_connection(name)) return find_field(kConnection);
  const std::string text = plain(name);
  const FieldId same = find_field(text);
  if (same != kUnknownField) return same;  // underscores for hyphens
  if (text.ends_with("ies")) {
    const FieldId singular = find_field(text.substr(0, text.size() - 3) + "y");
    if (singular != kUnknownField) return singular;
  }
  const std::size_t most = text.size() < kShort ? 1 : 2;
  const std::uint32_t letters = letters_of(text);
  FieldId best = kUnknownField;
  std::size_t best_distance = most + 1;
  for (const Candidate& candidate : candidates()) {
    const std::size_t longer = std::max(candidate.name.size(), text.size());
    if (longer - std::min(candidate.name.size(), text.size()) > most || candidate.name.size() > kLongest) continue;
    const std::size_t allowed = std::min(candidate.name.size(), text.size()) < kShort ? 1 : most;
    if (static_cast<std::size_t>(std::popcount(candidate.letters ^ letters)) > 2 * allowed) continue;
    const std::size_t edits = distance(text, candidate.name, allowed);
    if (edits > allowed || edits >= best_distance || differs_in_short_word(text, candidate.name)) continue;
    constexpr std::size_t kShortWord = 5;
    if (candidate.name.size() <= kShortWord && !is_slip_of_short_word(text, candidate.name)) continue;
    best = candidate.field;
    best_distance = edits;
  }
  return best != kUnknownField && is_prefixed(text) ? kUnknownField : best;
}

}  // namespace httpvet::fields
