// Lists of faults as values of rules.
#pragma once

#include "expr/value.h"
#include "facts/message_facts.h"
#include "fields/fault.h"

namespace httpvet::facts {

/// A list of faults; absent when there are none. Ends the list.
inline expr::Value fault_list(fields::FaultList& list) {
  const std::span<const fields::Fault> faults = list.finish();
  if (faults.empty()) return expr::Value::absent();
  const auto objects = list.arena().make_array<const void*>(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) objects[i] = &faults[i];
  return expr::Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

/// What reading a field gives that `message` has no line of: absent, or not captured where lines may be missing.
inline expr::Value missing_field(const MessageFacts& message) {
  if (!message.there()) return expr::Value::unknown(message.why_missing());
  return message.message().evidence.fields ? expr::Value::absent() : expr::Value::not_captured();
}

}  // namespace httpvet::facts
