// Cache directives: what Cache-Control says, read as far as it can be read, and what is known of each directive.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "fields/parse.h"

namespace httpvet::fields {

/// What a directive takes behind its `=`.
enum class DirectiveArgument : std::uint8_t { kNone, kSeconds, kMaySeconds, kMayNames };

/// A directive of IANA's registry (RFC 9111 §5.2, RFC 5861, RFC 8246).
struct DirectiveInfo {
  Bytes name;
  bool in_requests = false;
  bool in_responses = false;
  DirectiveArgument in_request = DirectiveArgument::kNone;
  DirectiveArgument in_response = DirectiveArgument::kNone;
};

/// The registered directive called `name`, letter case ignored; null if there is none.
const DirectiveInfo* find_directive(Bytes name);

/// Whether `name` is an unregistered directive that is known all the same: `pre-check`, `community` …
bool is_directive_extension(Bytes name);

/// The registered directive that `name`, which is none, was probably meant to be; empty if it is like none of them.
Bytes directive_meant(Bytes name);

/// One directive as it stands in a value that need not match its grammar.
struct LooseDirective {
  Slice text;
  Slice name;
  bool has_argument = false;
  bool quoted = false;
  Slice argument;  // without quotes
  /// What stands where a comma, or for ':' a '=', belongs: ';' or ' ' behind it, ':' in it; ' ' too where blanks stand
  /// around the '='. NUL: nothing is wrong.
  char separator = '\0';
  bool alone = true;  // nothing but it stands between two commas
};

/// Reads the directives, commas or not between them; what is no directive is passed over. Elements after the first 256
/// directives are left out.
std::span<const LooseDirective> read_loosely(Bytes value, base::Arena& arena);

enum class ArgumentFault : std::uint8_t { kNoFault, kMissing, kNotSeconds, kNotNames, kNotAllowed };

/// What is wrong with the argument of `directive`, which `info` describes, in a request or a response (RFC 9111 §5.2.1,
/// §5.2.2). Quotes are not counted as wrong: needless_quoting() says.
ArgumentFault argument_fault(const LooseDirective& directive, Bytes value, const DirectiveInfo& info, bool request);

/// Whether a right argument has the wrong form: seconds in quotes, or a field name without them.
bool wrongly_quoted(const LooseDirective& directive, Bytes value, const DirectiveInfo& info, bool request);

}  // namespace httpvet::fields
