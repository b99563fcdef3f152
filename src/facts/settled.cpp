#include "facts/settled.h"

#include <algorithm>
#include <array>

#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

struct Row {
  Object owner;
  Bytes name;
  Settled settled = {};
};

constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;
constexpr Object kC = Object::kConnection;

constexpr Settled kUnlessEarlier{Settled::By::kAbsence, model::kUnknownField, flag_bit(Flag::kHasEarlier)};

constexpr Settled by_value(model::FieldId field, model::FieldId other = model::kUnknownField) {
  return {Settled::By::kField, field, 0, other};
}
constexpr Settled kByCsp = by_value(fields::id::kContentSecurityPolicy, fields::id::kContentSecurityPolicyReportOnly);

constexpr Settled kByChallenges = by_value(fields::id::kWwwAuthenticate, fields::id::kProxyAuthenticate);
constexpr Settled kByCredentials = by_value(fields::id::kAuthorization, fields::id::kProxyAuthorization);

constexpr std::array kRows = {
    Row{kM, "part"},
    Row{kM, "status"},
    Row{kM, "status_text"},
    Row{kM, "status_registered"},
    Row{kM, "status_unofficial"},
    Row{kM, "status_inventor"},
    Row{kM, "status_fallback"},
    Row{kM, "method"},
    Row{kM, "version"},
    Row{kM, "major_version"},
    Row{kM, "plain_content_length"},
    Row{kM, "plain_transfer_encoding"},
    Row{kM, "large_head"},
    Row{kM, "pseudo_cookie", {Settled::By::kField, fields::id::kCookie}},
    Row{kM, "repeated_cookie", {Settled::By::kField, fields::id::kCookie}},
    Row{kM, "odd_context"},
    Row{kM, "timed"},
    Row{kM, "product_fault", {Settled::By::kField, fields::id::kUserAgent, 0, fields::id::kServer}},
    Row{kM, "odd_names"},
    Row{kM, "odd_dates"},
    Row{kM, "odd_tags"},
    Row{kM, "odd_values"},
    Row{kM, "notable_fields"},
    Row{kM, "repeats_singletons"},
    Row{kM, "byte_stream"},
    Row{kM, "content"},
    Row{kM, "warns", {Settled::By::kField, fields::id::kWarning}},
    Row{kM, "served_from_cache", {Settled::By::kField, fields::id::kAge, 0, fields::id::kCacheStatus}},
    Row{kM, "stale_window", {Settled::By::kField, fields::id::kCacheControl}},
    Row{kM, "check_extensions", {Settled::By::kField, fields::id::kCacheControl}},
    Row{kM, "lifetime_excess", {Settled::By::kField, fields::id::kCacheControl}},
    Row{kM, "expires_invalid", {Settled::By::kField, fields::id::kExpires}},
    Row{kM, "forwarded_by_cache", {Settled::By::kField, fields::id::kCacheStatus}},
    Row{kM,
        "cache_groups_fault",
        {Settled::By::kField, fields::id::kCacheGroups, 0, fields::id::kCacheGroupInvalidation}},
    Row{kM, "cache_directives", {Settled::By::kField, fields::id::kCacheControl}},
    Row{kM, "csp_unknown", kByCsp},
    Row{kM, "csp_deprecated", kByCsp},
    Row{kM, "csp_repeated", kByCsp},
    Row{kM, "csp_unquoted", kByCsp},
    Row{kM, "csp_invalid_sources", kByCsp},
    Row{kM, "csp_weak_nonces", kByCsp},
    Row{kM, "csp_sandbox", kByCsp},
    Row{kM, "csp_unreported", kByCsp},
    Row{kM, "csp_unsafe", kByCsp},
    Row{kM, "csp_frame_ancestors", by_value(fields::id::kContentSecurityPolicy)},
    Row{kM, "hsts", by_value(fields::id::kStrictTransportSecurity)},
    Row{kM, "nosniff", by_value(fields::id::kXContentTypeOptions)},
    Row{kM, "server_detail", by_value(fields::id::kServer)},
    Row{kM, "fits_as", by_value(fields::id::kContentType)},
    Row{kM, "wide_permissions", by_value(fields::id::kPermissionsPolicy, fields::id::kPermissionsPolicyReportOnly)},
    Row{kM, "javascript", by_value(fields::id::kContentType)},
    Row{kM, "connection_defects", {Settled::By::kField, fields::id::kConnection}},
    Row{kM, "end_to_end_options", {Settled::By::kField, fields::id::kConnection}},
    Row{kM, "keep_alive_defects", {Settled::By::kField, fields::id::kKeepAlive, 0, fields::id::kConnection}},
    Row{kM, "trailer_defects", {Settled::By::kField, fields::id::kTrailer, 0, fields::id::kConnection}},
    Row{kM, "via_defects", {Settled::By::kField, fields::id::kVia}},
    Row{kM, "forwarded_defects", {Settled::By::kField, fields::id::kForwarded}},
    Row{kM, "challenge_faults", kByChallenges},
    Row{kM, "repeated_auth_parameters", kByChallenges},
    Row{kM, "unquoted_realms", kByChallenges},
    Row{kM, "basic_challenge_faults", kByChallenges},
    Row{kM, "bearer_challenge_faults", kByChallenges},
    Row{kM, "digest_challenge_faults", kByChallenges},
    Row{kM, "bearer_excuses", by_value(fields::id::kWwwAuthenticate)},
    Row{kM, "bearer_error", by_value(fields::id::kWwwAuthenticate)},
    Row{kM, "bearer_offered", by_value(fields::id::kWwwAuthenticate)},
    Row{kM, "basic_offered", by_value(fields::id::kWwwAuthenticate)},
    Row{kM, "basic_credentials_faults", kByCredentials},
    Row{kM, "bearer_credentials_faults", kByCredentials},
    Row{kM, "lone_auth_words", kByCredentials},
    Row{kM, "bearer_sent", by_value(fields::id::kAuthorization)},
    Row{kM, "basic_sent", by_value(fields::id::kAuthorization)},
    Row{kM, "reason", {Settled::By::kReason}},
    Row{kM, "reason_belongs_to", {Settled::By::kReason}},
    Row{Object::kContent, "framing"},
    Row{Object::kContent, "cut"},
    Row{Object::kContent, "complete"},
    Row{Object::kContent, "empty"},
    Row{Object::kContent, "kind", {Settled::By::kField, fields::id::kContentType}},
    Row{Object::kContent, "problem_details", {Settled::By::kField, fields::id::kContentType}},
    Row{kX, "has_request"},
    Row{kX, "has_response"},
    Row{kX, "method"},
    Row{kX, "safe"},
    Row{kX, "idempotent"},
    Row{kX, "method_registered"},
    Row{kX, "method_known"},
    Row{kX, "profile"},
    Row{kX, "request_seen"},
    Row{kX, "to_head"},
    Row{kX, "to_connect"},
    Row{kX, "long_target"},
    Row{kX, "target_has_fragment"},
    Row{kX, "last"},
    Row{kX, "has_interims"},
    Row{kX, "interim_after_final"},
    Row{kX, "interim_count"},
    Row{kX, "interim_statuses"},
    Row{kX, "interims_with"},
    Row{kX, "method_in_other_case"},
    Row{kX, "after_redirect"},
    Row{kX, "has_earlier"},
    Row{kX, "earlier", kUnlessEarlier},
    Row{kX, "earlier_200", kUnlessEarlier},
    Row{kX, "earlier_head", kUnlessEarlier},
    Row{kX, "earlier_with", kUnlessEarlier},
    Row{kX, "repeats", kUnlessEarlier},
    Row{kX, "not_updated", kUnlessEarlier},
    Row{kX, "redirected_by", {Settled::By::kAbsence, model::kUnknownField, flag_bit(Flag::kAfterRedirect)}},
    Row{kC, "byte_streams"},
    Row{kC, "from_start"},
    Row{kC, "close_announced"},
    Row{kC, "redirect_seen"},
    Row{kC, "tunnelled"},
    Row{kC, "requests_captured"},
    Row{kC, "order_known"},
    Row{kC, "close_requested"},
    Row{kC, "after_http10_post"},
    Row{Object::kLine, "value"},
    Row{Object::kLine, "cookie_fault"},
    Row{Object::kLine, "field"},
    Row{Object::kLine, "registered"},
    Row{Object::kLine, "connection_specific"},
    Row{Object::kLine, "in_trailers"},
};

/// Parsed values: what rules read of them is what was parsed.
constexpr bool is_value(Object owner) {
  switch (owner) {
    case Object::kMediaType:
    case Object::kEntityTag:
    case Object::kEntityTags:
    case Object::kContentRange:
    case Object::kRange:
    case Object::kChallenge:
    case Object::kCoding:
    case Object::kDirectives:
    case Object::kWeighted:
    case Object::kUri:
    case Object::kLink:
    case Object::kStructured:
    case Object::kDictionary:
    case Object::kCacheDirective:
    case Object::kFault:
    case Object::kHsts:
    case Object::kDefect:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Settled> what_settles(expr::FactId fact) {
  const Member& member = member_group(fact >> 8)[fact & 0xFF];
  if (is_value(member.owner)) return Settled{};
  // Where there are no anomalies, or no earlier exchanges, nobody can look into one.
  if (member.owner == Object::kAnomaly) return Settled{};
  if (member.owner == Object::kEarlier) return kUnlessEarlier;
  const auto found = std::ranges::find_if(
      kRows, [&member](const Row& row) { return row.owner == member.owner && row.name == member.name; });
  if (found == kRows.end()) return std::nullopt;
  return found->settled;
}

}  // namespace httpvet::facts
