// Members about policies that reach beyond one response: endpoints of reports, isolation of pages, addresses.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/fault_values.h"
#include "facts/field_lines.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/remember_policies.h"
#include "facts/schemes.h"
#include "facts/structured_faults.h"
#include "facts/target_uri.h"
#include "facts/value_faults.h"
#include "fields/address.h"
#include "fields/csp.h"
#include "fields/field_ids.h"
#include "fields/permissions.h"
#include "fields/structured_field.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::FaultList;
using fields::SfKind;
using fields::SfValue;
using Arguments = std::span<const Value>;

/// What the server of the target announced before this exchange; null: nothing.
const ServerPolicies* policies_of(Facts& facts) {
  const SourceState* source = facts.connection().source;
  if (source == nullptr || source->policies.empty()) return nullptr;
  const std::uint64_t key = policy_key(facts);
  return key == 0 ? nullptr : source->policies.find(key);
}

Value hsts_before(Facts& facts, const Value&, Arguments) {
  if (facts.exchange().request == nullptr) return Value::of(false);
  const ServerPolicies* policies = policies_of(facts);
  return Value::of(policies != nullptr && policies->hsts);
}

/// Which endpoints a response defines, and which it names.
class Endpoints {
 public:
  Endpoints(Facts& facts, MessageFacts& response) : facts_(facts), response_(response), faults_(facts.arena()) {}

  Value undefined() {
    if (!read_defined()) return Value::absent();
    for (const auto field : {fields::id::kContentSecurityPolicy, fields::id::kContentSecurityPolicyReportOnly})
      csp(field);
    for (const auto field : {fields::id::kCrossOriginEmbedderPolicy, fields::id::kCrossOriginEmbedderPolicyReportOnly,
                             fields::id::kCrossOriginOpenerPolicy, fields::id::kCrossOriginOpenerPolicyReportOnly}) {
      structured(field, fields::parse_sf_item, false);
    }
    for (const auto field : {fields::id::kPermissionsPolicy, fields::id::kPermissionsPolicyReportOnly}) {
      structured(field, fields::parse_sf_dict, true);
    }
    if (response_.has(fields::id::kNel)) {
      const std::string name = nel_report_to(response_.combined(fields::id::kNel));
      if (!name.empty() && !has_group(name)) add("NEL", name, !seen_report_to_);
    }
    return fault_list(faults_);
  }

 private:
  /// False where a value does not parse, so nobody knows what it was to define.
  bool read_defined() {
    const ServerPolicies* policies = policies_of(facts_);
    seen_report_to_ = response_.has(fields::id::kReportTo) || (policies != nullptr && !policies->groups.empty());
    seen_ = response_.has(fields::id::kReportTo) || response_.has(fields::id::kReportingEndpoints) ||
            (policies != nullptr && policies->reporting);
    policies_ = policies;
    if (response_.has(fields::id::kReportTo)) {
      groups_ = report_to_groups(response_.combined(fields::id::kReportTo));
      if (groups_.empty()) return false;
    }
    if (!response_.has(fields::id::kReportingEndpoints)) return true;
    text_ = response_.combined(fields::id::kReportingEndpoints);
    fields::ParseError error;
    return fields::parse_sf_dict(text_, facts_.arena(), endpoints_, error);
  }

  bool has_group(Bytes name) const {
    const bool here = std::ranges::any_of(groups_, [name](const std::string& group) { return name == group; });
    return here || (policies_ != nullptr && policies_->groups.contains(policy_hash(name)));
  }

  bool defines(Bytes name) const {
    return fields::find_key(endpoints_.members, text_, name) != nullptr || has_group(name);
  }

  void add(Bytes field, Bytes name, bool minor) { faults_.add_parts({}, {field, " reports to `", name, "`"}, minor); }

  void csp(model::FieldId field) {
    for_each_line(response_, field, [&](const model::FieldLine& line) {
      for (const fields::CspPolicy& policy : fields::parse_csp(line.value, facts_.arena())) {
        const fields::CspDirective* report_to = policy.find(fields::CspName::kReportTo);
        if (report_to == nullptr || report_to->value.empty() || defines(report_to->value)) continue;
        add(fields::field_info(field).name, report_to->value, !seen_ || policy.has(fields::CspName::kReportUri));
      }
    });
  }

  using Parse = bool (*)(Bytes, base::Arena&, fields::StructuredField&, fields::ParseError&);

