// Members of challenges: what is wrong in WWW-Authenticate and Proxy-Authenticate (RFC 9110 §11; RFC 7617; RFC 6750).
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/auth.h"
#include "facts/fault_values.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/names.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

using base::equals_ignoring_case;
using expr::Value;
using fields::FaultList;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

/// The faults that `find` adds for each challenge; not captured where field lines may be missing.
template <typename Find>
Value each_challenge(Facts& facts, const Value& object, Find find) {
  MessageFacts& message = message_of(object);
  if (!message.there() || (!message.has(id::kWwwAuthenticate) && !message.has(id::kProxyAuthenticate))) {
    return missing_field(message);
  }
  FaultList faults(facts.arena());
  for (const AuthChallenge& challenge : challenges_of(message).challenges) find(challenge, faults);
  return fault_list(faults);
}

// --- grammar

/// Why `value` stops being a list of challenges at `offset`.
Bytes syntax_problem(Bytes value, const fields::ParseError& error) {
  if (error.expected == "a closing quote") return "a quoted string is not closed";
  const Bytes rest = value.substr(std::min<std::size_t>(error.offset, value.size()));
  const Bytes before = value.substr(0, value.size() - rest.size());
  if (error.expected == "an authentication scheme") {
    return before.find_first_not_of(" \t,") == Bytes::npos
               ? Bytes("it begins with something else than an authentication scheme")
               : Bytes("a parameter does not follow the parameters of a scheme");
  }
  if (rest.starts_with(';')) return "a semicolon stands where parameters are separated by commas";
  if (rest.starts_with(':')) return "a colon stands where no character but a blank may follow";
  if (rest.empty()) return "it ends too early";
  return before.ends_with(' ') || before.ends_with('\t') ? Bytes("a comma is missing before this")
                                                         : Bytes("this character may not stand here");
}

bool needs_parameters(const AuthChallenge& challenge) {
  constexpr std::array<Bytes, 3> kSchemes = {"basic", "bearer", "digest"};
  return std::ranges::any_of(kSchemes, [&](Bytes scheme) { return challenge.is(scheme); });
}

bool has_comma_before_parameters(const AuthChallenge& challenge) {
  if (challenge.challenge->parameters.empty()) return false;
  const std::size_t start = challenge.challenge->scheme.offset + challenge.challenge->scheme.length;
  const std::size_t end = challenge.challenge->parameters.front().name.offset;
  return challenge.text.substr(start, end - start).find(',') != Bytes::npos;
}

Value challenge_faults(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there() || (!message.has(id::kWwwAuthenticate) && !message.has(id::kProxyAuthenticate))) {
    return missing_field(message);
  }
  const AuthChallenges all = challenges_of(message);
  FaultList faults(facts.arena());
  for (const ChallengeFault& fault : all.faults) {
    const Bytes rest = fault.value.substr(std::min<std::size_t>(fault.error.offset, fault.value.size()));
    faults.add(rest.empty() ? fault.value : rest, syntax_problem(fault.value, fault.error));
  }
  for (const AuthChallenge& challenge : all.challenges) {
    const Bytes scheme = challenge.scheme();
    if (has_comma_before_parameters(challenge)) {
      faults.add(scheme, "a comma stands between the scheme and its first parameter");
    } else if (!challenge.token68().empty() && needs_parameters(challenge)) {
      faults.add(challenge.token68(), "parameters `name=value` have to follow this scheme");
    } else if (challenge.is("bearer") && challenge.challenge->parameters.empty()) {
      faults.add_minor(scheme, "Bearer has to be followed by at least one parameter");
    }
  }
  return fault_list(faults);
}

constexpr std::size_t kMostParameters = 64;

Value repeated_parameters(Facts& facts, const Value& object, Arguments) {
  return each_challenge(facts, object, [](const AuthChallenge& challenge, FaultList& faults) {
    const auto all = challenge.challenge->parameters;
    for (std::size_t i = 1; i < std::min(all.size(), kMostParameters); ++i) {
      const Bytes name = all[i].name.in(challenge.text);
      if (fields::find_parameter(all.first(i), challenge.text, name) == nullptr) continue;
      faults.add(name, "it is there already");
    }
  });
}

