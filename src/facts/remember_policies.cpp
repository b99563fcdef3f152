#include "facts/remember_policies.h"

#include <functional>

#include "facts/content_kind.h"
#include "facts/field_values.h"
#include "facts/structured_faults.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/structured_field.h"

namespace httpvet::facts {
namespace {

bool requires_corp(MessageFacts& response, base::Arena& arena) {
  if (!response.has(fields::id::kCrossOriginEmbedderPolicy)) return false;
  const Bytes value = response.combined(fields::id::kCrossOriginEmbedderPolicy);
  fields::StructuredField item;
  fields::ParseError error;
  return fields::parse_sf_item(value, arena, item, error) && item.members.front().source.in(value) == "require-corp";
}

void remember_rules(Facts& facts, MessageFacts& response, Bytes target, ServerPolicies& policies) {
  const Bytes value = response.combined(fields::id::kSpeculationRules);
  fields::StructuredField list;
  fields::ParseError error;
  if (!fields::parse_sf_list(value, facts.arena(), list, error)) return;
  for (const fields::SfValue& member : list.members) {
    if (member.kind != fields::SfKind::kString) continue;
    const Bytes url = fields::text_of(member, value, facts.arena());
    PolicyMemory::add(policies.rules, policy_hash(resolve_uri(target, url, facts.arena())));
  }
}

}  // namespace

std::uint64_t policy_hash(Bytes text) { return std::hash<Bytes>{}(text); }

std::uint64_t policy_key(Bytes uri, base::Arena& arena) {
  const fields::UriReference parts = fields::split_uri_reference(uri);
  if (!parts.has_authority || parts.host_port.host.empty()) return 0;
  // The scheme is left out: captures often do not tell it.
  return policy_hash(lower_copy(parts.authority.in(uri), arena));
}

std::uint64_t policy_key(Facts& facts) {
  if (facts.exchange().request == nullptr) return 0;
  const auto uri = target_uri(*facts.exchange().request, facts.exchange().connection->scheme, facts.arena());
  return uri ? policy_key(*uri, facts.arena()) : 0;
}

void remember_policies(Facts& facts, PolicyMemory& memory) {
  if (facts.exchange().request == nullptr || facts.exchange().response == nullptr) return;
  MessageFacts& response = facts.final_response();
  const bool hsts = response.has(fields::id::kStrictTransportSecurity);
  const bool report_to = response.has(fields::id::kReportTo);
  const bool reporting = report_to || response.has(fields::id::kReportingEndpoints);
  const bool rules = response.has(fields::id::kSpeculationRules);
  const bool isolated = requires_corp(response, facts.arena());
  const bool page =
      !memory.empty() && response.message().status == 200 && content_kind(response.message()) == ContentKind::kHtml;
  const bool announces = hsts || reporting || rules || isolated;
  const std::uint64_t key = announces || page ? policy_key(facts) : 0;
  if (key == 0 || (!announces && memory.find(key) == nullptr)) return;
  ServerPolicies& policies = memory.note(key);
  policies.hsts = policies.hsts || hsts;
  policies.reporting = policies.reporting || reporting;
  policies.isolated_page =
      policies.isolated_page || (isolated && content_kind(response.message()) == ContentKind::kHtml);
  policies.open_page = policies.open_page || (page && !isolated);
  if (report_to) {
    for (const std::string& group : report_to_groups(response.combined(fields::id::kReportTo))) {
      PolicyMemory::add(policies.groups, policy_hash(group));
    }
  }
  if (!rules) return;
  memory.note_rules();
  const auto uri = target_uri(*facts.exchange().request, facts.exchange().connection->scheme, facts.arena());
  if (uri) remember_rules(facts, response, *uri, policies);
}

}  // namespace httpvet::facts
