#include "fields/structured_field.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "fields/arena_list.h"
#include "fields/cursor.h"

namespace httpvet::fields {
namespace {

constexpr std::array<Bytes, 9> kKindNames = {"integer", "decimal", "string",         "token",     "bytes",
                                             "boolean", "date",    "display string", "inner list"};

constexpr std::size_t kMostDigits = 15;         // of an integer (RFC 9651 §3.3.1)
constexpr std::size_t kMostWholeDigits = 12;    // of a decimal (§3.3.2)
constexpr std::size_t kMostFractionDigits = 3;  // of a decimal

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return base::is(c, base::kDigit); }
bool is_key_octet(char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '*'; }
bool is_token_octet(char c) { return base::is(c, base::kTchar) || c == ':' || c == '/'; }
bool is_base64_octet(char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '+' || c == '/'; }
bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// Octets that a folded value may hold where it had a space.
bool is_space(char c) { return c == ' ' || c == '\r' || c == '\n'; }
bool is_printable(char c) { return base::is(c, base::kVchar) || is_space(c); }

unsigned hex_digit(char c) { return static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'a' + 10); }

/// Marks all values but the last of each key.
void mark_overridden(std::span<SfValue> values, Bytes value, base::Arena& arena) {
  constexpr std::size_t kFew = 12;
  if (values.size() < 2) return;
  if (values.size() <= kFew) {
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      const Bytes key = values[i].key.in(value);
      values[i].overridden =
          std::ranges::any_of(values.subspan(i + 1), [&](const SfValue& later) { return later.key.in(value) == key; });
    }
    return;
  }
  const std::span<SfValue*> sorted = arena.make_array<SfValue*>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sorted[i] = &values[i];
  std::ranges::sort(sorted, [&](const SfValue* a, const SfValue* b) {
    const Bytes first = a->key.in(value);
    const Bytes second = b->key.in(value);
    return first == second ? a->key.offset < b->key.offset : first < second;
  });
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    sorted[i]->overridden = sorted[i]->key.in(value) == sorted[i + 1]->key.in(value);
  }
}

/// The algorithms of RFC 9651 §4.2. They nest three deep at most: member, item of an inner list, parameter.
class SfReader {
 public:
  SfReader(Bytes value, base::Arena& arena, ParseError& error) : arena_(arena), cursor_(value, error) {}

  bool read_item(StructuredField& out) {
    SfValue item;
    skip_spaces();
    if (!bare_item(item, "an item") || !parameters(item)) return false;
    skip_spaces();
    if (!cursor_.at_end()) {
      return cursor_.fail(cursor_.peek() == ',' ? "a single item, not a list" : "a semicolon or the end of the value");
    }
    out.members = arena_.copy_array(std::span<const SfValue>(&item, 1));
    return true;
  }

  bool read_members(bool dictionary, StructuredField& out) {
    ArenaList<SfValue> members(arena_);
    skip_spaces();
    while (!cursor_.at_end()) {
      SfValue member;
      if (!(dictionary ? dictionary_member(member) : item_or_inner_list(member))) return false;
      members.push_back(member);
      cursor_.skip_blanks();
      if (cursor_.at_end()) break;
      if (!cursor_.take(',')) return cursor_.fail("a comma");
      cursor_.skip_blanks();
      if (cursor_.at_end()) return cursor_.fail("another member, since a comma stands at the end");
    }
    const std::span<SfValue> all = members.finish();
    if (dictionary) mark_overridden(all, cursor_.value(), arena_);
    out.members = all;
    return true;
  }

 private:
  void skip_spaces() {
    while (is_space(cursor_.peek())) advance();
  }
  void advance() { cursor_.move_to(cursor_.position() + 1); }

  // key = ( lcalpha / "*" ) *( lcalpha / DIGIT / "_" / "-" / "." / "*" )     (§4.2.3.3)
  bool key(SfValue& out) {
    const std::size_t start = cursor_.position();
    if (!is_lower(cursor_.peek()) && cursor_.peek() != '*') return cursor_.fail("a key, which begins in lower case");
    while (is_key_octet(cursor_.peek())) advance();
    if (base::is(cursor_.peek(), base::kAlpha)) return cursor_.fail("a lower-case letter, as keys are made of");
    out.key = cursor_.since(start);
    return true;
  }

  bool dictionary_member(SfValue& out) {
    if (!key(out)) return false;
    if (cursor_.take('=')) return item_or_inner_list(out);
    out.number = 1;
    return parameters(out);
  }

  bool item_or_inner_list(SfValue& out) {
    if (cursor_.peek() == '(') return inner_list(out) && parameters(out);
    return bare_item(out, "an item or an inner list") && parameters(out);
  }

