// Parameters: the name=value pairs behind media types, codings and challenges.
#pragma once

#include <cstdint>
#include <span>

#include "fields/arena_list.h"
#include "fields/cursor.h"

namespace httpvet::fields {

/// One name=value pair.
struct Parameter {
  Slice name;
  Text value;
  bool bad_whitespace = false;  // blanks around "=", where the grammar has BWS
};

/// The first parameter called `name` (letter case ignored, RFC 9110 §5.6.6); null if there is none.
const Parameter* find_parameter(std::span<const Parameter> parameters, Bytes value, Bytes name);

/// The value of `parameter` without quotes and backslashes.
Bytes parameter_value(const Parameter& parameter, Bytes value, base::Arena& arena);

/// Whether blanks may stand around "=".
enum class BadWhitespace : std::uint8_t { kRefused, kNoted };

/// Reads name "=" ( token / quoted-string ), for parsers.
bool read_parameter(Cursor& cursor, BadWhitespace policy, Parameter& out);

/// Whether nothing may stand between two semicolons.
enum class EmptyParameters : std::uint8_t { kRefused, kLegal };

/// Reads *( OWS ";" OWS [ parameter ] ) up to the first octet that is neither blank nor semicolon, for parsers.
bool read_parameters(Cursor& cursor, BadWhitespace policy, EmptyParameters empty, ArenaList<Parameter>& out);

}  // namespace httpvet::fields
