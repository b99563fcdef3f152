// The lines of one field, for facts that judge each line by itself.
#pragma once

#include "facts/message_facts.h"

namespace httpvet::facts {

/// Calls `visit` with each line of `field` in the header section, in order. Requires message.there().
template <typename Visit>
void for_each_line(const MessageFacts& message, model::FieldId field, Visit visit) {
  if (!message.has(field)) return;
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field == field) visit(line);
  }
}

/// How many lines of `field` the header section has. Requires message.there().
inline std::size_t count_lines(const MessageFacts& message, model::FieldId field) {
  std::size_t count = 0;
  for_each_line(message, field, [&count](const model::FieldLine&) { ++count; });
  return count;
}

}  // namespace httpvet::facts