  void structured(model::FieldId field, Parse parse, bool tokens) {
    if (!response_.has(field)) return;
    const Bytes value = response_.combined(field);
    fields::StructuredField parsed;
    fields::ParseError error;
    if (!parse(value, facts_.arena(), parsed, error)) return;
    for (const SfValue& member : parsed.members) {
      const SfValue* report_to = fields::find_key(member.parameters(), value, "report-to");
      if (report_to == nullptr) continue;
      if (report_to->kind != SfKind::kString && !(tokens && report_to->kind == SfKind::kToken)) continue;
      const Bytes name = fields::text_of(*report_to, value, facts_.arena());
      if (!defines(name)) add(fields::field_info(field).name, name, !seen_);
    }
  }

  Facts& facts_;
  MessageFacts& response_;
  FaultList faults_;
  const ServerPolicies* policies_ = nullptr;
  std::vector<std::string> groups_;
  fields::StructuredField endpoints_;
  Bytes text_;
  bool seen_ = false;
  bool seen_report_to_ = false;
};

Value undefined_endpoints(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  return Endpoints(facts, response).undefined();
}

/// Whether the page that Referer names, or all pages seen of its origin, require Cross-Origin-Resource-Policy.
Value embedder_requires_corp(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const SourceState* source = facts.connection().source;
  if (source == nullptr || source->policies.empty() || !request.has(fields::id::kReferer)) return Value::of(false);
  const std::uint64_t key = policy_key(request.combined(fields::id::kReferer), facts.arena());
  const ServerPolicies* policies = key == 0 ? nullptr : source->policies.find(key);
  return Value::of(policies != nullptr && policies->isolated_page && !policies->open_page);
}

Value speculation_rules_wanted(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (request.has(fields::id::kSecFetchDest)) {
    return Value::of(request.combined(fields::id::kSecFetchDest) == "speculationrules");
  }
  const SourceState* source = facts.connection().source;
  if (source == nullptr || !source->policies.rules_seen()) return Value::of(false);
  const ServerPolicies* policies = policies_of(facts);
  if (policies == nullptr || policies->rules.empty()) return Value::of(false);
  const auto uri = target_uri(request.message(), facts.exchange().connection->scheme, facts.arena());
  return Value::of(uri && policies->rules.contains(policy_hash(*uri)));
}

/// What is wrong with the rules that a response names, or with the rules that it is.
Value speculation_rules_faults(Facts& facts, const Value& object, Arguments arguments) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  FaultList faults(facts.arena());
  if (response.has(fields::id::kSpeculationRules)) {
    find_value_faults(response, fields::id::kSpeculationRules, faults);
  }
  const std::uint16_t status = response.message().status;
  const Value wanted = speculation_rules_wanted(facts, object, arguments);
  if (wanted.known() && wanted.boolean && status >= 200 && status < 300 && response.has(fields::id::kContentType)) {
    const Bytes value = response.combined(fields::id::kContentType);
    const Bytes type = fields::trim_white(value.substr(0, value.find(';')));
    if (!base::equals_ignoring_case(type, "application/speculationrules+json")) {
      faults.add(value, "rules have to be application/speculationrules+json, not what this Content-Type says");
    }
  }
  return fault_list(faults);
}

/// Clear Site Data §3: the field counts over https only.
Value clear_site_data_faults(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  if (!response.has(fields::id::kClearSiteData)) return missing_field(response);
  FaultList faults(facts.arena());
  find_value_faults(response, fields::id::kClearSiteData, faults);
  if (faults.size() == 0 && came_over_plain_http(facts)) {
    faults.add_minor(response.combined(fields::id::kClearSiteData), "browsers ignore it over plain http");
  }
  return fault_list(faults);
}

Value wide_permissions(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  FaultList faults(facts.arena());
  for (const auto field : {fields::id::kPermissionsPolicy, fields::id::kPermissionsPolicyReportOnly}) {
    if (!message.has(field)) continue;
    const Bytes value = message.combined(field);
    fields::StructuredField policy;
    fields::ParseError error;
    if (!fields::parse_sf_dict(value, facts.arena(), policy, error)) continue;
    for (const SfValue& feature : policy.members) {
      const Bytes name = feature.key.in(value);
      const auto is_any = [value](const SfValue& item) {
        return item.kind == SfKind::kToken && item.source.in(value) == "*";
      };
      const auto known = fields::find_permission(name);
      if (!known) {
        faults.add(name, "browsers know no such feature");
      } else if (known->powerful && (is_any(feature) || std::ranges::any_of(feature.items(), is_any))) {
        faults.add(name, "it is allowed for every site in a frame");
      }
    }
  }
  return fault_list(faults);
}

