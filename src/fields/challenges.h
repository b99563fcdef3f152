// Challenges: WWW-Authenticate and Proxy-Authenticate (RFC 9110 §11.3, §11.6.1).
#pragma once

#include <cstdint>
#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

struct Challenge {
  Slice scheme;
  Slice token68;  // either this, or parameters, or neither
  std::span<const Parameter> parameters;
  bool irregular_space = false;  // something else than one SP between the scheme and what follows
};

struct Challenges {
  std::span<const Challenge> challenges;
  std::uint32_t empty_elements = 0;
};

/// #challenge. Commas stand between challenges and between the parameters of one: a name with "=" behind it goes on
/// with the challenge before it, another one begins the next challenge.
bool parse_challenges(Bytes value, base::Arena& arena, Challenges& out, ParseError& error);

}  // namespace httpvet::fields
