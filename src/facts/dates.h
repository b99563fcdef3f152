// What is made of dates beyond their grammar.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "facts/clocks.h"

namespace httpvet::facts {

class Facts;

/// Date and Age together lie in the future when they are more than this many seconds after the capture time.
inline constexpr std::int64_t kFutureAge = 30;

/// A Date of Structured Fields (RFC 9651 §3.3.7), with parameters that nobody looks at; nullopt for anything else.
std::optional<std::int64_t> structured_date(Bytes value);

/// Notes what the response that `facts` judges shows about the clock of its origin.
void remember_clock(Facts& facts, Clocks& clocks);

}  // namespace httpvet::facts
