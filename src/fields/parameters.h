// Parameters: the name=value pairs behind media types, codings and challenges.
#pragma once

#include <cstddef>
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

/// Reads *( OWS ";" OWS [ parameter ] ) up to the first octet that is neither blank nor semicolon, for parsers.
bool read_parameters(Cursor& cursor, ArenaList<Parameter>& out);

/// For lists whose elements have parameters: an element, and where its own begin among the parameters of all elements.
template <typename Element>
struct Unfinished {
  Element element;
  std::size_t first_parameter = 0;
};

/// The finished elements, each with its part of `parameters`. Neither list may be used after that.
template <typename Element>
std::span<const Element> finish_elements(ArenaList<Unfinished<Element>>& elements, ArenaList<Parameter>& parameters,
                                         base::Arena& arena) {
  const std::span<const Parameter> all = parameters.finish();
  const std::span<const Unfinished<Element>> unfinished = elements.finish();
  const std::span<Element> finished = arena.make_array<Element>(unfinished.size());
  for (std::size_t i = 0; i < unfinished.size(); ++i) {
    const std::size_t first = unfinished[i].first_parameter;
    const std::size_t end = i + 1 < unfinished.size() ? unfinished[i + 1].first_parameter : all.size();
    finished[i] = unfinished[i].element;
    finished[i].parameters = all.subspan(first, end - first);
  }
  return finished;
}

}  // namespace httpvet::fields