  bool inner_list(SfValue& out) {
    const std::size_t start = cursor_.position();
    ArenaList<SfValue> items(arena_);
    advance();
    for (;;) {
      skip_spaces();
      if (cursor_.take(')')) break;
      SfValue item;
      if (!bare_item(item, "an item or a closing parenthesis") || !parameters(item)) return false;
      items.push_back(item);
      if (!is_space(cursor_.peek()) && cursor_.peek() != ')') {
        return cursor_.fail("a space or a closing parenthesis");
      }
    }
    const std::span<const SfValue> all = items.finish();
    out.kind = SfKind::kInnerList;
    out.source = cursor_.since(start);
    out.first_item = all.data();
    out.item_count = static_cast<std::uint32_t>(all.size());
    return true;
  }

  bool parameters(SfValue& out) {
    if (cursor_.peek() != ';') return true;
    ArenaList<SfValue> parameters(arena_);
    while (cursor_.take(';')) {
      skip_spaces();
      SfValue parameter;
      if (!key(parameter)) return false;
      parameter.number = 1;
      if (cursor_.take('=') && !bare_item(parameter, "an item")) return false;
      parameters.push_back(parameter);
    }
    const std::span<SfValue> all = parameters.finish();
    mark_overridden(all, cursor_.value(), arena_);
    out.first_parameter = all.data();
    out.parameter_count = static_cast<std::uint32_t>(all.size());
    return true;
  }

  bool bare_item(SfValue& out, Bytes expected) {
    const std::size_t start = cursor_.position();
    const char first = cursor_.peek();
    bool ok = false;
    if (first == '-' || is_digit(first)) {
      ok = number(out);
    } else if (first == '"') {
      ok = string(out);
    } else if (first == ':') {
      ok = byte_sequence(out);
    } else if (first == '?') {
      ok = boolean(out);
    } else if (first == '@') {
      ok = date(out);
    } else if (first == '%') {
      ok = display_string(out);
    } else if (first == '*' || base::is(first, base::kAlpha)) {
      ok = token(out);
    } else {
      return cursor_.fail(expected);
    }
    out.source = cursor_.since(start);
    return ok;
  }

  // sf-integer = ["-"] 1*15DIGIT
  // sf-decimal = ["-"] 1*12DIGIT "." 1*3DIGIT     (§4.2.4)
  bool number(SfValue& out) {
    const bool negative = cursor_.take('-');
    const std::size_t start = cursor_.position();
    out.kind = SfKind::kInteger;
    out.number = 0;
    if (!some_digits(kMostDigits, "at most 15 digits", out.number)) return false;
    if (cursor_.peek() == '.') {
      if (cursor_.position() - start > kMostWholeDigits) {
        return cursor_.fail_at(start + kMostWholeDigits, "at most 12 digits before a decimal point");
      }
      advance();
      const std::size_t fraction = cursor_.position();
      out.kind = SfKind::kDecimal;
      if (!some_digits(kMostFractionDigits, "at most 3 digits behind a decimal point", out.number)) return false;
      for (std::size_t i = cursor_.position() - fraction; i < kMostFractionDigits; ++i) out.number *= 10;
    }
    if (negative) out.number = -out.number;
    return true;
  }

  bool some_digits(std::size_t most, Bytes too_many, std::int64_t& value) {
    const std::size_t start = cursor_.position();
    if (!is_digit(cursor_.peek())) return cursor_.fail("a digit");
    for (; is_digit(cursor_.peek()); advance()) {
      if (cursor_.position() - start == most) return cursor_.fail(too_many);
      value = value * 10 + (cursor_.peek() - '0');
    }
    return true;
  }

  // sf-string = DQUOTE *( unescaped / "\" ( DQUOTE / "\" ) ) DQUOTE     (§4.2.5)
  bool string(SfValue& out) {
    out.kind = SfKind::kString;
    advance();
    const std::size_t start = cursor_.position();
    for (; !cursor_.at_end(); advance()) {
      const char c = cursor_.peek();
      if (c == '"') {
        out.content = cursor_.since(start);
        advance();
        return true;
      }
      if (c == '\\') {
        out.escaped = true;
        advance();
        if (cursor_.peek() != '"' && cursor_.peek() != '\\') return cursor_.fail("a double quote or a backslash");
      } else if (!is_printable(c)) {
        return cursor_.fail("a printable ASCII character");
      }
    }
    return cursor_.fail("a closing quote");
  }

  // sf-token = ( ALPHA / "*" ) *( tchar / ":" / "/" )     (§4.2.6)
  bool token(SfValue& out) {
    const std::size_t start = cursor_.position();
    out.kind = SfKind::kToken;
    while (is_token_octet(cursor_.peek())) advance();
    out.content = cursor_.since(start);
    return true;
  }

