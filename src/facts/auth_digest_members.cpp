// Members of Digest challenges and credentials (RFC 7616 §3.3, §3.4).
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/auth.h"
#include "facts/fault_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

using base::equals_ignoring_case;
using expr::Value;
using fields::FaultList;
using fields::Parameter;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

bool is_one_of(Bytes name, std::span<const Bytes> names) {
  return std::ranges::any_of(names, [name](Bytes known) { return equals_ignoring_case(name, known); });
}

/// The IANA registry of hash algorithms for Digest, and the session variant of each (RFC 7616 §3.3, §6.1).
bool is_registered_algorithm(Bytes name) {
  constexpr std::array<Bytes, 3> kAlgorithms = {"MD5", "SHA-256", "SHA-512-256"};
  constexpr Bytes kSession = "-sess";
  const std::size_t length = name.size() - std::min(name.size(), kSession.size());
  if (equals_ignoring_case(name.substr(length), kSession)) name = name.substr(0, length);
  return is_one_of(name, kAlgorithms);
}

bool is_md5(Bytes name) { return equals_ignoring_case(name, "MD5") || equals_ignoring_case(name, "MD5-sess"); }

// --- challenges

constexpr std::array<Bytes, 3> kChallengeNeeds = {"realm", "nonce", "qop"};
constexpr std::array<Bytes, 2> kChallengeTokens = {"stale", "algorithm"};
// A realm that is a token is for another rule, whatever the scheme.
constexpr std::array<Bytes, 4> kChallengeQuoted = {"domain", "nonce", "opaque", "qop"};

void judge_challenge(const AuthChallenge& challenge, base::Arena& arena, FaultList& faults) {
  for (const Bytes name : kChallengeNeeds) {
    if (challenge.find(name) == nullptr) faults.add_parts(challenge.scheme(), {"it has no `", name, "`"});
  }
  for (const Parameter& parameter : challenge.challenge->parameters) {
    const Bytes name = parameter.name.in(challenge.text);
    const Bytes value = parameter.value.slice.in(challenge.text);
    if (parameter.value.quoted && is_one_of(name, kChallengeTokens)) {
      faults.add_parts(value, {"`", name, "` may not be quoted"});
    } else if (!parameter.value.quoted && is_one_of(name, kChallengeQuoted)) {
      faults.add_parts(value, {"`", name, "` has to be quoted"});
    }
    if (!equals_ignoring_case(name, "algorithm")) continue;
    const Bytes algorithm = fields::parameter_value(parameter, challenge.text, arena);
    if (!is_registered_algorithm(algorithm)) faults.add_parts(value, {"the algorithm is not registered"}, true);
  }
}

/// The first Digest challenge, where all of them are for MD5 (which is what none stands for); null else.
const AuthChallenge* only_md5(std::span<const AuthChallenge> challenges, base::Arena& arena) {
  const AuthChallenge* first = nullptr;
  for (const AuthChallenge& challenge : challenges) {
    if (!challenge.is("digest") || !challenge.token68().empty()) continue;
    if (!is_md5(challenge.value("algorithm", arena).value_or("MD5"))) return nullptr;
    if (first == nullptr) first = &challenge;
  }
  return first;
}

Value digest_challenge_faults(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there() || (!message.has(id::kWwwAuthenticate) && !message.has(id::kProxyAuthenticate))) {
    return missing_field(message);
  }
  FaultList faults(facts.arena());
  const auto challenges = challenges_of(message).challenges;
  for (const AuthChallenge& challenge : challenges) {
    // With a token68 it is no Digest challenge at all, which is for another rule.
    if (challenge.is("digest") && challenge.token68().empty()) judge_challenge(challenge, facts.arena(), faults);
  }
  if (const AuthChallenge* weak = only_md5(challenges, facts.arena()); weak != nullptr) {
    faults.add_minor(weak->scheme(), "MD5 is the only algorithm that is offered");
  }
  return fault_list(faults);
}

// --- credentials

constexpr std::array<Bytes, 4> kCredentialNeeds = {"realm", "nonce", "uri", "response"};
constexpr std::array<Bytes, 3> kCredentialTokens = {"algorithm", "qop", "nc"};
constexpr std::array<Bytes, 7> kCredentialQuoted = {"username", "realm",  "nonce", "uri",
                                                    "response", "cnonce", "opaque"};

/// What stands in one Digest value.
class DigestJudge {
 public:
  DigestJudge(Bytes text, std::span<const Parameter> parameters, const AuthCredentials& item, base::Arena& arena,
              FaultList& faults)
      : text_(text), parameters_(parameters), scheme_(item.credentials.scheme), arena_(arena), faults_(faults) {}

