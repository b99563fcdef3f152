// Credentials: Authorization and Proxy-Authorization (RFC 9110 §11.4, §11.6.2).
#pragma once

#include <cstdint>
#include <span>

#include "fields/challenges.h"

namespace httpvet::fields {

/// How the value of such a field begins.
enum class CredentialsForm : std::uint8_t {
  kNone,   // no token stands at its start, or something is glued to it
  kWord,   // one word that may be a scheme or a key, and nothing else
  kColon,  // a colon is glued to the first word
  kScheme  // a scheme, blanks, and something else
};

struct Credentials {
  CredentialsForm form = CredentialsForm::kNone;
  Bytes scheme;  // the first word; of a kWord all of it
  Bytes rest;    // what follows the scheme, blanks around it removed
};

/// Takes `value` apart at its first blank. Never fails: a value of another form is kNone.
Credentials read_credentials(Bytes value);

/// The parameters of credentials: `rest` is #auth-param. False where it is something else.
bool parse_credential_parameters(Bytes rest, base::Arena& arena, std::span<const Parameter>& out);

/// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=" (RFC 9110 §11.2); the b64token of RFC 6750.
bool is_token68(Bytes text);

/// True for what tools and people write in place of a secret, or of what a program was to fill in: asterisks,
/// `REDACTED` and its kin, text in angle, curly or square brackets, dots, `xxxx`, a variable; also for nothing at all.
bool is_masked(Bytes secret);

}  // namespace httpvet::fields
