#include "fields/codings.h"

#include <algorithm>
#include <cstddef>

namespace httpvet::fields {
namespace {

// weight = OWS ";" OWS "q=" qvalue     (RFC 9110 §12.4.2)
bool read_weight(Cursor& cursor, const Parameter& parameter, Coding& out) {
  if (parameter.bad_whitespace) {
    const std::size_t name_end = parameter.name.offset + parameter.name.length;
    return cursor.fail_at(name_end, "q= and a weight, without blanks");
  }
  if (!parameter.value.quoted) out.weight = parse_qvalue(parameter.value.slice.in(cursor.value()));
  return out.weight.has_value() || cursor.fail_at(parameter.value.slice.offset, "a weight between 0 and 1");
}

}  // namespace

bool Codings::contains(Bytes value, Bytes coding) const {
  return std::any_of(codings.begin(), codings.end(), [&](const Coding& candidate) {
    return base::equals_ignoring_case(candidate.name.in(value), coding);
  });
}

// Transfer-Encoding = #transfer-coding                                      (RFC 9112 §6.1)
// transfer-coding   = token *( OWS ";" OWS transfer-parameter )             (RFC 9112 §7)
// TE                = #t-codings                                            (RFC 9110 §10.1.4)
// t-codings         = "trailers" / ( transfer-coding [ weight ] )
// Content-Encoding  = #content-coding                                       (RFC 9110 §8.4)
// content-coding    = token
bool parse_codings(Bytes value, base::Arena& arena, Codings& out, ParseError& error) {
  Cursor cursor(value, error);
  ListReader list(cursor);
  ArenaList<Unfinished<Coding>> codings(arena);
  ArenaList<Parameter> parameters(arena);
  while (list.next()) {
    codings.push_back({{}, parameters.size()});
    Coding& coding = codings.back().element;
    if (!cursor.token(coding.name, "a coding")) return false;
    for (cursor.skip_blanks(); cursor.take(';'); cursor.skip_blanks()) {
      cursor.skip_blanks();
      Parameter parameter;
      if (!read_parameter(cursor, BadWhitespace::kNoted, parameter)) return false;
      const bool weight = base::equals_ignoring_case(parameter.name.in(value), "q");
      if (weight && !read_weight(cursor, parameter, coding)) return false;
      parameters.push_back(parameter);
    }
  }
  if (!list.ok()) return false;
  out = {finish_elements(codings, parameters, arena), list.empty_elements()};
  return true;
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )     (RFC 9110 §12.4.2)
std::optional<std::uint16_t> parse_qvalue(Bytes text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int thousandths = (text[0] - '0') * 1'000;
  int scale = 100;
  for (const char c : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (!base::is(c, base::kDigit)) return std::nullopt;
    thousandths += (c - '0') * scale;
    scale /= 10;
  }
  if (thousandths > 1'000) return std::nullopt;
  return static_cast<std::uint16_t>(thousandths);
}

}  // namespace httpvet::fields
