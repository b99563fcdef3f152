// The registry of methods: rules/registry/methods.csv as a constant table.
#pragma once

#include <span>

#include "base/bytes.h"

namespace httpvet::fields {

/// One row of methods.csv. Views into static storage.
struct MethodInfo {
  Bytes name;
  bool registered = false;  // by IANA; else it is well known without that
  bool safe = false;        // RFC 9110 §9.2.1
  bool idempotent = false;  // RFC 9110 §9.2.2
  Bytes spec;
};

/// All rows, in the order of their names.
std::span<const MethodInfo> methods();

/// The row of the method called `name` (letter case counts, RFC 9110 §9.1); null if the registry does not know it.
const MethodInfo* find_method(Bytes name);

}  // namespace httpvet::fields
