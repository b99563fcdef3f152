#include "fields/csp.h"

#include <algorithm>

#include "base/byte_class.h"
#include "fields/arena_list.h"
#include "fields/words.h"

namespace httpvet::fields {
namespace {

// In the order of CspName.
constexpr auto kNames = std::to_array<CspNameInfo>({
    {"base-uri", true},
    {"block-all-mixed-content", false, "browsers block mixed content by themselves; leave it out"},
    {"child-src", true},
    {"connect-src", true},
    {"default-src", true},
    {"disown-opener", false, "use Cross-Origin-Opener-Policy"},
    {"fenced-frame-src", true},
    {"font-src", true},
    {"form-action", true},
    {"frame-ancestors", true},
    {"frame-src", true},
    {"img-src", true},
    {"manifest-src", true},
    {"media-src", true},
    {"navigate-to", true, "no browser restricts navigation by it; leave it out"},
    {"object-src", true},
    {"plugin-types", false, "browsers have no plugins any more; use object-src 'none'"},
    {"prefetch-src", true, "browsers judge prefetches by default-src and the like; leave it out"},
    {"referrer", false, "use Referrer-Policy"},
    {"reflected-xss", false, "browsers have no such filter any more; leave it out"},
    {"report-to"},
    {"report-uri", false, "name an endpoint of Reporting-Endpoints in report-to, beside it for older browsers"},
    {"require-sri-for", false, "use Integrity-Policy"},
    {"require-trusted-types-for"},
    {"sandbox"},
    {"script-src", true},
    {"script-src-attr", true},
    {"script-src-elem", true},
    {"style-src", true},
    {"style-src-attr", true},
    {"style-src-elem", true},
    {"treat-as-public-address"},
    {"trusted-types"},
    {"upgrade-insecure-requests"},
    {"webrtc"},
    {"worker-src", true},
});
static_assert(kNames.size() == kCspNames);

constexpr std::size_t kLongestName = 40;

/// Letters and digits of `name` in lower case: what writers of `scriptSrc` or `script_src:` have in mind.
std::size_t letters_of(Bytes name, std::array<char, kLongestName>& out) {
  std::size_t count = 0;
  for (const char c : name) {
    if (!base::is(c, base::kAlpha | base::kDigit)) continue;
    if (count == out.size()) break;
    out[count++] = base::lower(c);
  }
  return count;
}

/// Edit distance of two short texts.
std::size_t distance(Bytes a, Bytes b) {
  std::array<std::size_t, kLongestName + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

CspPolicy parse_policy(Bytes text, base::Arena& arena) {
  CspPolicy policy;
  policy.text = text;
  ArenaList<CspDirective> directives(arena);
  Bytes rest = text;
  for (Bytes piece; next_piece(rest, ';', piece);) {
    CspDirective directive;
    Bytes value = piece;
    if (!next_word(value, directive.name)) continue;
    directive.value = trim_white(value);
    directive.known = find_csp_name(directive.name);
    if (directive.known) {
      std::uint32_t& place = policy.first[static_cast<std::size_t>(*directive.known)];
      directive.repeated = place != 0;
      if (place == 0) place = static_cast<std::uint32_t>(directives.size() + 1);
    }
    directives.push_back(directive);
  }
  policy.directives = directives.finish();
  return policy;
}

}  // namespace

const CspNameInfo& csp_name_info(CspName name) { return kNames[static_cast<std::size_t>(name)]; }

std::optional<CspName> find_csp_name(Bytes name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (base::equals_ignoring_case(kNames[i].name, name)) return static_cast<CspName>(i);
  }
  return std::nullopt;
}

std::optional<CspName> near_csp_name(Bytes name) {
  // `script-src=x` and `script-src:x` mean what stands before.
  name = name.substr(0, name.find_first_of(":="));
  std::array<char, kLongestName> letters{};
  const Bytes meant(letters.data(), letters_of(name, letters));
  if (meant.size() < 4) return std::nullopt;
  std::optional<CspName> nearest;
  std::size_t least = 3;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (!kNames[i].instead.empty()) continue;
    std::array<char, kLongestName> known{};
    const std::size_t far = distance(meant, Bytes(known.data(), letters_of(kNames[i].name, known)));
    if (far >= least) continue;
    least = far;
    nearest = static_cast<CspName>(i);
  }
  return nearest;
}

std::span<const CspPolicy> parse_csp(Bytes value, base::Arena& arena) {
  ArenaList<CspPolicy, 2> policies(arena);
  Bytes rest = value;
  for (Bytes piece; next_piece(rest, ',', piece);) {
    const CspPolicy policy = parse_policy(piece, arena);
    if (!policy.directives.empty()) policies.push_back(policy);
  }
  return policies.finish();
}

}  // namespace httpvet::fields
