// Members of DPoP (RFC 9449): whether proof and request belong together.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/auth.h"
#include "facts/dpop.h"
#include "facts/fault_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/address.h"
#include "fields/field_ids.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::FaultList;
using Arguments = std::span<const Value>;
namespace id = fields::id;

/// True when a hop passed the request on: its target may be another than that of the client.
bool was_passed_on(const model::Message& request) {
  constexpr Bytes kForwarded = "x-forwarded-";
  constexpr std::array<Bytes, 3> kOthers = {"x-real-ip", "x-original-uri", "x-original-url"};
  return std::ranges::any_of(request.lines, [&](const model::FieldLine& line) {
    if (line.field == id::kVia || line.field == id::kForwarded) return true;
    if (base::equals_ignoring_case(line.name.substr(0, kForwarded.size()), kForwarded)) return true;
    return std::ranges::any_of(kOthers, [&](Bytes name) { return base::equals_ignoring_case(line.name, name); });
  });
}

Bytes path_of(Bytes uri, const fields::UriReference& parts) {
  const Bytes path = parts.path.in(uri);
  return path.empty() ? Bytes("/") : path;
}

/// How `htu` disagrees with the target URI of the request; empty: it does not, as far as the capture knows.
Bytes uri_problem(Facts& facts, Bytes htu) {
  const model::Message& request = facts.request().message();
  const model::Scheme scheme = facts.exchange().connection->scheme;
  const auto target = target_uri(request, scheme, facts.arena());
  if (!target) return {};
  const fields::UriReference claimed = fields::split_uri_reference(htu);
  const fields::UriReference real = fields::split_uri_reference(*target);
  if (!claimed.has_scheme || !claimed.has_authority) return "its `htu` is no absolute URI";
  const Bytes host = real.has_authority ? real.host_port.host.in(*target) : Bytes();
  const bool public_host = !host.empty() && fields::reach_of(host) == fields::HostReach::kPublic;
  const bool authority_known = public_host && !was_passed_on(request);
  if (authority_known && !base::equals_ignoring_case(host, claimed.host_port.host.in(htu))) {
    return "its `htu` names another host than the request";
  }
  if (authority_known && scheme == model::Scheme::kHttps && same_origin(*target, htu) == SameUri::kDifferent) {
    return "its `htu` has another scheme or port than the request";
  }
  const auto whole = [&](Bytes path) { return facts.arena().copy("http://host" + std::string(path)); };
  const bool same_path =
      same_uri(whole(path_of(htu, claimed)), whole(path_of(*target, real)), facts.arena()) != SameUri::kDifferent;
  return same_path ? Bytes() : Bytes("its `htu` has another path than the request");
}

void judge_proof(Facts& facts, Bytes proof, FaultList& faults) {
  if (fields::is_masked(proof)) return;
  const DpopProof read = read_dpop_proof(proof);
  if (!read.problem.empty()) return faults.add(proof, read.problem);
  const model::Message& request = facts.request().message();
  if (read.method != request.method) {
    return faults.add_parts(proof, {"its `htm` is ", read.method, ", the method ", request.method});
  }
  const Bytes problem = uri_problem(facts, read.uri);
  if (!problem.empty()) faults.add(proof, problem);
}

Value dpop_faults(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  bool dpop_scheme = false;
  Bytes credentials;
  each_credentials(request, [&](const AuthCredentials& item) {
    if (item.proxy || !item.is("dpop")) return;
    dpop_scheme = true;
    credentials = item.line->value;
  });
  const auto lines = request.lines_of(id::kDpop);
  FaultList faults(facts.arena());
  if (dpop_scheme && lines.empty()) {
    const Value missing = missing_field(request);
    if (missing.state == expr::State::kNotCaptured) return missing;
    faults.add(credentials, "the scheme DPoP needs a proof in the field DPoP");
  } else if (dpop_scheme && lines.size() > 1) {
    faults.add(static_cast<const model::FieldLine*>(lines[1])->value, "a request may have one proof only");
  } else if (lines.size() == 1) {
    judge_proof(facts, static_cast<const model::FieldLine*>(lines[0])->value, faults);
  }
  return fault_list(faults);
}

constexpr std::array kMembers = {
    Member{Object::kExchange, "dpop_faults", list_type(Object::kFault), dpop_faults,
           "how the DPoP proof of the request disagrees with the request"},
};

}  // namespace

std::span<const Member> auth_dpop_members() { return kMembers; }

}  // namespace httpvet::facts
