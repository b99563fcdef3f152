#include "fields/parameters.h"

namespace httpvet::fields {

const Parameter* find_parameter(std::span<const Parameter> parameters, Bytes value, Bytes name) {
  for (const Parameter& parameter : parameters) {
    if (base::equals_ignoring_case(parameter.name.in(value), name)) return &parameter;
  }
  return nullptr;
}

Bytes parameter_value(const Parameter& parameter, Bytes value, base::Arena& arena) {
  return unquoted(parameter.value, value, arena);
}

// parameter       = parameter-name "=" parameter-value                    (RFC 9110 §5.6.6)
// parameter-name  = token
// parameter-value = ( token / quoted-string )
// auth-param      = token BWS "=" BWS ( token / quoted-string )           (RFC 9110 §11.2)
// transfer-parameter = token BWS "=" BWS ( token / quoted-string )        (RFC 9112 §7)
bool read_parameter(Cursor& cursor, BadWhitespace policy, Parameter& out) {
  if (!cursor.token(out.name, "a parameter name")) return false;
  const std::size_t name_end = cursor.position();
  const std::size_t before = cursor.skip_blanks();
  if (before > 0 && policy == BadWhitespace::kRefused) return cursor.fail_at(name_end, "an equals sign");
  if (!cursor.take('=')) return cursor.fail("an equals sign");
  const std::size_t value_start = cursor.position();
  const std::size_t after = cursor.skip_blanks();
  if (after > 0 && policy == BadWhitespace::kRefused) {
    return cursor.fail_at(value_start, "a token or a quoted string");
  }
  out.bad_whitespace = before + after > 0;
  return cursor.text(out.value);
}

// parameters = *( OWS ";" OWS [ parameter ] )     (RFC 9110 §5.6.6)
bool read_parameters(Cursor& cursor, ArenaList<Parameter>& out) {
  for (;;) {
    cursor.skip_blanks();
    if (!cursor.take(';')) return true;
    cursor.skip_blanks();
    if (cursor.at_end() || cursor.peek() == ';') continue;
    Parameter parameter;
    if (!read_parameter(cursor, BadWhitespace::kRefused, parameter)) return false;
    out.push_back(parameter);
  }
}

}  // namespace httpvet::fields