Value unquoted_realms(Facts& facts, const Value& object, Arguments) {
  return each_challenge(facts, object, [](const AuthChallenge& challenge, FaultList& faults) {
    const fields::Parameter* realm = challenge.find("realm");
    if (realm != nullptr && !realm->value.quoted) faults.add(realm->value.slice.in(challenge.text), challenge.scheme());
  });
}

// --- schemes

bool is_known_scheme(Bytes scheme) {
  constexpr Bytes kScram = "scram-";
  if (equals_ignoring_case(scheme.substr(0, kScram.size()), kScram)) return true;
  return fields::name_state(fields::NameRegistry::kAuthSchemes, scheme) != fields::NameState::kNone;
}

Value unknown_schemes(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  FaultList faults(facts.arena());
  const auto judge = [&](Bytes scheme) {
    if (!is_known_scheme(scheme) && !fields::is_masked(scheme)) faults.add(scheme, {});
  };
  if (!message.there()) return Value::unknown(message.why_missing());
  if (message.message().part == model::Part::kRequest) {
    each_credentials(message, [&](const AuthCredentials& item) {
      if (item.credentials.form == fields::CredentialsForm::kScheme) judge(item.credentials.scheme);
    });
  } else {
    for (const AuthChallenge& challenge : challenges_of(message).challenges) judge(challenge.scheme());
  }
  const Value found = fault_list(faults);
  return found.known() ? found : missing_field(message);
}

// --- Basic (RFC 7617 §2)

Value basic_faults(Facts& facts, const Value& object, Arguments) {
  return each_challenge(facts, object, [&facts](const AuthChallenge& challenge, FaultList& faults) {
    if (!challenge.is("basic") || !challenge.token68().empty()) return;
    if (challenge.find("realm") == nullptr) faults.add(challenge.scheme(), "it has no realm");
    for (const fields::Parameter& parameter : challenge.challenge->parameters) {
      const Bytes name = parameter.name.in(challenge.text);
      if (equals_ignoring_case(name, "realm")) continue;
      if (!equals_ignoring_case(name, "charset")) {
        faults.add_minor(name, "its definition has no such parameter");
      } else if (!equals_ignoring_case(fields::parameter_value(parameter, challenge.text, facts.arena()), "utf-8")) {
        faults.add(parameter.value.slice.in(challenge.text), "UTF-8 is the only charset that may be named");
      }
    }
  });
}

// --- Bearer (RFC 6750 §3)

/// %x21 / %x23-5B / %x5D-7E
bool is_scope_octet(char c) { return base::is(c, base::kVchar) && c != '"' && c != '\\'; }

/// scope = scope-token *( SP scope-token ); an empty one names nothing.
bool is_scope(Bytes value) {
  if (value.starts_with(' ') || value.ends_with(' ') || value.find("  ") != Bytes::npos) return false;
  return std::ranges::all_of(value, [](char c) { return c == ' ' || is_scope_octet(c); });
}

bool is_error_text(Bytes value) {
  return std::ranges::all_of(value, [](char c) { return c == ' ' || is_scope_octet(c); });
}

bool is_error_uri(Bytes value) {
  fields::UriReference parts;
  fields::ParseError error;
  return fields::parse_uri_reference(value, parts, error);
}

struct BearerParameter {
  Bytes name;
  bool (*valid)(Bytes value);
  Bytes grammar;
};
constexpr auto kBearerParameters = std::to_array<BearerParameter>({
    {"scope", is_scope, "scopes are printable ASCII without quotes and backslashes, one space between two"},
    {"error", is_error_text, "it may hold printable ASCII without quotes and backslashes"},
    {"error_description", is_error_text, "it may hold printable ASCII without quotes and backslashes"},
    {"error_uri", is_error_uri, "it has to be a URI reference"},
});

Value bearer_faults(Facts& facts, const Value& object, Arguments) {
  return each_challenge(facts, object, [&facts](const AuthChallenge& challenge, FaultList& faults) {
    if (!challenge.is("bearer")) return;
    for (const BearerParameter& row : kBearerParameters) {
      const fields::Parameter* parameter = challenge.find(row.name);
      if (parameter == nullptr) continue;
      if (row.valid(fields::parameter_value(*parameter, challenge.text, facts.arena()))) continue;
      faults.add_parts(parameter->value.slice.in(challenge.text), {"`", row.name, "`: ", row.grammar});
    }
  });
}

