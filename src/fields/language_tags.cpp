#include "fields/language_tags.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/byte_class.h"
#include "fields/names.h"

namespace httpvet::fields {
namespace {

// Irregular and regular tags that the grammar lists one by one, as far as it does not cover them anyway.
constexpr std::array<Bytes, 17> kGrandfathered = {"en-gb-oed", "i-ami", "i-bnn",     "i-default", "i-enochian", "i-hak",
                                                  "i-klingon", "i-lux", "i-mingo",   "i-navajo",  "i-pwn",      "i-tao",
                                                  "i-tay",     "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de"};

Bytes subtags_fault(Bytes tag) {
  if (tag.empty()) return "it is empty";
  if (tag.find('_') != Bytes::npos) return "subtags are joined with a hyphen, not with an underscore";
  for (const char c : tag) {
    if (!base::is(c, base::kAlpha | base::kDigit) && c != '-') return "subtags are ASCII letters and digits";
  }
  std::size_t start = 0;
  while (start <= tag.size()) {
    const std::size_t end = std::min(tag.find('-', start), tag.size());
    if (end == start) return "a subtag is empty";
    if (end - start > 8) return "a subtag has more than 8 characters";
    start = end + 1;
  }
  return {};
}

/// Takes subtags from the left.
class Subtags {
 public:
  explicit Subtags(Bytes tag) : rest_(tag) { step(); }
  bool there() const { return there_; }
  Bytes text() const { return text_; }
  bool letters(std::size_t least, std::size_t most) const {
    return fits(least, most) && base::all_of(text_, base::kAlpha);
  }
  bool fits(std::size_t least, std::size_t most) const {
    return there_ && text_.size() >= least && text_.size() <= most;
  }
  bool digits(std::size_t count) const { return fits(count, count) && base::all_of(text_, base::kDigit); }
  void step() {
    there_ = !done_;
    const std::size_t end = rest_.find('-');
    text_ = rest_.substr(0, end);
    done_ = end == Bytes::npos;
    rest_ = done_ ? Bytes() : rest_.substr(end + 1);
  }

 private:
  Bytes rest_;
  Bytes text_;
  bool there_ = false;
  bool done_ = false;
};

bool is_private(Bytes subtag) { return subtag == "x" || subtag == "X"; }

/// langtag = language ["-" script] ["-" region] *("-" variant) *("-" extension) ["-" privateuse]
bool is_langtag(Bytes tag) {
  Subtags subtags(tag);
  if (is_private(subtags.text())) {
    subtags.step();
    return subtags.there();
  }
  if (!subtags.letters(2, 8)) return false;
  const bool may_extend = subtags.fits(2, 3);
  subtags.step();
  for (int extended = 0; may_extend && extended < 3 && subtags.letters(3, 3); ++extended) subtags.step();
  if (subtags.letters(4, 4)) subtags.step();
  if (subtags.letters(2, 2) || subtags.digits(3)) subtags.step();
  while (subtags.fits(5, 8) || (subtags.fits(4, 4) && base::is(subtags.text().front(), base::kDigit))) subtags.step();
  while (subtags.fits(1, 1) && !is_private(subtags.text())) {
    subtags.step();
    if (!subtags.fits(2, 8)) return false;
    while (subtags.fits(2, 8)) subtags.step();
  }
  if (!subtags.there()) return true;
  if (!is_private(subtags.text())) return false;
  subtags.step();
  return subtags.there();
}

}  // namespace

Bytes language_tag_fault(Bytes tag) {
  if (const Bytes fault = subtags_fault(tag); !fault.empty()) return fault;
  const auto same = [tag](Bytes known) { return base::equals_ignoring_case(known, tag); };
  if (is_langtag(tag) || std::ranges::any_of(kGrandfathered, same)) return {};
  return "its subtags are not in the order language, script, region, variant";
}

Bytes language_range_fault(Bytes range) {
  if (range == "*") return {};
  if (const Bytes fault = subtags_fault(range); !fault.empty()) return fault;
  const Bytes first = range.substr(0, range.find('-'));
  return base::all_of(first, base::kAlpha) ? Bytes() : Bytes("its first subtag has to be letters");
}

bool has_unregistered_language(Bytes tag) {
  const Bytes language = tag.substr(0, tag.find('-'));
  if (language.size() < 2 || is_registered(NameRegistry::kLanguageTags, tag)) return false;
  return !is_registered(NameRegistry::kLanguages, language);
}

}  // namespace httpvet::fields
