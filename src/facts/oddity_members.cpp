// What is odd about field values: the oddities of a message by kind, and their members.
#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "facts/facts.h"
#include "facts/member.h"
#include "facts/value_audit.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

constexpr std::array kKindWords = {
#define HTTPVET_ODDITY(name, word) Bytes(word),
    HTTPVET_ODDITIES(HTTPVET_ODDITY)
#undef HTTPVET_ODDITY
};

Bytes kind_word(const Oddity& oddity) { return kKindWords[static_cast<std::size_t>(oddity.kind)]; }

/// Whether `word` is one of `words`, which have blanks between them.
bool is_among(Bytes word, Bytes words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

/// `text` with `replaced` in the place of each `mark`.
Bytes replace_all(Bytes text, char mark, Bytes replaced, base::Arena& arena) {
  const auto count = static_cast<std::size_t>(std::ranges::count(text, mark));
  if (count == 0) return text;
  const std::span<char> made = arena.make_array<char>(text.size() + count * replaced.size());
  char* end = made.data();
  for (const char c : text) {
    const Bytes piece = c == mark ? replaced : Bytes(&c, 1);
    end = std::copy(piece.begin(), piece.end(), end);
  }
  return {made.data(), static_cast<std::size_t>(end - made.data())};
}

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const Oddity& oddity_of(const Value& object) { return object_as<const Oddity>(object); }
const fields::FieldInfo& info_of(const Value& object) { return fields::field_info(oddity_of(object).line->field); }

Value has_oddities(Facts&, const Value& object, Arguments) { return Value::of(!message_of(object).oddities().empty()); }

Value oddities(Facts&, const Value& object, Arguments arguments) {
  MessageFacts& message = message_of(object);
  const auto is_wanted = [&arguments](const Oddity& oddity) {
    return is_among(kind_word(oddity), arguments[0].string);
  };
  const auto all = message.oddities();
  const auto objects =
      message.arena().make_array<const void*>(static_cast<std::size_t>(std::ranges::count_if(all, is_wanted)));
  std::size_t next = 0;
  for (const Oddity& oddity : all) {
    if (is_wanted(oddity)) objects[next++] = &oddity;
  }
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

Value field(Facts&, const Value& object, Arguments) {
  const model::FieldLine& line = *oddity_of(object).line;
  return Value::of(line.field == model::kUnknownField ? line.name : info_of(object).name);
}
Value line(Facts&, const Value& object, Arguments) { return Value::of_object(oddity_of(object).line); }
Value text(Facts&, const Value& object, Arguments) { return Value::of(oddity_of(object).octets()); }
Value offset(Facts&, const Value& object, Arguments) { return Value::of(std::int64_t{oddity_of(object).offset}); }
Value kind(Facts&, const Value& object, Arguments) { return Value::of(kind_word(oddity_of(object))); }
Value expected(Facts& facts, const Value& object, Arguments) {
  const Oddity& oddity = oddity_of(object);
  if (oddity.kind == OddityKind::kExtendedCharset) return Value::of(Bytes("UTF-8"));
  return Value::of(replace_all(oddity.expected, '|', " or ", facts.arena()));
}
Value found(Facts& facts, const Value& object, Arguments) {
  const Oddity& oddity = oddity_of(object);
  if (oddity.length == 0) return Value::of(Bytes("the end"));
  const Bytes octets = oddity.octets();
  const std::span<char> text = facts.arena().make_array<char>(octets.size() + 2);
  text.front() = text.back() = '`';
  std::ranges::copy(octets, text.begin() + 1);
  return Value::of(Bytes(text.data(), text.size()));
}
Value name(Facts&, const Value& object, Arguments) { return Value::of(oddity_of(object).name); }
Value encoding(Facts&, const Value& object, Arguments) {
  return Value::of(base::is_utf8(oddity_of(object).line->value) ? Bytes("which are UTF-8")
                                                                : Bytes("which are no UTF-8 and look like Latin-1"));
}
Value allowed(Facts&, const Value& object, Arguments) {
  return Value::of(oddity_of(object).kind == OddityKind::kBadWhitespace ? Bytes("none") : Bytes("one space"));
}

Value grammar(Facts&, const Value& object, Arguments) { return Value::of(info_of(object).grammar); }
Value spec(Facts&, const Value& object, Arguments) { return Value::of(info_of(object).spec); }
Value permanent(Facts&, const Value& object, Arguments) {
  return Value::of(info_of(object).state == fields::FieldState::kPermanent);
}
Value structured(Facts&, const Value& object, Arguments) {
  return Value::of(info_of(object).structured != fields::Structured::kNone);
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kM = Object::kMessage;
constexpr Object kO = Object::kOddity;

constexpr std::array kMembers = {
    Member{kM, "has_oddities", expr::kBoolType, has_oddities, "something is odd about its field values", {}, true},
    Member{kM, "oddities", list_type(kO), oddities,
           "what is odd about its field values, of one kind or of several with blanks between them: malformed, merged, "
           "structured, repeated_key, wrong_kind, "
           "empty_element, bad_whitespace, wide_whitespace, quoted_pair, quoted_delimiter, parameter, "
           "repeated_parameter, single_quoted, extended_value, extended_charset, extended_name, weight, json, "
           "rate_limit, non_ascii; at most one of a kind for each line",
           kOneString, true},
    Member{kO, "field", expr::kStringType, field, "the name as the registry spells it", {}, true},
    Member{kO, "line", object_type(Object::kLine), line, "the field line in which it lies", {}, true},
    Member{kO, "text", expr::kStringType, text, "the octets concerned; empty where something is missing", {}, true},
    Member{kO, "offset", expr::kIntType, offset, "of the first of them in the value of the line", {}, true},
    Member{kO, "kind", expr::kStringType, kind, "which kind of oddity it is", {}, true},
    Member{kO, "found", expr::kStringType, found, "those octets in backquotes, or that the value ends there", {}, true},
    Member{
        kO, "expected", expr::kStringType, expected, "what would have been right; empty where that is clear", {}, true},
    Member{kO, "name", expr::kStringType, name, "of the parameter, key or member concerned; else empty", {}, true},
    Member{
        kO, "encoding", expr::kStringType, encoding, "how octets beyond ASCII look: UTF-8 or not, in words", {}, true},
    Member{kO, "allowed", expr::kStringType, allowed, "how many blanks the grammar has there, in words", {}, true},
    Member{kO, "grammar", expr::kStringType, grammar, "the grammar of the field in words", {}, true},
    Member{kO, "spec", expr::kStringType, spec, "what specifies the field", {}, true},
    Member{kO, "permanent", expr::kBoolType, permanent, "the field is registered for good", {}, true},
    Member{kO, "structured", expr::kBoolType, structured, "the field is a structured one", {}, true},
};

}  // namespace

std::span<const Member> oddity_members() { return kMembers; }

}  // namespace httpvet::facts
