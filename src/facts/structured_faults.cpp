#include "facts/structured_faults.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/byte_class.h"
#include "facts/field_lines.h"
#include "fields/address.h"
#include "fields/structured_field.h"
#include "fields/uri_reference.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using fields::FaultList;
using fields::SfKind;
using fields::SfValue;

/// One token of `known`. Several lines are reported by themselves.
void token_faults(MessageFacts& message, model::FieldId field, std::span<const Bytes> known, Bytes expected,
                  FaultList& faults) {
  if (count_lines(message, field) > 1) return;
  const Bytes value = message.combined(field);
  fields::StructuredField item;
  fields::ParseError error;
  if (!fields::parse_sf_item(value, faults.arena(), item, error)) {
    return faults.add_parts(value, {"it has to be ", expected, "; ", error.expected, " was expected"});
  }
  const SfValue& token = item.members.front();
  const Bytes text = token.source.in(value);
  if (token.kind != SfKind::kToken || std::ranges::find(known, text) == known.end()) {
    return faults.add_parts(text, {"it has to be ", expected});
  }
  const SfValue* report_to = fields::find_key(token.parameters(), value, "report-to");
  if (report_to != nullptr && report_to->kind != SfKind::kString) {
    faults.add_minor(value, "report-to has to be a string in double quotes");
  }
}

bool is_secure_url(Bytes url) {
  if (fields::starts_with_ignoring_case(url, "https:")) return true;
  const fields::UriReference parts = fields::split_uri_reference(url);
  return parts.has_authority && fields::reach_of(parts.host_port.host.in(url)) == fields::HostReach::kLoopback;
}

/// Whether `text` looks like an origin, or a pattern of one: browsers parse it as a URL and take its origin.
bool names_origin(Bytes text) {
  const std::size_t slashes = text.find("://");
  return slashes != Bytes::npos && slashes > 0 && slashes + 3 < text.size();
}

void allowed_faults(const SfValue& value, Bytes text, Bytes feature, FaultList& faults) {
  const Bytes source = value.source.in(text);
  if (value.kind == SfKind::kToken) {
    if (source == "*" || source == "self" || source == "src") return;
    return faults.add_parts(source,
                            {"in `", feature, "`, ", source,
                             " is neither `*` nor `self`; origins stand in double quotes, and `()` allows nobody"});
  }
  if (value.kind == SfKind::kString) {
    const Bytes origin = value.content.in(text);
    if (names_origin(origin)) return;
    return faults.add_parts(source, {"in `", feature, "`, ", source,
                                     " is no origin; keywords stand without quotes, origins begin with a scheme"});
  }
  if (source.empty())
    return faults.add_parts(value.key.in(text), {"`", feature, "` has no allowlist, such as `=(self)`"});
  faults.add_parts(source, {"in `", feature, "`, ", source, " is neither a keyword nor an origin in double quotes"});
}

}  // namespace

void opener_policy_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  static constexpr std::array kKnown = {Bytes("unsafe-none"), Bytes("same-origin-allow-popups"), Bytes("same-origin"),
                                        Bytes("noopener-allow-popups")};
  token_faults(message, field, kKnown, "same-origin, same-origin-allow-popups, noopener-allow-popups or unsafe-none",
               faults);
}

void embedder_policy_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  static constexpr std::array kKnown = {Bytes("unsafe-none"), Bytes("require-corp"), Bytes("credentialless")};
  token_faults(message, field, kKnown, "require-corp, credentialless or unsafe-none", faults);
}

void agent_cluster_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  if (count_lines(message, field) > 1) return;
  const Bytes value = message.combined(field);
  fields::StructuredField item;
  fields::ParseError error;
  const bool parsed = fields::parse_sf_item(value, faults.arena(), item, error);
  if (!parsed || item.members.front().kind != SfKind::kBoolean) faults.add(value, "it has to be ?1 or ?0");
}

void permissions_policy_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  const Bytes value = message.combined(field);
  fields::StructuredField policy;
  fields::ParseError error;
  if (!fields::parse_sf_dict(value, faults.arena(), policy, error)) {
    const Bytes at = value.substr(std::min<std::size_t>(error.offset, value.size()));
    if (value.find('\'') != Bytes::npos) {
      return faults.add(at,
                        "it has apostrophes, as Feature-Policy had; keywords stand without, origins in double quotes");
    }
    if (value.find(';') != Bytes::npos) return faults.add(at, "features are separated by commas, not by semicolons");
    return faults.add_parts(at, {"it is no dictionary of features, ", error.expected, " was expected"});
  }
  for (const SfValue& feature : policy.members) {
    const Bytes name = feature.key.in(value);
    if (feature.kind != SfKind::kInnerList) {
      allowed_faults(feature, value, name, faults);
      continue;
    }
    for (const SfValue& item : feature.items()) allowed_faults(item, value, name, faults);
  }
}

void reporting_endpoints_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  const Bytes value = message.combined(field);
  fields::StructuredField endpoints;
  fields::ParseError error;
  if (!fields::parse_sf_dict(value, faults.arena(), endpoints, error)) return;
  for (const SfValue& endpoint : endpoints.members) {
    const Bytes name = endpoint.key.in(value);
    if (endpoint.kind != SfKind::kString) {
      faults.add_parts(endpoint.source.in(value), {"`", name, "` is no URL in double quotes"});
      continue;
    }
    const Bytes url = fields::text_of(endpoint, value, faults.arena());
    if (url.empty()) {
      faults.add_parts(endpoint.source.in(value), {"`", name, "` is empty"});
      continue;
    }
    if (!fields::split_uri_reference(url).has_scheme) {
      faults.add_parts(endpoint.source.in(value), {"`", name, "` (", url, ") is no URL over https"}, true);
    } else if (!is_secure_url(url)) {
      faults.add_parts(endpoint.source.in(value), {"browsers report to https only, and `", name, "` is ", url});
    }
  }
}

void speculation_rules_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  const Bytes value = message.combined(field);
  fields::StructuredField list;
  fields::ParseError error;
  if (!fields::parse_sf_list(value, faults.arena(), list, error)) {
    return faults.add_parts(value, {"it is no list of URLs in double quotes, ", error.expected, " was expected"});
  }
  for (const SfValue& member : list.members) {
    const Bytes source = member.source.in(value);
    if (member.kind != SfKind::kString) {
      faults.add_parts(source, {source, " is no URL in double quotes"});
      continue;
    }
    const Bytes url = fields::text_of(member, value, faults.arena());
    if (url.empty()) faults.add(source, "a URL is empty");
    if (fields::split_uri_reference(url).has_scheme && !is_secure_url(url)) {
      faults.add_parts(source, {url, " is not secure"});
    }
  }
}

}  // namespace httpvet::facts
