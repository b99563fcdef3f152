#include "fields/disposition.h"

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

void keep(const Parameter& parameter, Bytes value, Disposition& out) {
  const Bytes name = parameter.name.in(value);
  const auto first = [&parameter](std::optional<Parameter>& kept) {
    if (!kept) kept = parameter;
  };
  if (base::equals_ignoring_case(name, "filename")) first(out.filename);
  if (base::equals_ignoring_case(name, "name")) first(out.name);
  if (base::equals_ignoring_case(name, "filename*")) {
    out.extended_first = out.extended_first || !out.filename;
    first(out.extended);
  }
}

/// `filename=` with nothing behind it: no grammar allows it, but it hurts no more than an empty name in quotes.
bool read_empty_filename(Cursor& cursor, Parameter& out) {
  if (!cursor.token(out.name) || !base::equals_ignoring_case(out.name.in(cursor.value()), "filename")) return false;
  if (!cursor.take('=')) return false;
  out.value.slice = cursor.since(cursor.position());
  cursor.skip_blanks();
  return cursor.at_end() || cursor.peek() == ';';
}

}  // namespace

// content-disposition = disposition-type *( OWS ";" OWS disposition-parm )     (RFC 6266 §4.1)
// disposition-parm    = token "=" ( token / quoted-string )
bool parse_disposition(Bytes value, Disposition& out, ParseError& error) {
  Cursor cursor(value, error);
  if (!cursor.token(out.type, "a disposition type")) return false;
  if (cursor.peek() == '=') return cursor.fail_at(0, "a disposition type before the parameters");
  while (true) {
    cursor.skip_blanks();
    if (cursor.at_end()) return true;
    if (!cursor.take(';'))
      return cursor.fail("a semicolon (values with other characters than those of tokens need quotes)");
    cursor.skip_blanks();
    if (cursor.at_end() || cursor.peek() == ';') {
      out.stray_semicolon = true;
      continue;
    }
    Parameter parameter;
    const std::size_t start = cursor.position();
    if (read_empty_filename(cursor, parameter)) {
      keep(parameter, value, out);
      continue;
    }
    cursor.move_to(start);
    if (!read_parameter(cursor, BadWhitespace::kNoted, parameter)) return false;
    keep(parameter, value, out);
  }
}

std::optional<Bytes> decode_ext_value(Bytes text, base::Arena& arena) {
  const std::size_t charset = text.find('\'');
  const std::size_t language = charset == Bytes::npos ? charset : text.find('\'', charset + 1);
  if (language == Bytes::npos) return std::nullopt;
  const Bytes coded = text.substr(language + 1);
  std::span<char> plain = arena.make_array<char>(coded.size());
  std::size_t length = 0;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    char c = coded[i];
    if (c == '%') {
      const Bytes digits = coded.substr(i + 1, 2);
      if (digits.size() < 2 || !base::all_of(digits, base::kHexDigit)) return std::nullopt;
      c = static_cast<char>(base::hex_value(digits[0]) * 16 + base::hex_value(digits[1]));
      i += 2;
    }
    plain[length++] = c;
  }
  return Bytes(plain.data(), length);
}

}  // namespace httpvet::fields
