// Matchers: grammars of values that rules read as text, so that nothing but yes or no, and where not, is asked of them.
#pragma once

#include "base/arena.h"
#include "fields/matcher_names.h"
#include "fields/parse.h"

namespace httpvet::fields {

/// True when `value` matches; else `error` says where it does not. `arguments` are the words in parentheses behind the
/// name of the matcher, one blank between two.
bool matches(Matcher matcher, Bytes arguments, Bytes value, ParseError& error, base::Arena& arena);

/// True when the grammar holds quoted strings (RFC 9110 §5.6.4) that stand for their contents.
bool has_quoted_strings(Matcher matcher);

}  // namespace httpvet::fields