  // sf-binary = ":" base64 ":"     (§4.2.7). Recipients do without padding, and with bits in it that are not zero.
  bool byte_sequence(SfValue& out) {
    out.kind = SfKind::kBytes;
    advance();
    const std::size_t start = cursor_.position();
    while (is_base64_octet(cursor_.peek())) advance();
    const std::size_t digits = cursor_.position() - start;
    while (cursor_.peek() == '=' && cursor_.position() - start - digits < 2) advance();
    if (cursor_.peek() != ':') return cursor_.fail("base64 up to a colon");
    const std::size_t padding = cursor_.position() - start - digits;
    if (digits % 4 == 1 || (padding > 0 && (digits + padding) % 4 != 0)) {
      return cursor_.fail("more base64, as the last group is not complete");
    }
    out.content = cursor_.since(start);
    out.number = static_cast<std::int64_t>(digits / 4 * 3 + (digits % 4 == 0 ? 0 : digits % 4 - 1));
    advance();
    return true;
  }

  // sf-boolean = "?" ( "0" / "1" )     (§4.2.8)
  bool boolean(SfValue& out) {
    out.kind = SfKind::kBoolean;
    advance();
    if (cursor_.peek() != '0' && cursor_.peek() != '1') return cursor_.fail("0 or 1 behind a question mark");
    out.number = cursor_.peek() - '0';
    advance();
    return true;
  }

  // sf-date = "@" sf-integer     (§4.2.9)
  bool date(SfValue& out) {
    advance();
    const std::size_t start = cursor_.position();
    if (!number(out)) return false;
    if (out.kind == SfKind::kDecimal) return cursor_.fail_at(start, "whole seconds behind @");
    out.kind = SfKind::kDate;
    return true;
  }

  // sf-displaystring = "%" DQUOTE *( unescaped / "%" 2lc-hexdig ) DQUOTE, of UTF-8     (§4.2.10)
  bool display_string(SfValue& out) {
    out.kind = SfKind::kDisplayString;
    advance();
    if (!cursor_.take('"')) return cursor_.fail("a double quote behind the percent sign");
    const std::size_t start = cursor_.position();
    base::Utf8Reader utf8;
    while (!cursor_.at_end()) {
      const std::size_t at = cursor_.position();
      const char c = cursor_.peek();
      if (c == '"') {
        if (!utf8.complete()) return cursor_.fail("the rest of a UTF-8 character");
        out.content = cursor_.since(start);
        advance();
        return true;
      }
      if (!is_printable(c)) return cursor_.fail("a printable ASCII character");
      unsigned octet = static_cast<unsigned char>(c);
      advance();
      if (c == '%') {
        octet = 0;
        out.escaped = true;
        for (int i = 0; i < 2; ++i, advance()) {
          if (!is_lower_hex(cursor_.peek())) return cursor_.fail("two hexadecimal digits in lower case");
          octet = octet * 16 + hex_digit(cursor_.peek());
        }
      }
      if (!utf8.take(static_cast<std::uint8_t>(octet))) return cursor_.fail_at(at, "UTF-8");
    }
    return cursor_.fail("a closing quote");
  }

  base::Arena& arena_;
  Cursor cursor_;
};

}  // namespace

Bytes kind_name(SfKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

const SfValue* find_key(std::span<const SfValue> values, Bytes value, Bytes key) {
  for (const SfValue& candidate : values) {
    if (!candidate.overridden && candidate.key.in(value) == key) return &candidate;
  }
  return nullptr;
}

const SfValue* find_overridden(const StructuredField& field) {
  const auto among = [](std::span<const SfValue> values) -> const SfValue* {
    const auto found = std::ranges::find_if(values, &SfValue::overridden);
    return found == values.end() ? nullptr : &*found;
  };
  if (const SfValue* found = among(field.members)) return found;
  for (const SfValue& member : field.members) {
    if (const SfValue* found = among(member.parameters())) return found;
    for (const SfValue& item : member.items()) {
      if (const SfValue* found = among(item.parameters())) return found;
    }
  }
  return nullptr;
}

Bytes text_of(const SfValue& item, Bytes value, base::Arena& arena) {
  const bool is_text =
      item.kind == SfKind::kString || item.kind == SfKind::kToken || item.kind == SfKind::kDisplayString;
  if (!is_text) return item.source.in(value);
  const Bytes raw = item.content.in(value);
  if (!item.escaped) return raw;
  const std::span<char> octets = arena.make_array<char>(raw.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (item.kind == SfKind::kDisplayString && raw[i] == '%') {
      octets[used++] = static_cast<char>(hex_digit(raw[i + 1]) * 16 + hex_digit(raw[i + 2]));
      i += 2;
      continue;
    }
    if (item.kind == SfKind::kString && raw[i] == '\\') ++i;
    octets[used++] = raw[i];
  }
  return {octets.data(), used};
}

bool parse_sf_item(Bytes value, base::Arena& arena, StructuredField& out, ParseError& error) {
  return SfReader(value, arena, error).read_item(out);
}

bool parse_sf_list(Bytes value, base::Arena& arena, StructuredField& out, ParseError& error) {
  return SfReader(value, arena, error).read_members(false, out);
}

bool parse_sf_dict(Bytes value, base::Arena& arena, StructuredField& out, ParseError& error) {
  return SfReader(value, arena, error).read_members(true, out);
}

}  // namespace httpvet::fields
