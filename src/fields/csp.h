// Content-Security-Policy and Content-Security-Policy-Report-Only (CSP3 §2.2, §2.3, §3.1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "base/arena.h"
#include "base/bytes.h"

namespace httpvet::fields {

/// Every directive that browsers know or knew; in the order of the table in csp.cpp.
enum class CspName : std::uint8_t {
  kBaseUri,
  kBlockAllMixedContent,
  kChildSrc,
  kConnectSrc,
  kDefaultSrc,
  kDisownOpener,
  kFencedFrameSrc,
  kFontSrc,
  kFormAction,
  kFrameAncestors,
  kFrameSrc,
  kImgSrc,
  kManifestSrc,
  kMediaSrc,
  kNavigateTo,
  kObjectSrc,
  kPluginTypes,
  kPrefetchSrc,
  kReferrer,
  kReflectedXss,
  kReportTo,
  kReportUri,
  kRequireSriFor,
  kRequireTrustedTypesFor,
  kSandbox,
  kScriptSrc,
  kScriptSrcAttr,
  kScriptSrcElem,
  kStyleSrc,
  kStyleSrcAttr,
  kStyleSrcElem,
  kTreatAsPublicAddress,
  kTrustedTypes,
  kUpgradeInsecureRequests,
  kWebrtc,
  kWorkerSrc,
};
inline constexpr std::size_t kCspNames = 36;

struct CspNameInfo {
  Bytes name;
  bool source_list = false;  // its value is a list of source expressions
  Bytes instead = {};        // of a deprecated one: what to do instead
};

const CspNameInfo& csp_name_info(CspName name);

/// The directive called `name`, letter case ignored; nullopt if there is none.
std::optional<CspName> find_csp_name(Bytes name);

/// The known directive that `name` nearly spells (`defaultSrc`, `scriptsrc`, `imgs-src`); nullopt if none is near.
std::optional<CspName> near_csp_name(Bytes name);

struct CspDirective {
  Bytes name;   // as sent
  Bytes value;  // without white space at both ends
  std::optional<CspName> known;
  bool repeated = false;  // a directive of that name stands before it, so this one is ignored; known ones only
};

/// One serialized policy. Views into the value that it was parsed from.
struct CspPolicy {
  Bytes text;
  std::span<const CspDirective> directives;
  std::array<std::uint32_t, kCspNames> first{};  // of each known name: its place in `directives` plus one, or 0

  /// The directive that counts; null if there is none.
  const CspDirective* find(CspName name) const {
    const std::uint32_t place = first[static_cast<std::size_t>(name)];
    return place == 0 ? nullptr : &directives[place - 1];
  }
  bool has(CspName name) const { return find(name) != nullptr; }

  /// The directive that decides about scripts: script-src, else default-src; null if neither is there.
  const CspDirective* for_scripts() const { return has(CspName::kScriptSrc) ? find(CspName::kScriptSrc) : fallback(); }
  const CspDirective* fallback() const { return find(CspName::kDefaultSrc); }
};

/// The policies in the value of one line, which commas separate; none that is empty.
std::span<const CspPolicy> parse_csp(Bytes value, base::Arena& arena);

}  // namespace httpvet::fields
