#include "checks/session_auth.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

namespace id = fields::id;
using facts::EarlierFacts;
using facts::MessageFacts;

/// Earlier exchanges of the connection, latest first.
std::span<const void* const> session_of(facts::Facts& facts) {
  const expr::Value list = facts.session();
  if (!list.known()) return {};
  return {static_cast<const void* const*>(list.list.data), list.list.size};
}

/// The unquoted value of the first parameter called `name` in the challenges of `response`; empty without one.
Bytes challenge_parameter(MessageFacts& response, Bytes name) {
  const expr::Value list = response.value(id::kWwwAuthenticate);
  if (!list.known()) return {};
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    const auto& challenge = facts::object_as<const facts::ChallengeFacts>(
        expr::Value::of_object(static_cast<const void* const*>(list.list.data)[i]));
    for (const fields::Parameter& parameter : challenge.challenge->parameters) {
      if (!base::equals_ignoring_case(parameter.name.in(challenge.text), name)) continue;
      return fields::parameter_value(parameter, challenge.text, response.arena());
    }
  }
  return {};
}

bool says_stale(MessageFacts& response) {
  return base::equals_ignoring_case(challenge_parameter(response, "stale"), "true");
}

/// True for credentials of schemes that need several requests before the first success.
bool takes_several_steps(Bytes authorization) {
  constexpr std::array<Bytes, 3> kSchemes = {"ntlm", "negotiate", "scram"};
  return std::ranges::any_of(kSchemes, [authorization](Bytes scheme) {
    return base::equals_ignoring_case(authorization.substr(0, scheme.size()), scheme);
  });
}

bool same_host(MessageFacts& a, MessageFacts& b) {
  return base::equals_ignoring_case(a.combined(id::kHost), b.combined(id::kHost));
}

/// What came before a request that repeats credentials.
struct Refusals {
  std::size_t with_the_same = 0;  // 401s to the very same credentials
  bool before_the_first = false;  // a 401 came before they were sent at all
  bool challenge_unchanged = true;
};

Refusals refusals_before(facts::Facts& facts, Bytes authorization) {
  Refusals refusals;
  Bytes challenge;
  for (const void* item : session_of(facts)) {
    auto& earlier = facts::object_as<EarlierFacts>(expr::Value::of_object(item));
    if (!same_host(facts.request(), earlier.req)) continue;
    const bool same = earlier.req.combined(id::kAuthorization) == authorization;
    if (earlier.res.message().status != 401) {
      if (same) break;
      continue;
    }
    const Bytes text = earlier.res.combined(id::kWwwAuthenticate);
    if (challenge.empty()) challenge = text;
    if (text != challenge || says_stale(earlier.res)) {
      refusals.challenge_unchanged = false;
      break;
    }
    if (!same) {
      refusals.before_the_first = true;
      break;
    }
    ++refusals.with_the_same;
  }
  return refusals;
}

}  // namespace

void authentication_repeated(facts::Facts& facts, CheckSink& sink) {
  const model::FieldLine* line = facts.request().first_line(id::kAuthorization);
  if (line == nullptr) return;
  const Refusals refusals = refusals_before(facts, facts.request().combined(id::kAuthorization));
  if (!refusals.challenge_unchanged) return;
  // The first use of credentials is a try; only what comes after a 401 repeats.
  const std::size_t repeated = refusals.with_the_same + (refusals.before_the_first ? 1 : 0);
  if (refusals.with_the_same == 0 || repeated != 2) return;
  sink.report(facts.request().message(), line, line->value, {std::to_string(refusals.with_the_same)});
}

void authentication_loop(facts::Facts& facts, CheckSink& sink) {
  constexpr std::size_t kLoop = 4;
  const model::FieldLine* line = facts.request().first_line(id::kAuthorization);
  if (line == nullptr || takes_several_steps(line->value) || says_stale(facts.judged())) return;
  const Bytes realm = challenge_parameter(facts.judged(), "realm");
  std::size_t refused = 1;
  bool all_the_same = true;
  for (const void* item : session_of(facts)) {
    auto& earlier = facts::object_as<EarlierFacts>(expr::Value::of_object(item));
    const Bytes credentials = earlier.req.combined(id::kAuthorization);
    if (credentials.empty() || !same_host(facts.request(), earlier.req)) continue;
    if (earlier.res.message().status != 401) break;
    if (challenge_parameter(earlier.res, "realm") != realm) continue;
    if (says_stale(earlier.res) || takes_several_steps(credentials)) return;
    all_the_same = all_the_same && credentials == line->value;
    ++refused;
  }
  if (refused == kLoop && !all_the_same) sink.report(facts.judged().message(), nullptr, {}, {realm});
}

}  // namespace httpvet::checks
