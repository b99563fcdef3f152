#include "facts/structured_kinds.h"

#include <algorithm>

namespace httpvet::facts {
namespace {

using fields::SfKind;
using fields::SfValue;

/// Cuts the first word off `words`.
Bytes next_word(Bytes& words, char delimiter) {
  const std::size_t end = std::min(words.find(delimiter), words.size());
  const Bytes word = words.substr(0, end);
  words.remove_prefix(std::min(end + 1, words.size()));
  return word;
}

bool is_kind(const SfValue& value, Bytes kinds) {
  while (!kinds.empty()) {
    const Bytes kind = next_word(kinds, '|');
    if (kind == fields::kind_name(value.kind)) return true;
    if (kind == "inner" && value.kind == SfKind::kInnerList) return true;
    if (kind == "decimal" && value.kind == SfKind::kInteger) return true;
  }
  return false;
}

/// The kinds that `words` give for `key` ("" for what has none), behind `mark`; empty if they say nothing.
Bytes kinds_for(Bytes words, char mark, Bytes key) {
  Bytes others;
  while (!words.empty()) {
    Bytes word = next_word(words, ' ');
    if ((mark == ';') != word.starts_with(';')) continue;
    if (mark == ';') word.remove_prefix(1);
    const std::size_t equals = word.find('=');
    const Bytes name = equals == Bytes::npos ? Bytes() : word.substr(0, equals);
    const Bytes kinds = equals == Bytes::npos ? word : word.substr(equals + 1);
    if (name == key) return kinds;
    if (name == "*") others = kinds;
  }
  return others;
}

bool is_wrong(const SfValue& value, Bytes text, Bytes kinds, char mark, WrongKind& out) {
  const Bytes expected = kinds_for(kinds, mark, value.key.in(text));
  if (expected.empty() || is_kind(value, expected)) return false;
  out = {value.source.empty() ? value.key : value.source, value.key.in(text), expected};
  return true;
}

}  // namespace

bool find_wrong_kind(const fields::StructuredField& field, Bytes value, Bytes kinds, WrongKind& out) {
  for (const SfValue& member : field.members) {
    if (!member.overridden && is_wrong(member, value, kinds, '=', out)) return true;
    for (const SfValue& parameter : member.parameters()) {
      if (!parameter.overridden && is_wrong(parameter, value, kinds, ';', out)) return true;
    }
  }
  return false;
}

}  // namespace httpvet::facts