bool is_internal(Bytes host, bool loopback_counts) {
  const fields::HostReach reach = fields::reach_of(host);
  return reach == fields::HostReach::kPrivate || (loopback_counts && reach == fields::HostReach::kLoopback);
}

/// The host of a URL, if it names one.
Bytes host_of(Bytes url) {
  const fields::UriReference parts = fields::split_uri_reference(url);
  return parts.has_authority ? parts.host_port.host.in(url) : Bytes();
}

/// Adds words of `text` that are internal hosts, with or without a port.
void internal_words(Bytes text, Bytes name, FaultList& faults) {
  const auto in_host = [](char c) {
    return base::is(c, base::kAlpha | base::kDigit) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && in_host(text[end])) ++end;
    const Bytes word = text.substr(i, end - i);
    i = end + 1;
    const bool has_port = std::ranges::count(word, ':') == 1;
    const Bytes host =
        word.starts_with('[') ? word.substr(0, word.find(']') + 1) : (has_port ? word.substr(0, word.find(':')) : word);
    if (word.find('.') == Bytes::npos && word.find(':') == Bytes::npos) continue;
    if (is_internal(host, true)) faults.add(word, name);
  }
}

/// The targets in a Link field.
void internal_links(Bytes value, FaultList& faults) {
  for (std::size_t at = value.find('<'); at != Bytes::npos; at = value.find('<', at + 1)) {
    const Bytes target = value.substr(at + 1, value.find('>', at) - at - 1);
    if (is_internal(host_of(target), true)) faults.add(target, "Link");
  }
}

/// The Domain attribute of a cookie.
void internal_domain(Bytes value, FaultList& faults) {
  Bytes rest = value;
  for (Bytes piece; fields::next_piece(rest, ';', piece);) {
    if (!fields::starts_with_ignoring_case(piece, "domain=")) continue;
    Bytes domain = piece.substr(7);
    if (domain.starts_with('.')) domain.remove_prefix(1);
    if (is_internal(domain, true)) faults.add(piece, "Set-Cookie");
  }
}

Value internal_addresses(Facts& facts, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  FaultList faults(facts.arena());
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field == fields::id::kLocation) {
      if (is_internal(host_of(line.value), false)) faults.add(line.value, "Location");
    } else if (line.field == fields::id::kContentLocation) {
      if (is_internal(host_of(line.value), true)) faults.add(line.value, "Content-Location");
    } else if (line.field == fields::id::kVia) {
      internal_words(line.value, "Via", faults);
    } else if (line.field == fields::id::kLink) {
      internal_links(line.value, faults);
    } else if (line.field == fields::id::kSetCookie) {
      internal_domain(line.value, faults);
    } else if (fields::starts_with_ignoring_case(line.name, "x-backend")) {
      internal_words(line.value, line.name, faults);
    }
  }
  return fault_list(faults);
}

constexpr Object kX = Object::kExchange;
constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kX, "hsts_before", expr::kBoolType, hsts_before,
           "an earlier response of the host, on whatever connection, had Strict-Transport-Security"},
    Member{
        kX, "undefined_endpoints", list_type(Object::kFault), undefined_endpoints,
        "where the final response reports to an endpoint that nobody defined; minor: an older Report-To may have, or "
        "report-uri stands beside it"},
    Member{kX, "embedder_requires_corp", expr::kBoolType, embedder_requires_corp,
           "the pages seen of the origin in Referer have Cross-Origin-Embedder-Policy: require-corp"},
    Member{kX, "speculation_rules_wanted", expr::kBoolType, speculation_rules_wanted,
           "the request is for speculation rules, by Sec-Fetch-Dest or a Speculation-Rules field seen before"},
    Member{kX, "speculation_rules_faults", list_type(Object::kFault), speculation_rules_faults,
           "what is wrong in the Speculation-Rules field of the final response, or with the type of such rules"},
    Member{kX, "clear_site_data_faults", list_type(Object::kFault), clear_site_data_faults,
           "what is wrong in the Clear-Site-Data field of the final response; minor: unknown types, and plain http"},
    Member{kM, "wide_permissions", list_type(Object::kFault), wide_permissions,
           "powerful features of its Permissions-Policy that are allowed for *, and unknown ones"},
    Member{kM, "internal_addresses", list_type(Object::kFault), internal_addresses,
           "private or loopback addresses in its fields; what: the field"},
};

}  // namespace

std::span<const Member> policy_members() { return kMembers; }

}  // namespace httpvet::facts
