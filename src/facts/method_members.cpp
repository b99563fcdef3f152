// Members about what a request asks for: words and parameters in its target, redirects that it followed.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using Arguments = std::span<const Value>;

Bytes query_of(Bytes target) {
  const std::size_t mark = target.find('?');
  if (mark == Bytes::npos) return {};
  const Bytes query = target.substr(mark + 1);
  return query.substr(0, query.find('#'));
}

Value query_value(Facts&, const Value& object, Arguments arguments) {
  const model::Message& message = object_as<MessageFacts>(object).message();
  Bytes query = query_of(message.target);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const Bytes pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != Bytes::npos && pair.substr(0, equals) == arguments[0].string) {
      return Value::of(pair.substr(equals + 1));
    }
    query.remove_prefix(end == Bytes::npos ? query.size() : end + 1);
  }
  return Value::absent();
}

/// The first whole word of `text` that says that something goes away.
Bytes find_destructive_word(Bytes text) {
  constexpr std::array<Bytes, 4> kWords = {"delete", "remove", "destroy", "logout"};
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && base::is(text[end], base::kAlpha)) ++end;
    const Bytes word = text.substr(i, end - i);
    if (std::ranges::any_of(kWords, [word](Bytes other) { return equals_ignoring_case(word, other); })) return word;
    i = end + 1;
  }
  return {};
}

Value destructive_word(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes target = facts.request().message().target;
  const Bytes path = target.substr(0, target.find_first_of("?#"));
  const Bytes segment = path.substr(path.rfind('/') == Bytes::npos ? 0 : path.rfind('/') + 1);
  Bytes word = find_destructive_word(segment);
  if (word.empty()) word = find_destructive_word(query_of(target));
  return word.empty() ? Value::absent() : Value::of(word);
}

Value response_seen(Facts& facts, const Value&, Arguments) { return Value::of(facts.exchange().response != nullptr); }

constexpr std::array kOneString = {expr::kStringType};

constexpr std::array kMembers = {
    Member{Object::kMessage, "query_value", expr::kStringType, query_value,
           "the value of that parameter in the query of the target, as it stands there; absent without it", kOneString},
    Member{Object::kExchange, "destructive_word", expr::kStringType, destructive_word,
           "delete, remove, destroy or logout, where the query or the last segment of the path names it; absent else"},
    Member{
        Object::kExchange, "response_seen", expr::kBoolType, response_seen, "a final response was captured", {}, true},
};

}  // namespace

std::span<const Member> method_members() { return kMembers; }

}  // namespace httpvet::facts
