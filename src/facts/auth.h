// Challenges and credentials of a message, with the field lines that they stand in (RFC 9110 §11).
#pragma once

#include <optional>

#include "facts/facts.h"
#include "fields/credentials.h"

namespace httpvet::facts {

/// One challenge of WWW-Authenticate or Proxy-Authenticate.
struct AuthChallenge {
  const fields::Challenge* challenge;
  Bytes text;  // that its slices are of: the value of one line, or of all lines where only together they parse
  bool proxy = false;

  Bytes scheme() const { return challenge->scheme.in(text); }
  Bytes token68() const { return challenge->token68.in(text); }
  bool is(Bytes scheme_name) const { return base::equals_ignoring_case(scheme(), scheme_name); }
  const fields::Parameter* find(Bytes name) const { return fields::find_parameter(challenge->parameters, text, name); }
  /// The unquoted value of the parameter called `name`; nullopt without it.
  std::optional<Bytes> value(Bytes name, base::Arena& arena) const;
};

/// A line that is no list of challenges.
struct ChallengeFault {
  Bytes value;  // of the line
  fields::ParseError error;
};

struct AuthChallenges {
  std::span<const AuthChallenge> challenges;
  std::span<const ChallengeFault> faults;
};

/// The challenges of both fields of `response`, in order. Lines are parsed one by one; where one of them does not
/// parse, all of its field together, since parameters of one challenge may stand on several lines. Requires there().
AuthChallenges challenges_of(MessageFacts& response);

/// One line of Authorization or Proxy-Authorization.
struct AuthCredentials {
  fields::Credentials credentials;
  const model::FieldLine* line;
  bool proxy = false;

  /// The scheme is that, and something stands behind it, perhaps behind a colon.
  bool is(Bytes scheme) const {
    const auto form = credentials.form;
    return (form == fields::CredentialsForm::kScheme || form == fields::CredentialsForm::kColon) &&
           base::equals_ignoring_case(credentials.scheme, scheme);
  }
};

/// Calls `visit` with the credentials on each line of both fields of `request`. Requires there().
template <typename Visit>
void each_credentials(const MessageFacts& request, Visit visit);

/// The first credentials of `scheme` in Authorization that are not masked; nullopt if there are none.
std::optional<AuthCredentials> find_credentials(const MessageFacts& request, Bytes scheme);

/// True for the two fields of credentials.
bool is_credentials_field(model::FieldId field);
bool is_proxy_credentials_field(model::FieldId field);

template <typename Visit>
void each_credentials(const MessageFacts& request, Visit visit) {
  for (const model::FieldLine& line : request.message().lines) {
    if (!is_credentials_field(line.field)) continue;
    visit(AuthCredentials{fields::read_credentials(line.value), &line, is_proxy_credentials_field(line.field)});
  }
}

}  // namespace httpvet::facts
