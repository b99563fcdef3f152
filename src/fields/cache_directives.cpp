#include "fields/cache_directives.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "fields/arena_list.h"
#include "fields/cursor.h"

namespace httpvet::fields {
namespace {

using enum DirectiveArgument;

constexpr std::array kDirectives = {
    DirectiveInfo{"max-age", true, true, kSeconds, kSeconds},
    DirectiveInfo{"no-cache", true, true, kNone, kMayNames},
    DirectiveInfo{"no-store", true, true, kNone, kNone},
    DirectiveInfo{"public", false, true, kNone, kNone},
    DirectiveInfo{"private", false, true, kMayNames, kMayNames},
    DirectiveInfo{"must-revalidate", false, true, kNone, kNone},
    DirectiveInfo{"s-maxage", false, true, kSeconds, kSeconds},
    DirectiveInfo{"no-transform", true, true, kNone, kNone},
    DirectiveInfo{"immutable", false, true, kNone, kNone},
    DirectiveInfo{"stale-while-revalidate", false, true, kMaySeconds, kSeconds},
    DirectiveInfo{"stale-if-error", true, true, kSeconds, kSeconds},
    DirectiveInfo{"proxy-revalidate", false, true, kNone, kNone},
    DirectiveInfo{"must-understand", false, true, kNone, kNone},
    DirectiveInfo{"max-stale", true, false, kMaySeconds, kMaySeconds},
    DirectiveInfo{"min-fresh", true, false, kSeconds, kSeconds},
    DirectiveInfo{"only-if-cached", true, false, kNone, kNone},
};

/// Of Internet Explorer, of RFC 9111 §5.2.3, of Squid's cache channels, and of content delivery networks.
constexpr std::array<Bytes, 8> kExtensions = {"pre-check",      "post-check", "community", "group",
                                              "channel-maxage", "channel",    "durable",   "stale-while-error"};

/// Mistakes that are further off than kMostEdits.
struct Mistake {
  Bytes written;
  Bytes meant;
};
constexpr std::array kMistakes = {
    Mistake{"private-cache", "private"},
    Mistake{"public-cache", "public"},
    Mistake{"no-caching", "no-cache"},
    Mistake{"no-cached", "no-cache"},
    Mistake{"revalidate", "must-revalidate"},
    Mistake{"must-revalidation", "must-revalidate"},
    Mistake{"stale-while-revalidation", "stale-while-revalidate"},
    Mistake{"proxy-validate", "proxy-revalidate"},
    Mistake{"shared-maxage", "s-maxage"},
    Mistake{"shared-max-age", "s-maxage"},
};

constexpr std::size_t kMostEdits = 2;
constexpr std::size_t kShortName = 6;  // fewer letters allow for one edit only
constexpr std::size_t kLongestName = 32;

/// Edits (insert, delete, replace) that make one of the other, letter case ignored; both at most kLongestName long.
std::size_t edits_between(Bytes a, Bytes b) {
  std::array<std::size_t, kLongestName + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const bool same = base::lower(a[i - 1]) == base::lower(b[j - 1]);
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (same ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// Whether both are the same once `-`, `_` and `.` are left out.
bool same_but_separators(Bytes a, Bytes b) {
  const auto skip = [](Bytes text, std::size_t at) {
    while (at < text.size() && (text[at] == '-' || text[at] == '_' || text[at] == '.')) ++at;
    return at;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    i = skip(a, i);
    j = skip(b, j);
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (base::lower(a[i++]) != base::lower(b[j++])) return false;
  }
}

/// Rules ask each directive for the others; beyond so many nobody gains by that.
constexpr std::size_t kMostDirectives = 256;

/// Reads one value from left to right.
class LooseReader {
 public:
  LooseReader(Bytes value, base::Arena& arena) : value_(value), found_(arena) {}

  std::span<const LooseDirective> read() {
    while (at_ < value_.size() && found_.size() + 1 < kMostDirectives) read_element();
    return found_.finish();
  }

 private:
  bool blank() const { return base::is(value_[at_], base::kBlank) || value_[at_] == '\r' || value_[at_] == '\n'; }
  bool here(char c) const { return at_ < value_.size() && value_[at_] == c; }

  void skip_blanks() {
    while (at_ < value_.size() && blank()) ++at_;
  }

  Slice since(std::size_t start) const {
    return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at_ - start)};
  }

  /// What stands between two commas: one directive, or several where somebody took something else for a comma.
  void read_element() {
    const std::size_t first = found_.size();
    LooseDirective last;
    bool have_last = false;
    while (true) {
      skip_blanks();
      if (at_ >= value_.size() || here(',') || found_.size() + 1 >= kMostDirectives) break;
      if (!base::is(value_[at_], base::kTchar)) {
        // No directive begins here; a semicolon after one is a separator.
        if (have_last && here(';') && last.separator == '\0') last.separator = ';';
        ++at_;
        continue;
      }
      if (have_last) {
        if (last.separator == '\0') last.separator = ' ';
        found_.push_back(last);
      }
      last = read_directive();
      have_last = true;
    }
    if (have_last) {
      last.alone = found_.size() == first && last.separator == '\0';
      found_.push_back(last);
    }
    if (here(',')) ++at_;
  }

  LooseDirective read_directive() {
    LooseDirective directive;
    directive.alone = false;
    const std::size_t start = at_;
    while (at_ < value_.size() && base::is(value_[at_], base::kTchar)) ++at_;
    directive.name = since(start);
    const std::size_t end = at_;
    skip_blanks();
    if (here('=') || here(':')) {
      // Blanks around the = have no place there (RFC 9111 §5.2).
      bool apart = at_ != end;
      if (here(':')) directive.separator = ':';
      const std::size_t behind = ++at_;
      skip_blanks();
      apart |= at_ != behind;
      read_argument(directive);
      if (apart && !directive.argument.empty() && directive.separator == '\0') directive.separator = ' ';
    } else {
      at_ = end;
    }
    directive.text = since(start);
    return directive;
  }

  void read_argument(LooseDirective& directive) {
    directive.has_argument = true;
    directive.quoted = here('"');
    if (directive.quoted) {
      const std::size_t start = ++at_;
      while (at_ < value_.size() && value_[at_] != '"') at_ += value_[at_] == '\\' && at_ + 1 < value_.size() ? 2 : 1;
      directive.argument = since(start);
      if (at_ < value_.size()) ++at_;
      return;
    }
    const std::size_t start = at_;
    while (at_ < value_.size() && !here(',') && !here(';') && !blank()) ++at_;
    directive.argument = since(start);
  }

  Bytes value_;
  ArenaList<LooseDirective> found_;
  std::size_t at_ = 0;
};

/// 1#field-name, with empty elements as recipients have to take them.
bool is_name_list(Bytes text) {
  bool any = false;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const Bytes name = base::trim_blanks(text.substr(0, comma));
    if (!base::all_of(name, base::kTchar)) return false;
    any |= !name.empty();
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return any;
}

DirectiveArgument wanted(const DirectiveInfo& info, bool request) {
  return request ? info.in_request : info.in_response;
}

}  // namespace

const DirectiveInfo* find_directive(Bytes name) {
  const auto found = std::ranges::find_if(
      kDirectives, [name](const DirectiveInfo& info) { return base::equals_ignoring_case(info.name, name); });
  return found == kDirectives.end() ? nullptr : &*found;
}

bool is_directive_extension(Bytes name) {
  return std::ranges::any_of(kExtensions, [name](Bytes known) { return base::equals_ignoring_case(known, name); });
}

Bytes directive_meant(Bytes name) {
  if (name.size() < 3 || name.size() > kLongestName || is_directive_extension(name)) return {};
  for (const DirectiveInfo& info : kDirectives) {
    if (same_but_separators(info.name, name)) return info.name;
  }
  for (const Mistake& mistake : kMistakes) {
    if (base::equals_ignoring_case(mistake.written, name)) return mistake.meant;
  }
  Bytes nearest;
  std::size_t fewest = (name.size() < kShortName ? 1 : kMostEdits) + 1;
  for (const DirectiveInfo& info : kDirectives) {
    const std::size_t edits = edits_between(name, info.name);
    if (edits < fewest) {
      fewest = edits;
      nearest = info.name;
    }
  }
  return nearest;
}

std::span<const LooseDirective> read_loosely(Bytes value, base::Arena& arena) {
  return LooseReader(value, arena).read();
}

ArgumentFault argument_fault(const LooseDirective& directive, Bytes value, const DirectiveInfo& info, bool request) {
  const Bytes argument = directive.argument.in(value);
  const DirectiveArgument wants = wanted(info, request);
  if (!directive.has_argument) {
    return wants == DirectiveArgument::kSeconds ? ArgumentFault::kMissing : ArgumentFault::kNoFault;
  }
  switch (wants) {
    case DirectiveArgument::kNone:
      return ArgumentFault::kNotAllowed;
    case DirectiveArgument::kSeconds:
    case DirectiveArgument::kMaySeconds:
      return !argument.empty() && base::all_of(argument, base::kDigit) ? ArgumentFault::kNoFault
                                                                       : ArgumentFault::kNotSeconds;
    case DirectiveArgument::kMayNames:
      return is_name_list(argument) ? ArgumentFault::kNoFault : ArgumentFault::kNotNames;
  }
  return ArgumentFault::kNoFault;
}

bool wrongly_quoted(const LooseDirective& directive, Bytes value, const DirectiveInfo& info, bool request) {
  if (!directive.has_argument) return false;
  if (argument_fault(directive, value, info, request) != ArgumentFault::kNoFault) return false;
  const DirectiveArgument wants = wanted(info, request);
  return directive.quoted != (wants == DirectiveArgument::kMayNames);
}

}  // namespace httpvet::fields