/// The error of the first Bearer challenge of WWW-Authenticate that has one, unquoted.
Value bearer_error(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there() || !message.has(id::kWwwAuthenticate)) return missing_field(message);
  const AuthChallenges all = challenges_of(message);
  for (const AuthChallenge& challenge : all.challenges) {
    if (challenge.proxy || !challenge.is("bearer")) continue;
    if (const auto value = challenge.value("error", facts.arena())) return Value::of(*value);
  }
  return all.faults.empty() ? Value::absent() : Value::malformed();
}

/// The parameters of Bearer challenges of WWW-Authenticate that say what was wrong with a token.
Value bearer_excuses(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there() || !message.has(id::kWwwAuthenticate)) return missing_field(message);
  constexpr std::array<Bytes, 3> kNames = {"error", "error_description", "error_uri"};
  const auto found = facts.arena().make_array<Bytes>(kNames.size());
  std::size_t count = 0;
  const AuthChallenges all = challenges_of(message);
  for (const Bytes name : kNames) {
    const bool there = std::ranges::any_of(all.challenges, [name](const AuthChallenge& challenge) {
      return !challenge.proxy && challenge.is("bearer") && challenge.find(name) != nullptr;
    });
    if (there) found[count++] = name;
  }
  return Value::of(std::span<const Bytes>(found.first(count)));
}

Value bearer_offered(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there() || !message.has(id::kWwwAuthenticate)) return missing_field(message);
  return Value::of(std::ranges::any_of(challenges_of(message).challenges, [](const AuthChallenge& challenge) {
    return !challenge.proxy && challenge.is("bearer");
  }));
}

Value basic_offered(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there() || !message.has(id::kWwwAuthenticate)) return missing_field(message);
  return Value::of(std::ranges::any_of(challenges_of(message).challenges, [](const AuthChallenge& challenge) {
    return !challenge.proxy && challenge.is("basic");
  }));
}

Value challenge_token68(Facts&, const Value& object, Arguments) {
  const auto& item = object_as<const ChallengeFacts>(object);
  const Bytes token = item.challenge->token68.in(item.text);
  return token.empty() ? Value::absent() : Value::of(token);
}

constexpr Object kM = Object::kMessage;
constexpr expr::Type kFaults = list_type(Object::kFault);

constexpr std::array kMembers = {
    Member{kM, "challenge_faults", kFaults, challenge_faults,
           "where WWW-Authenticate and Proxy-Authenticate are no lists of challenges, or a challenge has not the form "
           "that its scheme asks for; minor: Bearer alone"},
    Member{kM, "repeated_auth_parameters", kFaults, repeated_parameters,
           "parameters that a challenge has already, by their names"},
    Member{kM, "unquoted_realms", kFaults, unquoted_realms, "realms sent as tokens; what is the scheme"},
    Member{kM, "unknown_auth_schemes", kFaults, unknown_schemes,
           "schemes of its challenges or credentials that are neither registered nor well known"},
    Member{kM, "basic_challenge_faults", kFaults, basic_faults,
           "what is wrong in challenges of the scheme Basic; minor: parameters that it has not"},
    Member{kM, "bearer_challenge_faults", kFaults, bearer_faults,
           "parameters of Bearer challenges whose values do not match their grammar"},
    Member{kM, "bearer_error", expr::kStringType, bearer_error,
           "the error of the first Bearer challenge of WWW-Authenticate that has one, unquoted"},
    Member{kM, "bearer_excuses", expr::kStringList, bearer_excuses,
           "which of error, error_description and error_uri Bearer challenges of WWW-Authenticate have"},
    Member{kM, "bearer_offered", expr::kBoolType, bearer_offered, "WWW-Authenticate has a Bearer challenge"},
    Member{kM, "basic_offered", expr::kBoolType, basic_offered, "WWW-Authenticate has a Basic challenge"},
    Member{Object::kChallenge, "token68", expr::kStringType, challenge_token68,
           "the token68 behind the scheme; absent if it has parameters or nothing"},
};

}  // namespace

std::span<const Member> auth_challenge_members() { return kMembers; }

}  // namespace httpvet::facts