  void judge(const model::Message& request) {
    judge_presence();
    const Parameter* nc = find("nc");
    if (nc != nullptr && !masked(*nc)) {
      const Bytes count = value(*nc);
      if (count.size() != 8 || !base::all_of(count, base::kHexDigit)) add(*nc, "`nc` has to be 8 hexadecimal digits");
    }
    for (const Parameter& parameter : parameters_) judge_quotes(parameter);
    if (const Parameter* uri = find("uri"); uri != nullptr && !masked(*uri)) judge_uri(*uri, request);
  }

 private:
  const Parameter* find(Bytes name) const { return fields::find_parameter(parameters_, text_, name); }
  Bytes value(const Parameter& parameter) const { return fields::parameter_value(parameter, text_, arena_); }
  bool masked(const Parameter& parameter) const { return fields::is_masked(value(parameter)); }
  void add(const Parameter& parameter, Bytes what) { faults_.add(parameter.value.slice.in(text_), what); }

  void judge_presence() {
    const bool plain = find("username") != nullptr;
    const bool extended = find("username*") != nullptr;
    if (!plain && !extended) faults_.add(scheme_, "`username` is missing");
    if (plain && extended) faults_.add(scheme_, "`username` and `username*` exclude each other");
    for (const Bytes name : kCredentialNeeds) {
      if (find(name) == nullptr) faults_.add_parts(scheme_, {"`", name, "` is missing"});
    }
    if (find("qop") == nullptr) return;
    for (const Bytes name : {Bytes("nc"), Bytes("cnonce")}) {
      if (find(name) == nullptr) faults_.add_parts(scheme_, {"`", name, "` is missing, which `qop` asks for"});
    }
  }

  void judge_quotes(const Parameter& parameter) {
    const Bytes name = parameter.name.in(text_);
    const Bytes slice = parameter.value.slice.in(text_);
    if (fields::is_masked(slice)) return;
    if (parameter.value.quoted && is_one_of(name, kCredentialTokens)) {
      faults_.add_parts(slice, {"`", name, "` may not be quoted"}, true);
    } else if (!parameter.value.quoted && is_one_of(name, kCredentialQuoted)) {
      faults_.add_parts(slice, {"`", name, "` has to be quoted"}, true);
    }
  }

  /// Path and query; of `*` and of host:port all of it.
  static Bytes path_and_query(Bytes target) {
    target = target.substr(0, target.find('#'));
    const std::size_t scheme = target.find("://");
    if (scheme == Bytes::npos || target.find_first_of("/?") < scheme) return target;
    const std::size_t path = target.find_first_of("/?", scheme + 3);
    return path == Bytes::npos ? Bytes("/") : target.substr(path);
  }

  void judge_uri(const Parameter& uri, const model::Message& request) {
    if (path_and_query(value(uri)) == path_and_query(request.target)) return;
    faults_.add(uri.value.slice.in(text_), "`uri` is not the target of the request", true);
  }

  Bytes text_;
  std::span<const Parameter> parameters_;
  Bytes scheme_;
  base::Arena& arena_;
  FaultList& faults_;
};

Value digest_credentials_faults(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  FaultList faults(facts.arena());
  each_credentials(message, [&](const AuthCredentials& item) {
    if (!item.is("digest")) return;
    const Bytes rest = item.credentials.rest;
    std::span<const Parameter> parameters;
    if (!fields::parse_credential_parameters(rest, facts.arena(), parameters) || parameters.empty()) {
      const bool masked = fields::is_masked(rest) || rest.find('>') != Bytes::npos || rest.find('}') != Bytes::npos;
      if (!masked) faults.add(rest, "it is no list of parameters");
      return;
    }
    DigestJudge(rest, parameters, item, facts.arena(), faults).judge(message.message());
  });
  const Value found = fault_list(faults);
  return found.known() ? found : missing_field(message);
}

constexpr Object kM = Object::kMessage;
constexpr expr::Type kFaults = list_type(Object::kFault);

constexpr std::array kMembers = {
    Member{kM, "digest_challenge_faults", kFaults, digest_challenge_faults,
           "what is wrong in challenges of the scheme Digest; minor: an algorithm that is not registered, and MD5 "
           "as the only one"},
    Member{kM, "digest_credentials_faults", kFaults, digest_credentials_faults,
           "what is wrong in credentials of the scheme Digest; minor: quotes, and a uri that is not the target"},
};

}  // namespace

std::span<const Member> auth_digest_members() { return kMembers; }

}  // namespace httpvet::facts
