#include "fields/tag_fault.h"

#include <algorithm>

#include "base/byte_class.h"
#include "fields/http_date.h"

namespace httpvet::fields {
namespace {

constexpr Bytes kWeak = "W/";

bool is_tag_octet(char c) { return base::is(c, base::kVchar | base::kObsText) && c != '"'; }

/// Apache's FileETag INode MTime Size: three hexadecimal numbers, the last of which is a time.
bool is_inode_form(Bytes opaque) {
  constexpr std::size_t kShortestTime = 8;
  const std::size_t suffix = opaque.find("-gzip");
  if (suffix != Bytes::npos) opaque = opaque.substr(0, suffix);
  const auto number = [](Bytes text) {
    return !text.empty() && text.size() <= 16 && base::all_of(text, base::kHexDigit);
  };
  const std::size_t first = opaque.find('-');
  const std::size_t last = opaque.rfind('-');
  if (first == Bytes::npos || first == last) return false;
  const Bytes time = opaque.substr(last + 1);
  return number(opaque.substr(0, first)) && number(opaque.substr(first + 1, last - first - 1)) && number(time) &&
         time.size() >= kShortestTime;
}

TagFault judge_opaque(Bytes opaque, bool weak) {
  if (opaque.empty()) return TagFault::kEmpty;
  if (opaque.starts_with("W/")) return TagFault::kUnquoted;
  if (opaque.find('\\') != Bytes::npos) return TagFault::kBackslash;
  return !weak && is_inode_form(opaque) ? TagFault::kInode : TagFault::kNone;
}

/// True when `prefix` was meant as W/: `w/`, `W-`, `W\`, `W/ `, `W`.
bool is_broken_prefix(Bytes prefix) {
  constexpr std::size_t kLongest = 4;
  if (prefix.empty() || prefix.size() > kLongest || base::lower(prefix.front()) != 'w') return false;
  return prefix.substr(1).find_first_not_of("/\\-: \t") == Bytes::npos;
}

TagFault judge_tag(Bytes tag) {
  const bool weak = tag.starts_with(kWeak);
  const Bytes quoted = tag.substr(weak ? kWeak.size() : 0);
  const bool enclosed = quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"';
  if (enclosed) {
    const Bytes opaque = quoted.substr(1, quoted.size() - 2);
    if (std::ranges::all_of(opaque, is_tag_octet)) return judge_opaque(opaque, weak);
    return opaque.find('"') == Bytes::npos ? TagFault::kSyntax : TagFault::kUnquoted;
  }
  const std::size_t quote = tag.find('"');
  if (quote != Bytes::npos && is_broken_prefix(tag.substr(0, quote)) && tag.size() > quote + 1 && tag.back() == '"') {
    return TagFault::kPrefix;
  }
  return TagFault::kUnquoted;
}

class Judge {
 public:
  void add(Bytes tag) {
    tag = base::trim_blanks(tag);
    if (tag.empty()) return;
    const TagFault fault = judge_tag(tag);
    if (fault == TagFault::kNone) return;
    if (verdict_.fault == TagFault::kNone || fault < verdict_.fault) verdict_ = {fault, tag};
  }
  TagVerdict verdict() const { return verdict_; }

 private:
  TagVerdict verdict_;
};

/// The elements of a list, cut at commas outside double quotes.
void add_list(Bytes value, Judge& judge) {
  if (value == "*") return;
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '"') quoted = !quoted;
    if (value[i] != ',' || quoted) continue;
    judge.add(value.substr(start, i - start));
    start = i + 1;
  }
  judge.add(value.substr(start));
}

void add_bracketed(Bytes value, Judge& judge) {
  while (true) {
    const std::size_t open = value.find('[');
    if (open == Bytes::npos) return;
    const std::size_t close = value.find(']', open);
    if (close == Bytes::npos) return;
    judge.add(value.substr(open + 1, close - open - 1));
    value.remove_prefix(close + 1);
  }
}

}  // namespace

TagVerdict judge_tags(Bytes value, TagPlace place) {
  Judge judge;
  switch (place) {
    case TagPlace::kEtag:
      judge.add(value);
      break;
    case TagPlace::kIfRange:
      if (!resembles_date(value)) judge.add(value);
      break;
    case TagPlace::kList:
      add_list(value, judge);
      break;
    case TagPlace::kIf:
      add_bracketed(value, judge);
      break;
  }
  return judge.verdict();
}

}  // namespace httpvet::fields
