// What to remember of the policies in a response.
#pragma once

#include <cstdint>

#include "facts/facts.h"

namespace httpvet::facts {

/// Notes in `memory` what the final response of the bound exchange announces. Costs a look at the fields that it has.
void remember_policies(Facts& facts, PolicyMemory& memory);

/// The key under which PolicyMemory knows the server of `uri`; 0 if it names no host.
std::uint64_t policy_key(Bytes uri, base::Arena& arena);

/// The same for the target of the bound exchange; 0 without a request.
std::uint64_t policy_key(Facts& facts);

/// The hash of a name or URI in its sets.
std::uint64_t policy_hash(Bytes text);

}  // namespace httpvet::facts
