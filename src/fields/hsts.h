// Strict-Transport-Security (RFC 6797 §6.1).
#pragma once

#include <cstdint>

#include "fields/cursor.h"
#include "fields/fault.h"

namespace httpvet::fields {

struct Hsts {
  Number max_age;
  bool include_subdomains = false;
  bool preload = false;
};

/// Reads the value of one line. False when user agents ignore it: see find_hsts_faults().
bool parse_hsts(Bytes value, base::Arena& arena, Hsts& out);

/// What is wrong in the value of one line; minor where user agents take the policy all the same.
void find_hsts_faults(Bytes value, FaultList& faults);

}  // namespace httpvet::fields
