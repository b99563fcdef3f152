#include "fields/weighted.h"

#include <cstddef>

#include "fields/codings.h"

namespace httpvet::fields {
namespace {

// media-range = ( "*/*" / ( type "/" "*" ) / ( type "/" subtype ) ) parameters     (RFC 9110 §12.5.1)
bool read_media_range(Cursor& cursor, Slice& name) {
  const std::size_t start = cursor.position();
  Slice type;
  Slice subtype;
  if (!cursor.token(type, "a media type")) return false;
  if (!cursor.take('/')) return cursor.fail("a slash");
  if (!cursor.token(subtype, "a subtype")) return false;
  if (type.in(cursor.value()) == "*" && subtype.in(cursor.value()) != "*") return cursor.fail_at(start, "a media type");
  name = cursor.since(start);
  return true;
}

bool read_token(Cursor& cursor, Slice& name) { return cursor.token(name); }

// language-range = ( 1*8ALPHA *( "-" 1*8alphanum ) ) / "*"     (RFC 4647 §2.1)
bool read_language_range(Cursor& cursor, Slice& name) {
  const std::size_t start = cursor.position();
  if (!cursor.take('*')) {
    constexpr std::size_t kLongest = 8;
    unsigned octets = base::kAlpha;
    do {
      const std::size_t begin = cursor.position();
      const std::size_t length = cursor.take_all(octets);
      if (length == 0 || length > kLongest) return cursor.fail_at(begin, "a language tag");
      octets = base::kAlpha | base::kDigit;
    } while (cursor.take('-'));
  }
  name = cursor.since(start);
  return true;
}

// weight = OWS ";" OWS "q=" qvalue     (RFC 9110 §12.4.2)
bool read_weight(Cursor& cursor, const Parameter& parameter, Weighted& out) {
  const auto weight = parameter.value.quoted ? std::nullopt : parse_qvalue(parameter.value.slice.in(cursor.value()));
  if (!weight) return cursor.fail_at(parameter.value.slice.offset, "a weight between 0 and 1");
  out.weight = *weight;
  return true;
}

/// True when a parameter name without a value stands here, and goes past it.
bool take_bare_name(Cursor& cursor) {
  const std::size_t start = cursor.position();
  const bool name = cursor.take_all(base::kTchar) > 0;
  const std::size_t end = cursor.position();
  cursor.skip_blanks();
  if (name && (cursor.at_end() || cursor.peek() == ';' || cursor.peek() == ',')) {
    cursor.move_to(end);
    return true;
  }
  cursor.move_to(start);
  return false;
}

class WeightedReader {
 public:
  using ReadName = bool (*)(Cursor& cursor, Slice& name);

  WeightedReader(Bytes value, base::Arena& arena, ParseError& error)
      : arena_(arena), cursor_(value, error), list_(cursor_), items_(arena), parameters_(arena) {}

  bool read(ReadName read_name, bool with_parameters, WeightedList& out) {
    while (list_.next()) {
      items_.push_back({{}, parameters_.size()});
      if (!read_name(cursor_, items_.back().element.name)) return false;
      if (!read_parameters(with_parameters)) return false;
    }
    if (!list_.ok()) return false;
    out = {finish_elements(items_, parameters_, arena_), list_.empty_elements()};
    return true;
  }

 private:
  bool read_parameters(bool with_parameters) {
    bool weighted = false;
    for (cursor_.skip_blanks(); cursor_.take(';'); cursor_.skip_blanks()) {
      cursor_.skip_blanks();
      const bool nothing = cursor_.at_end() || cursor_.peek() == ';' || cursor_.peek() == ',';
      if (with_parameters && (nothing || (weighted && take_bare_name(cursor_)))) continue;
      const std::size_t start = cursor_.position();
      Parameter parameter;
      if (!read_parameter(cursor_, BadWhitespace::kRefused, parameter)) return false;
      const bool weight = base::equals_ignoring_case(parameter.name.in(cursor_.value()), "q");
      if (!weight && !with_parameters) return cursor_.fail_at(start, "q= and a weight");
      if (!weight) {
        parameters_.push_back(parameter);
        continue;
      }
      if (weighted) return cursor_.fail_at(start, "no second weight");
      if (!read_weight(cursor_, parameter, items_.back().element)) return false;
      weighted = true;
    }
    return true;
  }

  base::Arena& arena_;
  Cursor cursor_;
  ListReader list_;
  ArenaList<Unfinished<Weighted>> items_;
  ArenaList<Parameter> parameters_;
};

}  // namespace

// Accept = #( media-range [ weight ] )     (RFC 9110 §12.5.1)
bool parse_media_ranges(Bytes value, base::Arena& arena, WeightedList& out, ParseError& error) {
  return WeightedReader(value, arena, error).read(read_media_range, true, out);
}

// Accept-Charset  = #( ( token / "*" ) [ weight ] )                        (RFC 9110 §12.5.2)
// Accept-Encoding = #( ( content-coding / "identity" / "*" ) [ weight ] )  (RFC 9110 §12.5.3)
bool parse_weighted_tokens(Bytes value, base::Arena& arena, WeightedList& out, ParseError& error) {
  return WeightedReader(value, arena, error).read(read_token, false, out);
}

// Accept-Language = #( language-range [ weight ] )     (RFC 9110 §12.5.4)
bool parse_language_ranges(Bytes value, base::Arena& arena, WeightedList& out, ParseError& error) {
  return WeightedReader(value, arena, error).read(read_language_range, false, out);
}

}  // namespace httpvet::fields
